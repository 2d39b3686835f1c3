"""Tables of the yearly review of the register of personal information: whole, by unit, by row."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table, choice, index_of_some
from pms_tracker.do.rules.ledger.ledger_review_rules import Missing, Outcome, PartState, ReviewState
from pms_tracker.kernel.references import Kind, format_reference


class LedgerReview(Table):
    """One review of the whole register; `result` is kept once it is closed: a line per unit."""

    __tablename__ = "ledger_review"
    __table_args__ = (
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_day"),
        sa.CheckConstraint("(closed_on IS NULL) = (closed_by_id IS NULL)", name="closed_by"),
        sa.CheckConstraint("(closed_on IS NULL) = (result IS NULL)", name="closed_with_result"),
        sa.CheckConstraint("due_on >= opened_on", name="due_after_opened"),
        # One at a time.
        index_of_some("uq_ledger_review_open", "state", where="state = 'open'", unique=True),
        sa.Index("ix_ledger_review_opened_on", "opened_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    state: Mapped[ReviewState] = mapped_column(
        choice(ReviewState, "ledger_review_state"), default=ReviewState.OPEN
    )
    due_on: Mapped[date]
    opened_on: Mapped[date]
    opened_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    closed_on: Mapped[date | None]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    result: Mapped[list[dict[str, Any]] | None] = mapped_column(sa.JSON(none_as_null=True))
    version: Mapped[int] = mapped_column(default=1)

    @property
    def reference(self) -> str:
        return format_reference(Kind.LEDGER_REVIEW, self.fiscal_year, self.number)


class LedgerReviewUnit(Table):
    """What one unit is asked: written by its head until it is handed in, then confirmed."""

    __tablename__ = "ledger_review_unit"
    __table_args__ = (
        sa.UniqueConstraint("review_id", "unit_id"),
        sa.CheckConstraint("(state = 'asked') = (answered_on IS NULL)", name="answered_day"),
        sa.CheckConstraint("state = 'asked' OR missing IS NOT NULL", name="answered_missing"),
        sa.CheckConstraint(
            "state = 'asked' OR missing <> 'something' OR words <> ''", name="missing_in_words"
        ),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_on IS NOT NULL)", name="confirmed_day"
        ),
        sa.Index("ix_ledger_review_unit_unit_id", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(sa.ForeignKey("ledger_review.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    state: Mapped[PartState] = mapped_column(
        choice(PartState, "ledger_part_state"), default=PartState.ASKED
    )
    missing: Mapped[Missing | None] = mapped_column(choice(Missing, "ledger_missing"))
    words: Mapped[str] = mapped_column(sa.Text, default="")
    # Everybody who wrote answers, and for whom they did: none of them confirms.
    writer_ids: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    submissions: Mapped[int] = mapped_column(default=0)
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    # For whom a deputy answered (不在時代理).
    answered_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    confirmed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


class LedgerReviewRow(Table):
    """One entry that a unit looks at, in the edition that was in force when it was asked."""

    __tablename__ = "ledger_review_row"
    __table_args__ = (
        sa.UniqueConstraint("part_id", "entry_id"),
        sa.Index("ix_ledger_review_row_entry_id", "entry_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(sa.ForeignKey("ledger_review_unit.id"))
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("personal_information.id"))
    edition: Mapped[int]
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome, "ledger_outcome"))
    note: Mapped[str] = mapped_column(sa.Text, default="")
