"""A fault that a check found says why no corrective action was opened for it."""

import sqlalchemy as sa
from alembic import op

revision = "r0038"
down_revision = "r0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("check_fault") as changed:
        changed.add_column(
            sa.Column("no_case", sa.Text(), nullable=False, server_default=sa.text("''"))
        )


def downgrade() -> None:
    with op.batch_alter_table("check_fault") as changed:
        changed.drop_column("no_case")
