"""Operation checks (運用の確認): checks, runs, faults, readings, links at doors, and reports."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

revision = "r0021"
down_revision = "r0020"
branch_labels = None
depends_on = None

FREQUENCIES = ("day", "week", "month", "quarter", "year")
WAYS = ("screen", "door", "paper")
TABLES = (
    *("check_report", "check_door", "check_reading", "check_fault", "check_run"),
    "check_template",
)


def _to(table: str, name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=nullable)


def _numbered() -> tuple[sa.Column[int], ...]:
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
    )


def _recorded() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("struck", sa.Text(), nullable=False),
        _to("person", "recorded_by_id", nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def upgrade() -> None:
    _create_template()
    _create_run()
    _create_fault()
    _create_reading_and_door()
    _create_report()


def _create_template() -> None:
    op.create_table(
        "check_template",
        *_numbered(),
        sa.Column("title", sa.String(200), nullable=False),
        _to("unit", "unit_id"),
        sa.Column("frequency", choice("check_frequency", *FREQUENCIES), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        _to("person", "owner_id"),
        _to("person", "reader_id", nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date()),
        sa.Column("note", sa.Text(), nullable=False),
        *_recorded(),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        sa.CheckConstraint("reader_id <> owner_id", name="reader_apart"),
        sa.Index("ix_check_template_unit_id", "unit_id"),
        sa.Index("ix_check_template_frequency", "frequency"),
        sa.Index("ix_check_template_owner_id", "owner_id"),
    )


def _create_run() -> None:
    op.create_table(
        "check_run",
        sa.Column("id", sa.Integer(), primary_key=True),
        _to("check_template", "template_id"),
        sa.Column("period_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("way", choice("check_way", *WAYS), nullable=False),
        _to("person", "done_by_id", nullable=True),
        sa.Column("done_by_name", sa.String(100), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        _to("person", "recorded_by_id", nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.UniqueConstraint("uuid"),
        sa.Index("ix_check_run_period", "template_id", "period_on"),
        sa.Index("ix_check_run_due_on", "due_on"),
    )


def _create_fault() -> None:
    op.create_table(
        "check_fault",
        *_numbered(),
        _to("check_template", "template_id", nullable=True),
        _to("check_run", "run_id", nullable=True),
        sa.Column("item", sa.String(200), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        _to("unit", "unit_id"),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("grave", sa.Boolean(), nullable=False),
        _to("person", "owner_id", nullable=True),
        sa.Column("due_on", sa.Date()),
        sa.Column("done_on", sa.Date()),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("case_reference", sa.String(40), nullable=False),
        *_recorded(),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("done_on >= found_on", name="days_in_order"),
        sa.CheckConstraint(
            "done_on IS NOT NULL OR (owner_id IS NOT NULL AND due_on IS NOT NULL) OR struck <> ''",
            name="done_or_owned",
        ),
        *(
            sa.Index(f"ix_check_fault_{column}", column)
            for column in ("template_id", "found_on", "unit_id", "owner_id", "due_on", "done_on")
        ),
    )


def _create_reading_and_door() -> None:
    op.create_table(
        "check_reading",
        sa.Column("id", sa.Integer(), primary_key=True),
        _to("check_template", "template_id"),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        _to("person", "read_by_id"),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("template_id", "month"),
    )
    op.create_table(
        "check_door",
        sa.Column("id", sa.Integer(), primary_key=True),
        _to("check_template", "template_id"),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("seed", sa.String(32), nullable=False),
        _to("person", "made_by_id"),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.UniqueConstraint("digest"),
        sa.Index(
            "ix_check_door_open",
            "template_id",
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        ),
    )


def _create_report() -> None:
    op.create_table(
        "check_report",
        *_numbered(),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        _to("person", "reported_by_id"),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_on", sa.Date()),
        _to("person", "confirmed_by_id", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.UniqueConstraint("quarter"),
        sa.CheckConstraint(
            "(confirmed_on IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by"
        ),
        sa.CheckConstraint("confirmed_on >= reported_on", name="days_in_order"),
        sa.Index("ix_check_report_confirmed_on", "confirmed_on"),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
