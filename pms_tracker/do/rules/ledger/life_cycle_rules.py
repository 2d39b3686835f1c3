"""The life of personal information (取得 → 保管 → 利用 → 提供・委託 → 廃棄), pure (J.3.1.3).

What an entry of the register says at each step, and how far the risks of that step are assessed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.do.rules.provision_rules import Direction
from pms_tracker.do.rules.risk_rules import Level, Progress, Stage


class Step(StrEnum):
    """The steps in their order."""

    ACQUIRED = "acquired"
    KEPT = "kept"
    USED = "used"
    GIVEN = "given"
    DISPOSED = "disposed"


# The fields of an entry by the step that they tell of.
SAYS: Mapping[Step, tuple[str, ...]] = {
    Step.ACQUIRED: ("acquired", "subjects"),
    Step.KEPT: ("place", "medium", "protection"),
    Step.USED: ("access", "purposes", "use_until"),
    Step.GIVEN: ("entrusted_to", "provided_to", "shared_with", "abroad"),
    Step.DISPOSED: ("keep_until", "disposal"),
}
# Without these a step is not described: those of J.3.1.1, how it is acquired and disposed of.
ASKED = frozenset(
    {"acquired", "place", "protection", "access", "purposes", "use_until", "keep_until", "disposal"}
)
_STEPS: Mapping[Stage, Step] = {
    Stage.ACQUIRED: Step.ACQUIRED,
    Stage.MOVED: Step.USED,
    Stage.USED: Step.USED,
    Stage.KEPT: Step.KEPT,
    Stage.DISPOSED: Step.DISPOSED,
}
# What is moved or used may be so by others: the stages of risks have none for that.
_MAY_BE_GIVEN = (Stage.MOVED, Stage.USED)
_OTHERS = ("委託", "提供", "contractor", "third part", "vendor")
# The gravest first.
_ORDER = (Level.LARGE, Level.MEDIUM, Level.SMALL)


class Assessed(StrEnum):
    """How far the risks of a step are assessed."""

    NOT_YET = "not_yet"
    UNDER_WAY = "under_way"
    DONE = "done"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class Danger:
    """A risk to an entry: `in_force` once consented to, `accepted_until` where it remains."""

    reference: str
    step: Step
    level: Level | None
    in_force: bool
    accepted_until: date | None = None


@dataclass(frozen=True)
class Dangers:
    """The risks of one step, the gravest first; `level` is the highest of those in force."""

    assessed: Assessed
    level: Level | None = None
    risks: tuple[Danger, ...] = ()

    @property
    def accepted_until(self) -> date | None:
        """When the first of what was accepted runs out."""
        return min(filter(None, (each.accepted_until for each in self.risks)), default=None)


def step_of_risk(stage: Stage, scenario: str) -> Step:
    """Where a risk belongs; with others, where its own words name them."""
    others = stage in _MAY_BE_GIVEN and any(each in scenario.lower() for each in _OTHERS)
    return Step.GIVEN if others else _STEPS[stage]


def step_of_provision(direction: Direction) -> Step:
    """What is received is acquired."""
    return Step.ACQUIRED if direction is Direction.RECEIVED else Step.GIVEN


def level_now(before: Level | None, after: Level | None, progress: Progress | None) -> Level | None:
    """What a risk comes to today: a measure counts once it is carried out."""
    return after if progress is Progress.DONE and after is not None else before


def missing(said: Collection[str]) -> dict[Step, tuple[str, ...]]:
    """The fields that a step is not described without, of those that an entry does not say."""
    return {
        step: tuple(each for each in names if each in ASKED and each not in said)
        for step, names in SAYS.items()
    }


def dangers_of(step: Step, risks: Iterable[Danger], *, goes_on: bool) -> Dangers:
    """The risks of one step; where nothing `goes_on` at it, none need be assessed."""
    its = [each for each in risks if each.step is step]
    standing = sorted((each for each in its if each.in_force), key=_gravest_first)
    if standing:
        return Dangers(Assessed.DONE, standing[0].level, tuple(standing))
    if its:
        return Dangers(Assessed.UNDER_WAY, risks=tuple(its))
    return Dangers(Assessed.NOT_YET if goes_on else Assessed.NOT_NEEDED)


def _gravest_first(danger: Danger) -> int:
    return _ORDER.index(danger.level) if danger.level is not None else len(_ORDER)
