"""What the preview of any office file says in words: guesses, columns, and what is left over; and
what was chosen there."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from flask import request
from flask_babel import gettext, lazy_gettext as _l, ngettext
from flask_babel.speaklater import LazyString

from pms_tracker.sheets.office.headings import RUNNING, Chosen, Column, target_of
from pms_tracker.sheets.office.row_kinds import Left
from pms_tracker.sheets.office.told_cells import LeftOver
from pms_tracker.sheets.office_books import Choices
from pms_tracker.sheets.told_once import Once, told_once

# Names of what the page sends: sheets, and columns by layout and place.
SHEET, COLUMN, INSTEAD = "sheet", "column", "instead-"
MOST_SAMPLES = 5
UNREAD = "cell_unread"
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
    "day_unset": _l("日付が書かれていないので、空欄にします。"),
    "day_of_run": _l("期間として書かれた日付から、この項目に当たる日を読み取りました。"),
    "year_of_title": _l("年や月が書かれていないので、題名などから補いました。"),
    "year_of_row": _l("年が書かれていないので、同じ行のほかの日付から補いました。"),
    "of_other_cell": _l("同じ行の、ほかの列に書かれた言葉から読み取りました。"),
    "time_about": _l("おおよその時刻として読み取りました。"),
    "year_about": _l("おおよその年度として読み取りました。"),
    "left_open": _l(
        "この日の記録に必要な項目がそろわないので空欄にし、書かれた言葉を備考に残します。"
    ),
    "by_legend": _l("凡例に従って読み取りました。"),
    "from_title": _l("題名やシートの名前から読み取りました。"),
    "period_about": _l("おおよその期間として読み取りました。"),
    "period_unread": _l("期間として読み取れないので、書かれた言葉のまま登録します。"),
    "span_parted": _l("起算する時だけが書かれ、期間がありません。"),
    "row_struck": _l("取消線が引かれた行です。"),
    "row_coloured": _l("凡例で廃止などとされている色の行です。"),
    "in_register": _l("同じ名称の記録が、すでに登録されています。"),
    "cell_struck": _l("取消線が引かれたセルです。"),
    "part_struck": _l("取消線が引かれた言葉は読み取りませんでした。"),
    "in_other_sheet": _l("同じ名称の行が、別のシートにもあります。"),
    "mark_alone": _l("印だけで、名称がありません。"),
    "mark_beside": _l("印だけを読み取りました。そばに書かれた言葉を確かめてください。"),
    UNREAD: _l("読み取れないので空欄にします。書かれた言葉は備考に残します。"),
    "name_parted": _l("氏名のほかに書かれた言葉や印は、氏名に入れませんでした。"),
    "leaves_later": _l(
        "退職日が先の日です。退職日は取り込まないので、その人のページで登録してください。"
    ),
    "unit_joined": _l("2段の部門を、続けて1つの部門の名前にしました。"),
    "unit_first": _l(
        "部門がいくつもあるので、最初のものを読み取りました。兼務は、その人のページで登録してください。"
    ),
    "units_several": _l(
        "部門がいくつもあるので、最初のものを読み取りました。書かれた言葉は備考に残します。"
    ),
    "unit_parted": _l("部門のほかに書かれた言葉は、部門の名前に入れませんでした。"),
    "said_left": _l("読み取らない列に、退職と書かれています。"),
    "first_of_several": _l("アドレスがいくつもあるので、最初のものを読み取りました。"),
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


def once(guesses: Iterable[Guessed]) -> list[Once[Guessed]]:
    """What was guessed, told once however many cells say the same and were read alike."""
    return told_once(guesses, lambda each: each.where, lambda each: replace(each, where=""))


@dataclass(frozen=True)
class LeftWords:
    """Cells that are no part of an entry for one reason: how many, and the first of them."""

    why: LazyString
    count: int
    samples: tuple[tuple[str, str], ...]


def left_words(left: Iterable[LeftOver]) -> list[LeftWords]:
    """What is no part of an entry, by the reason; headings go without saying."""
    found: dict[Left, list[tuple[str, str]]] = {}
    for each in left:
        if each.why is not Left.HEADING:
            found.setdefault(each.why, []).append((each.place, each.text))
    return [
        LeftWords(LEFT[why], len(all_of), (*all_of[:MOST_SAMPLES],))
        for why, all_of in found.items()
    ]


def targets(column: Column, offered: Iterable[tuple[str, str]]) -> list[tuple[str, str, bool]]:
    """What a column may be taken for beside nothing and the sheet's own numbers: a value, its
    words, and whether it is that now."""
    now = target_of(column.match)
    always = (("", gettext("読み取らない")), (RUNNING, str(LEFT[Left.RUNNING])))
    return [(value, words, value == now) for value, words in (*always, *offered)]


def chosen() -> Choices:
    """What was chosen on the page: the sheets, for each layout what its columns are, and what is
    read instead of what rows do not say, or say in words that nobody knows."""
    sent: dict[str, dict[str, str]] = {}
    for name, target in request.form.items():
        prefix, _, rest = name.partition("-")
        digest, _, place = rest.partition("-")
        if prefix == COLUMN and place.isdecimal():
            sent.setdefault(digest, {})[place] = target
    instead = {
        _column_and_words(name): words
        for name, words in request.form.items()
        if name.startswith(INSTEAD) and words
    }
    return Choices(frozenset(request.form.getlist(SHEET)), _looked_up(sent), instead)


def _column_and_words(name: str) -> tuple[str, str]:
    column, _, words = name.removeprefix(INSTEAD).partition("-")
    return column, words


def _looked_up(sent: Mapping[str, Chosen]) -> Callable[[str], Chosen]:
    return lambda digest: sent.get(digest, {})


def left_out(rows: int) -> str:
    """That rows which were read with a guess were not taken, and how they are."""
    return ngettext(
        "推測で読み取った%(num)d行は、取り込んでいません。取り込むときは、同じファイルをもう一度選び、「推測で読み取った行も取り込む」を選んでください。",
        "推測で読み取った%(num)d行は、取り込んでいません。取り込むときは、同じファイルをもう一度選び、「推測で読み取った行も取り込む」を選んでください。",
        rows,
    )
