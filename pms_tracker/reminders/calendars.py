"""What falls due when: the duties of all phases within a run of days, one's own or all one sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pms_tracker.act import duties as act_duties
from pms_tracker.check import duties as check_duties
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.people.people import Viewer
from pms_tracker.plan import duties as plan_duties
from pms_tracker.reminders import reminders

# A calendar with more than this says so: nobody reads them there, and lists have them all.
MOST = 400


@dataclass(frozen=True)
class FallingDue:
    """Duties, soonest first; `cut` where there are more than a calendar holds."""

    duties: list[Duty]
    cut: bool


def mine(viewer: Viewer, first_to_last: Days) -> FallingDue:
    """What a person has to do within a run of days whose last day is given."""
    return _in_order(reminders.duties(_last(first_to_last), viewer.person_id), first_to_last)


def everybodys(viewer: Viewer, first_to_last: Days) -> FallingDue:
    """What anybody has to do on records the viewer may see, each record once."""
    last = _last(first_to_last)
    every = [
        *plan_duties.seen(last),
        *check_duties.seen(viewer, first_to_last, MOST + 1),
        *act_duties.seen(viewer, first_to_last, MOST + 1),
    ]
    # Where two share an office, a review is due from both; a year has many duties, each its own.
    each_once = {(duty.kind, duty.reference, duty.due_on, duty.title): duty for duty in every}
    return _in_order(each_once.values(), first_to_last)


def _last(days: Days) -> date:
    if days.last is None:
        raise ValueError("a calendar ends")
    return days.last


def _in_order(duties: Iterable[Duty], days: Days) -> FallingDue:
    found = sorted(
        (duty for duty in duties if duty.due_on in days),
        key=lambda duty: (duty.due_on, duty.reference),
    )
    return FallingDue(found[:MOST], len(found) > MOST)
