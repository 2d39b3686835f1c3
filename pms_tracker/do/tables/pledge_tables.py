"""Table of pledges (誓約書)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table, choice
from pms_tracker.do.rules.pledge_rules import PledgeKind


class Pledge(Table):
    """A pledge that somebody was asked for, and signed; struck with a reason if by mistake."""

    __tablename__ = "pledge"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "number"),
        CheckConstraint("signed_on IS NULL OR signed_on >= asked_on", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[PledgeKind] = mapped_column(choice(PledgeKind, "pledge_kind"))
    asked_on: Mapped[date] = mapped_column(index=True)
    signed_on: Mapped[date | None] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    struck: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
