"""What is still to be done in each phase, as far as somebody may see: listed and counted alike."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from pms_tracker.duties import reading
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.people.firm.people import Viewer
from pms_tracker.questions import Question
from pms_tracker.reminders.running.every_source import BY_PHASE, PHASE_OF

# How many duties of a phase a list shows.
MOST = 200
# Of what is not a case there is never as much; only a broken database has more.
ALL = 100_000
ALWAYS = Days(None, date.max)


def listed(phase: str, viewer: Viewer, days: Days) -> list[Duty]:
    """Duties of a phase that are due within a run of days, soonest first: MOST of them and one."""
    return reading.seen(viewer, days, MOST + 1, of=BY_PHASE[phase])


def due_days(viewer: Viewer) -> Question[dict[str, Counter[date]]]:
    """On which days how many duties of each phase are due, but for turns of cases: those are
    tallied, and added by whoever has read the tallies."""
    return reading.seeing(viewer, ALWAYS, ALL, but_sole=True).then(_by_phase)


def _by_phase(duties: Iterable[Duty]) -> dict[str, Counter[date]]:
    found: dict[str, Counter[date]] = {phase: Counter() for phase in BY_PHASE}
    for duty in duties:
        found[PHASE_OF[duty.kind]][duty.due_on] += 1
    return found
