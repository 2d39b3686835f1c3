"""What a row of an office sheet is: one of data, or a note, a total, a title, an example."""

import re
from collections.abc import Sequence
from enum import StrEnum
from unicodedata import normalize

from pms_tracker.sheets.office.grids import Cell, Grid
from pms_tracker.sheets.office.heading_rows import Block
from pms_tracker.sheets.office.headings import RUNNING, bare
from pms_tracker.sheets.office.marks import word_set

_TOTALS = word_set("合計 計 小計 総計 総合計 件数計 累計 total subtotal grandtotal")
_EXAMPLES = word_set("例 記入例 記載例 見本 サンプル 入力例 example")
_NOTE = re.compile(
    r"\s*(?:※|＊|\*|[(（]?注(?:[)）0-9０-９:：意記]|\s|$)|注記|備考[:：]|凡例|以上$|以下余白"
    r"|note[:s ])",
    re.IGNORECASE,
)
_FOOT = word_set(
    "作成者 作成日 作成 承認 承認者 承認日 確認 確認者 点検 点検者 更新日 改訂日 改定日 "
    "版数 版 制定 制定日 改訂履歴 改定履歴 変更履歴 更新履歴 凡例 記入要領 記入上の注意 "
    "記載要領 以上 最終更新日 見直し日 見直日"
)
_ORDINAL = re.compile(r"[(（]?(?:[0-9]{1,2}|[a-z])[)）.]?", re.IGNORECASE)
# Of the columns that are read, how many a row of totals fills at most.
MOST_OF_TOTALS = 0.7


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


class RowKinds:
    """Tells the rows below headings apart, from above to below; `section` is the last title between
    rows, which stands over those that follow."""

    def __init__(self, grid: Grid, block: Block) -> None:
        self.section = ""
        self._grid, self._block = grid, block
        self._read = [each.at for each in block.columns if each.match.key not in {"", RUNNING}]
        self._over = [
            [each.text for each in grid.row(row).values()]
            for row in range(block.first, block.last + 1)
        ]
        self._last = block.last
        # Whether notes below the table have begun, and whether nothing of it can follow any more.
        self._notes = self._ended = False

    def kind(self, row: int) -> Left | None:
        """Why a row is none of data; None where it is one."""
        found = Left.HIDDEN_ROW if row in self._grid.hidden_rows else self._shown(row)
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
            return Left.REPEATED
        if not own or bare(own[0].text) in _EXAMPLES:
            return Left.EXAMPLE
        if self._last == self._block.last and _counts_columns(own):
            return Left.ORDINAL
        cells = filter(None, (self._grid.at(row, at) for at in self._read))
        filled = len({(each.row, each.column) for each in cells})
        if filled <= len(self._read) * MOST_OF_TOTALS and _is_total(own):
            return Left.TOTAL
        return self._sparse(row, own, filled, alone=len(shown) == 1)

    def _sparse(self, row: int, own: Sequence[Cell], filled: int, *, alone: bool) -> Left | None:
        """Of a row that says little: whether it stands below the table, or between its rows."""
        first = own[0]
        note = _NOTE.match(first.text) is not None
        gap = row - 1 > self._last and row - 1 not in self._grid.rows
        self._ended |= (gap or self._notes) and _begins_foot(first.text)
        if not self._ended and not note and filled >= max(3, len(self._read) // 2):
            self._notes = False
            return None
        if self._ended or self._notes or (gap and (filled < 2 or note)):
            self._notes = True
            return Left.NOTE
        if not alone:
            return None
        if note:
            return Left.NOTE
        wide = (row, first.column) in self._grid.merged.values()
        if wide or not filled or first.column == self._block.columns[0].at:
            self.section = first.text
            return Left.SECTION
        return None


def _begins_foot(text: str) -> bool:
    """Whether a cell begins what stands below a table: who made it, how it was changed."""
    return bare(re.split(r"[:：]", text)[0]) in _FOOT


def _is_total(cells: Sequence[Cell]) -> bool:
    return any(bare(each.text) in _TOTALS for each in cells[:3])


def _counts_columns(cells: Sequence[Cell]) -> bool:
    """Whether a row only counts the columns: ① ② ③, (1) (2) (3), a b c."""
    words = [normalize("NFKC", each.text) for each in cells]
    return len(words) > 2 and all(map(_ORDINAL.fullmatch, words)) and len({*words}) == len(words)
