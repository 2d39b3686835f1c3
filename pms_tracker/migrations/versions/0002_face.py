"""Face: tallies, drafts, saved views, sent forms, era dates by person, an index for each sort."""

from collections import Counter
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SORTS = (
    ("ix_audit_planned_on_id", "audit", ["planned_on", "id"]),
    ("ix_finding_found_on_id", "finding", ["found_on", "id"]),
    ("ix_corrective_case_opened_on_id", "corrective_case", ["opened_on", "id"]),
    ("ix_corrective_case_turn_due_on_id", "corrective_case", ["turn_due_on", "id"]),
)


def upgrade() -> None:
    tally = _create_tally()
    _fill_tally(op.get_bind(), tally)
    _create_draft()
    _create_saved_view()
    _create_sent_form()
    op.add_column("person", sa.Column("era_dates", sa.Boolean(), nullable=True))
    op.drop_index("ix_corrective_case_turn_due_on", "corrective_case")
    for name, table, columns in SORTS:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _columns in SORTS:
        op.drop_index(name, table)
    op.create_index("ix_corrective_case_turn_due_on", "corrective_case", ["turn_due_on"])
    op.drop_column("person", "era_dates")
    for table in ("sent_form", "saved_view", "draft", "tally"):
        op.drop_table(table)


def _create_tally() -> sa.Table:
    return op.create_table(
        "tally",
        sa.Column("subject", sa.String(40), primary_key=True),
        sa.Column("of_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("word", sa.String(40), primary_key=True),
        sa.Column("on_day", sa.Date(), primary_key=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 0", name="never_negative"),
    )


def _fill_tally(connection: sa.Connection, tally: sa.Table) -> None:
    """Count what is there already, in the transaction that makes the table."""
    found = Counter[tuple[str, int, str, date]]()
    of: list[sa.ColumnClause[Any]] = [
        sa.column(name) for name in ("unit_id", "requirement_id", "grade")
    ]
    for unit, requirement, grade, found_on, amount in _alike(
        connection, "finding", *of, _day("found_on")
    ):
        month = found_on.replace(day=1)
        found["finding_of_unit", unit, grade, month] += amount
        found["finding_of_requirement", requirement, grade, month] += amount
    in_days = (_day("opened_on"), _day("turn_due_on"), _day("closed_on"))
    for opened_on, due_on, closed_on, amount in _alike(connection, "corrective_case", *in_days):
        if closed_on is None:
            found["open_case", opened_on.toordinal(), "", due_on] += amount
        else:
            took = (closed_on - opened_on).days
            found["closed_case", took, "", closed_on.replace(day=1)] += amount
    if found:
        names = ("subject", "of_id", "word", "on_day", "amount")
        rows = [dict(zip(names, (*key, amount), strict=True)) for key, amount in found.items()]
        connection.execute(sa.insert(tally), rows)


def _day(name: str) -> sa.ColumnClause[date]:
    return sa.column(name, sa.Date())


def _alike(
    connection: sa.Connection, table: str, *like: sa.ColumnClause[Any]
) -> sa.CursorResult[*tuple[Any, ...]]:
    counts = sa.select(*like, sa.func.count()).select_from(sa.table(table))
    return connection.execute(counts.where(sa.column("state") != "withdrawn").group_by(*like))


def _create_draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("person_id", "place"),
        sa.Index("ix_draft_saved_at", "saved_at"),
    )


def _create_saved_view() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("page", sa.String(40), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.String(1000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("person_id", "page", "name"),
        sa.Index("ix_saved_view_page", "page"),
    )


def _create_sent_form() -> None:
    op.create_table(
        "sent_form",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("led_to", sa.String(300), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Index("ix_sent_form_sent_at", "sent_at"),
    )
