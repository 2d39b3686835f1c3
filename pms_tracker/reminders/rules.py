"""Rules of reminders: which stages somebody is to hear about now and later, and what comes next."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice, takewhile

from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.due_dates import latest_stage, send_on, stages
from pms_tracker.kernel.duty import Above, Duty

# Stages passed over by a duty that was overdue for ten years and is mailed about every week.
MOST_STAGES = 600

# Rungs a late duty climbs, and how many business days after its due day. Order and counting are
# design.md section 6: head of the unit, privacy manager, representative; the distances are ours,
# so that each has a few working days to act before the next hears of it.
HEAD, PRIVACY_MANAGER, REPRESENTATIVE = 1, 2, 3
CLIMB = ((HEAD, 3), (PRIVACY_MANAGER, 6), (REPRESENTATIVE, 10))

# Duty (kind, reference, due day), stage, rung and person.
Key = tuple[str, str, date, int, int, int]


@dataclass(frozen=True)
class Due:
    """A duty, the stage to mail today and the earlier stages that it makes superfluous."""

    duty: Duty
    stage: int
    overtaken: tuple[int, ...]


def ledger_key(duty: Duty, stage: int) -> Key:
    """What is unique in the ledger: duty, due day, stage, rung (whose duty it is: 0) and person."""
    return (duty.kind, duty.reference, duty.due_on, stage, 0, duty.person_id)


def to_say(
    duties: Iterable[Duty],
    said: Collection[Key],
    *,
    today: date,
    started_on: date,
    calendar: BusinessCalendar,
) -> list[Due]:
    """What to mail today: the latest stage reached of each duty, unless the ledger holds it."""
    found = []
    for duty in duties:
        stages = latest_stage(duty.due_on, today, started_on, calendar, legal=duty.legal)
        if stages.latest is None or ledger_key(duty, stages.latest) in said:
            continue
        overtaken = tuple(s for s in stages.overtaken if ledger_key(duty, s) not in said)
        found.append(Due(duty, stages.latest, overtaken))
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
) -> Iterator[Coming]:
    """The days on which a duty will be mailed about, in order: what `to_say` will say then.

    A stage that today's scan has still to say counts as today's; of several stages that fall on
    one day the latest is said.
    """
    latest = latest_stage(duty.due_on, today, started_on, calendar, legal=duty.legal).latest
    ahead = None
    if latest is not None and ledger_key(duty, latest) not in said:
        ahead = Coming(duty, today, latest)
    for stage, falls_on in islice(stages(duty.due_on, started_on), MOST_STAGES):
        day = send_on(falls_on, started_on, calendar, legal=duty.legal)
        if day <= today:
            continue
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

    What was overdue before the start climbs from that day on. Nobody hears as climber of a duty
    they share, nor twice of one duty, however many roles they hold.
    """
    told = {(*key[:3], key[5]) for key in said if key[4]}
    for (*what, due_on), owners in _together(duties).items():
        base = max(due_on, started_on)
        heard = {duty.person_id for duty in owners}
        below = _below(owners, above)
        above_them = (below, above.privacy_managers, above.representatives)
        for (rung, days), persons in zip(CLIMB, above_them, strict=True):
            new = {each for each in persons if (*what, due_on, each) not in told} - heard
            heard.update(persons)
            if not new or base >= until:
                continue
            on = calendar.add_business_days(base, days)
            if on <= until:
                for each in sorted(new):
                    late = below[each] if rung == HEAD else owners
                    ids = tuple(duty.person_id for duty in late)
                    yield Climb(late[0], ids, rung, days, on, each)


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
) -> list[Coming | Climb]:
    """Everything that daily scans will mail from today until a day if nothing changes, in order."""
    every = list(duties)
    found: list[Coming | Climb] = []
    for duty in every:
        ahead = coming(duty, said, today=today, started_on=started_on, calendar=calendar)
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


class Step(StrEnum):
    """What a new installation goes through, in order."""

    UNITS = "units"
    PEOPLE = "people"
    POLICY = "policy"
    AUDIT = "audit"


@dataclass(frozen=True)
class Facts:
    """What the records hold today; counts of what is open or here."""

    units: int
    heads: bool
    unit_without_head: bool
    unit_without_auditor: bool
    top_roles: bool
    policy: bool
    audit: bool


def lacking_of_people(facts: Facts) -> list[str]:
    """What is missing before people and roles are complete, as message keys.

    A firm of one unit may audit it with a reasoned exception, so it needs no auditor from outside.
    """
    wanted = {
        "top_roles": not facts.top_roles,
        "unit_without_head": facts.unit_without_head,
        "unit_without_auditor": facts.unit_without_auditor and facts.units > 1,
    }
    return [key for key, missing in wanted.items() if missing]


def is_done(step: Step, facts: Facts) -> bool:
    """Whether a step is done.

    Once an audit is planned the way is done, whatever changes later, but not its people: a unit
    without a head has nobody to plan a corrective action. The set-up makes one unit; it is the
    only one where the firm has gone on to name its head.
    """
    if facts.audit and step is not Step.PEOPLE:
        return True
    if step is Step.UNITS:
        return facts.units > 1 or (facts.units == 1 and facts.heads)
    if step is Step.PEOPLE:
        return facts.units > 0 and not lacking_of_people(facts)
    return step is Step.POLICY and facts.policy


def next_step(facts: Facts) -> Step | None:
    """The first step that is not done; None once all are."""
    return next((step for step in Step if not is_done(step, facts)), None)
