"""A second factor beside the password: an authenticator app, and recovery codes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "tf_primary_method": sa.String(20),
    "tf_totp_secret": sa.Text(),
    "mf_recovery_codes": sa.JSON(),
    "tf_last_counter": sa.BigInteger(),
}


def upgrade() -> None:
    with op.batch_alter_table("account") as table:
        for name, kind in COLUMNS.items():
            table.add_column(sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("account") as table:
        for name in COLUMNS:
            table.drop_column(name)
