"""Lateness climbs to the audit manager too; letters are withdrawn; figures by unit and person."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None

STATES = ("waiting", "sending", "sent", "failed", "bounced")


def upgrade() -> None:
    _highest_rung(4)
    _letter_states(*STATES, "withdrawn")


def downgrade() -> None:
    op.execute("UPDATE outbox_letter SET state = 'failed' WHERE state = 'withdrawn'")
    _letter_states(*STATES)
    # What an audit manager heard counts as heard by whoever stood there before.
    op.execute("UPDATE reminder_ledger SET rung = 2 WHERE rung = 4")
    _highest_rung(3)


def _highest_rung(number: int) -> None:
    with op.batch_alter_table("reminder_ledger") as ledger:
        ledger.drop_constraint("rung", type_="check")
        ledger.create_check_constraint("rung", sa.text(f"rung BETWEEN 0 AND {number}"))


def _letter_states(*states: str) -> None:
    words = ", ".join(f"'{each}'" for each in states)
    with op.batch_alter_table("outbox_letter") as letter:
        letter.drop_constraint("letter_state", type_="check")
        letter.create_check_constraint("letter_state", f"state IN ({words})")
