"""What a row of an office sheet is: one of data, or a note, a total, a title, an example."""

import re
from collections.abc import Callable, Collection, Sequence
from enum import StrEnum
from itertools import islice
from unicodedata import normalize

from pms_tracker.sheets.office.grids import Cell, Grid
from pms_tracker.sheets.office.heading_rows import Block
from pms_tracker.sheets.office.headings import RUNNING, bare
from pms_tracker.sheets.office.marks import word_set

_TOTALS = word_set("合計 計 小計 総計 総合計 件数計 累計 total subtotal grandtotal")
# A total that says itself what it is: 計 5名, 以上12人.
_COUNTED = re.compile(r"(?:合計|総?計|以上|総数|総員|全|全員)[:：]?[0-9]{1,5}(?:名|人|件)")
_EXAMPLES = word_set("例 記入例 記載例 見本 サンプル 入力例 example")
_BEGINS_EXAMPLE = re.compile(
    r"\s*[(（【［〔<＜]\s*(?:記入|記載|入力)?(?:例|見本|サンプル)\s*[)）】］〕>＞]"
    r"|\s*(?:記入|記載|入力)例\s*[:：]"
)
_NOTE = re.compile(
    r"\s*(?:※|＊|\*|[(（]?注(?:[)）0-9０-９:：意記]|\s|$)|注記|備考(?:[:：]|\s*$)|注意事項|留意事項|凡例|以上$|以下余白"
    r"|note[:s ])",
    re.IGNORECASE,
)
_FOOT = word_set(
    "作成者 作成日 作成 承認 承認者 承認日 確認 確認者 点検 点検者 更新日 改訂日 改定日 "
    "版数 版 制定 制定日 改訂履歴 改定履歴 変更履歴 更新履歴 凡例 記入要領 記入上の注意 "
    "記載要領 以上 最終更新日 見直し日 見直日"
)
# What a row says that stands for no entry at all.
_NOTHING = word_set(
    "該当なし 該当無し 該当事項なし 該当事項無し 該当者なし 該当案件なし 対象なし 対象無し なし "
    "無し 実績なし 発生なし 事故なし 以下余白 余白"
)
# How the names of units end.
_UNIT = (
    r".{1,18}(?:部|課|室|係|局|店|校|園|院|班|支社|本社|支部|工場|教室|営業所|事業所|出張所"
    r"|センター|グループ|チーム)"
)
# How titles between rows look: marked, in brackets, or the name of a unit.
_TITLED = re.compile(rf"[【〔［\[<＜〈《「◆◇■□●◎▼▽▶★☆].*|{_UNIT}")
_LABELLED = re.compile(r"[^:：]{1,12}[:：].*", re.DOTALL)
_PAGE = re.compile(
    r"[(（]?\s{0,9}[0-9]{1,3}\s*[/／]\s*[0-9]{1,3}\s*[)）]?|[0-9]{1,3}\s*(?:頁|ページ)"
)
_IN_BRACKETS = re.compile(r"[(（\[［][^)）\]］]*[)）\]］]")
_ORDINAL = re.compile(r"[(（]?(?:[0-9]{1,2}|[a-z])[)）.]?", re.IGNORECASE)
# Of the columns that are read, how many a row of totals fills at most.
MOST_OF_TOTALS = 0.7
# How many rows a title between tables or pages has at most, the headings beneath included.
_NEXT_ROWS = 4


class Left(StrEnum):
    """Why a cell is no part of an entry."""

    HEADING = "heading"
    TITLE = "title"
    SECTION = "section"
    NOTE = "note"
    TOTAL = "total"
    EXAMPLE = "example"
    REPEATED = "repeated"
    ORDINAL = "ordinal"
    RUNNING = "running"
    UNKNOWN_COLUMN = "unknown_column"
    NO_HEADING = "no_heading"
    HIDDEN_ROW = "hidden_row"
    HIDDEN_COLUMN = "hidden_column"
    HIDDEN_SHEET = "hidden_sheet"
    NOT_CHOSEN = "not_chosen"
    NO_TABLE = "no_table"
    COMMENT = "comment"


