"""Exports: what a list shows, read back with csv and openpyxl."""

import csv
import io
from datetime import date, datetime, time
from typing import Any
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, select

from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Column, Kind, Sheet
from tests import builders
from tests.cast import TODAY, UNIT_IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing

EVIL = ('=HYPERLINK("http://x","y")', "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＠x")
PLAIN = ("申込書,41枚", '「"引用"」', "𠮷田さんの髙い棚 🗄️", "二行\n目", "_x0041_")
LISTS = ("/check/findings/", "/check/audits/", "/act/cases/")


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    assert "\n" not in text.replace("\r\n", "").replace("二行\n目", "").replace("\n=1", "")
    return list(csv.reader(io.StringIO(text, newline="")))


def read_xlsx(data: bytes) -> list[tuple[object, ...]]:
    book = load_workbook(io.BytesIO(data))
    page = book.active
    assert page is not None
    return [tuple(each) for each in page.iter_rows(values_only=True)]


def sheet(rows: list[tuple[object, object]]) -> Sheet:
    columns = (
        Column("title", "内容", lambda row: row[0]),
        Column("day", "日", lambda row: row[1], Kind.DAY),
        Column("figure", "数", lambda row: 7, Kind.NUMBER),
    )
    left = iter([rows])
    return Sheet("監査所見", "findings", columns, lambda _last: next(left, []))


def filed_workbook(rows: list[tuple[object, object]]) -> bytes:
    file = io.BytesIO()
    list_files.write_xlsx(sheet(rows), file)
    return file.getvalue()


@pytest.mark.usefixtures("app")
def test_text_that_looks_like_a_formula_stays_text() -> None:
    data = filed_workbook([(text, TODAY) for text in EVIL])
    page = load_workbook(io.BytesIO(data)).active
    assert page is not None
    for number, text in enumerate(EVIL, start=2):
        cell = page.cell(number, 1)
        assert cell.data_type == "s", text
        assert cell.quotePrefix, text
        assert cell.value == text.replace("\r", "\n")
    for line in read_csv("".join(list_files.csv_lines(sheet([(t, None) for t in EVIL]))).encode())[
        1:
    ]:
        assert line[0].startswith("'")
        assert line[1:] == ["", "7"]


@pytest.mark.usefixtures("app")
def test_plain_text_days_and_numbers_come_back_as_they_were() -> None:
    rows: list[tuple[object, object]] = [(text, TODAY) for text in PLAIN]
    _head, *found = read_xlsx(filed_workbook(rows))
    midnight = datetime.combine(TODAY, time())
    assert found == [(text, midnight, 7) for text in PLAIN]
    _head, *lines = read_csv("".join(list_files.csv_lines(sheet(rows))).encode())
    assert lines == [[text, "2026-11-24", "7"] for text in PLAIN]


@pytest.mark.usefixtures("app")
def test_characters_that_no_workbook_takes_are_left_out() -> None:
    _head, (text, *_rest) = read_xlsx(
        filed_workbook([("a\x00\x0b\x1b\ufffeb" + "c" * 40_000, None)])
    )
    assert isinstance(text, str)
    assert text.startswith("abc")
    assert len(text) == list_files.LONGEST_CELL


