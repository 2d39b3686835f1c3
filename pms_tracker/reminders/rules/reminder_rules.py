"""Rules of reminders: which stages somebody is to hear about, now and in the days to come."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from itertools import islice, takewhile

from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.due_dates import Stages, latest_stage, send_on, stages
from pms_tracker.kernel.duty import Above, Duty
from pms_tracker.kernel.habits import Habits
from pms_tracker.reminders.rules.climb_rules import Climb, Key, climbs

# Stages passed over by a duty that was overdue for ten years and is mailed about every week.
MOST_STAGES = 600
# No stage lies further before its due day, in days.
MOST_AHEAD = 1000

# Whose duty: the same without stage and rung.
Whose = tuple[str, str, date, int]
NONE: frozenset[int] = frozenset()
USUAL = Habits()


@dataclass(frozen=True)
class Due:
    """A duty, the stage to mail today and the earlier stages that it makes superfluous."""

    duty: Duty
    stage: int
    overtaken: tuple[int, ...]


def ledger_key(duty: Duty, stage: int) -> Key:
    """What is unique in the ledger: duty, due day, stage, rung (whose duty it is: 0) and person."""
    return (duty.kind, duty.reference, duty.due_on, stage, 0, duty.person_id)


def reached(
    kind: str,
    due_on: date,
    legal: bool,
    *,
    today: date,
    started_on: date,
    calendar: BusinessCalendar,
    habits: Habits = USUAL,
) -> Stages:
    """The stages of a kind and due day that have come, and the latest of them."""
    ladder = habits.ladder(kind)
    before, every = ladder.before, ladder.every
    return latest_stage(
        due_on, today, started_on, calendar, legal=legal, ladder=before, every=every
    )


def to_say(
    duties: Iterable[Duty],
    said: Collection[Key],
    *,
    today: date,
    started_on: date,
    calendar: BusinessCalendar,
    habits: Habits = USUAL,
) -> list[Due]:
    """What to mail today: the latest stage reached of each duty, unless as late a one was said.

    So stages that are set anew repeat nothing, whatever the old ones were. What somebody hears
    weekly waits for its day (`Habits.heard_on`).
    """
    found, told = [], _stages_said(said)
    # Many duties share a due day, and walking the calendar is what costs.
    reached_by = cache(
        partial(reached, today=today, started_on=started_on, calendar=calendar, habits=habits)
    )
    hears_on = partial(habits.heard_on, ready_on=today, today=today)
    heard_on = cache(partial(hears_on, started_on=started_on, calendar=calendar))
    for duty in duties:
        stages_ = reached_by(duty.kind, duty.due_on, duty.legal)
        latest = stages_.latest
        before = told.get(_whose(duty), NONE)
        if latest is None or latest <= max(before, default=-MOST_AHEAD):
            continue
        if heard_on(duty.person_id, duty.due_on, duty.legal) == today:
            overtaken = stages_.overtaken
            if before:
                overtaken = tuple(each for each in overtaken if each not in before)
            found.append(Due(duty, latest, overtaken))
    return found


def _whose(duty: Duty) -> Whose:
    return (duty.kind, duty.reference, duty.due_on, duty.person_id)


def _stages_said(said: Collection[Key]) -> dict[Whose, set[int]]:
    """Of each duty of somebody's own, the stages that they were told, or that were passed over."""
    found: dict[Whose, set[int]] = {}
    for kind, reference, due_on, stage, rung, person_id in said:
        if not rung:
            found.setdefault((kind, reference, due_on, person_id), set()).add(stage)
    return found


@dataclass(frozen=True)
class Coming:
    """A reminder of a stage that will be mailed on a day, should its duty still be there."""

    duty: Duty
    on: date
    stage: int

    rung = 0

    @property
    def person_id(self) -> int:
        return self.duty.person_id


def coming(
    duty: Duty,
    said: Collection[Key],
    *,
    today: date,
    started_on: date,
    calendar: BusinessCalendar,
    habits: Habits = USUAL,
) -> Iterator[Coming]:
    """The days on which a duty will be mailed about, in order: what `to_say` will say then.

    A stage that today's scan has still to say counts as today's, or as of the next weekly day; of
    several stages that fall on one day the latest is said.
    """
    told = max(_stages_said(said).get(_whose(duty), NONE), default=-MOST_AHEAD)
    ladder = habits.ladder(duty.kind)
    ahead = None
    every = stages(duty.due_on, started_on, ladder.before, ladder.every)
    for stage, falls_on in islice(every, MOST_STAGES):
        if duty.lapses and stage > 0:
            break
        if stage <= told:
            continue
        ready_on = send_on(falls_on, started_on, calendar, legal=duty.legal)
        day = habits.heard_on(
            *(duty.person_id, duty.due_on, duty.legal),
            ready_on=ready_on,
            today=today,
            started_on=started_on,
            calendar=calendar,
        )
        if ahead is not None and ahead.on < day:
            yield ahead
        ahead = Coming(duty, day, stage)
    if ahead is not None:
        yield ahead


def schedule(
    duties: Iterable[Duty],
    said: Collection[Key],
    above: Above,
    *,
    today: date,
    until: date,
    started_on: date,
    calendar: BusinessCalendar,
    habits: Habits = USUAL,
) -> list[Coming | Climb]:
    """Everything that daily scans will mail from today until a day if nothing changes, in order."""
    every = list(duties)
    found: list[Coming | Climb] = []
    told = _stages_said(said)
    for duty in every:
        mine = [ledger_key(duty, stage) for stage in told.get(_whose(duty), NONE)]
        ahead = coming(
            duty, mine, today=today, started_on=started_on, calendar=calendar, habits=habits
        )
        found += takewhile(lambda each: each.on <= until, ahead)
    climbing = climbs(every, said, above, until=until, started_on=started_on, calendar=calendar)
    # What should have climbed before, and did not, does with the next scan.
    found += (replace(each, on=max(each.on, today)) for each in climbing)
    found.sort(key=lambda each: (each.on, each.duty.reference, each.rung))
    return found


def key_of(found: Coming | Climb) -> Key:
    """The row that the ledger will hold of it."""
    return found.key if isinstance(found, Climb) else ledger_key(found.duty, found.stage)
