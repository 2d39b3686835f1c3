"""What will be mailed in the days to come: one reading of duties and ledger, then rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from pms_tracker import clock
from pms_tracker.people import people
from pms_tracker.people.calendar import business_calendar
from pms_tracker.people.firm import Firm
from pms_tracker.reminders import reminders, rules, stages
from pms_tracker.reminders.rules import Climb, Coming

DAYS = timedelta(days=30)
# Duties that are looked at, and reminders that are shown: a page is no place for more.
MOST_DUTIES, MOST_SHOWN = 2000, 100


@dataclass(frozen=True)
class Ahead:
    """Reminders in order of their days, each with whom it goes to; `more` where some are left."""

    rows: Sequence[tuple[Coming | Climb, str]]
    more: bool


def next_days(today: date | None = None) -> Ahead:
    """What will be mailed within 30 days if nothing changes, to those whom letters reach."""
    day = today or clock.today()
    firm = Firm(day)
    habits = stages.habits(firm)
    until = stages.ahead(day + DAYS, habits)
    every = reminders.stood_in(reminders.duties(until, firm=firm), firm.deputies)
    duties = list(islice(every, MOST_DUTIES + 1))
    found = rules.schedule(
        duties[:MOST_DUTIES],
        reminders.said_of(duties, firm.above()),
        firm.above(),
        today=day,
        until=day + DAYS,
        started_on=people.the_company().started_on,
        calendar=business_calendar(),
        habits=habits,
    )
    reached = [each for each in found if firm.recipient(each.person_id) is not None]
    names = firm.names(each.person_id for each in reached)
    rows = [(each, names[each.person_id]) for each in reached[:MOST_SHOWN]]
    return Ahead(rows, len(reached) > MOST_SHOWN or len(duties) > MOST_DUTIES)
