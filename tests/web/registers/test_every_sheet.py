"""Sheets of every declared register: out and in again, each bad cell named, taken at once."""

import csv
import re
from io import BytesIO, StringIO
from itertools import product

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.database import session
from pms_tracker.kernel.lasting.spans import LONGEST_WORDS
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Field, Flag, Number, Of, Pick, Text
from pms_tracker.registers.imports import register_sheets
from pms_tracker.registers.imports.sheet_judging import has_one_of_each
from pms_tracker.registers.imports.sheet_plans import Plan
from pms_tracker.registers.imports.unsaid_fields import may_stay_blank
from pms_tracker.registers.office_fields import Names, Period, Several, Time, Year
from pms_tracker.registers.register import Register
from pms_tracker.web.refusals import row_words
from pms_tracker.web.words.register_words import spelled
from tests.cast import ACCOUNTS, viewer
from tests.conftest import FULL
from tests.databases import Served
from tests.registers import samples
from tests.registers.telling import telling
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.registers.test_every_register import keeper, place_of, several

pytestmark = pytest.mark.parametrize("register", REGISTERS, ids=lambda each: each.key)
BOTH = pytest.mark.both_databases
OF_THE_MECHANISM = pytest.mark.of_the_mechanism
# Wrong in a cell of each kind, and in which a form would not keep it either.
WRONG: dict[type[Field], str] = {
    Day: "いつか",
    Year: "昔",
    Number: "多数",
    Flag: "たぶん",
    Time: "夕方",
    Several: "だれも知らない種類",
    Entries: "だれも知らない記録",
}
# In which words it is taken out, and as what file: of each one. Every register has columns of its
# own, but the words and the files are those of all, and no database's.
EACH = [("ja", "csv"), ("en", "xlsx"), ("keys", "csv")]
SHEETS = list(product(("ja", "en", "keys"), ("csv", "xlsx"))) if FULL else EACH
# Whoever may not see what an entry names is told so before it is taken.
NOT_THEIRS = ("自分が見られる範囲", "登録されていない記録")


def plan(served: Served, register: Register, content: bytes) -> Plan:
    with reading(served):
        who = viewer(samples.keeper(register))
        return register_sheets.plan(register, content, by=who, spelled=spelled)


def table_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def as_csv(rows: list[list[str]]) -> bytes:
    told = StringIO(newline="")
    csv.writer(told).writerows(rows)
    return told.getvalue().encode()


@BOTH
def test_a_sheet_that_was_exported_changes_nothing_when_it_is_taken_back(
    served: Served, visitor: Visitor, register: Register
) -> None:
    several(served, register, 3)
    with committing(served):
        field = next(each for each in register.cells if isinstance(each, Text))
        texts = ("=SUM(A1)", "-5　全角の  空白")
        for row, text in zip(session.scalars(select(register.table)), texts, strict=False):
            field.put(row, text)
    visitor.as_(keeper(served, register))
    whole = FULL or (register in telling() and served.engine.dialect.name == "sqlite")
    for language, kind in SHEETS if whole else SHEETS[:1]:
        visitor.post("/language", language="en" if language == "en" else "ja")
        asked = "?headings=keys" if language == "keys" else ""
        content = visitor.get(f"{place_of(register)}export.{kind}{asked}").get_data()
        found = plan(served, register, content)
        assert [(each.line, each.key, each.words) for each in found.troubles] == []
        assert (len(found.unchanged), found.does_nothing) == (3, True), (language, kind)
        sent = visitor.post(f"{place_of(register)}import", file=content)
        assert sent.status_code == 200, (language, kind)


@OF_THE_MECHANISM
def test_the_template_has_the_headings_of_the_sheet(
    served: Served, visitor: Visitor, register: Register
) -> None:
    several(served, register, 1)
    visitor.as_(keeper(served, register))
    template = visitor.get(f"{place_of(register)}import/template.xlsx").get_data()
    page = load_workbook(BytesIO(template)).worksheets[0]
    (headings,) = page.iter_rows(values_only=True)
    exported = table_of(visitor.get(f"{place_of(register)}export.csv").get_data())
    assert list(headings) == exported[0]


