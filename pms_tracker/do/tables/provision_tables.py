"""Table of provisions to third parties and of receipts (第三者提供・受領の記録)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import choice
from pms_tracker.do.rules.provision_rules import Abroad, Direction, Ground, Method
from pms_tracker.registers.edition_tables import Entry


class Provision(Entry):
    """Personal data given to a third party or received of one, or that no record of it is needed;
    struck with a reason if by mistake. What of it is neither sought nor sorted is in `facts`."""

    __tablename__ = "provision"
    CHECKS = (("days_in_order", "last_on IS NULL OR last_on >= provided_on"),)

    direction: Mapped[Direction] = mapped_column(
        choice(Direction, "provision_direction"), index=True
    )
    ground: Mapped[Ground] = mapped_column(choice(Ground, "provision_ground"), index=True)
    counterpart: Mapped[str] = mapped_column(sa.String(200))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    items: Mapped[str] = mapped_column(sa.Text, default="")
    whom: Mapped[str] = mapped_column(sa.Text, default="")
    method: Mapped[Method] = mapped_column(choice(Method, "provision_method"))
    # The day, or the first and the last of several.
    provided_on: Mapped[date | None] = mapped_column(index=True)
    last_on: Mapped[date | None]
    abroad: Mapped[Abroad | None] = mapped_column(choice(Abroad, "provision_abroad"))
    # When a partner abroad was looked at last, what it does and the system of its country, and
    # until when it had the data.
    done_checked_on: Mapped[date | None]
    regime_checked_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")
