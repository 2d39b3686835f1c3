"""Revision r0001: the trail with its head row, and the number series."""

import sqlalchemy as sa
from alembic import op

TABLES = ("trail_head", "trail_entry", "number_series", "trail_value")


def create() -> None:
    _create_trail_head()
    _create_trail_entry()
    _create_number_series()
    _create_trail_value()
    op.execute("INSERT INTO trail_head (id, number, digest) VALUES (1, 0, '" + "0" * 64 + "')")


def _create_trail_head() -> None:
    op.create_table(
        "trail_head",
        sa.Column("id", sa.Integer(), autoincrement=False, primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
    )


def _create_trail_entry() -> None:
    op.create_table(
        "trail_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer()),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("move", sa.String(60), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("actor_salt", sa.String(32)),
        sa.Column("actor_digest", sa.String(64)),
        sa.Index("ix_trail_entry_actor_id_number", "actor_id", "number"),
        sa.Index("ix_trail_entry_at", "at"),
        sa.Index("ix_trail_entry_reference_number", "reference", "number"),
    )


def _create_number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("kind", sa.String(8), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, primary_key=True),
        sa.Column("last", sa.Integer(), nullable=False),
    )


def _create_trail_value() -> None:
    op.create_table(
        "trail_value",
        sa.Column(
            "entry_number",
            sa.Integer(),
            sa.ForeignKey("trail_entry.number"),
            autoincrement=False,
            primary_key=True,
        ),
        sa.Column("position", sa.Integer(), autoincrement=False, primary_key=True),
        sa.Column("field", sa.String(60), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.Column("salt", sa.String(32)),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True)),
    )
