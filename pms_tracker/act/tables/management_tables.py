"""Tables of management reviews: who was asked, what was said of each input, what was decided."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.act.rules.management_rules import ReviewState, Section
from pms_tracker.database import Instant, Table, choice, index_of_some
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.tables.heir_tables import HandedOver


class ManagementReview(Table):
    """A review by the top management: convened, held, its minutes signed and frozen.

    `content` holds the minutes with their figures as they were handed in; it is empty while they
    are written.
    """

    __tablename__ = "management_review"
    __table_args__ = (
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("(state = 'signed') = (signed_on IS NOT NULL)", name="signed_day"),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'signed') OR (held_on IS NOT NULL AND place <> '')",
            name="minutes_of_a_day",
        ),
        sa.CheckConstraint("(state = 'cancelled') = (cancellation <> '')", name="cancelled_reason"),
        # A duty of the year is one review; what was called off is convened anew.
        index_of_some(
            "uq_management_review_duty", "annual_duty_id", where="state <> 'cancelled'", unique=True
        ),
        sa.Index("ix_management_review_state", "state"),
        sa.Index("ix_management_review_planned_on_id", "planned_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    state: Mapped[ReviewState] = mapped_column(
        choice(ReviewState, "review_state"), default=ReviewState.CONVENED
    )
    # The duty of the annual plan that it is held for; none for one in between.
    annual_duty_id: Mapped[int | None] = mapped_column(sa.ForeignKey("annual_duty.id"))
    planned_on: Mapped[date]
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    agenda: Mapped[str] = mapped_column(sa.Text)
    # Those who are no persons of the firm, by name.
    others: Mapped[str] = mapped_column(sa.Text, default="")
    convened_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    held_on: Mapped[date | None]
    # What the representative thinks of it all (総括).
    conclusion: Mapped[str] = mapped_column(sa.Text, default="")
    # Everybody who wrote in the minutes: none of them signs (R9).
    writer_ids: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    submissions: Mapped[int] = mapped_column(default=0)
    submitted_on: Mapped[date | None]
    content: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    # The names of whoever signed, for whom, and who entered it (紙), as they were then.
    signers: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    signed_on: Mapped[date | None]
    cancellation: Mapped[str] = mapped_column(sa.Text, default="")
    # When the next signature is due: to sign, or to hand in anew.
    turn_due_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    # Said of a review that decides nothing, so that none is left out by oversight (決定事項なし).
    no_decisions: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    @property
    def reference(self) -> str:
        return format_reference(Kind.MANAGEMENT_REVIEW, self.fiscal_year, self.number)


class ReviewAttendee(Table):
    """Somebody asked to attend, or who came without; `present` is what the minutes say of them."""

    __tablename__ = "review_attendee"
    __table_args__ = (sa.Index("ix_review_attendee_person_id", "person_id"),)

    review_id: Mapped[int] = mapped_column(
        sa.ForeignKey("management_review.id"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("person.id"), primary_key=True, autoincrement=False
    )
    asked: Mapped[bool] = mapped_column(default=True)
    present: Mapped[bool | None]


class ReviewInput(Table):
    """What was said of one input: a comment, or one tick that nothing changed (R20)."""

    __tablename__ = "review_input"
    __table_args__ = (sa.CheckConstraint("unchanged OR comment <> ''", name="never_blank"),)

    review_id: Mapped[int] = mapped_column(
        sa.ForeignKey("management_review.id"), primary_key=True, autoincrement=False
    )
    section: Mapped[Section] = mapped_column(choice(Section, "review_section"), primary_key=True)
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    unchanged: Mapped[bool] = mapped_column(default=False)


class ReviewDecision(HandedOver, Table):
    """One decision of a review: a duty of its owner from the signature on, until it is reported."""

    __tablename__ = "review_decision"
    __table_args__ = (
        sa.UniqueConstraint("review_id", "position"),
        sa.CheckConstraint("(done_on IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
        sa.CheckConstraint("done_on IS NULL OR result <> ''", name="done_with_result"),
        sa.Index("ix_review_decision_owner_id", "owner_id"),
        index_of_some("ix_review_decision_heir_id", "heir_id", where="heir_id IS NOT NULL"),
        sa.Index("ix_review_decision_due_on", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(sa.ForeignKey("management_review.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    result: Mapped[str] = mapped_column(sa.Text, default="")
    no_proof: Mapped[str] = mapped_column(sa.Text, default="")
