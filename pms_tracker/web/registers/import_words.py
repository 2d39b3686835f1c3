"""What the preview of a file says in words: its rows, guesses, columns, and what is left over."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.registers import register_sheets
from pms_tracker.registers.fields import Field, Pick
from pms_tracker.registers.register import Register
from pms_tracker.registers.sheet_judging import Line, Plan, Read
from pms_tracker.registers.sheet_reading import NUMBER, REFERENCE, Layout
from pms_tracker.sheets.office.headings import RUNNING, Column, target_of
from pms_tracker.sheets.office.row_kinds import Left
from pms_tracker.web.words.register_words import said, say

# Names of what the page sends: sheets, and columns by layout and place.
SHEET, COLUMN = "sheet", "column"
MOST_SHOWN = 200
WHYS: dict[str, LazyString] = {
    "formula": _l("計算式の結果を読み取りました。"),
    "blank_above": _l("空欄なので、上の行と同じと読み取りました。"),
    "continued": _l("続きの行として、上の行にまとめました。"),
    "lines_differ": _l("行ごとに内容が違うので、最初の行を読み取りました。"),
    "mark_half": _l("該当するかどうかが分かれる印を、該当すると読み取りました。"),
    "choice_like": _l("近い言葉から選びました。"),
    "name_like": _l("名前の一部が一致するものを選びました。"),
    "number_about": _l("おおよその数として読み取りました。"),
    "day_about": _l("おおよその日として読み取りました。"),
    "day_of_run": _l("期間として書かれた日付から、この項目に当たる日を読み取りました。"),
    "year_of_title": _l("年や月が書かれていないので、題名などから補いました。"),
    "by_legend": _l("凡例に従って読み取りました。"),
    "from_title": _l("題名やシートの名前から読み取りました。"),
    "period_about": _l("おおよその期間として読み取りました。"),
    "period_unread": _l("期間として読み取れないので、書かれた言葉のまま登録します。"),
    "row_struck": _l("取消線が引かれた行です。"),
    "in_register": _l("同じ名称の記録が、すでに登録されています。"),
    "cell_struck": _l("取消線が引かれたセルです。"),
    "part_struck": _l("取消線が引かれた言葉は読み取りませんでした。"),
    "in_other_sheet": _l("同じ名称の行が、別のシートにもあります。"),
    "mark_alone": _l("印だけで、名称がありません。"),
    "mark_beside": _l("印だけを読み取りました。そばに書かれた言葉を確かめてください。"),
    "cell_unread": _l("読み取れないので空欄にします。書かれた言葉は備考に残します。"),
    "column_like": _l("見出しの言葉が近いので、この項目と読み取りました。"),
}
LEFT: dict[Left, LazyString] = {
    Left.HEADING: _l("見出し"),
    Left.TITLE: _l("表の上の題名など"),
    Left.SECTION: _l("表の途中の見出し"),
    Left.NOTE: _l("注記"),
    Left.TOTAL: _l("合計の行"),
    Left.EXAMPLE: _l("記入例"),
    Left.REPEATED: _l("繰り返しの見出し"),
    Left.ORDINAL: _l("列の番号"),
    Left.RUNNING: _l("行の通し番号"),
    Left.UNKNOWN_COLUMN: _l("どの項目か分からない列"),
    Left.NO_HEADING: _l("見出しのない列"),
    Left.HIDDEN_ROW: _l("非表示の行"),
    Left.HIDDEN_COLUMN: _l("非表示の列"),
    Left.HIDDEN_SHEET: _l("非表示のシート"),
    Left.NOT_CHOSEN: _l("選んでいないシート"),
    Left.NO_TABLE: _l("見出しが見つからないシート"),
    Left.COMMENT: _l("セルのコメント"),
}


@dataclass(frozen=True)
class Guessed:
    """A cell that was read with a guess: where, which field, what is written, what was read."""

    where: str
    field: str
    original: str
    value: str
    why: LazyString


@dataclass(frozen=True)
class LeftWords:
    """Cells that are no part of an entry for one reason: how many, and the first of them."""

    why: LazyString
    count: int
    samples: tuple[tuple[str, str], ...]


class Preview:
    """What a plan says, in words."""

    def __init__(self, register: Register, wanted: Plan) -> None:
        self._register, self._plan = register, wanted
        self._names = register_sheets.names(register)

    @property
    def columns(self) -> list[Field]:
        """The columns of the list that are entered."""
        return [each for each in self._register.shown if each.in_sheet]

    def says(self, line: Line) -> list[str]:
        """What a new entry says in the columns of the list."""
        return [self._said(each.name, line.values[each.name]) for each in self.columns]

    def all_of(self, line: Line) -> Iterator[tuple[str, str, str]]:
        """What a row says, field by field: label, as it was read, as it was written."""
        read = self._plan.read[line.read]
        for each in self._register.cells:
            told = read.row.told.get(each.name)
            value = self._said(each.name, line.values[each.name])
            if told is not None or value:
                yield say(each.label), value, told.original if told else ""

    def changes(self, line: Line) -> list[tuple[str, str, str]]:
        """What changes in an entry: field, before, after."""
        before = line.entry.values if line.entry else {}
        return [
            (
                say(self._register.field(name).label),
                self._said(name, before.get(name)),
                self._said(name, line.values[name]),
            )
            for name in line.changed
        ]

    @cached_property
    def guesses(self) -> list[Guessed]:
        """Every cell that was read with a guess."""
        return [guess for read in self._plan.read for guess in self._guesses_of(read)]

    def _guesses_of(self, read: Read) -> Iterator[Guessed]:
        for name, why in read.doubts:
            told = read.row.told.get(name)
            yield Guessed(
                told.place if told and not told.repeats else read.row.where,
                say(self._register.field(name).label) if name != REFERENCE else say(NUMBER),
                told.original if told else "",
                self._said(name, read.values.get(name)) if name != REFERENCE else "",
                WHYS[why],
            )

    @property
    def left(self) -> list[LeftWords]:
        """What is no part of an entry, by the reason; headings go without saying."""
        found: dict[Left, list[tuple[str, str]]] = {}
        for each in self._plan.sheet.left:
            if each.why is not Left.HEADING:
                found.setdefault(each.why, []).append((each.place, each.text))
        return [LeftWords(LEFT[why], len(all_of), (*all_of[:5],)) for why, all_of in found.items()]

    @property
    def layouts(self) -> list[Layout]:
        return self._plan.sheet.layouts

    def targets(self, column: Column) -> list[tuple[str, str, bool]]:
        """What a column may be taken for: a value, its words, and whether it is that now."""
        now = target_of(column.match)
        offered = [
            ("", gettext("読み取らない")),
            (RUNNING, str(LEFT[Left.RUNNING])),
            (REFERENCE, say(NUMBER)),
            *((each.name, say(each.label)) for each in self._register.cells),
        ]
        if column.match.member:
            field = self._register.field(column.match.key)
            offered.append((now, f"{say(field.label)} / {column.match.member}"))
        return [(value, words, value == now) for value, words in offered]

    def _said(self, name: str, value: Any) -> str:
        field = self._register.field(name)
        named = self._names[field.one_of].get(value, "") if isinstance(field, Pick) else ""
        return said(field, value, named)
