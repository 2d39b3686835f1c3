"""Columns of marks, each for one thing of a field that may have any: ○ under 氏名, 住所, 電話."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from unicodedata import normalize

from pms_tracker.sheets.office.headings import NONE, RUNNING, Column, Known, Match, known_word
from pms_tracker.sheets.office.marks import is_dash, is_half, yes_or_no

# As many columns stand beside one another at least that no heading of the field is over.
LEAST_BESIDE = 2
# A number of a row or column and no more; an example before them is none.
_COUNT = re.compile(r"[(（]?(?:no\.?|№|#)?\s*[0-9]{1,3}[)）.]?", re.IGNORECASE)
_EXAMPLE = re.compile(r"例|見本|sample", re.IGNORECASE)

Cells = Mapping[int, Sequence[str]]


def opened(columns: Sequence[Column], cells: Cells, known: Known) -> Iterator[Column]:
    """Columns of which those with marks are of an open one: such as are headed by its things where
    no other is of it, and what stands between them or under the same heading. What only numbers
    the rows, or stands below an open column without marks, is none."""
    for key in known.open:
        if not any(each.match.key == key and not each.match.member for each in columns):
            at = _of(columns, cells, known, key)
            columns = [_is(each, key) if each.at in at else each for each in columns]
    seen = [
        each if each.chosen or each.match.key not in known.open else _seen(each, cells)
        for each in columns
    ]
    taken = {each.match.key for each in seen}
    written = Counter(
        before.match.key for before, each in zip(columns, seen, strict=True) if not each.match.key
    )
    for before, each in zip(columns, seen, strict=True):
        key = before.match.key
        if each.match.key or key in {*taken, *known.members} or key not in known.open:
            yield each
            continue
        # Below the heading of a text stands what is written, if no marks: アクセス権 / 部署.
        in_parts = written[key] > 1 and key in known.parted
        part = " ".join(each.path[-1].split()) if in_parts else ""
        yield replace(each, match=Match(key, sure=False, part=part))
        if not in_parts:
            taken.add(key)


def _seen(column: Column, cells: Cells) -> Column:
    said = cells[column.at]
    if column.match.member:
        return replace(column, match=NONE) if _is_written(said) else column
    return replace(column, match=Match(RUNNING)) if _counts(said) else column


def _is_written(said: Sequence[str]) -> bool:
    """Whether cells have words of their own, and no marks but for nothing."""
    marks = [each for each in said if _is_mark(each)]
    return len(marks) < len(said) and all(map(is_dash, marks))


def _of(columns: Sequence[Column], cells: Cells, known: Known, key: str) -> set[int]:
    """The columns that are of an open one."""
    marked = {
        each.at: each
        for each in columns
        if cells[each.at]
        and all(map(_is_mark, cells[each.at]))
        and not (each.chosen or each.hidden or (each.match.key and each.match.sure))
    }
    things = {at for at, each in marked.items() if known_word(each) in known.members.get(key, {})}
    sure = {at for at in things if not marked[at].match.key}
    found = {at for at in things if at in sure or _reaches(at, sure, marked)}
    if len(found) < LEAST_BESIDE:
        return set()
    over = {marked[at].path[:-1] for at in found} - {()}
    free = (at for at, each in marked.items() if not each.match.key)
    between = range(min(found), max(found))
    return found | {at for at in free if at in between or marked[at].path[:-1] in over}


def _reaches(at: int, sure: set[int], marked: Mapping[int, Column]) -> bool:
    """Whether a column that may be another's stands beside sure ones, with unknown ones between."""
    for step in (-1, 1):
        beside = at + step
        while beside in marked and not marked[beside].match.key:
            if beside in sure:
                return True
            beside += step
    return False


def _is(column: Column, key: str) -> Column:
    member = " ".join(column.path[-1].split())
    return replace(column, match=Match(key, member, sure=False), twice=False)


def _is_mark(text: str) -> bool:
    return yes_or_no(text) is not None or is_half(text)


def _counts(cells: Sequence[str]) -> bool:
    """Whether cells only count, perhaps anew below a title: ①, ② or 1, 2, 1."""
    said = [normalize("NFKC", each) for each in cells if not _EXAMPLE.search(each)]
    if not said or not all(map(_COUNT.fullmatch, said)):
        return False
    numbers = [int("".join(filter(str.isdecimal, each))) for each in said]
    # Codes say one thing more than once, and leave others out.
    steps = pairwise(numbers)
    return all(after == before + 1 or after == 1 < before for before, after in steps)
