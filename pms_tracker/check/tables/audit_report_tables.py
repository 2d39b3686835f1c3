"""Tables of audit reports: the one being written, and each as it was signed, frozen whole."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table


class AuditReport(Table):
    """What the auditors write in the report of an audit; all else comes from its records."""

    __tablename__ = "audit_report"

    audit_id: Mapped[int] = mapped_column(
        ForeignKey("audit.id"), primary_key=True, autoincrement=False
    )
    strong_points: Mapped[str] = mapped_column(Text, default="")
    opinion: Mapped[str] = mapped_column(Text, default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    distribution: Mapped[str] = mapped_column(Text, default="")
    # Everybody who wrote in it: none of them approves it.
    writer_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class SignedReport(Table):
    """A report as its lead signed it (R17): all that is printed, and the digest that binds it.

    `signers` holds the names as they were: by step who signed, for whom, and who entered it (紙).
    One that was sent back stays; the next signature has the next number.
    """

    __tablename__ = "signed_report"
    __table_args__ = (
        UniqueConstraint("audit_id", "number"),
        CheckConstraint("entered_by_id <> signed_by_id", name="paper_by_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    signers: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default=dict)
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    # Who entered what was stamped on paper (紙).
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # Contents were erased since (design: records are never deleted, contents can be).
    erased_at: Mapped[datetime | None] = mapped_column(Instant)
