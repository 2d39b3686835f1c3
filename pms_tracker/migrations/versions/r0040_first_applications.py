"""The first application for the mark has no term that ends."""

import sqlalchemy as sa
from alembic import op

revision = "r0040"
down_revision = "r0039"
branch_labels = None
depends_on = None

RENEWAL = sa.table("renewal", sa.column("expires_on"), sa.column("recorded_at"))


def upgrade() -> None:
    with op.batch_alter_table("renewal") as changed:
        changed.alter_column("expires_on", existing_type=sa.Date(), nullable=True)


def downgrade() -> None:
    """First applications stay, as if of a term that ends on the day they were registered."""
    op.execute(
        sa.update(RENEWAL)
        .where(RENEWAL.c.expires_on.is_(None))
        .values(expires_on=sa.func.date(RENEWAL.c.recorded_at))
    )
    with op.batch_alter_table("renewal") as changed:
        changed.alter_column("expires_on", existing_type=sa.Date(), nullable=False)
