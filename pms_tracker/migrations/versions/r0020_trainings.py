"""Trainings (教育): courses with questions, plans, how each went, who takes it, and every try."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice
from pms_tracker.migrations.entry_columns import approved

revision = "r0020"
down_revision = "r0019"
branch_labels = None
depends_on = None

AUDIENCES = ("all", "unit", "role", "joined", "my_number")
REASONS = ("planned", "joined", "returned", "moved", "role")
LEARNING = ("asked", "to_test", "retry", "passed", "failed", "exempt")


def upgrade() -> None:
    _create_courses()
    _create_training()
    _create_run()
    _create_assignments()


def _create_courses() -> None:
    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("covers", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.String(500), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *approved(),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.Index("ix_course_state", "state"),
    )
    op.create_table(
        "course_question",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("course_id", sa.Integer(), sa.ForeignKey("course.id"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asks", choice("question_asks", "true_false", "one", "several"), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("about", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Index("ix_course_question_course_id", "course_id"),
    )


def _create_training() -> None:
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("course", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("audience", choice("training_audience", *AUDIENCES), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id")),
        sa.Column("way", choice("training_way", "reading", "session", "outside"), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("later_days", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *approved(),
        sa.CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        sa.CheckConstraint("pass_mark BETWEEN 0 AND 100", name="pass_mark"),
        sa.CheckConstraint("tries >= 1", name="tries"),
        sa.UniqueConstraint("fiscal_year", "number"),
        *(
            sa.Index(f"ix_training_{each}", each)
            for each in ("starts_on", "audience", "way", "state")
        ),
    )


def _create_run() -> None:
    op.create_table(
        "training_run",
        sa.Column(
            "training_id",
            sa.Integer(),
            sa.ForeignKey("training.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("course_reference", sa.String(40), nullable=False),
        sa.Column("course_edition", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.String(500), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(none_as_null=True)),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("next_time", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date()),
        sa.Column("reported_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("confirmed_on", sa.Date()),
        sa.Column("confirmed_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(reported_on IS NULL) = (reported_by_id IS NULL)", name="reported_by"),
        sa.CheckConstraint(
            "(confirmed_on IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by"
        ),
        sa.CheckConstraint(
            "confirmed_on IS NULL OR reported_on IS NOT NULL", name="confirmed_once_reported"
        ),
    )


def _create_assignments() -> None:
    op.create_table(
        "training_assignment",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), sa.ForeignKey("training.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("reason", choice("assigned_because", *REASONS), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("state", choice("learning", *LEARNING), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("attended_on", sa.Date()),
        sa.Column("done_on", sa.Date()),
        sa.Column("percent", sa.Integer()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("more_tries", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.UniqueConstraint("training_id", "person_id"),
        sa.CheckConstraint("state <> 'exempt' OR why <> ''", name="exempt_for_a_reason"),
        sa.Index("ix_training_assignment_person_id", "person_id"),
        sa.Index("ix_training_assignment_state", "state"),
    )
    op.create_table(
        "training_try",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "assignment_id", sa.Integer(), sa.ForeignKey("training_assignment.id"), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("way", choice("test_by", "screen", "link", "paper"), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("missed", sa.JSON(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.UniqueConstraint("assignment_id", "number"),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        sa.CheckConstraint("(way = 'paper') = (entered_by_id IS NOT NULL)", name="entered_by"),
    )


def downgrade() -> None:
    for table in (
        *("training_try", "training_assignment", "training_run", "training"),
        *("course_question", "course"),
    ):
        op.drop_table(table)
