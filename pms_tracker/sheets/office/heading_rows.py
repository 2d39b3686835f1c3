"""Where the headings of a table lie in a sheet: the one to three rows that name most columns."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pms_tracker.sheets.office.grids import Grid
from pms_tracker.sheets.office.headings import (
    BEGINS,
    NONE,
    RUNNING,
    Chosen,
    Column,
    Known,
    Match,
    bare,
    chosen_match,
    known_as,
    known_word,
    without_whether,
)
from pms_tracker.sheets.office.marks import is_dash, listed, same_as, yes_or_no
from pms_tracker.sheets.office.open_columns import opened
from pms_tracker.sheets.office.parted_columns import parted
from pms_tracker.sheets.office.rest_columns import with_rest
from pms_tracker.sheets.office.unit_columns import by_units

# Rows from which headings may begin, below the last table; and how deep they are.
MOST_ABOVE, DEEPEST = 60, 3
LEAST_COLUMNS = 2
# How many of its cells tell what a column is of, and how long their words are at least.
NEARLY_ALL, LEAST_LETTERS = 0.8, 2
# How many words the cells of an unknown column say at least that tell what it is of.
LEAST_SAID = 3
# How many of the cells of another a column has that only groups its rows, at most.
GROUPING = 0.75
# Headings that leave all to their cells, however few say one choice in all rows.
_OF_KIND = {"区分", "種別", "分類", "類型", "別"}
# Headings that ask how, of whatever there may be to say of that.
_HOW = re.compile(r"(?:方法|仕方|しかた|やり方)$")
# What stands where the names of entries and the headings beside them meet.
_CORNERS = {"", "項目", "区分", "内容", "分類", "管理項目", "帳票", "種別", "種類", "名"}
_GUESSED, _MEMBER, _RUNS, _DEEPER, _UNKNOWN = 0.4, 0.3, 0.3, 0.2, 0.05


def digest(columns: Iterable[Column]) -> str:
    """What tells this layout from others: the words of its headings, in their order."""
    told = "\n".join("\t".join(map(bare, each.path)) for each in columns)
    return hashlib.sha256(told.encode()).hexdigest()


class Block:
    """Headings that were found: their rows, their columns, and the digest of their words."""

    def __init__(self, first: int, last: int, columns: tuple[Column, ...]) -> None:
        self.first, self.last = first, last
        self.columns = columns
        self.digest = digest(columns)
        self.score = sum(_worth(columns)) - _DEEPER * (last - first)

    @property
    def names_enough(self) -> bool:
        """Whether it names as many columns for sure as headings do."""
        sure = {each.match.key for each in self.columns if each.match.key and each.match.sure}
        return len(sure - {RUNNING}) >= LEAST_COLUMNS


def _worth(columns: tuple[Column, ...]) -> Iterator[float]:
    seen: set[str] = set()
    members = Counter(each.match.key for each in columns if each.match.member)
    for each in columns:
        match = each.match
        if not match.key:
            yield -_UNKNOWN * len(each.path)
        elif match.member and (match.key in seen or members[match.key] == 1):
            # One choice alone may be what an entry says.
            yield _MEMBER
        elif match.key not in seen:
            seen.add(match.key)
            yield _RUNS if match.key == RUNNING else 1.0 if match.sure else _GUESSED


def find(grid: Grid, known: Known, start: int, chosen: Callable[[str], Chosen]) -> Block | None:
    """The next headings from a row on; None where there are none."""
    rows = [row for row in sorted(grid.rows) if row >= start][:MOST_ABOVE]
    begun = [row for row in rows if _begins(grid, known, row) or _groups(grid, known, row)]
    blocks = [block for row in begun if (block := _best_at(grid, known, row)).names_enough]
    if not blocks:
        return None
    most = max(each.score for each in blocks)
    first = next(each for each in blocks if each.score >= most / 2)
    near = [each for each in blocks if first.first <= each.first < first.first + DEEPEST]
    found = max(near, key=lambda each: (each.score, -each.first))
    columns = _told_apart(found, grid, known)
    columns = _titled(columns, known) if grid.turned else columns
    settled = _settled(columns, known, chosen(found.digest))
    cells = _cells_below(settled, grid, found.last)
    told = by_units([*_by_values(settled, cells, known)], cells, known)
    return Block(found.first, found.last, tuple(with_rest(told, cells, known)))


def _told_apart(block: Block, grid: Grid, known: Known) -> tuple[Column, ...]:
    """Columns without such as only group what another names: 顧客情報 over several 帳票名."""
    own = {
        each.at: sum(each.at in cells for row, cells in grid.rows.items() if row > block.last)
        for each in block.columns
        if each.match.key == known.title and each.match.sure
    }
    most = max(own, key=lambda at: own[at], default=0)
    words = {each.at: known_word(each) for each in block.columns}
    grouping = {
        at
        for at in own
        if at < most and words[at] != words[most] and own[at] < own[most] * GROUPING
    }
    return tuple(
        replace(each, match=NONE) if each.at in grouping else each for each in block.columns
    )


def _titled(columns: tuple[Column, ...], known: Known) -> tuple[Column, ...]:
    """Columns of a sheet that was turned: the first names the entries where no other does."""
    first = columns[0]
    has = any(each.match.key == known.title for each in columns)
    is_corner = known_word(first) in _CORNERS and first.match.key != RUNNING
    if has or not known.title or not is_corner:
        return columns
    return (replace(first, match=Match(known.title, sure=False)), *columns[1:])


def begins_again(block: Block) -> int | None:
    """The column from which headings are the same again: another table stands beside the first."""
    said = [each for each in block.columns if not each.match.rest]
    keyed = [each for each in said if each.match.key or each.twice]
    again = next((place for place, each in enumerate(keyed) if each.twice), 0)
    left, right = keyed[:again], keyed[again:]
    beside = [each for each in right if each.match.key != RUNNING]
    alike = len(beside) >= LEAST_COLUMNS and all(each.twice for each in beside)
    words = [known_word(each) for each in left if each.match.key != RUNNING]
    if not (alike and words and words[0] == known_word(right[0])):
        return None
    return left[-1].at if left[-1].match.key == RUNNING else right[0].at


def _begins(grid: Grid, known: Known, row: int) -> bool:
    """Whether headings may begin in a row: one is known, and none was merged down to it."""
    cells = grid.row(row).values()
    return any(known.knows(each.text) for each in cells) and all(each.row == row for each in cells)


def _groups(grid: Grid, known: Known, row: int) -> bool:
    """Whether a row has the names of groups alone, and the headings are in the next."""
    own = grid.rows.get(row, {})
    wide = any(grid.ends.get((row, at), (row, at))[1] > at for at in own)
    return wide and len(own) >= LEAST_COLUMNS and names_columns(grid, known, row + 1)


def names_columns(grid: Grid, known: Known, row: int) -> bool:
    """Whether a row is one of headings, by itself."""
    words = {(each.row, each.column): each.text for each in grid.row(row).values()}
    named = sum(known.knows(each) for each in words.values())
    return named >= LEAST_COLUMNS and named * 2 >= len(words)


def _best_at(grid: Grid, known: Known, first: int) -> Block:
    blocks = [
        Block(first, last, tuple(_columns(grid, known, first, last)))
        for last in range(first, first + DEEPEST)
        if last == first or grid.row(last)
    ]
    # Headings end where none of their cells goes on.
    whole = [each for each in blocks if not _goes_on(grid, each.last)]
    return max(whole or blocks, key=lambda each: (each.score, -each.last))


def _goes_on(grid: Grid, row: int) -> bool:
    """Whether a cell of a row was merged with the one beneath it."""
    beneath = ((row + 1, column) for column in grid.row(row))
    return any(grid.merged.get(at, at)[0] <= row for at in beneath)


def _columns(grid: Grid, known: Known, first: int, last: int) -> Iterator[Column]:
    shown = [grid.row(row) for row in range(first, last + 1)]
    for at in sorted({column for row in shown for column in row}):
        cells = [row[at] for row in shown if at in row]
        # A heading that was merged over several rows is one word of them.
        path = tuple(dict.fromkeys((each.row, each.column, each.text) for each in cells))
        words = tuple(text for _row, _column, text in path)
        yield Column(at, words, known.match(words), at in grid.hidden_columns)


def _settled(columns: tuple[Column, ...], known: Known, chosen: Chosen) -> tuple[Column, ...]:
    """Columns with what people chose for them; each key once, by whichever is surest of it."""
    told = [
        replace(each, match=chosen_match(chosen[str(place)]), chosen=True)
        if str(place) in chosen
        else replace(each, match=NONE if each.hidden else each.match)
        for place, each in enumerate(_by_choices(columns, known))
    ]
    told = _siblings(told)
    taken: dict[str, Column] = {}
    rank = {
        each.at: (
            not each.chosen,
            not each.match.sure,
            each.match.alone,
            each.match.akin,
            known_word(each) not in known.labels,
        )
        for each in told
    }
    for each in sorted(told, key=lambda each: (rank[each.at], each.at)):
        if each.match.key and not each.match.member:
            taken.setdefault(each.match.key, each)
    # What people chose for several columns is meant of each, if it may be parted.
    kept = [each.chosen and each.match.key in known.parted for each in told]
    once = (one if its else _once(one, taken) for one, its in zip(told, kept, strict=True))
    return tuple(parted([*once], known))


def _siblings(columns: Sequence[Column]) -> list[Column]:
    """Columns under a heading whose others are choices of one column: 旅行会社 beside 電話, Web."""
    found = list(columns)
    groups = Counter(
        (each.path[:-1], each.match.key)
        for each in columns
        if each.match.member and each.match.member != BEGINS and len(each.path) > 1
    )
    for (path, key), count in groups.items():
        for at, each in enumerate(columns):
            is_free = not (each.chosen or each.hidden or each.match.member)
            unsure = not (each.match.key and each.match.sure)
            if count >= LEAST_COLUMNS and each.path[:-1] == path and is_free and unsure:
                member = " ".join(each.path[-1].split())
                found[at] = replace(each, match=Match(key, member, sure=False))
    return found


def _once(column: Column, taken: dict[str, Column]) -> Column:
    """A column unless another is surer to be what it was taken for, or stands before it; with the
    same words over them, both may be meant."""
    first = taken.get(column.match.key)
    if column.match.member == BEGINS:
        # What a span is counted from, without a column for how long it is, says little.
        return column if first is not None or column.chosen else replace(column, match=NONE)
    if first is None or first is column or column.match.key == RUNNING:
        return column
    if column.match.other and taken.setdefault(column.match.other, column) is column:
        # 情報の種類（項目）, beside a column for the kind.
        return replace(column, match=Match(column.match.other, sure=False))
    sure = column.match.sure and first.match.sure and not column.match.member
    alike = sure and not first.chosen and known_word(first) == known_word(column)
    return replace(column, match=NONE, twice=alike)


def _cells_below(columns: Iterable[Column], grid: Grid, last: int) -> Mapping[int, Sequence[str]]:
    """What the cells below headings say, by column; one that says the same as another says nothing
    more."""
    rows = [row for row in sorted(grid.rows) if row > last][:MOST_ABOVE]
    return {
        each.at: [
            cell.text
            for row in rows
            if (cell := grid.rows[row].get(each.at)) is not None and not same_as(cell.text)
        ]
        for each in columns
    }


def _by_values(
    columns: tuple[Column, ...], cells: Mapping[int, Sequence[str]], known: Known
) -> Iterator[Column]:
    """Columns that were taken for one thing, but whose cells have choices of another alone that no
    column has, are taken for that: 区分 with 苦情 and 相談."""
    columns = tuple(opened(columns, cells, known))
    taken = {each.match.key for each in columns}
    for each in columns:
        if not (each.match.key or known.knows(each.path[-1]) or each.hidden):
            match = _marked(each, cells[each.at], known)
            by_words = NONE if match.key else _said(each, cells[each.at], known, taken)
            both = (one for one in (match, by_words) if one.key and one.key not in taken)
            yield replace(each, match=next(both, NONE))
            taken |= {by_words.key}
            continue
        is_label = known_word(each) in known.labels and not _HOW.search(known_word(each))
        is_sure = each.chosen or each.match.member or is_label
        if (
            is_sure
            or each.match.key == RUNNING
            or not (each.match.key or known.knows(each.path[-1]))
        ):
            yield each
            continue
        said = [known_as(text) for text in cells[each.at]]
        keys = _choices_of([word for word in said if word], known)
        free = {key for key in keys - taken - known.flags if _may_be_of(each, key, known)}
        if len(free) == 1 and each.match.key not in keys and not each.hidden:
            key = free.pop()
            taken.add(key)
            yield replace(each, match=Match(key, sure=False), twice=False)
        else:
            yield each


def _marked(column: Column, cells: Sequence[str], known: Known) -> Match:
    """A column that is headed by one choice and has marks alone: ○ under Pマーク."""
    word = without_whether(known_word(column))
    found = [
        Match(key, members[word], sure=False)
        for key, members in known.members.items()
        if word in members and key not in known.flags | known.open
    ]
    marks = bool(cells) and all(yes_or_no(each) is not None for each in cells)
    return found[0] if len(found) == 1 and marks else NONE


def _said(column: Column, cells: Sequence[str], known: Known, taken: Collection[str]) -> Match:
    """An unknown column whose cells say choices of one column alone that is not taken, or things of
    an open one."""
    parts = [[known_as(part) for part in listed(text)] for text in cells if not is_dash(text)]
    words = [word for said in parts for word in said]
    least = LEAST_SAID if len(set(words)) > 1 else len(words) + 1
    least = 1 if known_word(column) in _OF_KIND else least
    if len(words) < least or any(yes_or_no(each) is not None for each in words):
        return NONE
    found = [key for key, names in known.named.items() if all(map(names.issuperset, parts))]
    found += [
        key
        for key, members in known.members.items()
        if key not in known.flags and _says(parts, members, is_open=key in known.open)
    ]
    found = [key for key in found if key not in taken]
    return Match(found[0], sure=False) if len(found) == 1 else NONE


def _says(parts: Sequence[Sequence[str]], members: Mapping[str, str], *, is_open: bool) -> bool:
    """Whether cells say members: nearly all of each, or of what is open one in each and half."""
    known = [sum(word in members for word in said) for said in parts]
    if is_open:
        return all(known) and sum(known) * 2 > sum(map(len, parts))
    whole = sum(count == len(said) for count, said in zip(known, parts, strict=True))
    return whole >= len(parts) * NEARLY_ALL


def _may_be_of(column: Column, key: str, known: Known) -> bool:
    """Whether a column may be of another field: a text only of one that its heading begins, as
    請求者の区分."""
    heading, now = known_word(column), column.match.key
    if now in known.flags:
        # 要配慮 with 病歴 names what there is of it.
        return False
    if not now or now in known.members:
        return True
    words = [word for word, its in known.words.items() if its == key]
    # 保管のしかた with 紙 and 電子 is a 保管媒体.
    is_how = _HOW.search(heading) is not None and any(word[:2] == heading[:2] for word in words)
    return is_how or any(word.startswith(heading) for word in words)


def _choices_of(words: Sequence[str], known: Known) -> set[str]:
    """The columns of which nearly all words are choices."""
    if not words or any(len(each) < LEAST_LETTERS and each.isascii() for each in words):
        return set()
    return {
        key
        for key, members in known.members.items()
        if sum(word in members for word in words) >= len(words) * NEARLY_ALL
    }


def _by_choices(columns: tuple[Column, ...], known: Known) -> list[Column]:
    """Neighbours that are headed by choices of one column which has none of its own are that."""
    has = {each.match.key for each in columns}
    found = list(columns)
    for key, members in known.members.items():
        if key in known.open:
            continue
        alone = [
            (place, members[last])
            for place, each in enumerate(columns)
            if not (each.match.key and each.match.sure) and (last := known_word(each)) in members
        ]
        if key not in has and key not in known.flags and len(alone) >= LEAST_COLUMNS:
            for place, member in alone:
                found[place] = replace(columns[place], match=Match(key, member, sure=False))
    return found
