"""Reading audits of earlier years from a file: what is right comes in, all that is not is told."""

from contextlib import suppress
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, strategies as st
from openpyxl import Workbook

from pms_tracker.check.reports.earlier_audits import EARLIER_AUDITS
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.registers.fields import Facts, Of
from pms_tracker.registers.imports import sheet_reading
from pms_tracker.registers.imports.sheet_judging import judged as judged_by
from pms_tracker.registers.imports.sheet_plans import Plan, Standing
from pms_tracker.registers.office_fields import Year
from pms_tracker.sheets import tables

FACTS = Facts(date(2026, 11, 24), FiscalStart(4), {Of.UNIT: {"松本教室": [4], "書店": [3]}})
STANDING = Standing(known={(AuditKind.OPERATION, 3, date(2023, 5, 1))})
HEAD = "種別,年度,部門,要求事項,実施日,監査員,不適合,観察事項,メモ,保管場所"


def judged(content: bytes) -> Plan:
    sheet = sheet_reading.read(EARLIER_AUDITS, content)
    return judged_by(EARLIER_AUDITS, sheet, FACTS, STANDING)


def read(text: str) -> Plan:
    return judged(text.encode())


def problems(text: str) -> list[tuple[int, str]]:
    return [(each.line, each.key) for each in read(text).troubles]


def told(plan: Plan) -> list[dict[str, object]]:
    """What each row says, without what it leaves out."""
    return [
        {name: value for name, value in each.values.items() if value not in (None, "", ())}
        for each in plan.new
    ]


def test_a_table_as_offices_keep_it_is_read() -> None:
    found = read(
        f"\ufeff{HEAD}\n"
        "運用,2024,松本教室,,2024/11/20,有賀・小口,２件,,棚を見た,書庫\n"
        "\n"
        'conformity,令和6年度,,"J.6.2; Ｊ．７．１",R6.11.5,有賀,,1,,\n'
        ",,書店,,2025-04-02,有賀,なし,-,,\n"
    )
    assert found.troubles == ()
    assert told(found) == [
        {
            "kind": AuditKind.OPERATION, "fiscal_year": 2024, "unit_id": 4,
            "held_on": date(2024, 11, 20), "auditors": "有賀・小口", "nonconformity": 2,
            "note": "棚を見た", "lies_at": "書庫",
        },
        {
            "kind": AuditKind.CONFORMITY, "fiscal_year": 2024, "held_on": date(2024, 11, 5),
            "auditors": "有賀", "paths": ("J.6.2", "J.7.1"), "observation": 1,
        },
        {
            "kind": AuditKind.OPERATION, "fiscal_year": 2025, "unit_id": 3,
            "held_on": date(2025, 4, 2), "auditors": "有賀",
        },
    ]  # fmt: skip


def as_excel(rows: list[list[object]]) -> bytes:
    book, packed = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(packed)
    return packed.getvalue()


def test_a_workbook_gives_days_as_days() -> None:
    rows: list[list[object]] = [
        ["部門", "実施日", "監査員", "重大な不適合", "良好な点"],
        ["松本教室", date(2024, 11, 20), "有賀", 1, 2.0],
    ]
    (audit,) = told(judged(as_excel(rows)))
    assert audit["held_on"] == date(2024, 11, 20)
    assert (audit["major"], audit["good_practice"]) == (1, 2)


