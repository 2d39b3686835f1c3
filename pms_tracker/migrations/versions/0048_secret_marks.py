"""Marks of an installation's secrets, by which a lost one is noticed."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("company") as table:
        table.add_column(sa.Column("secret_marks", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("company") as table:
        table.alter_column("secret_marks", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("company") as table:
        table.drop_column("secret_marks")
