"""Into which entry those were merged that units held alike; what of drafts was guessed."""

import sqlalchemy as sa
from alembic import op

revision = "r0035"
down_revision = "r0034"
branch_labels = None
depends_on = None

NAME = "fk_ledger_apart_kept_id_personal_information"


def upgrade() -> None:
    doubts = sa.Column("doubts", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
    op.add_column("personal_information", doubts)
    with op.batch_alter_table("ledger_apart") as changed:
        changed.add_column(sa.Column("kept_id", sa.Integer(), nullable=True))
        changed.create_foreign_key(NAME, "personal_information", ["kept_id"], ["id"])


def downgrade() -> None:
    # What the version before knows nothing of is let go with it.
    op.execute("DELETE FROM ledger_apart WHERE kept_id IS NOT NULL")
    with op.batch_alter_table("ledger_apart") as changed:
        changed.drop_constraint(NAME, type_="foreignkey")
        changed.drop_column("kept_id")
    with op.batch_alter_table("personal_information") as changed:
        changed.drop_column("doubts")
