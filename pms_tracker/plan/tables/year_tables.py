"""Tables of the year (年度): its plan, the duties in it and what was amended."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from pms_tracker.database import Instant, Table, choice, index_of_some
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.tables.heir_tables import HandedOver
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.plan.rules.year_rules import AmendmentState, AnnualKind, PlanState


class Yearly(Table):
    """What a year has one of: drafted, approved by the representative, then locked."""

    __abstract__ = True
    KIND: ClassVar[Kind]

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    state: Mapped[PlanState]
    # Everybody who wrote it: none of them approves it.
    writer_ids: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    submissions: Mapped[int] = mapped_column(default=0)
    submitted_on: Mapped[date | None]
    approved_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[sa.Constraint, ...]:
        return (
            sa.UniqueConstraint("fiscal_year"),
            sa.CheckConstraint(
                "(state = 'approved') = (approved_on IS NOT NULL)", name="approved_day"
            ),
        )

    @property
    def reference(self) -> str:
        return format_reference(self.KIND, self.fiscal_year, 1)


class AnnualPlan(Yearly):
    """The plan of a fiscal year (年度計画): approved by the representative, then locked."""

    __tablename__ = "annual_plan"
    KIND = Kind.ANNUAL_PLAN

    state: Mapped[PlanState] = mapped_column(
        choice(PlanState, "plan_state"), default=PlanState.DRAFT
    )


class AnnualDuty(HandedOver, Table):
    """One duty of a year: planned and actual day side by side, free text until it has a family."""

    __tablename__ = "annual_duty"
    __table_args__ = (
        sa.UniqueConstraint("plan_id", "position"),
        sa.CheckConstraint("(done_on IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
        sa.CheckConstraint(
            "confirmed_on IS NULL OR done_on IS NOT NULL", name="done_before_confirmed"
        ),
        sa.Index("ix_annual_duty_owner_id", "owner_id"),
        index_of_some("ix_annual_duty_heir_id", "heir_id", where="heir_id IS NOT NULL"),
        sa.Index("ix_annual_duty_planned_on", "planned_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("annual_plan.id"))
    position: Mapped[int]
    kind: Mapped[AnnualKind] = mapped_column(choice(AnnualKind, "annual_kind"))
    title: Mapped[str] = mapped_column(sa.String(200))
    planned_on: Mapped[date]
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    # Who is to confirm what was done; nobody where the plan does not ask for it.
    approver_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    result: Mapped[str] = mapped_column(sa.Text, default="")
    # The reference of what made it a duty: a lesson of the year before.
    because_of: Mapped[str] = mapped_column(sa.String(40), default="")
    # An amendment took it out of the year; it stays readable.
    dropped: Mapped[bool] = mapped_column(default=False)
    # The day it was last entered as done, and how often it was: each is confirmed on its own.
    reported_on: Mapped[date | None]
    reports: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))
    confirmed_on: Mapped[date | None]
    # Why no file shows what was done.
    no_proof: Mapped[str] = mapped_column(sa.Text, default="")


class AnnualAmendment(Table):
    """A reasoned change to an approved plan; `proposed` holds each duty it changes, as it was and
    as it would become."""

    __tablename__ = "annual_amendment"
    __table_args__ = (
        sa.UniqueConstraint("plan_id", "number"),
        sa.CheckConstraint("reason <> ''", name="reason_given"),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR withdrawal <> ''", name="withdrawn_with_reason"
        ),
        index_of_some(
            "uq_annual_amendment_open", "plan_id", where="state = 'submitted'", unique=True
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("annual_plan.id"))
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.Text)
    proposed: Mapped[list[dict[str, object]]] = mapped_column(sa.JSON)
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    proposed_on: Mapped[date]
    state: Mapped[AmendmentState] = mapped_column(
        choice(AmendmentState, "amendment_state"), default=AmendmentState.SUBMITTED
    )
    # Why whoever proposed it took it back.
    withdrawal: Mapped[str] = mapped_column(sa.Text, default="", server_default=sa.text("''"))


class Lesson(Table):
    """What a closed case teaches one inbox; `because_of` stays text: plan never looks up."""

    __tablename__ = "lesson"
    __table_args__ = (
        sa.UniqueConstraint("inbox", "because_of"),
        sa.CheckConstraint("(answered_on IS NULL) = (answer = '')", name="answer_given"),
        sa.CheckConstraint("(answered_on IS NULL) = (answered_by_id IS NULL)", name="answered_by"),
        sa.Index("ix_lesson_because_of", "because_of"),
        sa.Index("ix_lesson_answered_on", "answered_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    inbox: Mapped[Inbox] = mapped_column(choice(Inbox, "inbox"))
    because_of: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str] = mapped_column(sa.Text)
    received_on: Mapped[date]
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
