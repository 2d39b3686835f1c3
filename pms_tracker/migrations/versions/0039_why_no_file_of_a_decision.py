"""Why no file shows what came of a management review's decision."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("review_decision") as table:
        table.add_column(sa.Column("no_proof", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("review_decision") as table:
        table.alter_column("no_proof", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("review_decision") as table:
        table.drop_column("no_proof")