class RowKinds:
    """Tells the rows below headings apart, from above to below; `section` is the last title between
    rows, which stands over those that follow. `begins` tells whether another table begins in a
    row; in columns of the keys that are `enough` a cell alone makes a row of data."""

    def __init__(
        self, grid: Grid, block: Block, begins: Callable[[int], bool], enough: Collection[str] = ()
    ) -> None:
        self.section = ""
        self._grid, self._block, self._begins = grid, block, begins
        said = [each for each in block.columns if not each.match.rest]
        self._read = [each.at for each in said if each.match.key not in {"", RUNNING}]
        self._by_itself = {each.at for each in block.columns if each.match.key in enough}
        self._running = {
            each.at for each in block.columns if each.match.key == RUNNING or each.match.numbers
        }
        self._over = [
            [each.text for each in grid.row(row).values()]
            for row in range(block.first, block.last + 1)
        ]
        self._titles = {
            without_page(each.text)
            for row, cells in grid.rows.items()
            for each in cells.values()
            if row < block.first
        }
        # How many cells a row has at least that is one of data whatever stands around it.
        self._enough = min(len(self._read), max(3, len(self._read) // 2))
        self._last = block.last
        # Whether notes below the table have begun, and whether nothing of it can follow any more.
        self._notes = self._ended = False

    def kind(self, row: int) -> Left | None:
        """Why a row is none of data; None where it is one."""
        found = Left.HIDDEN_ROW if row in self._grid.hidden_rows else None
        if row in self._grid.entries:
            # Whatever stands around forms ends none.
            self._notes = self._ended = False
            found = Left.EXAMPLE if _is_example([*self._grid.row(row).values()]) else found
        elif found is None:
            found = self._shown(row)
            # Beside forms there are no other entries.
            found = Left.NOTE if found is None and self._grid.entries else found
        if found is None:
            self._last = row
        return found

    def repeats(self, row: int) -> bool:
        """Whether a row is one of the headings again, as on each page of a print."""
        words = [each.text for each in self._grid.row(row).values()]
        return len(set(words)) > 1 and words in self._over

    def _shown(self, row: int) -> Left | None:
        shown = {(each.row, each.column): each for each in self._grid.row(row).values()}
        own = [each for at, each in sorted(shown.items()) if each.row == row]
        if self.repeats(row):
            # Whatever ended a page ended no table.
            self._notes = self._ended = False
            return Left.REPEATED
        if not own or _is_example(own):
            return Left.EXAMPLE
        if self._last == self._block.last and _counts_columns(own):
            return Left.ORDINAL
        if self._last == self._block.last and _tells_units(own):
            return Left.HEADING
        filled = self._filled(row)
        if filled <= len(self._read) * MOST_OF_TOTALS and _is_total(own):
            return Left.TOTAL
        return self._sparse(row, own, filled, alone=len(shown) == 1)

    def _filled(self, row: int) -> int:
        """How many cells it has in the columns that are read."""
        cells = filter(None, (self._grid.at(row, at) for at in self._read))
        return len({(each.row, each.column) for each in cells})

    def _sparse(self, row: int, own: Sequence[Cell], filled: int, *, alone: bool) -> Left | None:
        """Of a row that says little: whether it stands below the table, or between its rows."""
        first = own[0]
        note = _NOTE.match(first.text) is not None or self._says_nothing(own)
        gap = row - 1 > self._last and row - 1 not in self._grid.rows
        enough = not note and filled >= self._enough
        if self._is_title(row, own, may_be=alone or (gap and not enough)):
            return Left.TITLE
        self._ended |= (gap or self._notes) and _begins_foot(own, enough=enough)
        if not self._ended and enough:
            self._notes = False
            return None
        if not (self._ended or note) and self._is_section(row, own, filled, gap=gap, alone=alone):
            self.section, self._notes = first.text, False
            return Left.SECTION
        if self._ended or self._notes or (gap and (filled < 2 or note)):
            self._notes = True
            return Left.NOTE
        return Left.NOTE if note and (alone or self._says_nothing(own)) else None

    def _is_title(self, row: int, own: Sequence[Cell], *, may_be: bool) -> bool:
        """Whether a row stands over headings: those of another table, or these on another page."""
        said = [each.text for each in own]
        again = without_page(said[0]) in self._titles or any(map(_PAGE.fullmatch, said))
        if not (may_be or again):
            return False
        for each in self._below(row):
            if self.repeats(each) or self._begins(each):
                return True
            if self._filled(each) >= self._enough:
                return False
        return False

    def _is_section(
        self, row: int, own: Sequence[Cell], filled: int, *, gap: bool, alone: bool
    ) -> bool:
        """Whether a row is a title of those that follow; after a gap only if they are of data."""
        first, titled = own[0], _TITLED.fullmatch(own[0].text) is not None
        if (gap or self._notes) and not self._data_follow(row):
            return False
        if not alone:
            labels = all(_LABELLED.fullmatch(each.text) for each in own[1:])
            return titled and labels and len(own) > 1
        wide = (row, first.column) in self._grid.merged.values()
        if first.column in self._by_itself and not (titled or wide):
            return False
        begins = first.column == self._block.columns[0].at
        # In a column of its own the name of a unit or room is one more of the row above.
        titled = titled and (gap or first.column <= min(self._read) or not first.text[:1].isalnum())
        return titled or wide or not filled or begins or gap or self._notes

    def _data_follow(self, row: int) -> bool:
        for each in self._below(row):
            enough = self._filled(each) >= self._enough
            if enough or _begins_foot([*self._grid.rows[each].values()], enough=enough):
                return enough
        return False

    def _below(self, row: int) -> list[int]:
        """The next rows with anything in them."""
        last = max(self._grid.rows, default=0)
        found = (each for each in range(row + 1, last + 1) if each in self._grid.rows)
        return list(islice(found, _NEXT_ROWS - 1))

    def _says_nothing(self, own: Sequence[Cell]) -> bool:
        said = [each.text for each in own if each.column not in self._running]
        return len(said) == 1 and bare(said[0]) in _NOTHING


def names_unit(text: str) -> bool:
    """Whether words look like the name of a unit: 営業部, 松本教室."""
    return re.fullmatch(_UNIT, text) is not None


def without_page(text: str) -> str:
    """A title as it is compared, on whichever page it stands."""
    return _PAGE.sub("", text).strip()


def _begins_foot(cells: Sequence[Cell], *, enough: bool) -> bool:
    """Whether a row begins what stands below a table: who made it, how it was changed. One that
    is as full as those of data does so with several such words."""
    said = [bare(re.split(r"[:：]", each.text)[0]) in _FOOT for each in cells]
    return said[0] and (sum(said) > 1 or not enough)


def _is_example(cells: Sequence[Cell]) -> bool:
    begins = any(_BEGINS_EXAMPLE.match(each.text) for each in cells[:3])
    return begins or bare(cells[0].text) in _EXAMPLES


def _is_total(cells: Sequence[Cell]) -> bool:
    said = [bare(each.text) for each in cells[:3]]
    return any(each in _TOTALS or _COUNTED.fullmatch(each) for each in said)


def _tells_units(cells: Sequence[Cell]) -> bool:
    """Whether a row only says in what the columns count: (件), (年)."""
    return all(_IN_BRACKETS.fullmatch(each.text) for each in cells)


def _counts_columns(cells: Sequence[Cell]) -> bool:
    """Whether a row only counts the columns: ① ② ③, (1) (2) (3), a b c."""
    words = [normalize("NFKC", each.text) for each in cells]
    return len(words) > 2 and all(map(_ORDINAL.fullmatch, words)) and len({*words}) == len(words)
