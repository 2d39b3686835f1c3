"""Legends of a file: what codes stand for (1＝紙 2＝電子), beside the table or on any sheet.

A legend is written in one cell, or as a list of codes with words to the right of them. Its label,
or else its words, say which columns it is of; one that says two things of a code is none.
"""

import colorsys
import re
from collections.abc import Iterable, Iterator, Mapping
from unicodedata import normalize

from pms_tracker.sheets.office.grids import Cell, Grid
from pms_tracker.sheets.office.headings import RUNNING, Known, known_as

# As much of a cell as is searched for what colours mean.
LONGEST_LEGEND = 300
# Codes with their words, by column.
Legends = Mapping[str, Mapping[str, str]]
LEAST_CODES = 2
# Rows in which a sheet of codes has its headings, and how long its codes are.
MOST_ABOVE, LONGEST_CODE = 10, 6
# How many columns such a sheet has at most.
MOST_BESIDE = 4
# A label is looked for within so many letters before its codes.
LONGEST_LABEL = 60
_SHORT = r"[0-9]{1,2}|[A-Za-z]{1,3}|[ァ-ヶあ-ん一-鿿]"
_CODE = re.compile(rf"{_SHORT}|[①-⑳]")
# One letter of Japanese alone stands for something: ア：溶解, 受＝受託.
_BEGINS_PAIR = rf"(?P<code>{_SHORT})\s*(?:[=:→]|(?<![ぁ-鿿])[.)](?=\D))\s*"
_NEXT_PAIR = rf"[/・]\s*(?:{_SHORT})\s*[=:→]"
_PAIR = re.compile(
    rf"(?<![0-9A-Za-zァ-ヶあ-ん一-鿿ー./-])(?:{_BEGINS_PAIR}|(?P<disc>[①-⑳])\s*)"
    rf"(?P<word>(?:(?!{_NEXT_PAIR})[^\s,、;=:→①-⑳()（）])+)"
)
# A cell with one code and its word.
_ALONE = re.compile(rf"(?:{_BEGINS_PAIR}|(?P<disc>[①-⑳])\s*)(?P<word>\S.{{0,40}})")
_LABEL = re.compile(r"(?P<label>[^\s:()（）【】<>,、]+)\s*[:(（】>]?\s*$")
_NO_LABEL = re.compile(r"[(（【<]?(?:凡例|注|※|記号|コード表?)[)）】>]?[:\s]*$")
# What heads a list of codes and their words, and is no label.
_HEADS_CODES = frozenset({"コード", "番号", "記号", "no", "内容", "符号", "略号", "id", "code"})
# What a label says beside the name of its column.
_OF_CODES = re.compile(r"(?:コード表?|記号|区分|番号|凡例|一覧|no)$")


def legends(grids: Iterable[Grid], known: Known) -> Legends:
    """The legends of all sheets, for the columns that have choices."""
    found: dict[str, dict[str, str]] = {}
    spoiled: set[str] = set()
    for grid in grids:
        table = _in_table(grid, known)
        lists = ((label or grid.name, words) for label, words in _in_lists(grid))
        for label, words in (*_in_cells(grid), *lists, *_in_columns(grid), *table):
            for key in _columns(label, words, known):
                before = found.setdefault(key, {})
                if any(before.get(code, word) != word for code, word in words.items()):
                    spoiled.add(key)
                before.update(words)
    return {key: words for key, words in found.items() if key not in spoiled}


def decoded(text: str, codes: Mapping[str, str]) -> str | None:
    """The words that the codes of a cell stand for; None where it has anything else."""
    apart = re.sub(r"([①-⑳])", r" \1 ", text)
    parts = [each for each in re.split(r"[\s,、・;/+&]+", _plain(apart)) if each]
    if not parts or not all(each in codes for each in parts):
        return None
    return "、".join(codes[each] for each in parts)


def _plain(code: str) -> str:
    # ① is 1 when compared.
    return normalize("NFKC", code).strip().casefold()


def _columns(label: str, words: Mapping[str, str], known: Known) -> list[str]:
    """The columns that a legend is of: that of its label, or all that know each of its words."""
    named = known_as(label)
    for word in (named, _OF_CODES.sub("", named)):
        key = known.words.get(word, "")
        if key and key not in known.flags | known.exact | {RUNNING, known.title, known.rest}:
            return [key]
    said = [known_as(each) for each in words.values()]
    choices = (key for key in known.members if key not in known.flags | known.open)
    return [key for key in choices if all(each in known.members[key] for each in said)]


def _in_cells(grid: Grid) -> Iterator[tuple[str, dict[str, str]]]:
    """Legends that stand in one cell, one after the other: 媒体：P＝紙、D＝データ 廃棄：S＝裁断."""
    for cell in grid.cells():
        text, beside = _plainly(cell.text), grid.at(cell.row, cell.column - 1)
        label, words, end = beside.text if beside else "", dict[str, str](), 0
        for pair in _PAIR.finditer(text):
            between = text[max(end, pair.start() - LONGEST_LABEL) : pair.start()]
            named = None if _NO_LABEL.search(between) else _LABEL.search(between)
            if named and named["label"].strip("/・"):
                yield from _whole(label, words)
                label, words = named["label"], {}
            words[_plain(pair["code"] or pair["disc"])] = pair["word"].strip("。.")
            end = pair.end()
        yield from _whole(label, words)


def _plainly(text: str) -> str:
    return re.sub(r"[①-⑳]|[^①-⑳]+", _folded, text)


def _folded(found: re.Match[str]) -> str:
    return found[0] if _CODE.fullmatch(found[0]) else normalize("NFKC", found[0])


