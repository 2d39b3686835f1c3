"""What somebody is expected to do by a day: said by the records themselves, never by a timer."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum


class Holder(StrEnum):
    """Whose a duty is: a person's, an office's, or of whoever rules name on the day it is asked."""

    PERSON = "person"
    # Who runs the PMS: the privacy manager, else the representative.
    MANAGER = "manager"
    AUDIT_MANAGER = "audit_manager"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one record wants done, as the record alone says it: no matter who is there, or away.

    `person_id` is given where `holder` is a person. `parties` are the persons that rules look at:
    writers, teams, owners, by what they are to it. It shows from `first_on` to `last_on`, each if
    given. `unit_id` is where it comes from. `place` is 0 but for those who share it with the first.
    A `sole` one is one person's turn and nobody else's, so that it can be told of by itself.
    """

    record_id: int
    reference: str
    kind: str
    due_on: date
    holder: Holder = Holder.PERSON
    person_id: int | None = None
    parties: Mapping[str, list[int]] = field(default_factory=dict)
    title: str = ""
    unit_id: int | None = None
    first_on: date | None = None
    last_on: date | None = None
    place: int = 0
    sole: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """One person's next step on one record.

    `due_on` ends at 24:00 in the company's zone. `legal` duties ignore closed days.
    `unit` names where it comes from and `unit_id` is whose head hears of it when it is late; of a
    duty of the whole company, which has neither, the heads of whoever is late. `for_id` is whom a
    deputy does it for (不在時代理), and `audit` says that it is done for an audit, as whose line of
    its own it climbs. What `lapses` ends with its day, done or not, so that nobody is told that it
    is late.
    `reference` is empty where it is about the installation and no record. `title` may hold content
    of the record and is therefore shown on pages only, never in a letter.
    """

    kind: str
    reference: str
    person_id: int
    due_on: date
    title: str = ""
    unit: str = ""
    legal: bool = False
    unit_id: int | None = None
    for_id: int | None = None
    audit: bool = False
    lapses: bool = False


class Level(IntEnum):
    """How high somebody stands in the firm, above all units or within them."""

    MEMBER = 0
    # The privacy manager and the audit manager: neither stands above the other.
    MANAGER = 1
    REPRESENTATIVE = 2


@dataclass(frozen=True)
class Standing:
    """Where somebody stands: `works_in` are the units that they belong to and do not head."""

    level: Level = Level.MEMBER
    works_in: frozenset[int] = frozenset()


def nowhere(_person_id: int) -> Standing:
    """Where nobody is known."""
    return Standing()


@dataclass(frozen=True)
class Above:
    """Whom letters reach that stand above whoever is late: heads by unit, then the management.

    `standing` says where somebody stands who may be late, whether letters reach them or not.
    """

    heads: Mapping[int, Collection[int]] = field(default_factory=dict)
    privacy_managers: Collection[int] = ()
    representatives: Collection[int] = ()
    audit_managers: Collection[int] = ()
    standing: Callable[[int], Standing] = nowhere
