"""Table of use beyond the purpose (目的外利用)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import choice
from pms_tracker.do.rules.use_rules import UseGround
from pms_tracker.registers.edition_tables import Approved


class UseBeyond(Approved):
    """A use of what is held beyond its purpose, with whom it is about in numbers; what of it is
    neither sought nor reckoned with is kept in `facts`, by field."""

    __tablename__ = "use_beyond"
    CHECKS = (
        ("days_in_order", "last_on >= first_on"),
        ("ended_after_first", "ended_on >= first_on"),
    )

    rows: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    purpose: Mapped[str] = mapped_column(sa.String(200))
    scope: Mapped[str] = mapped_column(sa.Text, default="")
    ground: Mapped[UseGround] = mapped_column(choice(UseGround, "use_ground"), index=True)
    headcount: Mapped[int | None]
    consents: Mapped[int | None]
    refusals: Mapped[int | None]
    first_on: Mapped[date | None]
    last_on: Mapped[date | None] = mapped_column(index=True)
    ended_on: Mapped[date | None]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")
