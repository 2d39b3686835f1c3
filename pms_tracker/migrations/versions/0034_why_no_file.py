"""Why no file shows what was done: of a case's action, and of a duty of the year."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0032"
branch_labels = None
depends_on = None

TABLES = ("case_action", "annual_duty")


def upgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("no_proof", sa.Text(), nullable=False, server_default=""))
        with op.batch_alter_table(name) as table:
            table.alter_column("no_proof", server_default=None)


def downgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_column("no_proof")
