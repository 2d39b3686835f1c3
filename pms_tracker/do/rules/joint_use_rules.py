"""Rules of joint use (共同利用) and of opt-out (オプトアウト), pure: Law art. 27-2 and 27-5-3."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from pms_tracker.do.rules import purpose_rules
from pms_tracker.kernel.due_dates import add_months

# What persons are told of joint use, or find readily, beside that there is one (art. 27-5-3).
TOLD = ("items", "joint_range", "joint_purpose", "joint_responsible")
# How often what was notified and published is held against what is done; ours.
LOOKED_AT_EVERY = 12


class Excluded(StrEnum):
    """What is never provided by opt-out (art. 27-2, proviso)."""

    SENSITIVE = "sensitive"
    UNLAWFUL = "unlawful"
    FROM_OPT_OUT = "from_opt_out"


def untold(said: Mapping[str, object]) -> list[str]:
    """Which of what persons are to be told of joint use is not said, in the order of the law."""
    return [name for name in TOLD if not said.get(name)]


def unpublished(said: Mapping[str, Sequence[str]], texts: Sequence[str]) -> list[str]:
    """Which of it no published text says: one of several items is enough that it does not."""
    found = (
        (name, all(any(purpose_rules.is_in(word, text) for text in texts) for word in words))
        for name, words in said.items()
    )
    return [name for name, is_there in found if not is_there]


def excluded(*, sensitive: bool, from_opt_out: bool, lawful: bool) -> Excluded | None:
    """Why personal data may not be provided by opt-out, if so."""
    if sensitive:
        return Excluded.SENSITIVE
    if from_opt_out:
        return Excluded.FROM_OPT_OUT
    return None if lawful else Excluded.UNLAWFUL


def is_notified(notified_on: date | None, provided_on: date | None) -> bool:
    """Whether the Commission was notified before anything was provided (art. 27-2)."""
    if notified_on is None:
        return False
    return provided_on is None or notified_on < provided_on


def look_by(notified_on: date, looked_on: date | None) -> date:
    """By when notification and publication are looked at again: a year after they last were."""
    return add_months(max(notified_on, looked_on or notified_on), LOOKED_AT_EVERY)
