"""Rules of climbing: who hears of a late duty, upward from whoever holds it and in their line."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import TypeAlias

from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.duty import Above, Duty, Level, Standing

# Rungs of a line, and how many business days after the due day each is reached. Order and counting
# are design.md section 6: head of the unit, privacy manager, representative; the distances are
# ours, so that each has a few working days to act before the next hears of it.
HEAD, PRIVACY_MANAGER, REPRESENTATIVE = 1, 2, 3
LINE = ((HEAD, 3), (PRIVACY_MANAGER, 6), (REPRESENTATIVE, 10))
# What auditors do is no matter of those they audit: above them stands the audit manager.
AUDIT_MANAGER = 4
AUDIT_LINE = ((AUDIT_MANAGER, 3), (REPRESENTATIVE, 10))

# Duty (kind, reference, due day), stage, rung and person.
Key = tuple[str, str, date, int, int, int]
# Rungs reached: each with its business days and the day.
Rungs: TypeAlias = tuple[tuple[int, int, date], ...]


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


def line_above(duty: Duty, above: Above) -> dict[int, Collection[int]]:
    """Who stands above a duty's holder, by rung: upward from whose turn it is, in their own line.

    Whose turn it is is the person, or whom a deputy does it for. The head is that of the unit whose
    matter it is, where the holder works there and heads nothing of it; of what is no unit's matter,
    that of wherever the holder works, who heads nothing at all. Of the managers nobody but the
    representative is above, and above the representative nobody.
    """
    whose = above.standing(duty.for_id or duty.person_id)
    top = {REPRESENTATIVE: above.representatives}
    if whose.level is Level.REPRESENTATIVE:
        return {}
    if whose.level is Level.MANAGER:
        return top
    if duty.audit:
        return {AUDIT_MANAGER: above.audit_managers, **top}
    managers = {PRIVACY_MANAGER: above.privacy_managers, **top}
    heads = _heads(duty, above, whose)
    return {HEAD: heads, **managers} if heads else managers


def _heads(duty: Duty, above: Above, whose: Standing) -> set[int]:
    units = whose.works_in if duty.unit_id is None else whose.works_in & {duty.unit_id}
    every = {each for persons in above.heads.values() for each in persons}
    if duty.unit_id is None and (duty.for_id or duty.person_id) in every:
        return set()
    return {each for unit_id in units for each in above.heads.get(unit_id, ())}


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

    What was overdue before the start climbs from that day on, and never to the representative: it
    is no alarm. Nobody hears as climber of a duty they share, nor twice of one duty, however many
    roles they hold.
    """
    told = {(*key[:3], key[5]) for key in said if key[4]}
    rungs = cache(partial(rungs_reached, until=until, started_on=started_on, calendar=calendar))
    late = (duty for duty in duties if not duty.lapses and rungs(duty.due_on, audit=duty.audit))
    for (*what, due_on), owners in _together(late).items():
        heard = {duty.person_id for duty in owners} | {duty.for_id for duty in owners}
        below = _below(owners, above)
        for rung, days, on in rungs(due_on, audit=owners[0].audit):
            of_rung = below.get(rung, {})
            new = {each for each in of_rung if (*what, due_on, each) not in told} - heard
            heard.update(of_rung)
            for each in sorted(new):
                ids = tuple(duty.person_id for duty in of_rung[each])
                yield Climb(of_rung[each][0], ids, rung, days, on, each)


def rungs_reached(
    due_on: date, *, until: date, started_on: date, calendar: BusinessCalendar, audit: bool = False
) -> Rungs:
    """The rungs that what was due on a day climbs until another: business days, and the day."""
    base = max(due_on, started_on)
    if base >= until:
        return ()
    line: tuple[tuple[int, int], ...] = AUDIT_LINE if audit else LINE
    if due_on < started_on:
        line = tuple(each for each in line if each[0] != REPRESENTATIVE)
    every = ((rung, days, calendar.add_business_days(base, days)) for rung, days in line)
    return tuple(each for each in every if each[2] <= until)


def _below(owners: Collection[Duty], above: Above) -> dict[int, dict[int, list[Duty]]]:
    """Whose duties somebody hears of, by rung and person: only of those they stand above.

    Of what is everybody's, who also stands above all units hears at once, on that rung.
    """
    found: dict[int, dict[int, list[Duty]]] = {}
    for duty in owners:
        for rung, persons in line_above(duty, above).items():
            for each in persons:
                found.setdefault(rung, {}).setdefault(each, []).append(duty)
    if len({duty.unit_id for duty in owners}) > 1:
        higher = {each for rung, persons in found.items() if rung != HEAD for each in persons}
        found[HEAD] = {
            each: late for each, late in found.get(HEAD, {}).items() if each not in higher
        }
    return found


def concerned(duties: Iterable[Duty], above: Above) -> set[int]:
    """Everybody who may hear of these duties: whose they are, and who stands above."""
    heads = {each for persons in above.heads.values() for each in persons}
    return {duty.person_id for duty in duties}.union(
        heads, above.privacy_managers, above.audit_managers, above.representatives
    )


def _together(duties: Iterable[Duty]) -> dict[tuple[str, str, date], list[Duty]]:
    """Duties by what is to be done, since several persons may share one."""
    found: dict[tuple[str, str, date], list[Duty]] = {}
    for duty in duties:
        found.setdefault((duty.kind, duty.reference, duty.due_on), []).append(duty)
    return found
