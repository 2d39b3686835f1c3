"""What somebody is expected to do by a day: derived from the records, never stored as a timer."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum


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
