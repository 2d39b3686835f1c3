"""Table of check: what qualifies auditors."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table


class AuditorTraining(Table):
    """What qualifies an auditor; struck with a reason where it was entered by mistake."""

    __tablename__ = "auditor_training"
    __table_args__ = (
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("valid_until IS NULL OR valid_until >= obtained_on", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    obtained_on: Mapped[date]
    valid_until: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    # The number of the certificate among the files about the person's training.
    certificate_number: Mapped[int | None]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    struck: Mapped[str] = mapped_column(Text, default="")
