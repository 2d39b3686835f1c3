"""What the report of a corrective action is made of: sections, rows and parts, as plain data."""

from collections.abc import Iterable

from flask_babel import gettext

from pms_tracker.act.erasures import erasures

Part = dict[str, object]
Row = dict[str, object]
Section = dict[str, object]


def said(words: str) -> str:
    """What somebody typed, and where it was erased that it was."""
    return gettext("（消去済み）") if words == erasures.TOMBSTONE else words


def text(words: str) -> Part:
    return {"kind": "text", "words": said(words)}


def bold(words: str) -> Part:
    return {"kind": "bold", "words": words}


def note(words: str) -> Part:
    return {"kind": "note", "words": words}


def captioned(caption: str, words: str) -> list[Part]:
    """A text below what it is; nothing where there is none."""
    return [note(caption), text(words)] if words else []


def row(name: str, *parts: Part) -> Row:
    """One row; what says nothing is left out of it."""
    return {"label": name, "parts": [each for each in parts if each["words"]]}


def section(title: str, rows: Iterable[Row]) -> list[Section]:
    """A section with the rows that say something; none where no row does."""
    told = [each for each in rows if each["parts"]]
    return [{"title": title, "rows": told}] if told else []
