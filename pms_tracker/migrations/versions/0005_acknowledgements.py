"""Versions of a policy are made known, and who read them is recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_announcement()
    _create_acknowledgement()


def downgrade() -> None:
    for table in ("acknowledgement", "announcement"):
        op.drop_table(table)


def _create_announcement() -> None:
    op.create_table(
        "announcement",
        sa.Column(
            "policy_version_id",
            sa.Integer(),
            sa.ForeignKey("policy_version.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("announced_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("due_on >= announced_on", name="days_in_order"),
    )


def _create_acknowledgement() -> None:
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "policy_version_id", sa.Integer(), sa.ForeignKey("policy_version.id"), nullable=False
        ),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("scan_number", sa.Integer(), nullable=True),
        sa.UniqueConstraint("policy_version_id", "person_id"),
        sa.CheckConstraint(
            "(entered_by_id IS NULL) = (scan_number IS NULL)", name="paper_has_its_scan"
        ),
        sa.Index("ix_acknowledgement_person_id", "person_id"),
    )
