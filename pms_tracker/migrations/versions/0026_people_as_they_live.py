"""People as they live: invitations with a link."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("invitation", sa.String(64), nullable=True))
        account.add_column(sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True))
        account.create_unique_constraint("uq_account_invitation", ["invitation"])


def downgrade() -> None:
    with op.batch_alter_table("account") as account:
        account.drop_constraint("uq_account_invitation", type_="unique")
        account.drop_column("invited_at")
        account.drop_column("invitation")
