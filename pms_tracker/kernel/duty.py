"""What somebody is expected to do by a day: derived from the records, never stored as a timer."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Duty:
    """One person's next step on one record.

    `due_on` ends at 24:00 in the company's zone. `legal` duties ignore closed days.
    `unit` names where it comes from; it may be empty. `title` may hold content of the record
    and is therefore shown on pages only, never in a letter.
    """

    kind: str
    reference: str
    person_id: int
    due_on: date
    title: str = ""
    unit: str = ""
    legal: bool = False