ROW = "運用,2024,松本教室,,2024/11/20,有賀,1,0,,"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("監査,2024,松本教室,,2024/11/20,有賀,,,,", "entry_choice"),
        ("運用,昨年,松本教室,,2024/11/20,有賀,,,,", "entry_year"),
        ("運用,2022,松本教室,,2024/11/20,有賀,,,,", "past_year_wrong"),
        ("運用,2024,,,2024/11/20,有賀,,,,", "past_unit_needed"),
        ("運用,2024,諏訪教室,,2024/11/20,有賀,,,,", "entry_unit_unknown"),
        ("適合,2024,松本教室,,2024/11/20,有賀,,,,", "past_unit_superfluous"),
        ("運用,2024,松本教室,,,有賀,,,,", "entry_missing"),
        ("運用,2024,松本教室,,11月ごろ,有賀,,,,", "entry_day"),
        ("運用,2026,松本教室,,2026/11/25,有賀,,,,", "day_in_future"),
        ("運用,2024,松本教室,,2024/11/20,,,,,", "entry_missing"),
        ("運用,2024,松本教室,,2024/11/20,有賀,多数,,,", "entry_number"),
        ("運用,2024,松本教室,,2024/11/20,有賀,一,,,", "entry_number"),
        ("運用,2024,松本教室,,2024/11/20,=A1,,,,", "formula"),
        (f"運用,2024,松本教室,,2024/11/20,{'有' * 201},,,,", "entry_too_long"),
        ("運用,2023,書店,,2023/5/1,有賀,,,,", "past_audit_known"),
    ],
)
def test_each_bad_row_is_told_with_its_line_and_the_others_are_read(row: str, problem: str) -> None:
    good = "運用,2025,書店,,2025/11/20,有賀,,,,"
    found = read(f"{HEAD}\n{good}\n{row}\n")
    assert [(each.line, each.key) for each in found.troubles] == [(3, problem)]
    assert found.new[0].values["unit_id"] == 3


def test_the_same_audit_twice_is_told_with_its_first_line() -> None:
    found = read(f"{HEAD}\n{ROW}\n{ROW}\n")
    (trouble,) = found.troubles
    assert (trouble.line, str(trouble.refusal)) == (3, "entry_twice(line=2)")


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("天気,気温", "no_table"),
        ("実施日,監査員,実施日", "column_twice"),
        ("部門,監査員", "column_missing"),
    ],
)
def test_columns_that_cannot_be_meant_are_told_once(head: str, problem: str) -> None:
    told = problems(f"{head}\n2024/11/20,有賀,x\n2024/11/21,有賀,x\n")
    assert [each for each in told if each[0] == 1] == [(1, problem)]


def test_a_quotation_mark_too_many_is_told_where_it_is() -> None:
    assert problems(f'{HEAD}\n{ROW}\n"運用') == [(3, "broken")]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", "sheet_file_empty"),
        (f"{HEAD}\n,,,\n".encode(), "sheet_file_empty"),
        (b"a" * (tables.MOST_BYTES + 1), "set_too_large"),
        (b"\xd0\xcf\x11\xe0", "set_unreadable"),
        (b"PK\x03\x04 broken", "set_unreadable"),
        (b"\x81", "set_unreadable"),
        ((HEAD + "\n" + ("\n" * tables.MOST_LINES) + ROW).encode(), "set_too_many"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(content: bytes, refusal: str) -> None:
    with pytest.raises(BadInput, match=refusal):
        judged(content)


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    with suppress(BadInput):
        judged(f"{HEAD}\n{text}".encode(errors="replace"))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024", 2024), ("２０２４年度", 2024), ("令和6年度", 2024), ("R6", 2024),
        ("平成31年", 2019), ("24", None), ("来年", None), ("", None),
    ],
)  # fmt: skip
def test_a_fiscal_year_is_read_however_it_is_written(text: str, year: int | None) -> None:
    field = EARLIER_AUDITS.field("fiscal_year")
    assert isinstance(field, Year)
    if year is not None:
        assert field.read(text, FACTS) == year
        return
    with pytest.raises(BadInput, match="entry_year"):
        field.read(text, FACTS)


def test_a_workbook_tells_a_formula_from_a_text_that_begins_like_one() -> None:
    book, packed = Workbook(), BytesIO()
    page = book.active
    assert page is not None
    for row in (("部門", "実施日", "監査員", "メモ"), ("松本教室", "2024/11/20", "有賀", "=A1")):
        page.append(row)
    book.save(packed)
    assert [each.key for each in judged(packed.getvalue()).troubles] == ["formula"]
    page["D2"].data_type = "s"
    packed = BytesIO()
    book.save(packed)
    (audit,) = told(judged(packed.getvalue()))
    assert audit["note"] == "=A1"
