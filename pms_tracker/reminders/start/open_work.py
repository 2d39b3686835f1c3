"""What is still to be done in each phase, as far as somebody may see: listed and counted alike."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pms_tracker import clock
from pms_tracker.act import act_duties
from pms_tracker.act.incoming import source_duties
from pms_tracker.act.management import review_duties
from pms_tracker.act.teams import team_duties
from pms_tracker.check import check_duties
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.people.firm.firm import Firm, FirmAtNeed
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan import plan_duties

# Phases with duties, and how many of them a list shows.
PLAN, CHECK, ACT = "plan", "check", "act"
MOST = 200
# Of what is not a case there is never as much; only a broken database has more.
ALL = 100_000
ALWAYS = Days(None, date.max)


def listed(phase: str, viewer: Viewer, days: Days) -> list[Duty]:
    """Duties of a phase that are due within a run of days, soonest first: MOST of them and one."""
    found = [
        duty
        for duty in _beside_cases(phase, viewer, FirmAtNeed(clock.today()))
        if duty.due_on in days
    ]
    if phase == ACT:
        # Steps and actions of cases, of which there may be many.
        found += act_duties.seen(viewer, Days(days.first, days.last or date.max), MOST + 1)
    found.sort(key=lambda duty: (duty.due_on, duty.reference, duty.person_id))
    return found[: MOST + 1]


def due_days(phase: str, viewer: Viewer, firm: Firm) -> Counter[date]:
    """On which days how many duties of a phase are due, but for steps of cases: those are tallied,
    and added by whoever has read the tallies."""
    found = Counter(duty.due_on for duty in _beside_cases(phase, viewer, firm))
    if phase == ACT:
        found.update(duty.due_on for duty in act_duties.further_seen(viewer))
    return found


def _beside_cases(phase: str, viewer: Viewer, firm: Firm) -> Iterator[Duty]:
    """All duties of a phase but steps and actions of cases, each once, whoever shares it."""
    known = set()
    for duty in _every(phase, viewer, firm):
        # Where two share an office a review is due from both; a year has many, each its own.
        key = duty.kind, duty.reference, duty.due_on, duty.title
        if key not in known:
            known.add(key)
            yield duty


def _every(phase: str, viewer: Viewer, firm: Firm) -> Iterator[Duty]:
    if phase == PLAN:
        yield from plan_duties.seen(date.max, firm)
    elif phase == CHECK:
        yield from check_duties.seen(viewer, ALWAYS, ALL, firm)
        if viewer.sees_all:
            yield from team_duties.due(date.max)
    else:
        yield from source_duties.seen(viewer, ALWAYS, ALL, firm)
        yield from review_duties.seen(viewer, ALWAYS, ALL, firm)
        yield from source_duties.reports_seen(viewer, firm)
