"""Rules of pledges (誓約書, J.9.3): which kinds there are, and who has not given one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# The firm's own habit, which no law bounds: enough to hand out a sheet and have it back.
TO_GIVE = timedelta(days=14)


class PledgeKind(StrEnum):
    """On which occasion a pledge is given."""

    JOINING = "joining"
    CONTRACTOR = "contractor"
    TEMPORARY = "temporary"
    LEAVING = "leaving"


@dataclass(frozen=True)
class Worker:
    """Somebody who works here since a day; `left_on` is their last day, once it is known."""

    person_id: int
    since_on: date
    left_on: date | None = None


@dataclass(frozen=True)
class Given:
    """A pledge; not signed yet without `signed_on`."""

    person_id: int
    kind: PledgeKind
    signed_on: date | None


@dataclass(frozen=True)
class Missing:
    """A pledge that somebody is to give: on joining, or by their last day."""

    person_id: int
    kind: PledgeKind
    due_on: date


def missing(persons: Iterable[Worker], pledges: Iterable[Given]) -> Sequence[Missing]:
    """What these persons have not signed, in the order in which it is due.

    Who works here is bound by a pledge of any kind but that of leaving, signed on whichever day;
    one of an earlier employment, which ended with a pledge of leaving, binds no more. Whose last
    day is known signs one of leaving, in this employment.
    """
    signed: dict[int, list[Given]] = {}
    for each in pledges:
        if each.signed_on is not None:
            signed.setdefault(each.person_id, []).append(each)
    found = [one for who in persons for one in _of(who, signed.get(who.person_id, []))]
    return sorted(found, key=lambda each: (each.due_on, each.person_id, each.kind))


def collect_by(one: Missing, used_since: date) -> date:
    """By when a missing pledge is to be collected: two weeks from joining, one of leaving by the
    last day; for whoever was here, or left, before the firm kept pledges, two weeks from then."""
    if one.kind is PledgeKind.LEAVING and one.due_on >= used_since:
        return one.due_on
    return max(one.due_on, used_since) + TO_GIVE


def _of(who: Worker, signed: Sequence[Given]) -> Iterable[Missing]:
    ends = [each.signed_on for each in signed if each.kind is PledgeKind.LEAVING and each.signed_on]
    before = max((day for day in ends if day < who.since_on), default=date.min)
    binding = (each.signed_on for each in signed if each.kind is not PledgeKind.LEAVING)
    if not any(day is not None and day > before for day in binding):
        yield Missing(who.person_id, PledgeKind.JOINING, who.since_on)
    if who.left_on is not None and not any(day >= who.since_on for day in ends):
        yield Missing(who.person_id, PledgeKind.LEAVING, who.left_on)
