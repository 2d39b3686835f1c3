"""What was done: why no file shows it, and what came of the representative's instruction."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

ADDED = (
    ("case_action", "no_proof"),
    ("case_action", "instruction_answer"),
    ("annual_duty", "no_proof"),
)


def upgrade() -> None:
    for name, column in ADDED:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column(column, sa.Text(), nullable=False, server_default=""))
        with op.batch_alter_table(name) as table:
            table.alter_column(column, server_default=None)


def downgrade() -> None:
    for name, column in reversed(ADDED):
        with op.batch_alter_table(name) as table:
            table.drop_column(column)
