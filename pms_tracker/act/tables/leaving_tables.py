"""Table of leaving: what is recorded of somebody who leaves, beside their last day."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table


class Departure(Table):
    """That somebody who leaves gave back what was lent to them, or why nothing was to come back."""

    __tablename__ = "departure"
    __table_args__ = (
        CheckConstraint("returned_on IS NOT NULL OR note <> ''", name="returned_or_why_not"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    returned_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
