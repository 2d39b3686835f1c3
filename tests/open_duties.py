"""Duties as tests ask for them: those of one phase or family, in the arguments of `reading.due`."""

from functools import partial

from pms_tracker.act import case_duties
from pms_tracker.act.teams import team_duties
from pms_tracker.check.programmes.programme_duties import EVERY_YEAR, PROGRAMMES
from pms_tracker.duties import reading
from pms_tracker.duties.duty_sources import Source
from pms_tracker.plan.years.year_duties import YEARS
from pms_tracker.reminders.running.every_source import ACT, BY_PHASE, CHECK, PLAN


def _kinds(*sources: Source) -> frozenset[str]:
    return frozenset().union(*(source.keys for source in sources))


# What waits beside the steps of cases.
OUTSIDE = case_duties.BESIDE | {case_duties.HANDLE}

of_plan = partial(reading.due, kinds=_kinds(*BY_PHASE[PLAN]))
of_year = partial(reading.due, kinds=YEARS.keys)
of_check = partial(reading.due, kinds=_kinds(*BY_PHASE[CHECK]) - team_duties.TEAMS.keys)
of_programmes = partial(reading.due, kinds=_kinds(PROGRAMMES, EVERY_YEAR))
of_act = partial(reading.due, kinds=_kinds(*BY_PHASE[ACT]) - OUTSIDE)
outside = partial(reading.due, kinds=OUTSIDE)
further = partial(reading.due, kinds={case_duties.DO}, but_sole=True)
