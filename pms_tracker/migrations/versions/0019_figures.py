"""Figures: what cases are measured by, read from the trail for those there are; its tallies."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from pms_tracker import clock
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.migrations.foundation.columns import choice

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "corrective_case"
GRADES = ("nonconformity", "major", "minor", "observation", "opportunity", "good_practice")
STEPS = ("plan", "approval", "doing", "effect")
DAYS = tuple(f"{step}_days" for step in STEPS)
CHECKS = (
    ("done_in_time_or_not", "(done_on IS NULL) = (on_time IS NULL)"),
    ("judged_one_way", "(first_judged_on IS NULL) = (first_effective IS NULL)"),
)
INDEXES = (
    ("grade", "id"),
    ("closed_on", "state"),
    ("done_on", "on_time", "state"),
    ("first_judged_on", "first_effective", "state"),
    ("again_requirement_id", "opened_on", "state"),
)
# The step that begins with a move of the trail; what is not named here begins none.
BEGINS = {
    "opened": "plan",
    "send_back": "plan",
    "reject": "plan",
    "judge_ineffective": "plan",
    "submit": "approval",
    "amend": "approval",
    "approve": "doing",
    "return_done": "doing",
    "report_done": "effect",
    "confirm_done": "effect",
    "judge_effective": "",
    "approve_closing": "",
    "withdraw": "",
}
OF_CASES = ("opened_case", "case_step", "done_case", "judged_case")
NEW = (*OF_CASES, "case_again_of_unit", "case_again_of_requirement")


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as case:
        case.add_column(
            sa.Column(
                "grade",
                choice("case_grade", *GRADES),
                nullable=False,
                server_default="nonconformity",
            )
        )
        case.add_column(
            sa.Column("step_began_on", sa.Date(), nullable=False, server_default="2000-01-01")
        )
        for name in DAYS:
            case.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        case.add_column(sa.Column("done_on", sa.Date(), nullable=True))
        case.add_column(sa.Column("on_time", sa.Boolean(), nullable=True))
        case.add_column(sa.Column("first_judged_on", sa.Date(), nullable=True))
        case.add_column(sa.Column("first_effective", sa.Boolean(), nullable=True))
        case.add_column(sa.Column("again_requirement_id", sa.Integer(), nullable=True))
        name = "fk_corrective_case_again_requirement_id_requirement"
        case.create_foreign_key(name, "requirement", ["again_requirement_id"], ["id"])
        for name, condition in CHECKS:
            case.create_check_constraint(name, condition)
    with op.batch_alter_table(TABLE) as case:
        for name in ("grade", "step_began_on", *DAYS):
            case.alter_column(name, server_default=None)
    for columns in INDEXES:
        op.create_index(f"ix_{TABLE}_{'_'.join(columns)}", TABLE, list(columns))
    _measure(op.get_bind())
    _count(op.get_bind(), graded=True)


def downgrade() -> None:
    _count(op.get_bind(), graded=False)
    for columns in INDEXES:
        op.drop_index(f"ix_{TABLE}_{'_'.join(columns)}", TABLE)
    with op.batch_alter_table(TABLE) as case:
        for name, _condition in CHECKS:
            case.drop_constraint(name, type_="check")
        name = "fk_corrective_case_again_requirement_id_requirement"
        case.drop_constraint(name, type_="foreignkey")
        case.drop_constraint("case_grade", type_="check")
        for name in ("again_requirement_id", "first_effective", "first_judged_on", "on_time"):
            case.drop_column(name)
        for name in ("done_on", *reversed(DAYS), "step_began_on", "grade"):
            case.drop_column(name)


def _table(name: str, *columns: str, **typed: sa.types.TypeEngine[Any]) -> sa.TableClause:
    own = [sa.column(each, kind) for each, kind in typed.items()]
    return sa.table(name, *(sa.column(each) for each in columns), *own)


_DAY = sa.Date()
CASE = _table(
    TABLE,
    *("id", "fiscal_year", "number", "finding_id", "unit_id", "state", "grade", *DAYS),
    "again_requirement_id",
    opened_on=_DAY,
    turn_due_on=_DAY,
    closed_on=_DAY,
    step_began_on=_DAY,
    done_on=_DAY,
    on_time=sa.Boolean(),
    first_judged_on=_DAY,
    first_effective=sa.Boolean(),
)
ROUND = _table(
    "case_round", "id", "case_id", "number", "verdict", due_on=_DAY, done_on=_DAY, reviewed_on=_DAY
)
FINDING = _table("finding", "id", "requirement_id", "grade")


def _measure(connection: sa.Connection) -> None:
    """Measure the cases there are: grade and repeats from findings, days from trail and rounds."""
    spent, rounds = _spent(connection), _rounds(connection)
    again = _Again()
    found = sa.select(CASE, FINDING.c.requirement_id, FINDING.c.grade.label("graded")).outerjoin(
        FINDING, FINDING.c.id == CASE.c.finding_id
    )
    values = []
    for case in connection.execute(found.order_by(CASE.c.id)).all():
        name = f"CA-{case.fiscal_year}-{case.number:03}"
        values.append(
            {
                "the_id": case.id,
                "grade": case.graded or "nonconformity",
                "again_requirement_id": again.of(case),
                **spent.get(name, {"step_began_on": case.opened_on, **dict.fromkeys(DAYS, 0)}),
                **_outcome(rounds.get(case.id, [])),
            }
        )
    if values:
        names = [each for each in values[0] if each != "the_id"]
        changed = sa.update(CASE).where(CASE.c.id == sa.bindparam("the_id"))
        connection.execute(changed.values({name: sa.bindparam(name) for name in names}), values)


class _Again:
    """Which cases repeat one that was opened before them within two years."""

    def __init__(self) -> None:
        self._opened: dict[tuple[int, int], list[date]] = defaultdict(list)

    def of(self, case: sa.Row[Any]) -> int | None:
        if case.requirement_id is None:
            return None
        earlier = self._opened[case.unit_id, case.requirement_id]
        since = add_months(case.opened_on, -24)
        found = any(since <= day for day in earlier)
        if case.state != "withdrawn":
            earlier.append(case.opened_on)
        return int(case.requirement_id) if found else None


def _spent(connection: sa.Connection) -> dict[str, dict[str, Any]]:
    """Days of each step up to the last move, and the day of that move, by reference."""
    entry = _table("trail_entry", "number", "reference", "move", at=sa.DateTime(timezone=True))
    found: dict[str, dict[str, Any]] = {}
    steps: dict[str, str] = {}
    rows = connection.execute(
        sa.select(entry.c.reference, entry.c.move, entry.c.at)
        .where(entry.c.reference.like("CA-%"), entry.c.move.in_(BEGINS))
        .order_by(entry.c.number)
    )
    for name, move, at in rows:
        day = _day(at)
        own = found.setdefault(name, {"step_began_on": day, **dict.fromkeys(DAYS, 0)})
        if step := steps.get(name):
            own[f"{step}_days"] += (day - own["step_began_on"]).days
        own["step_began_on"], steps[name] = day, BEGINS[move]
    return found


def _day(at: datetime) -> date:
    return clock.local(at if at.tzinfo else at.replace(tzinfo=UTC)).date()


def _rounds(connection: sa.Connection) -> dict[int, list[sa.Row[Any]]]:
    found: dict[int, list[sa.Row[Any]]] = defaultdict(list)
    for row in connection.execute(sa.select(ROUND).order_by(ROUND.c.case_id, ROUND.c.number)):
        found[row.case_id].append(row)
    return found


def _outcome(rounds: list[sa.Row[Any]]) -> dict[str, Any]:
    done = [each for each in rounds if each.done_on and each.due_on]
    judged = [each for each in rounds[:1] if each.verdict and each.reviewed_on]
    return {
        "done_on": done[-1].done_on if done else None,
        "on_time": done[-1].done_on <= done[-1].due_on if done else None,
        "first_judged_on": judged[0].reviewed_on if judged else None,
        "first_effective": judged[0].verdict == "effective" if judged else None,
    }


def _count(connection: sa.Connection, *, graded: bool) -> None:
    """Count the cases anew: by all they are measured by, or as before as open ones alone."""
    tally = _table("tally", "subject", "of_id", "word", "amount", on_day=_DAY)
    connection.execute(sa.delete(tally).where(tally.c.subject.in_(("open_case", *NEW))))
    found = Counter[tuple[str, int, str, date]]()
    for case in connection.execute(sa.select(CASE).where(CASE.c.state != "withdrawn")):
        if case.closed_on is None:
            word = case.grade if graded else ""
            found["open_case", case.opened_on.toordinal(), word, case.turn_due_on] += 1
        if graded:
            found.update(_keys(case))
    names = ("subject", "of_id", "word", "on_day", "amount")
    rows = [dict(zip(names, (*key, amount), strict=True)) for key, amount in found.items()]
    if rows:
        connection.execute(sa.insert(tally), rows)


def _keys(case: sa.Row[Any]) -> Iterator[tuple[str, int, str, date]]:
    opened = case.opened_on.replace(day=1)
    yield "opened_case", case.unit_id, "", opened
    if case.again_requirement_id is not None:
        yield "case_again_of_unit", case.unit_id, "", opened
        yield "case_again_of_requirement", case.again_requirement_id, "", opened
    if case.closed_on is not None:
        for step in STEPS:
            days = getattr(case, f"{step}_days")
            yield "case_step", days, step, case.closed_on.replace(day=1)
    if case.done_on is not None:
        word = "on_time" if case.on_time else "late"
        yield "done_case", case.unit_id, word, case.done_on.replace(day=1)
    if case.first_judged_on is not None:
        word = "effective" if case.first_effective else "ineffective"
        yield "judged_case", case.unit_id, word, case.first_judged_on.replace(day=1)
