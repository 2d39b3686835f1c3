"""The duties that may have something to be said, sieved by the ledger in SQL before rules judge."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from pms_tracker.duties import reading
from pms_tracker.duties.duty_tables import KeptDuty
from pms_tracker.kernel.due_dates import Stages
from pms_tracker.kernel.duty import Above, Duty
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.standing import lasts
from pms_tracker.people.tables.people_tables import Membership
from pms_tracker.reminders.rules.climb_rules import HEAD, PRIVACY_MANAGER, REPRESENTATIVE
from pms_tracker.reminders.running.reminder_tables import ReminderLedger

# Due days looked up at a time: databases bound how many values a statement has.
AT_A_TIME = 1000
# What the calendar says of a kind and due day, and who stands above: tables of a statement's own.
REACHED = (("kind", sa.String), ("due_on", sa.Date), ("stage", sa.Integer), ("rungs", sa.Integer))
ABOVE = (("unit_id", sa.Integer), ("rung", sa.Integer), ("person_id", sa.Integer))

Reached = Callable[[str, date, bool], Stages]
Rungs = Callable[[date], Sequence[object]]


def steps(until: date, firm: Firm, reached: Reached, rungs: Rungs) -> Iterator[Duty]:
    """Turns of one person alone (steps of open cases) due until a day, without those of which the
    ledger holds everything.

    Each can be told by itself whether something is left to say: a later stage than they heard of,
    or a rung above which somebody has not heard. The few other duties are shared, climb as one,
    and are judged whole.
    """
    days = []
    for kind, due_on in reading.sole_days(until):
        latest, climbed = reached(kind, due_on, False).latest, len(rungs(due_on))
        if latest is not None or climbed:
            days.append((kind, due_on, latest, climbed))
    persons = _persons(firm.above())
    for first in range(0, len(days), AT_A_TIME):
        table = _table("reached", REACHED, days[first : first + AT_A_TIME])
        yield from reading.sole(_untold(table, persons, firm))


def _table(name: str, columns: Any, rows: Sequence[tuple[Any, ...]]) -> sa.CTE:
    return sa.values(*(sa.column(*each) for each in columns), name=name).data(rows).cte(name)


def _persons(above: Above) -> sa.CTE | None:
    """Who stands on which rung: on the lowest of their unit, further up of all."""
    heads = [(unit_id, HEAD, each) for unit_id, persons in above.heads.items() for each in persons]
    managers = [(None, PRIVACY_MANAGER, each) for each in above.privacy_managers]
    top = [(None, REPRESENTATIVE, each) for each in above.representatives]
    rows = [*heads, *managers, *top]
    return _table("above", ABOVE, rows) if rows else None


def _untold(reached: sa.CTE, persons: sa.CTE | None, firm: Firm) -> sa.ColumnElement[bool]:
    """A stage as late as the latest reached was not told, or somebody above was not, by then."""
    of_duty = sa.select(ReminderLedger.person_id).where(
        ReminderLedger.kind == reached.c.kind,
        ReminderLedger.reference == KeptDuty.reference,
        ReminderLedger.due_on == reached.c.due_on,
    )
    own = of_duty.where(ReminderLedger.rung == 0, ReminderLedger.stage >= reached.c.stage)
    own = own.correlate(KeptDuty, reached)
    left = sa.and_(reached.c.stage.is_not(None), KeptDuty.person_id.not_in(own))
    if persons is not None:
        heard = of_duty.where(ReminderLedger.rung > 0).correlate(KeptDuty, reached)
        climbs = sa.exists().where(
            persons.c.rung <= reached.c.rungs,
            sa.or_(persons.c.unit_id.is_(None), persons.c.unit_id == KeptDuty.unit_id),
            _is_above(persons, firm),
            persons.c.person_id != KeptDuty.person_id,
            persons.c.person_id.not_in(heard),
        )
        left = sa.or_(left, sa.and_(reached.c.rungs > 0, climbs.correlate(KeptDuty, reached)))
    return sa.and_(reached.c.kind == KeptDuty.kind, KeptDuty.due_on == reached.c.due_on, left)


def _is_above(persons: sa.CTE, firm: Firm) -> sa.ColumnElement[bool]:
    """What `climb_rules.line_above` says of cases: a head is above who only works in the unit, the
    privacy manager above everybody but managers, the representative above all others."""
    top = firm.holders(Role.REPRESENTATIVE)
    managers = [*firm.holders(Role.PRIVACY_MANAGER), *firm.holders(Role.AUDIT_MANAGER)]
    belongs = sa.exists().where(
        Membership.person_id == KeptDuty.person_id,
        Membership.unit_id == KeptDuty.unit_id,
        lasts(Membership, firm.on),
    )
    heads = belongs.where(Membership.is_head)
    return sa.and_(
        KeptDuty.person_id.not_in(top),
        sa.or_(persons.c.rung == REPRESENTATIVE, KeptDuty.person_id.not_in(managers)),
        sa.or_(
            persons.c.rung != HEAD, sa.and_(belongs.correlate(KeptDuty), ~heads.correlate(KeptDuty))
        ),
    )
