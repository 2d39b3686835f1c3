"""Tables of entries: how one that is approved stands, all that it ever said, and whom it names."""

from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from pms_tracker.database import Instant, Table, choice
from pms_tracker.registers.edition_rules import Standing


class Entry(Table):
    """What the table of a register has whose entries are numbered by year. An entry by mistake is
    struck with a reason. `CHECKS` are what holds of each besides, by name."""

    __abstract__ = True
    CHECKS: ClassVar[tuple[tuple[str, str], ...]] = ()

    # Before what a register has of its own; the rest comes after it.
    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-3)
    fiscal_year: Mapped[int] = mapped_column(sort_order=-2)
    number: Mapped[int] = mapped_column(sort_order=-1)
    struck: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[sa.Constraint, ...]:
        checks = (sa.CheckConstraint(rule, name=name) for name, rule in cls.CHECKS)
        return (sa.UniqueConstraint("fiscal_year", "number"), *checks)


class Approved(Entry):
    """The same where entries are approved: its fields say what is in force, or what is drafted as
    long as nothing is."""

    __abstract__ = True

    state: Mapped[Standing] = mapped_column(
        choice(Standing, "standing"), default=Standing.DRAFT, index=True, sort_order=1
    )
    # The number of the edition that is in force; 0 before the first.
    edition: Mapped[int] = mapped_column(default=0, sort_order=1)
    # Everybody who wrote what is drafted: none of them approves it.
    writer_ids: Mapped[list[int]] = mapped_column(sa.JSON, default=list, sort_order=1)
    submissions: Mapped[int] = mapped_column(default=0, sort_order=1)
    submitted_on: Mapped[date | None] = mapped_column(sort_order=1)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[sa.Constraint, ...]:
        return (
            *super().__table_args__,
            sa.CheckConstraint(
                "(submitted_on IS NOT NULL) = (state IN ('waiting', 'revision_waiting'))",
                name="submitted_day",
            ),
            sa.CheckConstraint("(edition = 0) = (state IN ('draft', 'waiting'))", name="edition"),
        )


class Edition(Table):
    """What an entry of a register says from a day on until the next one; frozen once it is in
    force, and drafted as long as it has no day. With the one that `ends` it the entry is over."""

    __tablename__ = "register_edition"
    __table_args__ = (
        sa.UniqueConstraint("register", "entry_id", "number"),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="days_in_order"),
        sa.Index("ix_register_edition_in_force", "register", "from_on", "until_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(sa.String(40))
    entry_id: Mapped[int]
    number: Mapped[int]
    # By field, as `entry_editions.packed` writes it.
    said: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    ends: Mapped[bool] = mapped_column(default=False)
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]


class EntryLink(Table):
    """That an entry of a register names one of another, or of its own, as long as it does."""

    __tablename__ = "entry_link"
    __table_args__ = (
        sa.UniqueConstraint("register", "entry_id", "of_register", "of_id"),
        sa.Index("ix_entry_link_of", "of_register", "of_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(sa.String(40))
    entry_id: Mapped[int]
    of_register: Mapped[str] = mapped_column(sa.String(40))
    of_id: Mapped[int]
