"""Table of disposals (廃棄の記録)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import choice
from pms_tracker.do.rules.disposal_rules import Decision
from pms_tracker.registers.edition_tables import Approved


class Disposal(Approved):
    """That a batch of what entries of the register of personal information hold is disposed of, or
    that nothing is held of it; what of it is neither sought nor counted is in `facts`, by field."""

    __tablename__ = "disposal"
    CHECKS = (
        ("two_persons", "witness = '' OR witness <> done_by"),
        ("days_in_order", "certificate_on >= done_on"),
        ("nothing_was_there", "done_on IS NULL OR decision = 'dispose'"),
    )

    rows: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    decision: Mapped[Decision] = mapped_column(choice(Decision, "disposal_decision"), index=True)
    batch: Mapped[str] = mapped_column(sa.String(200))
    # The fiscal year of the event that the period starts at; `earlier` with all before it.
    batch_year: Mapped[int | None]
    earlier: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date | None] = mapped_column(index=True)
    hold_until: Mapped[date | None]
    contractor: Mapped[str] = mapped_column(sa.String(200), default="")
    done_on: Mapped[date | None] = mapped_column(index=True)
    # By name: a contractor's people may be among them.
    done_by: Mapped[str] = mapped_column(sa.String(200), default="")
    witness: Mapped[str] = mapped_column(sa.String(200), default="")
    certificate_on: Mapped[date | None]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")
