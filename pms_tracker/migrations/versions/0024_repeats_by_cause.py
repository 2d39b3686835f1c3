"""Repeats by cause: a case names the cause that it had again, for figures and their lists."""

from collections import Counter
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLE = "corrective_case"
COLUMNS = ["again_cause", "opened_on", "state"]
INDEX = f"ix_{TABLE}_{'_'.join(COLUMNS)}"
CATEGORIES = (
    *("training", "staffing", "roles", "no_procedure", "unfit_procedure", "no_cross_check"),
    *("access_settings", "missing_function", "breakdown", "place", "equipment", "workload"),
    *("contract", "oversight_of_contractor", "handling_by_contractor"),
    *("inventory", "supervision", "change"),
)
SUBJECT = "case_again_of_cause"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as case:
        case.add_column(sa.Column("again_cause", sa.String(32), nullable=True))
        case.create_check_constraint("again_cause", f"again_cause IN {CATEGORIES}")
        case.create_index(INDEX, COLUMNS)
    op.drop_index("ix_case_round_repeats", "case_round")
    # Of the latest plan that names a cause; one that was withdrawn had none.
    op.execute(
        "UPDATE corrective_case SET again_cause = ("
        " SELECT CASE WHEN r.repeats > 0 THEN r.cause_category END FROM case_round AS r"
        " WHERE r.case_id = corrective_case.id AND r.cause_category IS NOT NULL"
        " ORDER BY r.number DESC LIMIT 1)"
        " WHERE state <> 'withdrawn'"
    )
    _count(op.get_bind())


def downgrade() -> None:
    op.get_bind().execute(sa.text("DELETE FROM tally WHERE subject = :of"), {"of": SUBJECT})
    op.create_index("ix_case_round_repeats", "case_round", ["repeats"])
    with op.batch_alter_table(TABLE) as case:
        case.drop_index(INDEX)
        case.drop_constraint("again_cause", type_="check")
        case.drop_column("again_cause")


def _count(connection: sa.Connection) -> None:
    """Count what is there by cause and the month it was opened in."""
    case = sa.table(TABLE, sa.column("again_cause"), sa.column("opened_on", sa.Date()))
    found = Counter[tuple[str, date]]()
    again = sa.select(case.c.again_cause, case.c.opened_on).where(case.c.again_cause.is_not(None))
    for cause, opened_on in connection.execute(again):
        found[cause, opened_on.replace(day=1)] += 1
    tally = sa.table(
        "tally",
        *(sa.column(each, sa.String()) for each in ("subject", "word")),
        *(sa.column(each, sa.Integer()) for each in ("of_id", "amount")),
        sa.column("on_day", sa.Date()),
    )
    rows = [
        {"subject": SUBJECT, "of_id": 0, "word": word, "on_day": month, "amount": amount}
        for (word, month), amount in found.items()
    ]
    if rows:
        connection.execute(sa.insert(tally), rows)
