"""Table of horizontal deployment (水平展開): each unit that was asked, and what it answered."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.act.rules.elsewhere_rules import Elsewhere
from pms_tracker.database import Table, choice


class CaseElsewhere(Table):
    """One unit asked for the same fault by a round's plan, in the words of that plan.

    `submission` is the edition of the plan that asks it last. A unit that answered another
    question keeps that answer, and has a row of its own for the new one.
    """

    __tablename__ = "case_elsewhere"
    __table_args__ = (
        UniqueConstraint("case_id", "submission", "unit_id"),
        CheckConstraint("question <> ''", name="question_given"),
        CheckConstraint("due_on >= asked_on", name="due_after_asked"),
        CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answered_day"),
        CheckConstraint("(answer IS NULL) = (answered_by_id IS NULL)", name="answered_by"),
        CheckConstraint("answer IS NULL OR text <> ''", name="answered_with_words"),
        CheckConstraint("answer IS NOT NULL OR answered_for_id IS NULL", name="answered_for"),
        CheckConstraint("opened_case_id IS NULL OR answer = 'here_too'", name="opened_of_found"),
        CheckConstraint("opened_case_id <> case_id", name="opened_another"),
        Index("ix_case_elsewhere_answered_on_due_on", "answered_on", "due_on"),
        Index("ix_case_elsewhere_unit_id", "unit_id"),
        Index("ix_case_elsewhere_opened_case_id", "opened_case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("corrective_case.id"))
    round: Mapped[int]
    submission: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    question: Mapped[str] = mapped_column(Text)
    asked_on: Mapped[date]
    due_on: Mapped[date]
    answer: Mapped[Elsewhere | None] = mapped_column(choice(Elsewhere, "elsewhere_answer"))
    text: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # For whom a deputy answered (不在時代理).
    answered_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_case_id: Mapped[int | None] = mapped_column(ForeignKey("corrective_case.id"))
    version: Mapped[int] = mapped_column(default=1)
