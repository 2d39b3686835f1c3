"""Fills a database with findings and their cases by copying ones that use cases made."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Table, func, insert, select, text

from pms_tracker.act.cases import case_figures
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.act.tables.source_tables import CaseFinding
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session

STEP = 5_000


def fill(until: int) -> None:
    """Bring the number of findings to `until`; each copy has its closed case with one round."""
    have = session.scalar(select(func.count(Finding.id))) or 0
    finding = _row(Finding.__table__, Finding.state == "settled")
    case = _row(Case.__table__, Case.state == "closed")
    round_ = _row(CaseRound.__table__, CaseRound.verdict == "effective")
    action = _row(CaseAction.__table__, CaseAction.done_on.is_not(None))
    session.rollback()
    for first, last in _steps(have, until):
        ids = range(first, last)
        session.execute(insert(Finding), [_finding(finding, each) for each in ids])
        session.execute(insert(Case), [_case(case, each) for each in ids])
        session.execute(insert(CaseFinding), [_link(each) for each in ids])
        session.execute(insert(CaseRound), [_round(round_, each) for each in ids])
        session.execute(insert(CaseAction), [_action(action, each) for each in ids])
        session.commit()
    case_figures.rebuild()
    session.execute(text("ANALYZE"))
    session.commit()
    session.info.clear()


def _row(table: Table, condition: object) -> dict[str, object]:
    return dict(session.execute(select(table).where(condition).limit(1)).mappings().one())  # type: ignore[arg-type]


def _steps(have: int, until: int) -> Iterator[tuple[int, int]]:
    for first in range(have, until, STEP):
        yield first, min(first + STEP, until)


# Copies are spread over three years to now, so that figures meet as many days as in life.
SPREAD = 1_095
DAYS = ("found_on", "opened_on", "closed_on", "step_began_on", "done_on", "first_judged_on")


def _spread(like: dict[str, object], each: int) -> dict[str, object]:
    back = timedelta(days=each % SPREAD)
    own = {name: like[name] for name in DAYS if isinstance(like.get(name), date)}
    return {name: day - back for name, day in own.items() if isinstance(day, date)}


# Ids far above those in use, so that copies never meet what use cases make while measuring.
OFFSET = 1_000_000


def _finding(like: dict[str, object], each: int) -> dict[str, object]:
    ids = {"id": OFFSET + each, "fiscal_year": 2000, "number": 1 + each}
    return {**like, **_spread(like, each), **ids}


def _case(like: dict[str, object], each: int) -> dict[str, object]:
    ids = {"id": OFFSET + each, "finding_id": OFFSET + each}
    return {**like, **_spread(like, each), **ids, "fiscal_year": 2000, "number": 1 + each}


def _link(each: int) -> dict[str, object]:
    return {"finding_id": OFFSET + each, "case_id": OFFSET + each}


def _round(like: dict[str, object], each: int) -> dict[str, object]:
    return {**like, "id": OFFSET + each, "case_id": OFFSET + each, "number": like["number"]}


def _action(like: dict[str, object], each: int) -> dict[str, object]:
    return {**like, "id": OFFSET + each, "round_id": OFFSET + each}
