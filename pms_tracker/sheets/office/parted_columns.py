"""Columns that say one thing in parts: 保管場所（紙） and 保管場所（データ）, 備考1 and 備考2; and
such as say two things at once: 保存期間・廃棄方法."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pms_tracker.sheets.office.grids import Grid, Relaid
from pms_tracker.sheets.office.headings import (
    RUNNING,
    Column,
    Known,
    Match,
    aside,
    known_as,
    known_word,
)
from pms_tracker.sheets.office.marks import is_dash, word_set

# Whatever is longer is no heading.
LONGEST = 40
# A number behind a heading, as people count further columns for the same.
_COUNTED = re.compile(r"(?<=\D)[0-9]{1,2}$")
# What tells no part of a text, but how it is read aloud or written elsewhere, or if there is one.
_OTHER_WORDS = word_set(
    "カナ かな フリガナ ふりがな よみ よみがな 読み 読み仮名 英語 英文 略称 旧 有無 該当 要否 "
    "該当の有無"
)

# What stands between the two things that a heading names, and between those that a cell says.
_TWO = re.compile(r"[・･/／、,&＆\n]|及び|および|並びに|と")
_BETWEEN = ("\n", "/", "／", "・", "、", "　")
# How many rows from above have such headings, and what they name at least.
MOST_ABOVE, LEAST_NAMED = 60, 3
_Halves = tuple[str, str]


def in_two(grid: Grid, known: Known) -> Grid:
    """A sheet with two columns for each that says two things at once, if most of its cells say as
    many; else its heading is that of the first, which has all that its cells say."""
    row, heads = _double_heads(grid, known)
    split = {at for at, halves in heads.items() if halves[1] and _are_double(grid, row, at)}
    unlike = (at for at in heads if at in split or not _is_like(grid, row, at, known))
    heads = {at: heads[at] for at in unlike}
    made = Relaid(grid)
    if not heads:
        return grid
    to = {at: at + sum(each < at for each in split) for at in range(grid.last[1] + 2)}
    for cell in grid.cells():
        halves = heads.get(cell.column) if cell.row == row else None
        if cell.column in split and cell.row > row:
            halves = _halves(cell.text)
        made.put(cell.row, to[cell.column], cell, halves[0] if halves else None)
        if halves and cell.column in split:
            made.put(cell.row, to[cell.column] + 1, cell, halves[1])
    for (down, at), (into, its) in grid.merged.items():
        made.merge((down, to.get(at, at)), (into, to.get(its, its)))
        if at == its and at in split:
            made.merge((down, to[at] + 1), (into, to[at] + 1))
    for each in grid.rows:
        made.mark(each, [each])
    return made.grid(hidden_columns=frozenset(to.get(at, at) for at in grid.hidden_columns))


def _double_heads(grid: Grid, known: Known) -> tuple[int, Mapping[int, _Halves]]:
    """The first row of headings of which some name two things, and what each of those names."""
    for row in sorted(grid.rows)[:MOST_ABOVE]:
        cells = grid.rows[row]
        found = {
            at: halves for at, cell in cells.items() if (halves := _named_twice(cell.text, known))
        }
        named = sum(known.knows(each.text) for each in cells.values())
        if found and named + 2 * len(found) >= LEAST_NAMED:
            return row, found
    return 0, {}


def _named_twice(text: str, known: Known) -> _Halves | None:
    """The two headings that one is; the second is empty where both ask for one thing."""
    if len(text) > LONGEST or _sure(text, known):
        return None
    for mark in _TWO.finditer(text):
        first, second = text[: mark.start()].strip(), text[mark.end() :].strip()
        # 保管場所・方法 is 保管場所 and 保管方法.
        stem = known_as(first)
        wholes = (f"{stem[:end]}{second}" for end in range(len(stem) - 1, 1, -1))
        behind = next((each for each in wholes if _sure(each, known)), second)
        one, other = _sure(first, known), _sure(behind, known) if second else ""
        if one and other:
            return first, behind if other != one else ""
    return None


def _sure(text: str, known: Known) -> str:
    """The column that a heading surely names."""
    found = known.match([text])
    is_one = found.sure and not found.member and found.key != RUNNING
    return found.key if is_one else ""


def _is_like(grid: Grid, row: int, at: int, known: Known) -> bool:
    """Whether a heading is taken for a known one as it stands."""
    return bool(known.match([grid.rows[row][at].text]).key)


def _are_double(grid: Grid, row: int, at: int) -> bool:
    below = [cells[at].text for down, cells in grid.rows.items() if down > row and at in cells]
    return sum(_halves(each) is not None for each in below) * 2 > len(below)


def _halves(text: str) -> _Halves | None:
    """The two things that a cell says; None where it is not plain which."""
    for mark in _BETWEEN:
        parts = [each.strip() for each in text.split(mark)]
        if len(parts) == 2 and all(parts):
            return parts[0], parts[1]
        if len(parts) > 2:
            return None
    return None


def parted(columns: Sequence[Column], known: Known) -> Iterator[Column]:
    """Columns with such as are a further part of what one beside them is of: told apart by what a
    heading has in brackets, by a number behind it, or by words of its own below its heading. What
    is called alike altogether is no part."""
    parts = {each.at: _part(each, known) for each in columns}
    for each in columns:
        key, label, sure = parts[each.at]
        labels = [parts[one.at][1] for one in columns if parts[one.at][0] == key]
        are_parts = key and len(labels) > 1 and len({*labels}) == len(labels)
        if not are_parts or not any(one.match.key == key and not one.hidden for one in columns):
            yield each
            continue
        member = known.members.get(key, {}).get(known_as(label), "")
        match = Match(key, member, sure=sure) if member else Match(key, sure=sure, part=label)
        yield replace(each, match=match, twice=False)


def _part(column: Column, known: Known) -> tuple[str, str, bool]:
    """What a column may be a part of, what tells it from the others, and whether that is sure."""
    key, nothing = column.match.key, ("", "", False)
    found = by_words(column, known) or nothing
    if column.chosen and key != found[0]:
        found = key, " ".join(column.path[-1].split()), True
    is_free = not (column.hidden or column.match.member) and key in {"", found[0]}
    told = found[0] in known.parted and known_as(found[1]) not in _OTHER_WORDS
    return found if is_free and told else nothing


def by_words(column: Column, known: Known) -> tuple[str, str, bool] | None:
    """What a column is a part of by its words, what tells it apart, and whether that is sure."""
    word = known_word(column)
    stem = _COUNTED.sub("", word)
    above = known_as(column.path[-2]) if len(column.path) > 1 else ""
    if word in known.words:
        return known.words[word], aside(column.path[-1]), True
    if stem in known.words:
        return known.words[stem], word[len(stem) :], True
    if above in known.words:
        return known.words[above], " ".join(column.path[-1].split()), False
    return None


def whole(said: Sequence[tuple[str, str]], joint: str) -> str:
    """The parts of a text with what tells each apart, or of a list, where there are several."""
    filled = [(label, text) for label, text in said if text and not is_dash(text)]
    is_list = joint == "、"
    named = len(filled) > 1 and not is_list
    return joint.join(
        f"{label}：{text}" if named and label and not label.isdecimal() else text
        for label, text in filled
    )
