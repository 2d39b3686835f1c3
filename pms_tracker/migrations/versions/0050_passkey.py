"""Passkeys of accounts, and what they call an account by."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.database import Instant

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.add_column(sa.Column("fs_webauthn_user_handle", sa.String(64)))
        table.create_unique_constraint(
            "uq_account_fs_webauthn_user_handle", ["fs_webauthn_user_handle"]
        )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(1024), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.JSON()),
        sa.Column("device_type", sa.String(32), nullable=False),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("lastuse_datetime", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name="fk_passkey_account_id_account",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("account_id", "name"),
        sa.UniqueConstraint("credential_id"),
    )


def downgrade() -> None:
    op.drop_table("passkey")
    with op.batch_alter_table("account") as table:
        table.drop_constraint("uq_account_fs_webauthn_user_handle", type_="unique")
    with op.batch_alter_table("account") as table:
        table.drop_column("fs_webauthn_user_handle")
