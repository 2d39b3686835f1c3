"""Why a programme leaves something out, and what may be taken back for some minutes."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

PROGRAMME = "programme"


def upgrade() -> None:
    with op.batch_alter_table(PROGRAMME) as programme:
        programme.add_column(sa.Column("gap_reason", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table(PROGRAMME) as programme:
        programme.alter_column("gap_reason", server_default=None)
    op.create_table(
        "checklist_undo",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.UniqueConstraint("audit_id", "position"),
    )


def downgrade() -> None:
    op.drop_table("checklist_undo")
    with op.batch_alter_table(PROGRAMME) as programme:
        programme.drop_column("gap_reason")
