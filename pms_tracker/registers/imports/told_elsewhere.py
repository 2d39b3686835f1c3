"""What a row says of a field elsewhere than in a cell of its own: a title names the unit, the day
of another column tells the year, and what happened begins with what it is called."""

import re
from collections.abc import Iterator
from datetime import date
from unicodedata import normalize

from pms_tracker.kernel.errors import BadInput
from pms_tracker.registers.fields import Day, Facts, Field, Of, Pick, Text
from pms_tracker.registers.imports.sheet_rows import SheetRow
from pms_tracker.registers.known_words import like
from pms_tracker.registers.register import Register
from pms_tracker.sheets.office.headings import bare
from pms_tracker.sheets.office.quantities import day_in_year, parts_of_run

# Why what is read is doubtful: another cell says it, or the year of it.
OF_OTHER_CELL, YEAR_OF_ROW = "of_other_cell", "year_of_row"
# How much of a text is enough to be called so.
LONGEST_TITLE = 40
_SAME_DAY = frozenset({"当日", "同日", "即日", "その日", "当日中", "即日中"})
_SENTENCE = re.compile(r"[。\n]")


def source_of(field: Field) -> str:
    """The field that a sheet which lacks this one has instead; nothing where there is none."""
    if isinstance(field, Text):
        return field.begins
    return field.instead if isinstance(field, Day) else ""


def said_by_source(field: Field, row: SheetRow) -> str:
    """What the field says that stands for another: the beginning of a text, or a day."""
    text = row.text(source_of(field))
    if not isinstance(field, Text):
        return text
    first = _SENTENCE.split(text.strip())[0].strip()
    return first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…"


def unit_around(field: Field, row: SheetRow, facts: Facts, register: Register) -> tuple[str, str]:
    """The unit that a title, the name of the sheet or the cell of a person names where no cell
    does, and why that is doubtful; nothing where none does."""
    if not isinstance(field, Pick) or field.one_of is not Of.UNIT:
        return "", ""
    if row.text(field.name) and field.name not in row.above:
        return "", ""
    if field.name in row.told and field.name not in row.above and not field.needed:
        return "", ""
    units = (facts.ids or {}).get(Of.UNIT, {})
    around = (row.between,) if field.name in row.above else row.around
    for words in filter(None, around):
        # The company's name may stand before that of the unit: 株式会社みどり　総務部.
        for parts in ([words], [bare(words)], words.split()):
            named = [each for each in parts if len(field.named(each, facts)) == 1]
            if len(named) == 1:
                return named[0], ""
        found = like(words, units)
        if found and len(found) == 1:
            return next(name for name, ids in units.items() if ids == found), "name_like"
    beside = next(_beside_persons(field, row, facts, register), "") if field.needed else ""
    return beside, OF_OTHER_CELL if beside else ""


def _beside_persons(field: Pick, row: SheetRow, facts: Facts, register: Register) -> Iterator[str]:
    """The units that stand where a person does: 総務課 榎本."""
    for each in register.cells:
        if isinstance(each, Pick) and each.one_of is Of.PERSON:
            parts = normalize("NFKC", row.text(each.name)).split()
            yield from (part for part in parts if len(field.named(part, facts)) == 1)


def day_of_row(
    field: Day, text: str, row: SheetRow, register: Register, facts: Facts
) -> date | None:
    """A day without a year (or 当日) by the days that the row tells in whole: that which is nearest
    to the first of them, and what is due not before it."""
    known = [*_whole_days(field, row, register, facts)]
    if not known:
        return None
    base = known[0]
    plain = normalize("NFKC", text).strip()
    if plain in _SAME_DAY:
        return base
    run = parts_of_run(text)
    meant = run[bool(field.ends)] if run else text
    years = (day_in_year(meant, base.year + each) for each in (-1, 0, 1))
    near = [each for each in years if each is not None and (field.past or each >= base)]
    return min(near, key=lambda each: abs(each - base), default=None)


def _whole_days(field: Day, row: SheetRow, register: Register, facts: Facts) -> Iterator[date]:
    for each in register.cells:
        if isinstance(each, Day) and each.name != field.name and row.text(each.name):
            try:
                yield each.read(row.text(each.name), facts)
            except BadInput:
                continue
