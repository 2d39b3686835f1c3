"""Columns of no field: kept with the notes, each under its heading, so that nothing that an office
wrote is lost. So is what it numbers its entries by, as further papers name them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from unicodedata import normalize

from pms_tracker.kernel.references import parse_reference
from pms_tracker.sheets.office.headings import RUNNING, Column, Known, Match, bare, known_word
from pms_tracker.sheets.office.marks import word_set
from pms_tracker.sheets.office.parted_columns import by_words

# What entries are called by, beside columns that only count the rows.
_NUMBERS = word_set("管理番号 整理番号 id 台帳番号 台帳no 管理no 個人情報番号")
# What says of which thing it is only by what stands above.
_SAY_LITTLE = word_set(
    "有無 名称 名前 内容 期間 期限 詳細 区分 種類 種別 日 日付 方法 担当 結果 先"
)
# Whatever is longer is told by its beginning.
LONGEST = 40

Cells = Mapping[int, Sequence[str]]


def with_rest(columns: Sequence[Column], cells: Cells, known: Known) -> Iterator[Column]:
    """Columns of which those that are of no field are kept with the notes; what was chosen for
    them stands. Rows that name an entry of ours keep what it has: there is no rest of them."""
    is_ours = any(parse_reference(text) for each in columns for text in _named(each, cells, known))
    for each in columns:
        is_free = not (each.match.key or each.chosen or each.hidden or each.twice)
        is_put = each.chosen and each.match.key == known.rest and not _is_it(each, known)
        numbers = known.words.get(known_word(each)) == RUNNING
        its = numbers and not each.chosen and _are_names(each, cells)
        if known.rest and not is_ours and _heading(each) and (is_free or is_put or its):
            match = Match(known.rest, sure=False, part=_heading(each), rest=True, numbers=numbers)
            yield replace(each, match=match)
        else:
            yield each


def _named(column: Column, cells: Cells, known: Known) -> Sequence[str]:
    return cells.get(column.at, ()) if column.match.key in known.exact else ()


def _is_it(column: Column, known: Known) -> bool:
    """Whether a column is one of notes by its own heading, or a part of them."""
    found = by_words(column, known)
    return found is not None and found[0] == known.rest


def _are_names(column: Column, cells: Cells) -> bool:
    """Whether what numbers the rows tells which entry it is, and does not count them: K-001."""
    if known_word(column) not in _NUMBERS:
        return False
    said = [normalize("NFKC", each).strip() for each in cells.get(column.at, ())]
    return any(not each.isdecimal() for each in said) or said != [
        str(count) for count in range(1, len(said) + 1)
    ]


def _heading(column: Column) -> str:
    """The lowest words over a column that say something, with those above where they say little;
    nothing where marks alone are there."""
    words = " ".join(column.path[-1].split())
    told = column.words if known_word(column) in _SAY_LITTLE else words if bare(words) else ""
    return told if len(told) <= LONGEST else f"{told[: LONGEST - 1]}…"
