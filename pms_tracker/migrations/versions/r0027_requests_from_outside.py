"""How persons ask about what is held of them is published, and requests come in by a form."""

import sqlalchemy as sa
from alembic import op

revision = "r0027"
down_revision = "r0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "company",
        sa.Column("request_procedure", sa.JSON(), nullable=False, server_default=sa.text("'{}'")),
    )
    with op.batch_alter_table("person_request") as changed:
        changed.add_column(sa.Column("receipt", sa.String(64)))
        changed.create_unique_constraint(op.f("uq_person_request_receipt"), ["receipt"])


def downgrade() -> None:
    with op.batch_alter_table("person_request") as changed:
        changed.drop_constraint(op.f("uq_person_request_receipt"), type_="unique")
        changed.drop_column("receipt")
    with op.batch_alter_table("company") as changed:
        changed.drop_column("request_procedure")
