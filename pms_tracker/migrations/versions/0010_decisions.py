"""Decisions of plan: what was done is confirmed, amendments are taken back, scans have a step."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("annual_duty") as duty:
        duty.add_column(sa.Column("reported_on", sa.Date(), nullable=True))
        duty.add_column(
            sa.Column("reports", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        duty.add_column(sa.Column("confirmed_on", sa.Date(), nullable=True))
        duty.create_check_constraint(
            "done_before_confirmed", "confirmed_on IS NULL OR done_on IS NOT NULL"
        )

    _amendment_states("submitted", "approved", "sent_back", "withdrawn")
    with op.batch_alter_table("annual_amendment") as amendment:
        amendment.add_column(
            sa.Column("withdrawal", sa.Text(), nullable=False, server_default=sa.text("''"))
        )
        amendment.create_check_constraint(
            "withdrawn_with_reason", "state <> 'withdrawn' OR withdrawal <> ''"
        )
    with op.batch_alter_table("evidence_file") as file:
        file.add_column(
            sa.Column("step", sa.String(40), nullable=False, server_default=sa.text("''"))
        )
    with op.batch_alter_table("evidence_file") as file:
        file.alter_column("step", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("evidence_file") as file:
        file.drop_column("step")
    with op.batch_alter_table("annual_amendment") as amendment:
        amendment.drop_constraint("withdrawn_with_reason", type_="check")
        amendment.drop_column("withdrawal")
    op.execute("UPDATE annual_amendment SET state = 'sent_back' WHERE state = 'withdrawn'")
    _amendment_states("submitted", "approved", "sent_back")
    with op.batch_alter_table("annual_duty") as duty:
        duty.drop_constraint("done_before_confirmed", type_="check")
        for name in ("confirmed_on", "reports", "reported_on"):
            duty.drop_column(name)


def _amendment_states(*states: str) -> None:
    words = ", ".join(f"'{each}'" for each in states)
    with op.batch_alter_table("annual_amendment") as amendment:
        amendment.drop_constraint("amendment_state", type_="check")
        amendment.create_check_constraint("amendment_state", f"state IN ({words})")
