"""A programme says what its audits cover and how they are made (監査範囲, 監査の方法)."""

import sqlalchemy as sa
from alembic import op

revision = "r0041"
down_revision = "r0040"
branch_labels = None
depends_on = None

ADDED = ("scope", "method")


def upgrade() -> None:
    with op.batch_alter_table("programme") as changed:
        for name in ADDED:
            changed.add_column(
                sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''"))
            )


def downgrade() -> None:
    with op.batch_alter_table("programme") as changed:
        for name in reversed(ADDED):
            changed.drop_column(name)
