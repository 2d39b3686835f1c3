"""When the bytes of an erased file were gone as well."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("evidence_file") as table:
        table.add_column(sa.Column("gone_at", sa.DateTime(timezone=True)))
    # Whether what was erased before is gone nobody noted: it is looked at once more.
    with op.batch_alter_table("evidence_file") as table:
        table.create_check_constraint(
            "erased_then_gone", "gone_at IS NULL OR erased_at IS NOT NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("evidence_file") as table:
        table.drop_constraint("erased_then_gone", type_="check")
    with op.batch_alter_table("evidence_file") as table:
        table.drop_column("gone_at")
