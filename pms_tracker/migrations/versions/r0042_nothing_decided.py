"""Minutes keep that nothing was decided before they are handed in (決定事項なし)."""

import sqlalchemy as sa
from alembic import op

revision = "r0042"
down_revision = "r0041"
branch_labels = None
depends_on = None

# Those that were handed in, or sent back since, said so where they decide nothing.
SAID = """
    UPDATE management_review SET no_decisions = true
     WHERE state IN ('submitted', 'sent_back', 'signed')
       AND NOT EXISTS (
           SELECT 1 FROM review_decision WHERE review_decision.review_id = management_review.id
       )
"""


def upgrade() -> None:
    with op.batch_alter_table("management_review") as changed:
        changed.add_column(
            sa.Column("no_decisions", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(SAID)


def downgrade() -> None:
    with op.batch_alter_table("management_review") as changed:
        changed.drop_column("no_decisions")
