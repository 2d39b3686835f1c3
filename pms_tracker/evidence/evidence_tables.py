"""Table of attached files. The bytes lie in a folder under their SHA-256, never in the database."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pms_tracker.database import Instant, Table
from pms_tracker.people.tables.people_tables import Person


class EvidenceFile(Table):
    """A file that proves something about one record; `number` counts within that record."""

    __tablename__ = "evidence_file"
    __table_args__ = (
        UniqueConstraint("reference", "number"),
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("supersedes < number", name="supersedes_an_earlier_one"),
        CheckConstraint("gone_at IS NULL OR erased_at IS NOT NULL", name="erased_then_gone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    # Nobody of the firm for what came by a link from outside.
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(Instant)
    erased_at: Mapped[datetime | None] = mapped_column(Instant)
    # Which step of the record it proves, where it is shown with that alone: `edition-2`.
    step: Mapped[str] = mapped_column(String(40), default="")
    # The number of the file in whose place this one came; both stay.
    supersedes: Mapped[int | None]
    # When its bytes were gone as well, which may take several tries.
    gone_at: Mapped[datetime | None] = mapped_column(Instant)

    added_by: Mapped[Person | None] = relationship(lazy="joined", viewonly=True)

    @property
    def whose(self) -> str:
        """Who added it, by name; empty for somebody outside."""
        return self.added_by.name if self.added_by else ""
