"""Rules of giving personal data to third parties and of receiving it (Law art. 27-31, rules 19-28).

When a record is needed, what must be in it, and how long it is kept; when a partner abroad that is
bound to a system of its own is looked at again.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.due_dates import add_months, last_day


class Direction(StrEnum):
    """Given, received, or given as information that only there is about a person (個人関連情報)."""

    PROVIDED = "provided"
    RECEIVED = "received"
    RELATED = "related"


class Ground(StrEnum):
    """Why it may be done, or why it is no provision that the law asks a record of."""

    CONSENT = "consent"
    OPT_OUT = "opt_out"
    # Received of somebody who is no business.
    PRIVATE = "private"
    # Article 27, paragraph 1, items 1 to 7.
    LAW = "law"
    LIFE = "life"
    HEALTH = "health"
    STATE = "state"
    RESULTS = "results"
    RESEARCH = "research"
    RESEARCHER = "researcher"
    # Article 27, paragraph 5, items 1 to 3.
    ENTRUSTED = "entrusted"
    SUCCESSION = "succession"
    JOINT = "joint"
    PUBLIC_BODY = "public_body"
    NO_DATA = "no_data"


EXCEPTED = frozenset(
    {
        *(Ground.LAW, Ground.LIFE, Ground.HEALTH, Ground.STATE),
        *(Ground.RESULTS, Ground.RESEARCH, Ground.RESEARCHER),
    }
)
NO_THIRD_PARTY = frozenset({Ground.ENTRUSTED, Ground.SUCCESSION, Ground.JOINT})


class Party(StrEnum):
    """Who is on the other side."""

    BUSINESS = "business"
    PERSON = "person"
    PUBLIC_BODY = "public_body"


class Abroad(StrEnum):
    """On what a provision abroad rests (art. 28): consent to it, an equal country, or a partner
    with a system that meets the standard."""

    CONSENT = "consent"
    EQUAL = "equal"
    SYSTEM = "system"


class Method(StrEnum):
    """How the record is made (rules 19, 23, 27): each time, together, or by a contract."""

    EACH = "each"
    BATCH = "batch"
    CONTRACT = "contract"


class Item(StrEnum):
    """What a record must say; the value is the field that says it."""

    COUNTERPART = "counterpart"
    ADDRESS = "address"
    REPRESENTATIVE = "representative"
    ITEMS = "items"
    PERSONS = "whom"
    DAY = "provided_on"
    ORIGIN = "origin"
    PUBLISHED = "published"
    CONSENT = "consent"


class Why(StrEnum):
    """The rule that asks for a record, or that frees of it."""

    PROVIDED = "provided"
    RECEIVED = "received"
    RELATED = "related"
    EXCEPTED = "excepted"
    NO_THIRD_PARTY = "no_third_party"
    PUBLIC_BODY = "public_body"
    NO_DATA = "no_data"


@dataclass(frozen=True)
class Asked:
    """Five questions and their answers; `is_data`: whether it can be looked up in a file of
    personal data, or is to become such with whoever takes it."""

    direction: Direction
    is_data: bool
    party: Party
    ground: Ground
    abroad: Abroad | None = None


@dataclass(frozen=True)
class Answer:
    """Whether a record is needed, on which ground, by which rule, and what it must say."""

    needed: bool
    ground: Ground
    why: Why
    items: Set[Item]


_COUNTERPART = frozenset({Item.COUNTERPART, Item.ADDRESS, Item.REPRESENTATIVE})
_WHOSE = frozenset({Item.PERSONS, Item.ITEMS})
_NEEDED = {
    Direction.PROVIDED: Why.PROVIDED,
    Direction.RECEIVED: Why.RECEIVED,
    Direction.RELATED: Why.RELATED,
}


def answer(asked: Asked) -> Answer:
    """What five answers come to."""
    return judge(asked.direction, _ground(asked), asked.abroad)


def _ground(asked: Asked) -> Ground:
    if not asked.is_data:
        return Ground.NO_DATA
    if asked.party is Party.PUBLIC_BODY:
        return Ground.PUBLIC_BODY
    free = EXCEPTED | NO_THIRD_PARTY
    received = asked.direction is Direction.RECEIVED
    if received and asked.party is Party.PERSON and asked.ground not in free:
        return Ground.PRIVATE
    return asked.ground


def judge(direction: Direction, ground: Ground, abroad: Abroad | None = None) -> Answer:
    """Whether this is to be recorded (art. 29-1, 30-1, 30-3, 31-3).

    Bodies of the state are no third party here (art. 16-2), and what is no personal data is not
    asked for. Otherwise article 27-1 always frees; 27-5 does not where a provision abroad rests on
    consent (art. 29-1), nor for information about persons only there (art. 31 knows no 27-5).
    """
    bound = direction is Direction.RELATED
    bound = bound or (direction is Direction.PROVIDED and abroad is Abroad.CONSENT)
    free = {Ground.NO_DATA: Why.NO_DATA, Ground.PUBLIC_BODY: Why.PUBLIC_BODY}
    free |= dict.fromkeys(EXCEPTED, Why.EXCEPTED)
    if not bound:
        free |= dict.fromkeys(NO_THIRD_PARTY, Why.NO_THIRD_PARTY)
    if ground in free:
        return Answer(False, ground, free[ground], frozenset())
    return Answer(True, ground, _NEEDED[direction], _items(direction, ground))


def _items(direction: Direction, ground: Ground) -> Set[Item]:
    """What must be in it: of a provision rule 20, of a receipt rule 24, of information about
    persons only there rule 28, whose giver does not know the persons. That there is consent is
    what the ground says."""
    if direction is Direction.RELATED:
        return _COUNTERPART | {Item.CONSENT, Item.DAY, Item.ITEMS}
    if ground is Ground.PRIVATE:
        return _WHOSE | {Item.COUNTERPART, Item.ADDRESS, Item.ORIGIN}
    found = _COUNTERPART | _WHOSE
    if direction is Direction.RECEIVED:
        found |= {Item.ORIGIN}
    if ground is Ground.OPT_OUT:
        found |= {Item.DAY}
        found |= {Item.PUBLISHED} if direction is Direction.RECEIVED else frozenset()
    return found


def missing(needed: Answer, method: Method, there: Set[str]) -> list[Item]:
    """The items that a record lacks, in the order of `Item`. One that is made together, or by a
    contract, says from when on (rules 19-2, 19-3): how long it is kept depends on the days."""
    wanted = set(needed.items)
    if needed.needed and method is not Method.EACH:
        wanted.add(Item.DAY)
    return [each for each in Item if each in wanted and each not in there]


def allows(direction: Direction, ground: Ground) -> bool:
    """Whether there is such a ground: information about persons only there goes out by consent or
    by article 27-1 (art. 31-1), and only receipts are of somebody who is no business."""
    if direction is Direction.RELATED:
        return ground in {Ground.CONSENT, Ground.PUBLIC_BODY, Ground.NO_DATA, *EXCEPTED}
    return ground is not Ground.PRIVATE or direction is Direction.RECEIVED


def may_be_made(method: Method, ground: Ground) -> bool:
    """By opt-out each provision is recorded by itself (rules 19-2, 19-3, 23-2, 23-3)."""
    return method is Method.EACH or ground is not Ground.OPT_OUT


def years_kept(method: Method) -> int:
    """How many years a record is kept (rules 21, 25)."""
    return 1 if method is Method.CONTRACT else 3


def kept_until(method: Method, made_on: date, last_on: date | None) -> date | None:
    """The last day on which a record is kept (art. 29-2, 30-4; rules 21, 25): counted from the last
    provision where it is made together or by a contract, None as long as that is open, else from
    the day it was made; that day itself is not counted (Civil Code art. 140)."""
    began = made_on if method is Method.EACH else last_on
    return last_day(began + ONE_DAY, 12 * years_kept(method)) if began is not None else None


# "About once a year" (rule 18-1).
CHECKED_EVERY = 12


def check_abroad_by(began_on: date, done_on: date | None, regime_on: date | None) -> date:
    """By when a partner abroad is looked at again, what it does and the system of its country
    alike (art. 28-3, rule 18-1): a year after whichever was looked at longer ago."""
    return add_months(min(done_on or began_on, regime_on or began_on), CHECKED_EVERY)
