"""Fishbones of rounds, and the company's own names for the areas of causes."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

COLUMNS = (("case_round", "fishbone"), ("company", "area_names"))


def upgrade() -> None:
    for table, name in COLUMNS:
        with op.batch_alter_table(table) as altered:
            altered.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="{}"))
        with op.batch_alter_table(table) as altered:
            altered.alter_column(name, server_default=None)


def downgrade() -> None:
    for table, name in COLUMNS:
        with op.batch_alter_table(table) as altered:
            altered.drop_column(name)
