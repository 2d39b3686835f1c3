"""What a column says in a row: one cell, or several that are put together to one."""

import re
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from pms_tracker.sheets.office.grids import What
from pms_tracker.sheets.office.headings import BEGINS, Column, Match
from pms_tracker.sheets.office.marks import is_dash, is_half, yes_or_no
from pms_tracker.sheets.office.parted_columns import whole
from pms_tracker.sheets.office.row_kinds import Left
from pms_tracker.sheets.office.unit_columns import in_charge

# What the departments are called that use what another is in charge of.
USERS = "利用部署"
# The number or the day of what a column is for marks it as well: a registration under Pマーク.
_NUMBERED = re.compile(r"[0-9０-９]{4}|[A-Za-z].*[0-9０-９]{2}")

# Behind an event, that a span is counted from it.
_SINCE = re.compile(r"(?:の?翌日)?(?:後|から|より|起算)*$")


class LeftOver(NamedTuple):
    """A cell that is no part of an entry, and why."""

    sheet: str
    place: str
    text: str
    why: Left
    column: int


class Told(NamedTuple):
    """What a column says in a row: as it is read, as it is written, and where; `more` are further
    cells that say it; `doubt` is why it may mean something else."""

    text: str
    original: str
    place: str
    what: What = What.TEXT
    repeats: bool = False
    aside: str = ""
    more: tuple[str, ...] = ()
    doubt: str = ""


Parts: TypeAlias = dict[str, list[tuple[Column, Told]]]


def joined(several: list[tuple[Column, Told]], *, is_open: bool) -> Told:
    """One cell of a column for each choice: the words of those that are marked."""
    begins = next((told for column, told in several if column.match.member == BEGINS), None)
    several = [each for each in several if each[0].match.member != BEGINS]
    if begins is not None:
        return _counted_from(begins, several[0][1] if several else None)
    if len(several) == 1 and not several[0][0].match.member:
        return several[0][1]
    words, originals, marked, doubt = [], [], None, ""
    for column, told in several:
        doubt = doubt or told.doubt
        mark = yes_or_no(told.text) if column.match.member else None
        originals.append(f"{column.path[-1]}: {told.original}")
        beside = is_open or is_half(told.text) or _NUMBERED.search(told.text)
        if mark is None and column.match.member and beside:
            half = is_half(told.text)
            plain = half or not is_open
            words.append(column.match.member if plain else f"{column.match.member}（{told.text}）")
            doubt = "mark_half" if half else "mark_beside"
        elif mark is None and not (column.match.member and is_dash(told.text)):
            # No mark: the cell says itself what is meant.
            words.append(told.text)
        elif mark:
            words.append(column.match.member)
        if marked is None and mark is not False:
            marked = told
    found = marked or several[0][1]
    formula = next(
        (told.what for _column, told in several if told.what is What.FORMULA), found.what
    )
    more = tuple(told.place for _column, told in several if told is not found)
    said = "、".join(words)
    return Told(said, "\n".join(originals), found.place, formula, more=more, doubt=doubt)


def in_parts(several: list[tuple[Column, Told]], joint: str) -> Told:
    """One cell of several columns that say a text or a list in parts."""
    first = several[0][1]
    return first._replace(
        text=whole([(column.match.part, told.text) for column, told in several], joint),
        original="\n".join(f"{column.path[-1]}: {told.original}" for column, told in several),
        what=What.FORMULA if any(told.what is What.FORMULA for _, told in several) else first.what,
        more=tuple(told.place for _column, told in several[1:]),
        doubt=next((told.doubt for _column, told in several if told.doubt), ""),
    )


def in_charge_of(several: list[tuple[Column, Told]]) -> list[tuple[Column, Told]]:
    """Of columns for departments those that are in charge, as one that names them."""
    said = [(column, told.text) for column, told in several]
    names = [column.match.member for column, is_first in in_charge(said) if is_first]
    told = joined(several, is_open=False)
    words = "、".join(names)
    first = several[0][0]
    one = replace(first, match=replace(first.match, member=""))
    return [(one, told._replace(text=words, original=words, doubt=""))]


def used_by(several: list[tuple[Column, Told]], rest: str) -> tuple[Column, Told] | None:
    """Of columns for departments those that only use it, as one for the notes."""
    said = [(column, told.text) for column, told in several]
    names = [column.match.member for column, is_first in in_charge(said) if not is_first]
    if not names:
        return None
    column, told = several[0]
    match = Match(rest, part=USERS, rest=True)
    words = "、".join(names)
    return replace(column, match=match), told._replace(text=words, original=words, more=())


def with_rest(told: Told | None, rest: list[tuple[Column, Told]]) -> Told:
    """What a column says, with what stands in those that are of none, a line for each under its
    heading; a dash says nothing."""
    if told is not None and not rest:
        return told
    lines = [
        f"{column.match.part}：{'／'.join(each.text.split(chr(10)))}"
        for column, each in rest
        if each.text and not is_dash(each.text)
    ]
    its = [told] if told is not None else []
    own = [each.text for each in its if each.text and not (lines and is_dash(each.text))]
    beside = [each._replace(what=What.TEXT, aside="", repeats=False) for _column, each in rest]
    first, *more = [*its, *beside]
    original = [each.original for each in its]
    original += [f"{column.path[-1]}: {each.original}" for column, each in rest]
    return first._replace(
        text="\n".join((*own, *lines)),
        original="\n".join(original),
        more=(*first.more, *(each.place for each in more)),
    )


def _counted_from(begins: Told, length: Told | None) -> Told:
    """A span of two cells: what it is counted from, and how long it is. A length that is none in
    figures (永年) stands for itself; without one it is until then, with a doubt."""
    if length is None or not length.text or is_dash(length.text):
        more = (length.place,) if length is not None else ()
        return begins._replace(more=more, doubt=begins.doubt or "span_parted")
    original = f"{begins.original}／{length.original}"
    told = length._replace(original=original, more=(begins.place, *length.more), aside="")
    told = told._replace(doubt=length.doubt or begins.doubt)
    if is_dash(begins.text):
        return told._replace(aside=length.aside)
    counted = length.text + (length.aside if length.text.isdecimal() else "")
    if not counted[:1].isdigit():
        return told
    if begins.what is What.FORMULA:
        told = told._replace(what=begins.what)
    return told._replace(text=f"{_SINCE.sub('', begins.text)}後{counted}")
