"""Rules of use beyond the purpose (目的外利用; Law art. 18, J.8.1; My Number Act art. 30)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.errors import RuleBroken


class UseGround(StrEnum):
    """On what a use beyond the purpose rests: article 18, paragraph 3, items 1 to 6, or consent
    (paragraph 1)."""

    LAW = "law"
    LIFE = "life"
    HEALTH = "health"
    STATE = "state"
    RESEARCH = "research"
    RESEARCHER = "researcher"
    CONSENT = "consent"


# What the My Number Act leaves of article 18: neither consent nor items 3 to 6 (art. 30).
FOR_MY_NUMBER = frozenset({UseGround.LAW, UseGround.LIFE})


class ConsentWay(StrEnum):
    """How consent is given (guideline 2-16)."""

    SPOKEN = "spoken"
    WRITTEN = "written"
    MAIL = "mail"
    BOX = "box"
    BUTTON = "button"
    VOICE = "voice"


class Consenter(StrEnum):
    """Who consents: the person, or who acts for one that cannot judge (guideline 2-16)."""

    SELF = "self"
    GUARDIAN = "guardian"


class UseState(StrEnum):
    """How far a use is."""

    APPLIED = "applied"
    CONSENTING = "consenting"
    READY = "ready"
    USABLE = "usable"
    OVER = "over"


@dataclass(frozen=True)
class Persons:
    """How many persons a use is about, consented, and are taken out of it."""

    all: int | None
    consents: int | None = None
    refusals: int | None = None

    @property
    def left(self) -> int | None:
        """Those whose data may be used once they consented: nobody who refused."""
        return None if self.all is None else self.all - (self.refusals or 0)


@dataclass(frozen=True)
class Term:
    """From when to when a use goes on, and when it was ended."""

    first_on: date | None
    last_on: date | None
    ended_on: date | None = None


def check_persons(ground: UseGround, persons: Persons) -> None:
    """Nobody is counted twice; without consent nobody is asked. Raises RuleBroken."""
    left = persons.left if ground is UseGround.CONSENT else None
    if left is not None and (persons.consents or 0) > left:
        raise RuleBroken("use_counted_twice")


def check_term(term: Term) -> None:
    """A use ends after it began. Raises RuleBroken."""
    first_on = term.first_on
    if first_on is None:
        return
    if term.last_on is not None and term.last_on < first_on:
        raise RuleBroken("use_ends_before")
    if term.ended_on is not None and term.ended_on < first_on:
        raise RuleBroken("use_ended_before")


def check_approved(first_on: date | None, approved_on: date) -> None:
    """Nothing is used before that was approved (art. 18-1: beforehand). Raises RuleBroken."""
    if first_on is not None and first_on < approved_on:
        raise RuleBroken("use_before_approval", day=first_on)


def check_my_number(ground: UseGround, has_my_number: bool) -> None:
    """Numbers are used beyond their purpose where the law itself allows, whoever consents.

    Raises RuleBroken.
    """
    if has_my_number and ground not in FOR_MY_NUMBER:
        raise RuleBroken("use_of_my_number")


def asked_of(ground: UseGround, has_minors: bool) -> tuple[str, ...]:
    """What there must be before a use is decided on: of consent what persons are told and how they
    give it, for minors by whom (guideline 2-16); of an exception why it is one."""
    if ground is not UseGround.CONSENT:
        return ("reason",)
    return ("notice", "ways", "consenters", *(("guardians",) if has_minors else ()))


def state_of(
    ground: UseGround, persons: Persons, term: Term, today: date, *, is_approved: bool
) -> UseState:
    """How far a use is: with consent, persons are asked until each has consented or was taken out;
    then it goes on from its first day to its last, or until it was ended."""
    if term.ended_on is not None or (term.last_on is not None and term.last_on < today):
        return UseState.OVER
    if not is_approved:
        return UseState.APPLIED
    if ground is UseGround.CONSENT and (persons.consents or 0) < (persons.left or 0):
        return UseState.CONSENTING
    if term.first_on is None or today < term.first_on:
        return UseState.READY
    return UseState.USABLE
