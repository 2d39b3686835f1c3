"""What somebody is expected to do by a day: derived from the records, never stored as a timer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Duty:
    """One person's next step on one record.

    `due_on` ends at 24:00 in the company's zone. `legal` duties ignore closed days.
    `unit` names where it comes from and `unit_id` is whose head hears of it when it is late; a
    duty of the whole company has neither. `for_id` is whom a deputy does it for (不在時代理).
    `title` may hold content of the record and is therefore shown on pages only, never in a letter.
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


@dataclass(frozen=True)
class Above:
    """Whom letters reach that stand above whoever is late: heads by unit, then the management."""

    heads: Mapping[int, Collection[int]] = field(default_factory=dict)
    privacy_managers: Collection[int] = ()
    representatives: Collection[int] = ()