@BOTH
@OF_THE_MECHANISM
def test_rows_make_entries_once_they_are_taken_and_not_before(
    served: Served, visitor: Visitor, register: Register
) -> None:
    several(served, register, 1)
    place = place_of(register)
    visitor.as_(keeper(served, register))
    rows = table_of(visitor.get(f"{place}export.csv").get_data())
    with committing(served):
        content = as_csv([rows[0], new_row(register, rows)])
    preview = visitor.post(f"{place}import", file=content)
    assert preview.status_code == 200, words(preview)
    assert "まだ保存していません" in words(preview)
    assert count(served, register) == 1
    taken = visitor.post(f"{place}import/take", **form(preview, f"{place}import/take"))
    assert (taken.status_code, taken.location) == (302, place)
    assert count(served, register) == 2
    # What was agreed to is not done twice: now there is the same already, or two of them.
    again = visitor.post(f"{place}import/take", **form(preview, f"{place}import/take"))
    assert again.status_code in {302, 400, 409}
    assert count(served, register) == (2 if once_named(register) else 3)


def once_named(register: Register) -> tuple[str, ...]:
    """The fields in which a new entry differs from those that are there."""
    if register.same:
        return register.same.names
    return register.title if has_one_of_each(register) else ()


def new_row(register: Register, rows: list[list[str]]) -> list[str]:
    """Another row like the first, of other days, without a number, and by another name where that
    would make it the same."""
    other = list(rows[1])
    named = once_named(register)
    other[0] = ""
    left = {*register.decided, *samples.OTHERWISE.get(register.key, ())}
    for at, each in enumerate(register.cells, start=1):
        if isinstance(each, Day) and each.name not in left:
            other[at] = "2026/10/01"
        elif isinstance(each, Text) and each.name in named:
            other[at] += "2"
    return other


def count(served: Served, register: Register) -> int:
    with reading(served):
        return len(session.scalars(select(register.table)).all())


