"""A company has a locale pack, and may say whose holidays it keeps and by which clock it goes."""

import sqlalchemy as sa
from alembic import op

revision = "r0031"
down_revision = "r0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Whoever is there already was set up as a company in Japan.
    op.add_column(
        "company", sa.Column("locale_pack", sa.String(20), nullable=False, server_default="ja-JP")
    )
    op.add_column("company", sa.Column("time_zone", sa.String(64)))
    op.add_column("company", sa.Column("holidays_of", sa.String(2)))


def downgrade() -> None:
    with op.batch_alter_table("company") as changed:
        changed.drop_column("holidays_of")
        changed.drop_column("time_zone")
        changed.drop_column("locale_pack")
