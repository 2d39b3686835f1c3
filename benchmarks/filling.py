"""Fills a database with findings and their cases by copying ones that use cases made."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from pms_tracker import clock
from pms_tracker.act.cases import case_figures
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound, RoundWriter
from pms_tracker.act.tables.source_tables import CaseFinding
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session, transaction
from pms_tracker.duties import kept_duties
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm.firm import Firm
from pms_tracker.trail import trail

STEP = 5_000
# Ids far above those in use, so that copies never meet what use cases make while measuring.
OFFSET = 1_000_000
# Closed ones are spread over three years to now, so that figures meet as many days as in life;
# open ones were begun within a quarter and are due from three weeks ago to six weeks ahead.
CLOSED_WITHIN, BEGUN_WITHIN, LATEST, DUE_WITHIN = 1_095, 90, 21, 63
# A turn is anybody's but of those whose pages are measured, who hold an office.
STAFF = frozenset({Role.EMPLOYEE, Role.DEPARTMENT_HEAD})

Row = dict[str, Any]


def fill(size: int, *, open_every: int) -> None:
    """Add so many findings with a case each, of which every so manieth is open and somebody's turn;
    then derive duties and figures as the product's own commands do."""
    closed, doing = _family(CaseState.CLOSED), _family(CaseState.DOING)
    members = Firm(clock.today()).members.values()
    staff = (each for each in members if each.mail and each.here and each.roles <= STAFF)
    owners = [(each.person_id, min(each.unit_ids)) for each in staff]
    session.rollback()
    for first in range(0, size, STEP):
        numbers = range(first, min(first + STEP, size))
        its = [(each, *owners[each // DUE_WITHIN % len(owners)]) for each in numbers]
        with transaction():
            for table in closed:
                rows = [
                    _opened(table, _copied(doing[table], each, unit_id, BEGUN_WITHIN), each, owner)
                    if each % open_every == 0
                    else _copied(closed[table], each, unit_id, CLOSED_WITHIN)
                    for each, owner, unit_id in its
                ]
                # Past the ORM, whose hooks would derive every duty anew with each portion.
                session.connection().execute(sa.insert(table), rows)
    with transaction():
        trail.head_row()
        kept_duties.rebuild()
        case_figures.rebuild()
    session.execute(sa.text("ANALYZE"))
    session.commit()


def _family(state: CaseState) -> dict[Any, Row]:
    """The newest case of a state that has one finding, one round and one action, with these: the
    row of each table, in the order in which they are written."""
    numbers = (Case.id, Case.finding_id, sa.func.max(CaseRound.id), sa.func.max(CaseAction.id))
    case_id, finding_id, round_id, action_id = session.execute(
        sa.select(*numbers)
        .join(CaseRound, CaseRound.case_id == Case.id)
        .join(CaseAction, CaseAction.round_id == CaseRound.id)
        .where(Case.state == state, Case.finding_id.is_not(None))
        .group_by(Case.id, Case.finding_id)
        .having(sa.func.count() == 1)
        .order_by(Case.id.desc())
        .limit(1)
    ).one()
    wanted: dict[Any, sa.ColumnElement[bool]] = {
        Finding.__table__: Finding.id == finding_id,
        Case.__table__: Case.id == case_id,
        CaseFinding.__table__: CaseFinding.finding_id == finding_id,
        CaseRound.__table__: CaseRound.id == round_id,
        RoundWriter.__table__: RoundWriter.round_id == round_id,
        CaseAction.__table__: CaseAction.id == action_id,
    }
    found = {table: sa.select(table).where(condition) for table, condition in wanted.items()}
    return {table: dict(session.execute(its).mappings().one()) for table, its in found.items()}


def _copied(like: Row, each: int, unit_id: int, within: int) -> Row:
    """A row as copy number so and so has it, some days before and in a unit."""
    back, number = timedelta(days=each % within), OFFSET + each
    copy = {name: value - back if _is_day(value) else value for name, value in like.items()}
    own = {"unit_id": unit_id}
    own |= dict.fromkeys(("id", "finding_id", "case_id", "round_id"), number)
    if "fiscal_year" in like:
        own |= {"fiscal_year": 2000, "number": 1 + each}
    return copy | {name: value for name, value in own.items() if name in like}


def _opened(table: sa.Table, copy: Row, each: int, owner: int) -> Row:
    """The same where it waits for somebody."""
    due_on = clock.today() + timedelta(days=each % DUE_WITHIN - LATEST)
    if table is Case.__table__:
        copy.update(turn_of_id=owner, turn_due_on=due_on)
    elif table is CaseAction.__table__:
        copy.update(owner_id=owner, due_on=due_on, turn_due_on=due_on)
    return copy


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
