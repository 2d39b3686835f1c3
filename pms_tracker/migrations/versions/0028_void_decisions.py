"""Decisions say why they are void; policies brought over wait for their approval."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0026"
branch_labels = None
depends_on = None

SUBMISSION = "uq_approval_submission"
COLUMNS = ["reference", "step", "submission"]
STANDING = sa.text("voided_at IS NULL")


def upgrade() -> None:
    op.drop_index(SUBMISSION, "approval")
    with op.batch_alter_table("policy_version") as version:
        # Those there are were adopted as published, once for all.
        version.add_column(
            sa.Column("imported", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("policy_version") as version:
        version.alter_column("imported", server_default=None)
    with op.batch_alter_table("approval") as approval:
        approval.add_column(sa.Column("void_because", sa.String(32), nullable=True))
        approval.add_column(sa.Column("void_reason", sa.Text(), nullable=False, server_default=""))
        approval.create_check_constraint(
            "void_because", "void_because IN ('changed', 'contested', 'taken_back')"
        )
    op.execute("UPDATE approval SET void_because = 'changed' WHERE voided_at IS NOT NULL")
    with op.batch_alter_table("approval") as approval:
        approval.alter_column("void_reason", server_default=None)
        approval.create_check_constraint(
            "void_says_why", "(voided_at IS NULL) = (void_because IS NULL)"
        )
        approval.create_check_constraint(
            "paper_is_contested",
            "void_because <> 'contested' OR (on_paper IS TRUE AND void_reason <> '')",
        )
    op.create_index(
        SUBMISSION,
        "approval",
        COLUMNS,
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def downgrade() -> None:
    # What was decided anew would have two decisions in a submission, where only one may be.
    op.execute("DELETE FROM approval WHERE void_because IN ('contested', 'taken_back')")
    op.drop_index(SUBMISSION, "approval")
    with op.batch_alter_table("approval") as approval:
        for name in ("paper_is_contested", "void_says_why", "void_because"):
            approval.drop_constraint(name, type_="check")
        approval.drop_column("void_reason")
        approval.drop_column("void_because")
    op.create_index(SUBMISSION, "approval", COLUMNS, unique=True)
    # What was brought over counted at once, as it did before.
    op.execute(
        "UPDATE policy_version SET state = 'approved' WHERE imported AND state = 'submitted'"
    )
    with op.batch_alter_table("policy_version") as version:
        version.drop_column("imported")
