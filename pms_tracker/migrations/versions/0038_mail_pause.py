"""All mail pauses while the server refuses us."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

REASONS = ("sign_in", "sender", "other")


def upgrade() -> None:
    op.create_table(
        "mail_pause",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                *REASONS,
                name="pause_reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(300), nullable=False),
        sa.CheckConstraint("id = 1", name="only_one"),
        sa.CheckConstraint("tries >= 1", name="tries"),
        sa.PrimaryKeyConstraint("id", name="pk_mail_pause"),
    )


def downgrade() -> None:
    op.drop_table("mail_pause")
