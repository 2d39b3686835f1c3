"""Tables of trainings (教育): courses with their questions, plans, how each went, who takes it, and
every try of a test."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table, choice
from pms_tracker.do.rules.training.course_rules import address
from pms_tracker.do.rules.training.training_rules import Audience, By, Learning, Reason, Way
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.registers.edition_tables import Approved


class Course(Approved):
    """What is taught (教材): a text of its own, a link, or files beside it."""

    __tablename__ = "course"

    title: Mapped[str] = mapped_column(sa.String(200))
    covers: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    text: Mapped[str] = mapped_column(sa.Text, default="")
    link: Mapped[str] = mapped_column(sa.String(500), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    # Its files, by the digests of their bytes; those of trainings that began are theirs.
    material: Mapped[list[str]] = mapped_column(
        sa.JSON, default=list, server_default=sa.text("'[]'"), sort_order=3
    )
    # Its test, as `QuizQuestion.packed` writes it; trainings that began froze theirs.
    questions: Mapped[list[dict[str, Any]]] = mapped_column(
        sa.JSON, default=list, server_default=sa.text("'[]'"), sort_order=2
    )


class Training(Approved):
    """A training as it is planned (教育計画): of which course, when, for whom, and what shows its
    effect; the rest is in `facts`, by field."""

    __tablename__ = "training"
    CHECKS = (
        ("days_in_order", "ends_on >= starts_on"),
        ("pass_mark", "pass_mark BETWEEN 0 AND 100"),
        ("tries", "tries >= 1"),
    )

    title: Mapped[str] = mapped_column(sa.String(200))
    course: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    audience: Mapped[Audience] = mapped_column(choice(Audience, "training_audience"), index=True)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    way: Mapped[Way] = mapped_column(choice(Way, "training_way"), index=True)
    pass_mark: Mapped[int]
    tries: Mapped[int]
    later_days: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")


class TrainingRun(Table):
    """How a training went: what of its course was frozen when it began, what was reported after its
    end, as it was counted then, and who approved that."""

    __tablename__ = "training_run"
    __table_args__ = (
        sa.CheckConstraint("(reported_on IS NULL) = (reported_by_id IS NULL)", name="reported_by"),
        sa.CheckConstraint(
            "(confirmed_on IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by"
        ),
        sa.CheckConstraint(
            "confirmed_on IS NULL OR reported_on IS NOT NULL", name="confirmed_once_reported"
        ),
    )

    training_id: Mapped[int] = mapped_column(
        sa.ForeignKey("training.id"), primary_key=True, autoincrement=False
    )
    started_on: Mapped[date]
    started_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    course_reference: Mapped[str] = mapped_column(sa.String(40))
    course_edition: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text, default="")
    link: Mapped[str] = mapped_column(sa.String(500), default="")
    material: Mapped[list[str]] = mapped_column(
        sa.JSON, default=list, server_default=sa.text("'[]'"), sort_order=1
    )
    questions: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    # The denominator: how many were asked when it began.
    planned: Mapped[int]
    result: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    # What whoever taught says of it, and what the next text is to say.
    view: Mapped[str] = mapped_column(sa.Text, default="")
    next_time: Mapped[str] = mapped_column(sa.Text, default="")
    reported_on: Mapped[date | None]
    reported_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    confirmed_on: Mapped[date | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    @property
    def address(self) -> str:
        """Its link, where that may be followed."""
        return address(self.link)


class TrainingAssignment(Table):
    """That somebody takes a training, why, and how far they are; `late` came after it began."""

    __tablename__ = "training_assignment"
    __table_args__ = (
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.UniqueConstraint("training_id", "person_id"),
        sa.CheckConstraint("state <> 'exempt' OR why <> ''", name="exempt_for_a_reason"),
        sa.Index("ix_training_assignment_person_id", "person_id"),
        sa.Index("ix_training_assignment_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    reason: Mapped[Reason] = mapped_column(choice(Reason, "assigned_because"))
    late: Mapped[bool] = mapped_column(default=False)
    state: Mapped[Learning] = mapped_column(choice(Learning, "learning"), default=Learning.ASKED)
    assigned_on: Mapped[date]
    due_on: Mapped[date]
    attended_on: Mapped[date | None]
    done_on: Mapped[date | None]
    # The best score so far, out of 100.
    percent: Mapped[int | None]
    tries: Mapped[int] = mapped_column(default=0)
    # Further tries that somebody was given.
    more_tries: Mapped[int] = mapped_column(default=0)
    # Why it was put off, or why they need not take it.
    why: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    @property
    def reference(self) -> str:
        return format_reference(Kind.TRAINING_ASSIGNMENT, self.fiscal_year, self.number)


class TrainingTry(Table):
    """One try of a test, which stays: what was answered, or the score of a sheet of paper and who
    entered it."""

    __tablename__ = "training_try"
    __table_args__ = (
        sa.UniqueConstraint("assignment_id", "number"),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        sa.CheckConstraint("(way = 'paper') = (entered_by_id IS NOT NULL)", name="entered_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("training_assignment.id"))
    number: Mapped[int]
    way: Mapped[By] = mapped_column(choice(By, "test_by"))
    taken_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    answers: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    # Keys of the questions that were missed.
    missed: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    percent: Mapped[int]
    passed: Mapped[bool]
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
