"""Where answers to mails go, and whether mails say what their record is called."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("company") as company:
        company.add_column(sa.Column("mail_contact", sa.String(254), nullable=True))
        company.add_column(
            sa.Column("titles_in_mail", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("company") as company:
        company.alter_column("titles_in_mail", server_default=None)
    with op.batch_alter_table("outbox_letter") as letter:
        letter.add_column(sa.Column("reply_to", sa.String(254), nullable=False, server_default=""))
    with op.batch_alter_table("outbox_letter") as letter:
        letter.alter_column("reply_to", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("outbox_letter") as letter:
        letter.drop_column("reply_to")
    with op.batch_alter_table("company") as company:
        company.drop_column("titles_in_mail")
        company.drop_column("mail_contact")
