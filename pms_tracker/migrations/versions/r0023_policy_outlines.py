"""The tree of a policy's text is kept beside it, as it was read or mended by hand."""

import sqlalchemy as sa
from alembic import op

revision = "r0023"
down_revision = "r0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("policy_version", sa.Column("outline", sa.JSON(none_as_null=True)))


def downgrade() -> None:
    with op.batch_alter_table("policy_version") as changed:
        changed.drop_column("outline")
