"""Each layout of the test set is read as it is meant, and no cell of it is lost."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

import pytest

from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.kernel.lasting.spans import Span
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.kernel.words import Words
from pms_tracker.registers.fields import Choice, Facts, Of
from pms_tracker.registers.imports import sheet_reading
from pms_tracker.registers.imports.sheet_judging import judged
from pms_tracker.registers.imports.sheet_plans import Plan, Read, Standing
from pms_tracker.registers.imports.unsaid_fields import LOSE_WORDS
from pms_tracker.registers.office_fields import Period, Several
from pms_tracker.sheets.office.workbooks import read_book
from tests.registers import (
    layouts_of_cells,
    layouts_of_files,
    layouts_of_headings,
    layouts_of_kept_words,
    layouts_of_legends,
    layouts_of_phrasings,
    layouts_of_prints,
    layouts_of_shapes,
    layouts_of_trades,
)
from tests.registers.layouts import LAYOUTS, Layout

FILES = (
    *(layouts_of_headings, layouts_of_cells, layouts_of_files, layouts_of_shapes),
    *(layouts_of_legends, layouts_of_phrasings, layouts_of_prints, layouts_of_trades),
    layouts_of_kept_words,
)
UNITS = {1: "営業部", 2: "総務部"}
IN_ENGLISH = {"はい": "Yes", "いいえ": "No"}


def spelled(words: Words) -> tuple[str, ...]:
    return (words, IN_ENGLISH.get(words, words))


FACTS = Facts(
    date(2026, 11, 24),
    FiscalStart(4),
    {Of.UNIT: {name: [number] for number, name in UNITS.items()}},
    spelled,
)


@cache
def made(name: str) -> Layout:
    return LAYOUTS[name]()


@cache
def plan_of(name: str) -> Plan:
    return judged(
        LEDGER, sheet_reading.read(LEDGER, made(name).content, spelled), FACTS, Standing()
    )


def said_by(name: str, value: Any) -> str:
    """A value as the layouts write it."""
    if name == "unit_id":
        return UNITS[value]
    if isinstance(value, Span):
        return value.code
    if isinstance(value, tuple):
        return "、".join(each.value if isinstance(each, Enum) else each for each in value)
    if isinstance(value, Enum):
        return str(value.value)
    return "yes" if value is True else str(value)


def own_notes(read: Read, meant: Mapping[tuple[str, int, str], str]) -> str:
    """The notes of a row without the words of its cells that were guessed at, which they have."""
    its = meant.get((read.row.sheet, read.row.line, "note"), "").splitlines()
    note = str(read.values.get("note") or "")
    for column, why in read.doubts:
        field = LEDGER.field(column)
        if isinstance(field, Several | Choice | Period) and why in LOSE_WORDS:
            said = read.row.told[column].original
            words = f"{field.label}：{'／'.join(said.splitlines())}"
            assert words in note.splitlines()
            note = "\n".join(line for line in note.splitlines() if line != words or line in its)
    return note


def cells(name: str) -> Iterator[tuple[tuple[str, int, str], str, str]]:
    """Each cell that is meant or read: where, what is meant, what was read."""
    meant = {
        (sheet, row, field): words
        for (sheet, row), said in made(name).rows.items()
        for field, words in said.items()
    }
    found = {
        (read.row.sheet, read.row.line, field): said_by(field, value)
        for read in plan_of(name).read
        for field, value in {**read.values, "note": own_notes(read, meant)}.items()
        if value not in (None, "", (), False)
    }
    for where in sorted({*meant, *found}):
        yield where, meant.get(where, ""), found.get(where, "")


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_as_it_is_meant(name: str) -> None:
    assert [each for each in cells(name) if each[1] != each[2]] == []
    assert [(each.where, each.key) for each in plan_of(name).troubles] == []
    doubts = {
        (each.row.where, doubt.column) for each in plan_of(name).read for doubt in each.doubts
    }
    assert doubts == made(name).doubts
    every_cell_is_read_or_left_over_with_a_reason(name)


def every_cell_is_read_or_left_over_with_a_reason(name: str) -> None:
    plan = plan_of(name)
    left = {each.place for each in plan.sheet.left}
    said = [told for each in plan.read for told in each.row.told.values()]
    read = {place for told in said for place in (told.place, *told.more)}
    book = read_book(made(name).content, sheet_reading.known_of(LEDGER, spelled).knows)
    for grid in book.sheets:
        for cell in grid.cells():
            assert grid.place(cell.row, cell.column) in left | read


def test_the_layouts_are_those_of_all_files() -> None:
    assert len(LAYOUTS) >= 25
    assert {each.__module__ for each in LAYOUTS.values()} == {each.__name__ for each in FILES}
