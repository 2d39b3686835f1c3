"""Duties are kept as rows: a table, filled from the records by `pms upgrade`."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "duty",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("record_kind", sa.String(4), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "holder",
            choice("duty_holder", "person", "manager", "audit_manager", "rule"),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("parties", sa.JSON(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id")),
        sa.Column("first_on", sa.Date()),
        sa.Column("last_on", sa.Date()),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sole", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(holder = 'person') = (person_id IS NOT NULL)", name="of_somebody"),
        sa.CheckConstraint("NOT sole OR holder = 'person'", name="sole_of_a_person"),
    )
    op.create_index("ix_duty_person_id_due_on", "duty", ["person_id", "due_on"])
    op.create_index("ix_duty_record_kind_record_id", "duty", ["record_kind", "record_id"])
    op.create_index("ix_duty_reference", "duty", ["reference"])
    op.create_index("ix_duty_due_on_id", "duty", ["due_on", "id"])
    op.create_index("ix_duty_kind_due_on", "duty", ["kind", "due_on"])
    op.create_index(
        "ix_duty_shared",
        "duty",
        ["due_on"],
        sqlite_where=sa.text("sole IS FALSE"),
        postgresql_where=sa.text("sole IS FALSE"),
    )


def downgrade() -> None:
    op.drop_table("duty")
