"""Revision r0001: figures that are counted with every change."""

import sqlalchemy as sa
from alembic import op

TABLES = ("tally",)


def create() -> None:
    _create_tally()


def _create_tally() -> None:
    op.create_table(
        "tally",
        sa.Column("subject", sa.String(40), primary_key=True),
        sa.Column("of_id", sa.Integer(), autoincrement=False, primary_key=True),
        sa.Column("word", sa.String(40), primary_key=True),
        sa.Column("on_day", sa.Date(), primary_key=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 0", name="never_negative"),
    )