def _whole(label: str, words: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    if len(words) >= LEAST_CODES:
        yield label, words


def _in_lists(grid: Grid) -> Iterator[tuple[str, dict[str, str]]]:
    """Codes below one another with a word to the right of each, and nothing around them."""
    label, words, last, at = "", dict[str, str](), 0, 0
    for column in sorted({each for cells in grid.rows.values() for each in cells}):
        for row in sorted(grid.rows):
            code, word = grid.rows[row].get(column), grid.rows[row].get(column + 1)
            if not (code and word and _is_listed(grid, code)):
                continue
            if (row, column) != (last + 1, at):
                yield from _whole(label, words)
                label, words = _label_over(grid, row, column), {}
            words[_plain(code.text)] = word.text.strip()
            last, at = row, column
    yield from _whole(label, words)


def _in_columns(grid: Grid) -> Iterator[tuple[str, dict[str, str]]]:
    """Cells below one another with a code and its word in each, as they are offered to choose."""
    for column in sorted({each for cells in grid.rows.values() for each in cells}):
        words, first, last = dict[str, str](), 0, 0
        for row in sorted(grid.rows):
            cell = grid.rows[row].get(column)
            pair = _ALONE.fullmatch(_plainly(cell.text)) if cell is not None else None
            if pair is None:
                continue
            if row != last + 1:
                yield from _whole(_label_over(grid, first, column), words)
                words, first = {}, row
            words[_plain(pair["code"] or pair["disc"])] = pair["word"].strip()
            last = row
        yield from _whole(_label_over(grid, first, column), words)


def is_of_codes(grid: Grid, known: Known) -> bool:
    """Whether a sheet tells what codes stand for, and no more."""
    return any(_in_table(grid, known))


def _in_table(grid: Grid, known: Known) -> Iterator[tuple[str, dict[str, str]]]:
    """Codes below a heading that says so, with their words below one that names a column, in a
    sheet that has no column for entries."""
    for row in sorted(grid.rows)[:MOST_ABOVE]:
        cells = grid.rows[row]
        named = {at: known.words.get(known_as(cell.text), "") for at, cell in cells.items()}
        if known.title in named.values() or len(cells) > MOST_BESIDE:
            return
        for at, cell in cells.items():
            key = named.get(at + 1, "")
            if key and key != RUNNING and _heads_codes(cell.text):
                yield from _whole(cells[at + 1].text, dict(_below(grid, row, at)))
                return


def _heads_codes(text: str) -> bool:
    word = known_as(text)
    return word in _HEADS_CODES or _OF_CODES.search(word) is not None


def _below(grid: Grid, row: int, at: int) -> Iterator[tuple[str, str]]:
    for down in sorted(each for each in grid.rows if each > row):
        code, word = grid.rows[down].get(at), grid.rows[down].get(at + 1)
        if code is None or word is None or len(code.text.strip()) > LONGEST_CODE:
            return
        yield _plain(code.text), word.text.strip()


def _is_listed(grid: Grid, code: Cell) -> bool:
    beside = (code.column - 1, code.column + 2)
    is_code = _CODE.fullmatch(normalize("NFKC", code.text)) or _CODE.fullmatch(code.text)
    return bool(is_code) and not any(each in grid.rows[code.row] for each in beside)


def _label_over(grid: Grid, row: int, column: int) -> str:
    """What stands over a list, over its codes first; its headings may be コード and 内容."""
    for above in (row - 1, row - 2):
        for at in (column, column + 1):
            cell = grid.at(above, at)
            if cell is not None and known_as(cell.text) not in _HEADS_CODES:
                return cell.text
    return ""


# What legends call the colours of rows, and the hues from which each begins, in degrees.
_COLOURS = {
    "red": "赤",
    "orange": "橙|オレンジ",
    "yellow": "黄",
    "green": "緑",
    "blue": "青|水色",
    "purple": "紫",
    "pink": "桃|ピンク",
    "grey": "灰|グレー|グレイ",
}
_HUES = ((0, "red"), (20, "orange"), (42, "yellow"), (70, "green"), (170, "blue"))
_MORE_HUES = ((260, "purple"), (300, "pink"), (345, "red"))
_WHITE, _PALE = 0.97, 0.1
_SHADED = "網掛け|網かけ|あみかけ|色付き|色つき|塗りつぶし|着色"
# Of what a colour says that it is no more; each part of a legend is of one colour.
_NO_MORE = re.compile(
    rf"(?P<what>[^=:、。/\s]*(?:{_SHADED}|{'|'.join(_COLOURS.values())})[^=:、。]{{0,8}}?)\s*"
    r"(?:=|:|は|…|→)\s*[^=:、。\s]{0,6}?"
    r"(?:廃止|廃棄済|削除|終了|対象外|中止|無効|停止|不使用|解約|退職|取消)"
)


def colour_of(rgb: str) -> str:
    """What a colour is called, by its red, green and blue (BFBFBF); empty for white."""
    parts = [int(rgb[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4)]
    hue, saturation, value = colorsys.rgb_to_hsv(parts[0], parts[1], parts[2])
    if saturation < _PALE:
        return "grey" if value < _WHITE else ""
    return [name for least, name in (*_HUES, *_MORE_HUES) if least <= hue * 360][-1]


def of_no_more(grid: Grid) -> frozenset[int]:
    """The rows with a colour of which the sheet says that they are no more: 灰色＝廃止."""
    if not grid.colours:
        return frozenset()
    said = [
        found["what"]
        for cell in grid.cells()
        for found in _NO_MORE.finditer(normalize("NFKC", cell.text)[:LONGEST_LEGEND])
    ]
    named = {name for name, words in _COLOURS.items() for each in said if re.search(words, each)}
    if not named and any(re.search(_SHADED, each) for each in said):
        named = {*_COLOURS}
    return frozenset(row for row, colour in grid.colours.items() if colour in named)
