"""The day on which the acquisition of personal information was approved, before its handling."""

import sqlalchemy as sa
from alembic import op

revision = "r0030"
down_revision = "r0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("personal_information", sa.Column("cleared_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("personal_information") as changed:
        changed.drop_column("cleared_on")
