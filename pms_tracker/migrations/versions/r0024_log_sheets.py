"""Log sheets (記録簿): devices, media and keys; what was carried out or lent; visits."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice
from pms_tracker.migrations.entry_columns import recorded

revision = "r0024"
down_revision = "r0023"
branch_labels = None
depends_on = None


def _named() -> tuple[sa.Column[int], ...]:
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
    )


def _person(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey("person.id"), nullable=nullable)


def _unit() -> sa.Column[int]:
    return sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False)


def _indexed(table: str, *columns: str) -> tuple[sa.Index, ...]:
    return tuple(sa.Index(f"ix_{table}_{column}", column) for column in columns)


def upgrade() -> None:
    op.create_table(
        "asset",
        *_named(),
        sa.Column("asset_number", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column(
            "kind", choice("asset_kind", "pc", "phone", "medium", "key", "other"), nullable=False
        ),
        _unit(),
        _person("holder_id"),
        sa.Column("handed_on", sa.Date()),
        sa.Column("protection", sa.String(200), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.Column("ended_how", sa.String(200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *recorded(),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("ended_on >= handed_on", name="days_in_order"),
        *_indexed("asset", "asset_number", "kind", "unit_id", "holder_id", "ended_on"),
    )
    _create_carry_outs()
    op.create_table(
        "visit",
        *_named(),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column("came_at", sa.String(5), nullable=False),
        sa.Column("left_at", sa.String(5), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("firm", sa.String(200), nullable=False),
        _unit(),
        _person("met_id"),
        sa.Column("purpose", sa.String(200), nullable=False),
        sa.Column("badge", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *recorded(),
        sa.UniqueConstraint("fiscal_year", "number"),
        *_indexed("visit", "came_on", "unit_id", "met_id"),
    )


def _create_carry_outs() -> None:
    op.create_table(
        "carry_out",
        *_named(),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("assets", sa.JSON(), nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        _person("carrier_id", nullable=False),
        _unit(),
        sa.Column("purpose", sa.String(200), nullable=False),
        _person("permitted_by_id", nullable=False),
        sa.Column("out_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("returned_on", sa.Date()),
        sa.Column("note", sa.Text(), nullable=False),
        *recorded(),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("due_on >= out_on", name="days_in_order"),
        sa.CheckConstraint("returned_on >= out_on", name="returned_after"),
        sa.CheckConstraint("carrier_id <> permitted_by_id", name="permitted_by_another"),
        *_indexed("carry_out", "carrier_id", "unit_id", "out_on", "due_on", "returned_on"),
    )


def downgrade() -> None:
    for table in ("visit", "carry_out", "asset"):
        op.drop_table(table)
