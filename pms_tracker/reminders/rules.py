"""Rules of reminders: which stages somebody is to hear about now and later, and who above them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import islice, takewhile

from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.due_dates import Stages, latest_stage, send_on, stages
from pms_tracker.kernel.duty import Above, Duty
from pms_tracker.kernel.habits import Habits

# Stages passed over by a duty that was overdue for ten years and is mailed about every week.
MOST_STAGES = 600
# No stage lies further before its due day, in days.
MOST_AHEAD = 1000

# Rungs a late duty climbs, and how many business days after its due day. Order and counting are
# design.md section 6: head of the unit, privacy manager, representative; the distances are ours,
# so that each has a few working days to act before the next hears of it.
HEAD, PRIVACY_MANAGER, REPRESENTATIVE = 1, 2, 3
CLIMB = ((HEAD, 3), (PRIVACY_MANAGER, 6), (REPRESENTATIVE, 10))

# Duty (kind, reference, due day), stage, rung and person.
Key = tuple[str, str, date, int, int, int]
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


@dataclass(frozen=True)
class Climb:
    """A late duty of others, said once to somebody above them.

    `stage` is the business days after its due day, `on` the first day on which it may be said.
    """

    duty: Duty
    owners: tuple[int, ...]
    rung: int
    stage: int
    on: date
    person_id: int

    @property
    def key(self) -> Key:
        """What is unique in the ledger."""
        duty = self.duty
        return (duty.kind, duty.reference, duty.due_on, self.stage, self.rung, self.person_id)


def climbs(
    duties: Iterable[Duty],
    said: Collection[Key],
    above: Above,
    *,
    until: date,
    started_on: date,
    calendar: BusinessCalendar,
) -> Iterator[Climb]:
    """What climbs until a day and was not said yet, each duty's lowest rung first.

    What was overdue before the start climbs from that day on, as far as the privacy manager: it is
    no alarm to the representative. Nobody hears as climber of a duty
    they share, nor twice of one duty, however many roles they hold.
    """
    told = {(*key[:3], key[5]) for key in said if key[4]}
    rungs = cache(partial(rungs_reached, until=until, started_on=started_on, calendar=calendar))
    late = (duty for duty in duties if rungs(duty.due_on))
    for (*what, due_on), owners in _together(late).items():
        heard = {duty.person_id for duty in owners}
        below = _below(owners, above)
        above_them = (below, above.privacy_managers, above.representatives)
        for (rung, days, on), persons in zip(rungs(due_on), above_them, strict=False):
            new = {each for each in persons if (*what, due_on, each) not in told} - heard
            heard.update(persons)
            for each in sorted(new):
                late_ones = below[each] if rung == HEAD else owners
                ids = tuple(duty.person_id for duty in late_ones)
                yield Climb(late_ones[0], ids, rung, days, on, each)


def rungs_reached(
    due_on: date, *, until: date, started_on: date, calendar: BusinessCalendar
) -> tuple[tuple[int, int, date], ...]:
    """The rungs that what was due on a day climbs until another: business days, and the day."""
    base = max(due_on, started_on)
    if base >= until:
        return ()
    rungs = CLIMB if due_on >= started_on else CLIMB[:-1]
    every = ((rung, days, calendar.add_business_days(base, days)) for rung, days in rungs)
    return tuple(each for each in every if each[2] <= until)


def _below(owners: Collection[Duty], above: Above) -> dict[int, list[Duty]]:
    """Whose duties each head hears of: of their own unit, where what is to be done is everybody's.

    Who also stands above all units then hears of all of them at once, on that rung.
    """
    of_all = len({duty.unit_id for duty in owners}) > 1
    higher = {*above.privacy_managers, *above.representatives} if of_all else set()
    found: dict[int, list[Duty]] = {}
    for duty in owners:
        for head in above.heads.get(duty.unit_id or 0, ()):
            if head not in higher:
                found.setdefault(head, []).append(duty)
    return found


def concerned(duties: Iterable[Duty], above: Above) -> set[int]:
    """Everybody who may hear of these duties: whose they are, and who stands above."""
    heads = {each for persons in above.heads.values() for each in persons}
    return {duty.person_id for duty in duties}.union(
        heads, above.privacy_managers, above.representatives
    )


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
    found += climbs(every, said, above, until=until, started_on=started_on, calendar=calendar)
    found.sort(key=lambda each: (max(each.on, today), each.duty.reference, each.rung))
    return found


def _together(duties: Iterable[Duty]) -> dict[tuple[str, str, date], list[Duty]]:
    """Duties by what is to be done, since several persons may share one."""
    found: dict[tuple[str, str, date], list[Duty]] = {}
    for duty in duties:
        found.setdefault((duty.kind, duty.reference, duty.due_on), []).append(duty)
    return found


def next_rung(
    duties: Iterable[Duty],
    said: Collection[Key],
    above: Above,
    *,
    started_on: date,
    calendar: BusinessCalendar,
) -> list[Climb]:
    """The next rung of each duty, should it stay undone; nothing once it has climbed them all."""
    found: list[Climb] = []
    for duty in _together(duties).values():
        ahead = list(
            climbs(duty, said, above, until=date.max, started_on=started_on, calendar=calendar)
        )
        found += [each for each in ahead if each.rung == ahead[0].rung]
    return found
