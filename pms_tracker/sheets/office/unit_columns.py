"""Departments that have a column each, with marks in it: ◎ whose it is, ○ who uses it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from pms_tracker.sheets.office.headings import Column, Known, Match, known_as, known_word
from pms_tracker.sheets.office.marks import is_half, word_set, yes_or_no

# As many columns stand beside one another at least.
LEAST_BESIDE = 2
# How departments end, and what stands over several of them.
_ENDS = (*"部課室係局店校園院所班", "センター", "グループ", "チーム")
_OVER = ("部署", "部門", "課", "department", "departments", "unit", "units")
# What marks the one that is in charge, and what does so beside marks of others alone.
_FIRST, _OR_ELSE = word_set("◎ 主 主管 正"), word_set("● ■")

# Letters of Japanese stand below one another in a narrow column.
_GAP = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")

Cells = Mapping[int, Sequence[str]]


def by_units(columns: Sequence[Column], cells: Cells, known: Known) -> list[Column]:
    """Columns of which those that are headed by departments and have marks alone say whose an entry
    is, where no other column does. What stands below a heading that tells who may see it (利用部署)
    tells that as well, unless some of them are marked as in charge."""
    unit = next(iter(known.shared), "") if len(known.shared) == 1 else ""
    has = any(
        each.match.key == unit and not all(map(_is_mark, cells.get(each.at, ())))
        for each in columns
    )
    if not (unit and known.rest) or has:
        return [*columns]
    found = _headed_by_units(columns, cells, unit, known)
    marks = {text.strip() for at in found for text in cells[at]}
    if len(found) < LEAST_BESIDE:
        return [*columns]
    alike = set() if marks & _FIRST else known.open
    return [_is_of(each, unit, alike) if each.at in found else each for each in columns]


def _headed_by_units(
    columns: Sequence[Column], cells: Cells, unit: str, known: Known
) -> frozenset[int]:
    marked = [each for each in columns if _may_be(each, cells, known)]
    names = known.named.get(unit, frozenset())
    over = {each.path[:-1] for each in marked if _is_over(each, unit, known)}
    own = {each.at for each in marked if _is_unit(known_word(each), names)}
    # What stands between them is one as well: 役員 between 総務部 and 営業部.
    between = range(min(own), max(own)) if len(own) >= LEAST_BESIDE else ()
    return frozenset(
        each.at
        for each in marked
        if each.at in own or each.at in between or (each.path[:-1] in over and each.path[:-1])
    )


def _may_be(column: Column, cells: Cells, known: Known) -> bool:
    said = cells.get(column.at, ())
    is_free = not (column.match.key and column.match.sure and not column.match.alone)
    is_free = is_free or column.match.key in known.open | known.shared
    return is_free and not (column.chosen or column.hidden) and _are_marks(said)


def _are_marks(said: Sequence[str]) -> bool:
    return bool(said) and all(map(_is_mark, said))


def _is_mark(text: str) -> bool:
    return yes_or_no(text) is not None or is_half(text) or text.strip() in _FIRST


def _is_over(column: Column, unit: str, known: Known) -> bool:
    """Whether what stands over a column is over departments: 部署, 使用する部門."""
    if len(column.path) < LEAST_BESIDE:
        return False
    word = known_as(column.path[-2])
    return known.words.get(word) == unit or word.endswith(_OVER)


def _is_unit(word: str, names: frozenset[str]) -> bool:
    is_named = word in names or (len(word) > 1 and any(each.startswith(word) for each in names))
    return is_named or (len(word) > 1 and word.endswith(_ENDS))


def _is_of(column: Column, unit: str, alike: Collection[str]) -> Column:
    member = _GAP.sub("", " ".join(column.path[-1].split()))
    other = column.match.key if column.match.key in alike else ""
    return replace(column, match=Match(unit, member, sure=False, other=other), twice=False)


def in_charge(said: Sequence[tuple[Column, str]]) -> Iterator[tuple[Column, bool]]:
    """The columns that are marked in a row, each with whether it is in charge: all are where none
    is marked as such."""
    marked = [(column, text.strip()) for column, text in said if _is_on(text)]
    marks = {text for _column, text in marked}
    first = marks & _FIRST or (marks & _OR_ELSE if len(marks) > 1 else set())
    for column, text in marked:
        yield column, not first or text in first


def _is_on(text: str) -> bool:
    return yes_or_no(text) is not False
