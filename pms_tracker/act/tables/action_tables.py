"""Tables of actions: what a round's plan has done by whom and when, and how its days were moved."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pms_tracker.database import Instant, Table, index_of_some
from pms_tracker.people.tables.heir_tables import HandedOver


class DueChange(Table):
    """Another due day of an action that is being carried out (R10): the old one stays readable."""

    __tablename__ = "case_due_change"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("was_on <> due_on", name="another_day"),
        Index("ix_case_due_change_action_id", "action_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("case_action.id"))
    was_on: Mapped[date]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    agreed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class CaseAction(HandedOver, Table):
    """One action of a round's plan: the named cause it removes, by whom and when.

    `due_on` is the day that was approved, `turn_due_on` the day it is due on now. The case carries
    the turn of the action that is due first; `turn_of_id` is whose duty a further one is.
    """

    __tablename__ = "case_action"
    __table_args__ = (
        UniqueConstraint("round_id", "position"),
        CheckConstraint("action = '' OR cause <> ''", name="cause_before_plan"),
        CheckConstraint("done_on IS NULL OR approved_at IS NOT NULL", name="approval_before_start"),
        CheckConstraint("reviewed_by_id IS NULL OR done_on IS NOT NULL", name="done_before_review"),
        CheckConstraint(
            "reviewed_by_id IS NULL OR reviewed_by_id <> done_by_id", name="reviewer_did_not_do"
        ),
        CheckConstraint(
            "reviewed_by_id IS NULL OR reviewed_by_id <> owner_id", name="reviewer_does_not_own"
        ),
        CheckConstraint("done_on IS NULL OR turn_of_id IS NULL", name="done_is_nobodys_turn"),
        CheckConstraint("turn_of_id IS NULL OR turn_due_on IS NOT NULL", name="turn_has_due_day"),
        # What is somebody's, and what ties them to a unit, is asked by the person.
        Index("ix_case_action_owner_id", "owner_id"),
        index_of_some("ix_case_action_owner_open", "owner_id", where="done_on IS NULL"),
        index_of_some("ix_case_action_heir_id", "heir_id", where="heir_id IS NOT NULL"),
        Index("ix_case_action_done_by_id", "done_by_id"),
        index_of_some("ix_case_action_done_for_id", "done_for_id", where="done_for_id IS NOT NULL"),
        Index("ix_case_action_turn_of_id_turn_due_on", "turn_of_id", "turn_due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("case_round.id"))
    position: Mapped[int]
    cause: Mapped[str] = mapped_column(Text, default="")
    action: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    resources: Mapped[str] = mapped_column(Text, default="")
    measure: Mapped[str] = mapped_column(Text, default="")
    measured_on: Mapped[date | None]
    # How far it is, in the owner's words; what stood there before is in the trail.
    progress: Mapped[str] = mapped_column(Text, default="")
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    result: Mapped[str] = mapped_column(Text, default="")
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    done_entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # For whom a deputy did it (不在時代理).
    done_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    turn_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    turn_due_on: Mapped[date | None]
    # Why no file shows what was done.
    no_proof: Mapped[str] = mapped_column(Text, default="")
    # What was done of the representative's instruction (改善指示), where one was given.
    instruction_answer: Mapped[str] = mapped_column(Text, default="")

    due_changes: Mapped[list[DueChange]] = relationship(
        order_by=DueChange.id, lazy="selectin", cascade="all, delete-orphan"
    )
