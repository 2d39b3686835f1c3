"""What will be mailed in the days to come: read and judged as the scans of those days will."""

from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, islice, pairwise
from typing import Any

from sqlalchemy import select, union
from sqlalchemy.orm import InstrumentedAttribute

from pms_tracker import clock
from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.tables.audit_tables import Finding, FindingAnswer
from pms_tracker.database import Columns, session
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.habits import Habits
from pms_tracker.kernel.locales.fiscal_years import fiscal_year_bounds
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.tables.people_tables import Deputy, Membership, Person, RoleGrant
from pms_tracker.reminders.rules import reminder_rules
from pms_tracker.reminders.rules.climb_rules import Climb, Key
from pms_tracker.reminders.running.reminder_tables import ReminderLedger, Said
from pms_tracker.reminders.scan import reminders, stages

DAYS = timedelta(days=30)
# Duties that are looked at, and letters that are shown: a page is no place for more.
MOST_DUTIES, MOST_SHOWN = 5000, 300


@dataclass(frozen=True)
class Letter:
    """One digest to come: its day, to whom it goes, and what it will say."""

    on: date
    person_id: int
    name: str
    lines: tuple[reminder_rules.Coming | Climb, ...]


@dataclass(frozen=True)
class Ahead:
    """Letters to come, in order of their days and names. `letters` are the first of `of` in all;
    `cut` where there are too many duties to look at them all."""

    letters: tuple[Letter, ...]
    of: int
    cut: bool


def next_days(today: date | None = None) -> Ahead:
    """What will be mailed within 30 days if nobody does anything, to those whom letters reach."""
    day = today or clock.today()
    last = day + DAYS
    starts = [day, *_turning_days(day, last)]
    said: set[Key] = set()
    letters: list[Letter] = []
    cut = False
    for first, following in pairwise([*starts, last + ONE_DAY]):
        with clock.set_to(clock.at(first, 0)):
            firm = Firm(first)
            habits = stages.habits(firm)
            until = stages.ahead(last, habits)
            every = list(islice(_duties(firm, until), MOST_DUTIES + 1))
        cut = cut or len(every) > MOST_DUTIES
        for mornings in _mornings(first, following - ONE_DAY, day):
            found = _told(every[:MOST_DUTIES], mornings, firm, habits, said)
            said.update(reminder_rules.key_of(each) for each in found)
            letters += _letters(found, firm)
    return Ahead(tuple(letters[:MOST_SHOWN]), len(letters), cut)


def _mornings(first: date, last: date, today: date) -> Iterator[Days]:
    """The mornings of some days: today's alone, since its scan may be over, for some or for all."""
    if first == today:
        yield Days(first, first)
        first += ONE_DAY
    if first <= last:
        yield Days(first, last)


def _duties(firm: Firm, until: date) -> Iterator[Duty]:
    """What is there to be done from the firm's day on."""
    for duty in reminders.stood_in(reminders.duties(until, firm=firm), firm.deputies):
        # The scan of that morning ends what lapsed, before it tells of anything.
        if not duty.lapses or duty.due_on >= firm.on:
            yield duty


def _told(
    duties: Sequence[Duty], mornings: Days, firm: Firm, habits: Habits, said: Collection[Key]
) -> list[reminder_rules.Coming | Climb]:
    """What the scans of these mornings will say."""
    first, last = mornings.first or firm.on, mornings.last or firm.on
    above = firm.above()
    had: Container[int] = ()
    if last == clock.today():
        if habits.done_today:
            return []
        had = _had_today(last)
    else:
        habits = habits.after(first - ONE_DAY)
    found = reminder_rules.schedule(
        duties,
        reminders.said_of(duties, above).union(said),
        above,
        today=first,
        until=last,
        started_on=people.the_company().started_on,
        calendar=business_calendar(),
        habits=habits,
    )
    reached = (each for each in found if firm.recipient(each.person_id) is not None)
    return [each for each in reached if each.person_id not in had]


def _had_today(today: date) -> set[int]:
    """Who has had today's letter; what has come up since waits for tomorrow's."""
    told = select(ReminderLedger.person_id).where(
        ReminderLedger.said == Said.MAILED, ReminderLedger.recorded_at >= clock.at(today, 0)
    )
    return set(session.scalars(told))


def _letters(found: Sequence[reminder_rules.Coming | Climb], firm: Firm) -> Iterator[Letter]:
    """One for each day and person, in order of both; each person's own before those of others."""
    names = firm.names(each.person_id for each in found)
    order = sorted(found, key=lambda each: (each.on, names[each.person_id], each.person_id))
    for (on, person_id), lines in groupby(order, lambda each: (each.on, each.person_id)):
        own_first = sorted(lines, key=lambda each: (bool(each.rung), each.duty.due_on))
        yield Letter(on, person_id, names[person_id], tuple(own_first))


def _turning_days(first: date, last: date) -> list[date]:
    """Days after the first one, until the last, from whose morning on duties are to be read anew.

    Somebody joins, leaves, takes on or gives back a role, or is away; a review was to be held, or
    an answer to be given, until the day before; the audit programme of the next year is wanted.
    """
    begins = (Membership.since_on, RoleGrant.since_on, Deputy.since_on)
    ends = (Membership.until_on, RoleGrant.until_on, Deputy.until_on, Person.left_on)
    parts = [_within(day, first + ONE_DAY, last) for day in begins]
    parts += [_within(day, first, last - ONE_DAY) for day in ends]
    held = _within(ManagementReview.planned_on, first, last - ONE_DAY)
    parts.append(held.where(ManagementReview.state == ReviewState.CONVENED))
    silent = _within(FindingAnswer.due_on, first, last - ONE_DAY)
    its = Finding.id == FindingAnswer.finding_id
    parts.append(silent.join(Finding, its).where(Finding.state == FindingState.TOLD))
    starts = set(session.scalars(union(*parts[: len(begins)])))
    ended = set(session.scalars(union(*parts[len(begins) :])))
    turned = starts | {day + ONE_DAY for day in ended}
    year = people.fiscal_year_of(last)
    turned.add(fiscal_year_bounds(year, people.the_company().fiscal_start)[0])
    return sorted(day for day in turned if first < day <= last)


def _within(day: InstrumentedAttribute[Any], first: date, last: date) -> Columns:
    return select(day).where(day.between(first, last))
