"""What falls due when: the duties of all phases within a run of days, one's own or all one sees."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from pms_tracker import clock
from pms_tracker.duties import reading
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.people.changes import deputies
from pms_tracker.people.changes.deputies import Absence
from pms_tracker.people.firm import people
from pms_tracker.questions import together
from pms_tracker.reminders.scan import reminders

# A calendar with more than this says so: nobody reads them there, and lists have them all.
MOST = 400


@dataclass(frozen=True)
class FallingDue:
    """Duties, soonest first; `cut` where there are more than a calendar holds."""

    duties: list[Duty]
    cut: bool


def mine(viewer: people.Viewer, first_to_last: Days) -> FallingDue:
    """What a person has to do within a run of days whose last day is given."""
    return _in_order(own(viewer.person_id, _last(first_to_last)), first_to_last)


def own(person_id: int, until: date) -> list[Duty]:
    """A person's own duties, and those of a role that fall due while they stand in for its holder.

    What is overdue on the first day of an absence is the deputy's, too; what falls due after its
    last is not.
    """
    today = clock.today()
    found: list[Duty]
    found, named = together(
        reminders.mine(person_id, until), deputies.question(person_id, today)
    ).answer()
    spans = _standing_in(person_id, [each for each in named if each.deputy_id == person_id])
    if not spans:
        return found
    known = {(each.kind, each.reference) for each in found}
    lent = (
        replace(duty, person_id=person_id, for_id=duty.person_id)
        for duty in reading.due(until, kinds=reminders.OF_A_ROLE)
        if any(span.principal_id == duty.person_id and _within(duty, span) for span in spans)
    )
    return found + [each for each in lent if (each.kind, each.reference) not in known]


def _standing_in(person_id: int, named: list[Absence]) -> list[Absence]:
    """Of the absences in which a person is named to stand in, those in which they may."""
    today = clock.today()
    if all(each.since_on > today for each in named):
        return named
    # Roles may have come to clash since they were named.
    held = people.viewer(person_id).stands_in_for
    return [each for each in named if each.since_on > today or each.principal_id in held]


def _within(duty: Duty, span: Absence) -> bool:
    begun = span.since_on <= clock.today() or span.since_on <= duty.due_on
    return begun and duty.due_on <= span.until_on


def everybodys(viewer: people.Viewer, first_to_last: Days) -> FallingDue:
    """What anybody has to do on records the viewer may see, each record once."""
    _last(first_to_last)
    return _in_order(reading.seen(viewer, first_to_last, MOST + 1), first_to_last)


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