@pytest.mark.usefixtures("app")
def test_a_workbook_has_a_named_sheet_a_fixed_bold_heading_filters_and_widths() -> None:
    book = load_workbook(io.BytesIO(filed_workbook([("a", TODAY), ("b", None)])))
    page = book["監査所見"]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:C3"
    assert page["A1"].font.bold
    assert not page["A2"].font.bold
    assert page["B2"].number_format == "yyyy-mm-dd"
    assert page.column_dimensions["A"].width == 14


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of at most four rows, read three at a time."""
    monkeypatch.setattr(list_files, "MOST", 4)
    monkeypatch.setattr(list_files, "CHUNK", 3)


def numbered(total: int) -> Sheet:
    """A list of numbers in chunks, as a keyset gives them."""

    def more(last: int | None) -> list[int]:
        first = 1 if last is None else last + 1
        return list(range(first, total + 1))[: list_files.CHUNK]

    return Sheet("数", "numbers", (Column("figure", "数", lambda row: row, Kind.NUMBER),), more)


@pytest.mark.usefixtures("app", "cut")
@pytest.mark.parametrize("total", [0, 1, 3, 4])
def test_a_list_that_fits_is_whole(total: int) -> None:
    lines = read_csv("".join(list_files.csv_lines(numbered(total))).encode())
    assert [each[0] for each in lines] == ["数", *map(str, range(1, total + 1))]


@pytest.mark.usefixtures("app", "cut")
@pytest.mark.parametrize("total", [5, 6, 7, 100])
def test_a_list_that_is_cut_short_says_so_in_its_last_line(total: int) -> None:
    lines = read_csv("".join(list_files.csv_lines(numbered(total))).encode())
    assert [each[0] for each in lines[:5]] == ["数", "1", "2", "3", "4"]
    assert len(lines) == 6
    assert "続きがあります" in lines[5][0]
    file = io.BytesIO()
    list_files.write_xlsx(numbered(total), file)
    found = read_xlsx(file.getvalue())
    assert "続きがあります" in str(found[5][0])
    assert len(found) == 6


@pytest.mark.both_databases
def test_every_list_goes_out_in_both_forms_with_its_name_and_is_kept_nowhere(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.case()
    visitor.as_("head")
    for where, title in zip(LISTS, ("監査所見", "監査", "是正処置"), strict=True):
        for kind in ("csv", "xlsx"):
            answer = visitor.get(f"{where}export.{kind}")
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "no-store"
            named = unquote(answer.headers["Content-Disposition"])
            assert named.endswith(f"filename*=UTF-8''{title}_2026-11-24.{kind}")
            assert named.isascii() is False
            assert answer.headers["Content-Disposition"].isascii()
            rows = read_csv(answer.data) if kind == "csv" else read_xlsx(answer.data)
            assert len(rows) == 2
            assert rows[0][0] == "番号"
        assert f'href="{where}export.xlsx' in visitor.get(where).get_data(as_text=True)
        assert visitor.get(f"{where}export.pdf").status_code == 404


def test_a_file_is_in_its_readers_language(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case()
    answer = visitor.as_("head").client
    answer.post("/language", data={"csrf_token": visitor.token(), "language": "en"})
    lines = read_csv(answer.get("/act/cases/export.csv").data)
    assert lines[0][:4] == ["Number", "Details", "Department", "Status"]
    assert lines[1][3] == "Awaiting plan"
    assert lines[1][6] == "2026-12-08"


@pytest.mark.both_databases
def test_a_file_holds_what_the_list_shows_and_no_other_units_records(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        within = builders.audit()
        builders.case(within)
        builders.finding(within, grade=Grade.OBSERVATION, fact="観察した。")
        builders.finding(builders.audit(unit_id=UNIT_IDS["教務部"]), fact="別の部門。")

    def names(by: str, query: str = "") -> list[str]:
        data = visitor.as_(by).get(f"/check/findings/export.csv{query}").data
        return [line[0] for line in read_csv(data)[1:]]

    assert names("privacy_manager") == ["F-2026-003", "F-2026-002", "F-2026-001"]
    assert names("head") == ["F-2026-002", "F-2026-001"]
    assert names("other_head") == names("employee") == []
    assert names("head", "?grade=observation") == ["F-2026-002"]
    assert names("privacy_manager", f"?unit={UNIT_IDS['教務部']}&before=2") == ["F-2026-003"]
    assert names("privacy_manager", "?q=観察") == ["F-2026-002"]


def many(total: int) -> None:
    """As many cases as that, copied from one: quick to make, each with its own number."""
    case = builders.case()
    session.flush()
    finding = session.get_one(Finding, case.finding_id)
    first = session.scalars(select(CaseRound).where(CaseRound.case_id == case.id)).one()
    of: dict[type[Any], tuple[str, ...]] = {
        Finding: ("id", "number"),
        Case: ("id", "number", "finding_id"),
        CaseRound: ("id", "case_id"),
    }
    for table, row in ((Finding, finding), (Case, case), (CaseRound, first)):
        base = {each.key: getattr(row, each.key) for each in table.__table__.columns}
        copies = [{**base, **dict.fromkeys(of[table], number)} for number in range(2, total + 1)]
        session.execute(insert(table), copies)


@pytest.mark.both_databases
def test_rows_go_out_chunk_by_chunk_each_once(served: Served, visitor: Visitor) -> None:
    with committing(served):
        many(3_000)
        assert session.scalar(select(Case.id).order_by(Case.id.desc())) == 3_000
    visitor.as_("privacy_manager")
    with visitor.counting() as statements:
        lines = read_csv(visitor.get("/act/cases/export.csv").data)
    assert [line[0] for line in lines[1:]] == [f"CA-2026-{n:03}" for n in range(3_000, 0, -1)]
    # One statement a chunk, beside those that say who looks; one more finds that nothing follows.
    assert len(statements) <= 4 + 6
    found = read_xlsx(visitor.get("/act/cases/export.xlsx").data)
    assert len(found) == 3_001
    assert isinstance(found[1][6], datetime)
    assert found[1][6].date() == date(2026, 12, 8)


@pytest.mark.both_databases
def test_a_file_keeps_the_lists_order_from_chunk_to_chunk(
    served: Served, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_files, "CHUNK", 1)
    with committing(served):
        for unit in ("教務部", "松本教室", "本部"):
            builders.finding(builders.audit(unit_id=UNIT_IDS[unit]))
    visitor.as_("privacy_manager")
    for query, order in (
        ("?sort=unit", [3, 1, 2]),
        ("?sort=-unit", [2, 1, 3]),
        ("?sort=number&after=2", [1, 2, 3]),
        ("?sort=found", [1, 2, 3]),
        ("?after=2", [3, 2, 1]),
    ):
        lines = read_csv(visitor.get(f"/check/findings/export.csv{query}").data)[1:]
        assert [line[0] for line in lines] == [f"F-2026-00{number}" for number in order], query
