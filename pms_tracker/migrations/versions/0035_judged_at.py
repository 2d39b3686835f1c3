"""When an effect was judged and by when it was due; why a judgement was set aside."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

REASONS = "set_aside IN ('closing_returned', 'decision_void', 'taken_back')"


def upgrade() -> None:
    with op.batch_alter_table("case_round") as case_round:
        case_round.add_column(sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True))
        case_round.add_column(sa.Column("review_due_on", sa.Date(), nullable=True))
    with op.batch_alter_table("interim_review") as look:
        look.add_column(sa.Column("set_aside", sa.String(32), nullable=True))
        look.create_check_constraint("set_aside", REASONS)
    # Until now pages said this of all of them.
    op.execute("UPDATE interim_review SET set_aside = 'closing_returned' WHERE next_on IS NULL")
    with op.batch_alter_table("interim_review") as look:
        look.create_check_constraint(
            "set_aside_says_why", "(next_on IS NULL) = (set_aside IS NOT NULL)"
        )


def downgrade() -> None:
    with op.batch_alter_table("interim_review") as look:
        for name in ("set_aside_says_why", "set_aside"):
            look.drop_constraint(name, type_="check")
        look.drop_column("set_aside")
    with op.batch_alter_table("case_round") as case_round:
        case_round.drop_column("review_due_on")
        case_round.drop_column("judged_at")
