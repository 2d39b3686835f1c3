"""Who leaves hands over: an heir beside the owner of what was signed, and what was given back."""

import sqlalchemy as sa
from alembic import op

revision = "r0026"
down_revision = "r0025"
branch_labels = None
depends_on = None

# What may be handed over without touching what was signed.
HANDED_OVER = ("annual_duty", "review_decision", "case_action")


def upgrade() -> None:
    for table in HANDED_OVER:
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("heir_id", sa.Integer()))
            changed.create_foreign_key(f"fk_{table}_heir_id_person", "person", ["heir_id"], ["id"])
            changed.create_index(f"ix_{table}_heir_id", ["heir_id"])
    op.create_table(
        "departure",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("returned_on", sa.Date()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("person_id"),
        sa.CheckConstraint("returned_on IS NOT NULL OR note <> ''", name="returned_or_why_not"),
    )


def downgrade() -> None:
    op.drop_table("departure")
    for table in reversed(HANDED_OVER):
        with op.batch_alter_table(table) as changed:
            changed.drop_index(f"ix_{table}_heir_id")
            changed.drop_constraint(f"fk_{table}_heir_id_person", type_="foreignkey")
            changed.drop_column("heir_id")
