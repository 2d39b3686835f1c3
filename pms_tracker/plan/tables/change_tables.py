"""The table of planned changes (変更の計画)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import choice
from pms_tracker.plan.rules.planned_change_rules import Ending, Trigger
from pms_tracker.registers.edition_tables import Approved


class PlannedChange(Approved):
    """A change of the PMS that is planned; what it touches is in `impacts`, what is neither sought
    nor reckoned with in `facts`, by field."""

    __tablename__ = "planned_change"
    CHECKS = (("end_after_start", "end_on >= start_on"),)

    title: Mapped[str] = mapped_column(sa.String(200), index=True)
    trigger: Mapped[Trigger] = mapped_column(choice(Trigger, "change_trigger"), index=True)
    why: Mapped[str] = mapped_column(sa.Text, default="")
    laws: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    decided_on: Mapped[date | None]
    start_on: Mapped[date | None] = mapped_column(index=True)
    end_on: Mapped[date | None]
    closed_on: Mapped[date | None] = mapped_column(index=True)
    ending: Mapped[Ending | None] = mapped_column(choice(Ending, "change_ending"))
    impacts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")
