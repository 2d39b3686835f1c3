"""Rules of risks (リスクアセスメント・対応, J.3.1.3, J.3.1.4): their level, and what may remain."""

from datetime import date
from enum import StrEnum

from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.errors import RuleBroken

# Risks are reviewed at least once a year (J.3.1.3), so that what was accepted runs out by then.
LONGEST_ACCEPTED = 12


class Stage(StrEnum):
    """Where in the life of the information a risk arises."""

    ACQUIRED = "acquired"
    MOVED = "moved"
    USED = "used"
    KEPT = "kept"
    DISPOSED = "disposed"


class RiskKind(StrEnum):
    LEAK = "leak"
    LOSS = "loss"
    INACCURATE = "inaccurate"
    UNFAIR = "unfair"
    OFF_PURPOSE = "off_purpose"
    UNLAWFUL = "unlawful"
    DAMAGE = "damage"
    HARM = "harm"


# Handling that no company may go on with: such a risk is removed, never accepted (J.3.1.4).
NEVER_REMAIN = (RiskKind.UNFAIR, RiskKind.OFF_PURPOSE, RiskKind.UNLAWFUL)


class Degree(StrEnum):
    """How likely, or how grave; the value is what levels are counted with."""

    LOW = "1"
    MIDDLE = "2"
    HIGH = "3"


class Level(StrEnum):
    """What likelihood and impact come to: 1 and 2, 3 and 4, 6 and 9."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Safeguard(StrEnum):
    """Which of the four kinds of security control a measure is (Law art. 23, guideline 10)."""

    ORGANISATIONAL = "organisational"
    HUMAN = "human"
    PHYSICAL = "physical"
    TECHNICAL = "technical"


class Progress(StrEnum):
    """How far a measure is."""

    NOT_YET = "not_yet"
    PLANNED = "planned"
    DONE = "done"


# From which product of likelihood and impact a risk is large.
LARGE_FROM = 6


def level_of(likelihood: Degree | None, impact: Degree | None) -> Level | None:
    """The level of a risk; None while one of the two was not judged."""
    if likelihood is None or impact is None:
        return None
    product = int(likelihood) * int(impact)
    return Level.SMALL if product < 3 else Level.MEDIUM if product < LARGE_FROM else Level.LARGE


def check_remaining(kind: RiskKind, reason: str) -> None:
    """A risk that remains says why; one of improper handling does not remain (J.3.1.4).

    Raises RuleBroken.
    """
    if kind in NEVER_REMAIN:
        raise RuleBroken("risk_never_remains")
    if not reason:
        raise RuleBroken("risk_remains_unsaid")


def review_by(review_on: date | None, changed_on: date | None) -> date | None:
    """By when a risk in force is assessed again: on its day, or a month after what it concerns was
    changed, which is the company's own habit."""
    days = [review_on, add_months(changed_on, 1) if changed_on else None]
    return min(filter(None, days), default=None)


def check_review(review_on: date, today: date) -> None:
    """A risk is looked at again within twelve months. Raises RuleBroken for a later day."""
    last = add_months(today, LONGEST_ACCEPTED)
    if review_on > last:
        raise RuleBroken("risk_review_late", last=last)


def asked_of_plan(measure: str, progress: Progress | None) -> tuple[str, ...]:
    """What of the plan there must be before it is decided on: what a new measure comes to and,
    unless it is carried out already, who does it until when (J.3.1.4)."""
    if not measure:
        return ()
    after = ("likelihood_after", "impact_after")
    return after if progress is Progress.DONE else ("who", "until", *after)
