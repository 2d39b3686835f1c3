"""What the jobs of the night found, and when they last found nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("scheduler_beat") as table:
        table.add_column(sa.Column("good_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("faults", sa.JSON(none_as_null=True)))


def downgrade() -> None:
    with op.batch_alter_table("scheduler_beat") as table:
        table.drop_column("faults")
        table.drop_column("good_at")
