"""What the inputs of minutes are told as: figures, records, and what was said of them."""

from dataclasses import dataclass, field

from pms_tracker.act.rules.management_rules import Section


@dataclass(frozen=True)
class Figure:
    """How many there are of something, with the list behind it where the reader may open it."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One record an input tells of: its name, what it is, and how it stands."""

    reference: str
    words: str
    detail: str
    url: str = ""


@dataclass(frozen=True)
class Told:
    """One input: its figures, the records it tells of, and what was said about it."""

    section: Section
    title: str
    figures: list[Figure] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    comment: str = ""
    unchanged: bool = False
