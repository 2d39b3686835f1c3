"""What entries of registers name of other registers."""

import sqlalchemy as sa
from alembic import op

revision = "r0005"
down_revision = "r0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entry_link",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("register", sa.String(40), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("of_register", sa.String(40), nullable=False),
        sa.Column("of_id", sa.Integer(), nullable=False),
        sa.UniqueConstraint("register", "entry_id", "of_register", "of_id"),
        sa.Index("ix_entry_link_of", "of_register", "of_id"),
    )


def downgrade() -> None:
    op.drop_table("entry_link")
