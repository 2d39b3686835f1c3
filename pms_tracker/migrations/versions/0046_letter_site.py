"""Each email keeps the address that its links were written with, to be written anew when it is
sent."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox_letter") as letter:
        letter.add_column(sa.Column("site", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("outbox_letter") as letter:
        letter.alter_column("site", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("outbox_letter") as letter:
        letter.drop_column("site")
