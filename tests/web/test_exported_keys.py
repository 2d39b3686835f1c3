"""Files with keys for headings and choices: alike in every language; and what stands in print."""

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from pms_tracker import config
from pms_tracker.check.preparing.question_rows import Column as QuestionColumn, QuestionRows
from pms_tracker.check.rules.coverage_rules import Cell, Covered, Visit
from pms_tracker.people.imports.people_columns import KNOWN, Column as PeopleColumn
from pms_tracker.plan.requirements import set_rows
from pms_tracker.web.check.checklists import question_template_views
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Column, Sheet
from tests import builders
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing
from tests.web.lists.test_exports import read_xlsx

CASE_KEYS = ["number", "title", "unit", "state", "round", "turn_of", "due_on"]
CASE_KEYS += ["opened_on", "days_open", "closed_on", "source", "finding", "grade", "clause"]
CASE_KEYS += ["cause_category", "cause", "owners", "verdict"]
CASE_KEYS += ["plan_days", "approval_days", "doing_days", "effect_days"]
KEPT_BY_ADMINISTRATORS = ("/people", "/operation")
FILES = (
    "/act/cases/export",
    "/check/findings/export",
    "/check/audits/export",
    "/check/coverage/export",
    "/check/summary/export",
    "/act/figures/export",
    "/people/import/template",
    "/trail/export",
    "/operation/security/export",
)
BY_KEYS = "headings=keys"
# How a value of the program's own prints itself.
INNER = re.compile(r"[A-Za-z]\w*\(\w+=|<[A-Z]\w+[.:]|^[(\[{]'")
AT = Column("at", "日時", str)


@pytest.fixture
def filed(served: Served) -> None:
    with committing(served):
        builders.case()


def lines(visitor: Visitor, address: str, language: str = "ja") -> list[list[Any]]:
    visitor.post("/language", language=language)
    answer = visitor.get(address)
    assert answer.status_code == 200, address
    if ".xlsx" in address:
        return [list(each) for each in read_xlsx(answer.data)]
    found = csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
    return [list(each) for each in found]


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize("file", FILES)
def test_keys_are_the_same_in_every_language_and_kind(visitor: Visitor, file: str) -> None:
    visitor.as_("administrator" if file.startswith(KEPT_BY_ADMINISTRATORS) else "privacy_manager")
    first, *others = [
        lines(visitor, f"{file}.{kind}?{BY_KEYS}", language)[0]
        for language in ("ja", "en")
        for kind in ("csv", "xlsx")
    ]
    assert others == [first] * 3
    assert all(key.isascii() and key.isidentifier() for key in first)
    assert len(set(first)) == len(first)


@pytest.mark.usefixtures("filed")
def test_choices_are_keys_too_and_words_without_being_asked(visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    by_keys = [lines(visitor, f"/act/cases/export.csv?{BY_KEYS}", each) for each in ("ja", "en")]
    assert by_keys[0] == by_keys[1]
    head, row = by_keys[0]
    assert head == CASE_KEYS
    told = dict(zip(head, row, strict=True))
    assert (told["state"], told["source"]) == ("planning", "internal_audit")
    assert (told["grade"], told["finding"]) == ("nonconformity", "F-2026-001")
    assert (told["clause"], told["plan_days"], told["effect_days"]) == ("1", "0", "0")
    assert lines(visitor, "/act/cases/export.csv?headings=other", "en")[0][3] == "Status"
    assert lines(visitor, "/act/cases/export.csv", "en")[1][3] == "Awaiting plan"
    assert lines(visitor, "/act/cases/export.csv", "ja")[1][3] == "計画待ち"


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize("file", FILES)
def test_no_cell_by_keys_holds_what_only_the_program_knows(visitor: Visitor, file: str) -> None:
    visitor.as_("administrator" if file.startswith(KEPT_BY_ADMINISTRATORS) else "privacy_manager")
    by_keys = lines(visitor, f"{file}.csv?{BY_KEYS}")
    assert [cell for line in by_keys for cell in line if INNER.search(cell)] == []


def test_a_cell_of_the_coverage_board_says_by_keys_what_it_says_in_words() -> None:
    held = Visit(date(2026, 5, 1), date(2026, 5, 12), "AU-2026-001", finished=False)
    past = Visit(date(2023, 5, 1), date(2023, 5, 12), past_id=7, finished=True)
    said = [str(Cell(Covered.DONE, each)) for each in (None, held, past)]
    assert said == ["done", "done under_way 2026-05-12 AU-2026-001", "done 2023-05-12 past"]


def test_files_that_come_in_again_are_read_by_their_keys() -> None:
    assert [KNOWN.match((each.value,)).key for each in PeopleColumn] == list(PeopleColumn)
    assert [set_rows.Rows.column_of(each.value) for each in set_rows.Column] == list(
        set_rows.Column
    )
    asked = [each.key for each in question_template_views.COLUMNS]
    assert [QuestionRows.column_of(each) for each in asked] == list(QuestionColumn)


@pytest.mark.usefixtures("filed")
def test_a_list_offers_its_keyed_file_with_the_same_conditions(visitor: Visitor) -> None:
    page = visitor.as_("privacy_manager").get("/act/cases/?source=internal_audit").text
    assert "/act/cases/export.csv?headings=keys&amp;source=internal_audit" in page


@pytest.mark.usefixtures("filed")
def test_how_a_list_was_narrowed_is_printed_over_it(visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    book = load_workbook(
        io.BytesIO(visitor.get("/act/cases/export.xlsx?source=internal_audit&q=R%26D").data)
    )
    page: Any = book.active
    assert page.oddFooter.left.text == "発生源 内部監査 / 語句「R&&D」"
    assert book.properties.description == "発生源 内部監査 / 語句「R&D」"
    whole = load_workbook(io.BytesIO(visitor.get("/act/cases/export.xlsx").data))
    assert whole.active is not None
    assert not whole.active.oddFooter.left.text
    assert whole.properties.description is None


@pytest.mark.usefixtures("app")
def test_what_is_printed_over_a_list_is_never_too_long_for_a_workbook() -> None:
    file = io.BytesIO()
    list_files.write_xlsx(Sheet("題&" * 100, "x", (AT,), lambda _last: [], ("条&件" * 200,)), file)
    page: Any = load_workbook(file).active
    parts = [page.oddHeader.left.text, page.oddHeader.center.text, page.oddFooter.left.text]
    assert sum(map(len, parts)) + len("&L&C&R") <= 255
    assert all(each.replace("&&", "").count("&") == 0 for each in parts)


def test_workbooks_are_written_in_one_place_so_that_all_are_alike() -> None:
    writing = [
        path.name
        for path in config.PACKAGE.rglob("*.py")
        if "import Workbook" in path.read_text(encoding="utf-8")
    ]
    assert writing == ["list_files.py"]
