"""Whether the company is a small business (中小規模事業者), pure.

Guideline to the Law, general rules, 10; My Number guideline for businesses, annex 1. Sizes are kept
as classes and one person may stand in several entries: the answer is certain either way, or open
until something is counted anew.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.do.rules.ledger.ledger_rules import SIZES, Owner, Size
from pms_tracker.kernel.due_dates import add_months

# On no day of the last six months more than so many persons, and no more workers than these.
MOST_WORKERS, MOST_PERSONS, MONTHS = 100, 5_000, 6
# The most of each class; the last has no bound.
_MOST: Mapping[StrEnum, int | None] = dict(
    zip(SIZES, (*(least - 1 for least in list(SIZES.values())[1:]), None), strict=True)
)


class Answer(StrEnum):
    """Whether something holds; open while it is not known."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


class Regime(StrEnum):
    """Whose rules for small businesses are asked about."""

    LAW = "law"
    MY_NUMBER = "my_number"


class Condition(StrEnum):
    """What makes a small business, as far as the product knows of it."""

    WORKERS = "workers"
    PERSONS = "persons"
    OWN = "own"


@dataclass(frozen=True)
class Count:
    """How many persons an entry is about, by its class, and when they were counted."""

    size: Size | None
    counted_on: date | None


@dataclass(frozen=True)
class Held:
    """An entry that was in force within the last six months, with what it said of its size, the
    newest first."""

    reference: str
    counts: tuple[Count, ...]
    owner: Owner | None = None
    my_number: bool = False
    ended: bool = False


@dataclass(frozen=True)
class Persons:
    """How many different persons there are: `most` at most, where each class has a bound; `over`
    are entries that are too many by themselves. The `uncounted` have no size, the `old` one of
    more than six months ago."""

    answer: Answer
    most: int | None
    over: tuple[str, ...]
    uncounted: tuple[str, ...]
    old: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """The answer to each regime, with what it rests on; `unsaid` are entries that do not say whose
    information they are."""

    workers: int
    persons: Persons
    entrusted: Mapping[Regime, tuple[str, ...]]
    unsaid: int
    conditions: Mapping[Regime, Mapping[Condition, Answer]]

    def answer(self, regime: Regime) -> Answer:
        """No where one condition fails, open where one is open."""
        told = set(self.conditions[regime].values())
        return next((each for each in (Answer.NO, Answer.OPEN) if each in told), Answer.YES)


def since(today: date) -> date:
    """The first day of the last six months."""
    return add_months(today, -MONTHS)


def persons(held: Collection[Held], today: date) -> Persons:
    """How many different persons the entries are about.

    The same person may be in several, so that only one entry by itself can be too many, and only
    the sum of all bounds can be few enough.
    """
    first = since(today)
    over = [each.reference for each in held if Size.MORE in _fresh(each.counts, first)]
    missing = [each for each in held if not _known(each, first)]
    uncounted = [each.reference for each in missing if not _newest_size(each)]
    old = [each.reference for each in missing if _newest_size(each)]
    most = _sum(_most(_known(each, first)) for each in held)
    few = bool(held) and not missing and most is not None and most <= MOST_PERSONS
    answer = Answer.NO if over else Answer.YES if few else Answer.OPEN
    return Persons(answer, most, tuple(over), tuple(uncounted), tuple(old))


def _fresh(counts: Iterable[Count], first: date) -> list[Size]:
    return [
        each.size
        for each in counts
        if each.size is not None and each.counted_on is not None and each.counted_on >= first
    ]


def _known(held: Held, first: date) -> list[Size]:
    """The sizes that count: of what is over any, as nobody counts it again; of what is in force
    those of the last six months, if the newest is one of them."""
    if held.ended:
        return [each.size for each in held.counts if each.size is not None]
    return _fresh(held.counts, first) if _fresh(held.counts[:1], first) else []


def _newest_size(held: Held) -> Size | None:
    return held.counts[0].size


def _most(sizes: Sequence[Size]) -> int | None:
    bounds = [_MOST[each] for each in sizes]
    return None if None in bounds else max(filter(None, bounds), default=0)


def _sum(numbers: Iterable[int | None]) -> int | None:
    told = list(numbers)
    return None if None in told else sum(filter(None, told))


def judge(workers: int, held: Collection[Held], today: date) -> Judged:
    """Which of the rules for small businesses apply."""
    now = [each for each in held if not each.ended]
    entrusted = [each for each in now if each.owner is Owner.ENTRUSTED]
    found = persons(held, today)
    by_regime = {
        Regime.LAW: tuple(each.reference for each in entrusted),
        Regime.MY_NUMBER: tuple(each.reference for each in entrusted if each.my_number),
    }
    few = Answer.YES if workers <= MOST_WORKERS else Answer.NO
    conditions = {
        regime: {
            Condition.WORKERS: few,
            Condition.PERSONS: found.answer,
            Condition.OWN: Answer.NO if names else Answer.YES,
        }
        for regime, names in by_regime.items()
    }
    unsaid = sum(each.owner is None for each in now)
    return Judged(workers, found, by_regime, unsaid, conditions)
