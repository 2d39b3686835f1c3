"""Tables of the trail. Entries are never changed, but for the name of who did it; values lie beside
them. Both can be erased."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pms_tracker.database import Instant, Table


class TrailHead(Table):
    """The one row whose lock orders all writers; it holds the end of the chain."""

    __tablename__ = "trail_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))


class TrailEntry(Table):
    """One thing that happened; `digest` covers it, its values and the entry before.

    Of the name of who did it only the salted `actor_digest` is covered: name and salt may be
    erased, and a number stands in the name's place (docs/decisions/0049).
    """

    __tablename__ = "trail_entry"
    __table_args__ = (
        Index("ix_trail_entry_reference_number", "reference", "number"),
        Index("ix_trail_entry_actor_id_number", "actor_id", "number"),
        Index("ix_trail_entry_at", "at"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(40))
    move: Mapped[str] = mapped_column(String(60))
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    actor_salt: Mapped[str | None] = mapped_column(String(32))
    actor_digest: Mapped[str | None] = mapped_column(String(64))

    values: Mapped[list["TrailValue"]] = relationship(
        order_by="TrailValue.position", lazy="selectin"
    )


class TrailValue(Table):
    """One field before and after. Text and salt may be erased; the salted digest stays."""

    __tablename__ = "trail_value"

    entry_number: Mapped[int] = mapped_column(
        ForeignKey("trail_entry.number"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    field: Mapped[str] = mapped_column(String(60))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    erased_at: Mapped[datetime | None] = mapped_column(Instant)


class NumberSeries(Table):
    """The last number given per kind and fiscal year; kinds without a year have 0."""

    __tablename__ = "number_series"

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
