"""Reports of audits: written, signed and frozen, approved and received."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_report",
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id"), autoincrement=False),
        sa.Column("strong_points", sa.Text(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("distribution", sa.Text(), nullable=False),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("audit_id"),
    )
    op.create_table(
        "signed_report",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("signers", sa.JSON(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("audit_id", "number"),
        sa.CheckConstraint("entered_by_id <> signed_by_id", name="paper_by_another"),
    )
    with op.batch_alter_table("audit") as audit:
        audit.add_column(sa.Column("signature_due_on", sa.Date(), nullable=True))
        audit.create_index("ix_audit_signature_due_on", ["signature_due_on"])


def downgrade() -> None:
    with op.batch_alter_table("audit") as audit:
        audit.drop_index("ix_audit_signature_due_on")
        audit.drop_column("signature_due_on")
    op.drop_table("signed_report")
    op.drop_table("audit_report")