def wrong_in(field: Field) -> str:
    if isinstance(field, Text):
        return "長" * (field.longest + 1)
    if isinstance(field, Names):
        return "、".join(f"{number:08}" for number in range(field.longest // 8))
    if isinstance(field, Period):
        return "長" * (LONGEST_WORDS + 1)
    if isinstance(field, Pick):
        return "だれでもない" if field.one_of is Of.PERSON else "どこでもない"
    return "どれでもない" if isinstance(field, Choice) else WRONG[type(field)]


def test_every_bad_cell_is_named_with_its_place_in_a_clear_sentence(
    served: Served, visitor: Visitor, register: Register
) -> None:
    several(served, register, 1)
    place = place_of(register)
    visitor.as_(keeper(served, register))
    rows = table_of(visitor.get(f"{place}export.csv").get_data())
    good = new_row(register, rows)
    bad = []
    for at, each in enumerate(register.cells, start=1):
        bad.append([*good[:at], wrong_in(each), *good[at + 1 :]])
        if each.needed and each.name not in register.filled:
            bad.append([*good[:at], "", *good[at + 1 :]])
    content = as_csv([rows[0], *bad])
    found = plan(served, register, content)
    named = {each.column for each in found.troubles}
    # A rule may leave names out of an entry that they do not belong to.
    judged = [each for each in register.cells if not isinstance(each, Names)]
    # Unknown words of choices may be taken for others with a doubt, or go to a field for words.
    judged = [
        each
        for each in judged
        if not (isinstance(each, Choice | Several) and each.other) and not each.words_in
    ]
    # Drafts that say what is doubtful of them may lack what nobody can read.
    judged = [each for each in judged if not may_stay_blank(register, each, wrong_in(each))]
    assert {each.name for each in judged} <= named
    assert len({each.line for each in found.troubles}) >= len(judged)
    page = visitor.post(f"{place}import", file=content)
    assert page.status_code == 400
    told = words(page)
    with reading(served):
        for each in found.troubles:
            sentence = row_words.in_words(each)
            assert sentence.endswith("。") or "例：" in sentence, sentence
            assert "%(" not in sentence
            assert "この操作はできません" not in sentence
            assert sentence in told
    assert count(served, register) == 1


@BOTH
@OF_THE_MECHANISM
def test_a_corrected_sheet_changes_what_it_says_otherwise(
    served: Served, visitor: Visitor, register: Register
) -> None:
    several(served, register, 2)
    visitor.as_(keeper(served, register))
    rows = table_of(visitor.get(f"{place_of(register)}export.csv").get_data())
    at, field = next(
        (at, each) for at, each in enumerate(register.cells, start=1) if isinstance(each, Text)
    )
    rows[1][at] = "直した内容"
    found = plan(served, register, as_csv(rows))
    if not register.changes:
        assert [(each.line, each.key, each.column) for each in found.troubles] == [
            (2, "entry_stays", field.name)
        ]
        return
    assert [(each.line, each.changes) for each in found.changed] == [(2, (field.name,))]
    place = f"{place_of(register)}import"
    preview = visitor.post(place, file=as_csv(rows))
    assert "直した内容" in words(preview)
    assert visitor.post(f"{place}/take", **form(preview, f"{place}/take")).status_code == 302
    assert "直した内容" in words(visitor.get(f"{place_of(register)}{rows[1][0]}"))
    # The same rows once more, seen as they were: by now they would do something else.
    stale = visitor.post(f"{place}/take", **form(preview, f"{place}/take"))
    assert stale.status_code == 409


def taken(visitor: Visitor, place: str, content: bytes) -> TestResponse:
    """What whoever takes a sheet is answered; where its preview is refused, that."""
    preview = visitor.post(place, file=content)
    if preview.status_code != 200:
        return preview
    return visitor.post(f"{place}/take", **form(preview, f"{place}/take"))


def test_rows_of_others_are_named_and_nothing_is_kept(
    served: Served, visitor: Visitor, register: Register
) -> None:
    """Whoever keeps a part of a register enters no entry that they could not see."""
    several(served, register, 1)
    place = place_of(register)
    rows = table_of(visitor.as_(keeper(served, register)).get(f"{place}export.csv").get_data())
    with reading(served):
        keep = [name for name in ACCOUNTS if viewer(name).may(register.keeper)]
        blind = [name for name in keep if not samples.listed(register, viewer(name))]
        shows_own = samples.shows_own(register)
    if not blind or shows_own:
        return
    content = as_csv([rows[0], new_row(register, rows)])
    refused = taken(visitor.as_(blind[0]), f"{place}import", content)
    assert refused.status_code == 400
    # The row, or its cell.
    assert re.search("2行目|>[A-Z]2<", words(refused))
    assert any(each in words(refused) for each in NOT_THEIRS)
    assert count(served, register) == 1


@OF_THE_MECHANISM
def test_a_sheet_does_not_tell_whether_somebody_elses_entry_is_there(
    served: Served, visitor: Visitor, register: Register
) -> None:
    """The same row is previewed and refused alike, whether the like of it is there or not."""
    several(served, register, 1)
    place = f"{place_of(register)}import"
    rows = table_of(
        visitor.as_(keeper(served, register)).get(f"{place_of(register)}export.csv").get_data()
    )
    with reading(served):
        keep = [name for name in ACCOUNTS if viewer(name).may(register.keeper)]
        blind = [name for name in keep if not samples.listed(register, viewer(name))]
        shows_own = samples.shows_own(register)
    if not blind:
        return
    there, other = ["", *rows[1][1:]], new_row(register, rows)
    answers = []
    for row in (there, other):
        refused = taken(visitor.as_(blind[0]), place, as_csv([rows[0], row]))
        answers.append((refused.status_code, [each in words(refused) for each in NOT_THEIRS]))
    assert answers[0] == answers[1]
    # What a step decides is in no row of these.
    reserved = set(register.reserved) - set(register.decided)
    assert answers[0][0] == (302 if shows_own and not reserved else 400)
