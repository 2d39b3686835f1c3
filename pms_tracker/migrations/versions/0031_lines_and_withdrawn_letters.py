"""Lateness climbs to the audit manager too; letters are withdrawn; figures by unit and person."""

from collections import Counter
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None

OF_UNIT, OF_PERSON, IN_STEP, CLOSED = SUBJECTS = (
    *("open_case_of_unit", "open_case_of_person", "open_step"),
    "closed_case_of_unit",
)
STEP_OF = {
    **dict.fromkeys(("planning", "sent_back"), "plan"),
    **dict.fromkeys(("submitted", "endorsed"), "approval"),
    **dict.fromkeys(("doing", "confirming"), "doing"),
    **dict.fromkeys(("reviewing", "closing"), "effect"),
}
STATES = ("waiting", "sending", "sent", "failed", "bounced")


def upgrade() -> None:
    _highest_rung(4)
    _letter_states(*STATES, "withdrawn")
    _count(op.get_bind())


def downgrade() -> None:
    gone = sa.text("DELETE FROM tally WHERE subject IN :of").bindparams(
        sa.bindparam("of", SUBJECTS, expanding=True)
    )
    op.get_bind().execute(gone)
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


def _count(connection: sa.Connection) -> None:
    """Count open cases by unit, by whose turn they are and by their step; closed ones by unit."""
    case = sa.table(
        "corrective_case",
        sa.column("state", sa.String()),
        *(sa.column(each, sa.Integer()) for each in ("unit_id", "turn_of_id")),
        *(
            sa.column(each, sa.Date())
            for each in ("opened_on", "turn_due_on", "step_began_on", "closed_on")
        ),
    )
    open_now = sa.select(*case.c).where(case.c.state.in_(STEP_OF), case.c.turn_due_on.is_not(None))
    found = Counter[tuple[str, int, str, date]]()
    for row in connection.execute(open_now):
        opened, due_on = row.opened_on.isoformat(), row.turn_due_on
        found[OF_UNIT, row.unit_id, f"{row.state} {opened}", due_on] += 1
        if row.turn_of_id is not None:
            found[OF_PERSON, row.turn_of_id, opened, due_on] += 1
        began = row.step_began_on.toordinal()
        found[IN_STEP, began, STEP_OF[row.state], row.opened_on] += 1
    closed = sa.select(case.c.unit_id, case.c.closed_on).where(case.c.state == "closed")
    for row in connection.execute(closed):
        found[CLOSED, row.unit_id, "", row.closed_on.replace(day=1)] += 1
    tally = sa.table(
        "tally",
        *(sa.column(each, sa.String()) for each in ("subject", "word")),
        *(sa.column(each, sa.Integer()) for each in ("of_id", "amount")),
        sa.column("on_day", sa.Date()),
    )
    names = ("subject", "of_id", "word", "on_day")
    rows = [{**dict(zip(names, key, strict=True)), "amount": n} for key, n in found.items()]
    if rows:
        connection.execute(sa.insert(tally), rows)
