"""Reading audits of earlier years from a file: what is right comes in, all that is not is told."""

from contextlib import suppress
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from pms_tracker.check.reports import history_files
from pms_tracker.check.reports.history_files import Facts, HistoryFile
from pms_tracker.check.rules.audit_rules import AuditKind, Grade
from pms_tracker.check.rules.history_rules import Told
from pms_tracker.kernel.errors import BadInput
from pms_tracker.sheets import tables
from pms_tracker.sheets.sheet_lines import Problem

UNITS = {"松本教室": 4, "書店": 3}
FACTS = Facts(UNITS, {(AuditKind.OPERATION, 3, date(2023, 5, 1))}, 4, date(2026, 11, 24))
HEAD = "種別,年度,部門,要求事項,実施日,監査員,不適合,観察事項,メモ,保管場所"


def read(text: str) -> HistoryFile:
    return history_files.read(text.encode(), FACTS)


def problems(text: str) -> list[tuple[int, Problem]]:
    return [(each.line, each.problem) for each in read(text).troubles]  # type: ignore[misc]


def test_a_table_as_offices_keep_it_is_read() -> None:
    found = read(
        f"\ufeff{HEAD}\n"
        "運用,2024,松本教室,,2024/11/20,有賀・小口,２件,,棚を見た,書庫\n"
        "\n"
        'conformity,令和6年度,,"J.6.2; Ｊ．７．１",R6.11.5,有賀,,1,,\n'
        ",,書店,,2025-04-02,有賀,なし,-,,\n"
    )
    assert found.troubles == ()
    assert found.audits == (
        Told(
            AuditKind.OPERATION, 2024, 4, date(2024, 11, 20), "有賀・小口",
            counts={Grade.NONCONFORMITY: 2, Grade.OBSERVATION: 0}, note="棚を見た", lies_at="書庫",
        ),
        Told(
            AuditKind.CONFORMITY, 2024, None, date(2024, 11, 5), "有賀", ("J.6.2", "J.7.1"),
            {Grade.NONCONFORMITY: 0, Grade.OBSERVATION: 1},
        ),
        Told(
            AuditKind.OPERATION, 2025, 3, date(2025, 4, 2), "有賀",
            counts={Grade.NONCONFORMITY: 0, Grade.OBSERVATION: 0},
        ),
    )  # fmt: skip


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
    (told,) = history_files.read(as_excel(rows), FACTS).audits
    assert told.held_on == date(2024, 11, 20)
    assert told.counts == {Grade.MAJOR: 1, Grade.GOOD_PRACTICE: 2}


ROW = "運用,2024,松本教室,,2024/11/20,有賀,1,0,,"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("監査,2024,松本教室,,2024/11/20,有賀,,,,", Problem.PAST_KIND),
        ("運用,昨年,松本教室,,2024/11/20,有賀,,,,", Problem.PAST_YEAR),
        ("運用,2022,松本教室,,2024/11/20,有賀,,,,", Problem.PAST_YEAR_OF_DAY),
        ("運用,2024,,,2024/11/20,有賀,,,,", Problem.PAST_UNIT_MISSING),
        ("運用,2024,諏訪教室,,2024/11/20,有賀,,,,", Problem.PAST_UNIT_UNKNOWN),
        ("適合,2024,松本教室,,2024/11/20,有賀,,,,", Problem.PAST_UNIT_SUPERFLUOUS),
        ("運用,2024,松本教室,,,有賀,,,,", Problem.PAST_DAY_MISSING),
        ("運用,2024,松本教室,,11月ごろ,有賀,,,,", Problem.PAST_DAY),
        ("運用,2026,松本教室,,2026/11/25,有賀,,,,", Problem.PAST_DAY_IN_FUTURE),
        ("運用,2024,松本教室,,2024/11/20,,,,,", Problem.PAST_AUDITORS_MISSING),
        ("運用,2024,松本教室,,2024/11/20,有賀,多数,,,", Problem.PAST_COUNT),
        ("運用,2024,松本教室,,2024/11/20,有賀,一,,,", Problem.PAST_COUNT),
        ("運用,2024,松本教室,,2024/11/20,=A1,,,,", Problem.FORMULA),
        (f"運用,2024,松本教室,,2024/11/20,{'有' * 201},,,,", Problem.PAST_TOO_LONG),
        ("運用,2023,書店,,2023/5/1,有賀,,,,", Problem.PAST_KNOWN),
        (f"{ROW},余り", Problem.CELL_BEYOND),
    ],
)
def test_each_bad_row_is_told_with_its_line_and_the_others_are_read(
    row: str, problem: Problem
) -> None:
    good = "運用,2025,書店,,2025/11/20,有賀,,,,"
    found = read(f"{HEAD}\n{good}\n{row}\n")
    assert [(each.line, each.problem) for each in found.troubles] == [(3, problem)]
    assert found.audits[0].unit_id == 3


def test_the_same_audit_twice_is_told_with_its_first_line() -> None:
    found = read(f"{HEAD}\n{ROW}\n{ROW}\n")
    assert [(each.line, each.problem, each.amount) for each in found.troubles] == [
        (3, Problem.PAST_TWICE, 2)
    ]


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("実施日,監査員,天気", Problem.PAST_HEADING),
        ("実施日,監査員,監査日", Problem.COLUMN_TWICE),
        ("部門,監査員", Problem.COLUMN_MISSING),
    ],
)
def test_columns_that_cannot_be_meant_stop_the_reading(head: str, problem: Problem) -> None:
    assert problems(f"{head}\n2024/11/20,有賀,x\n") == [(1, problem)]


def test_a_quotation_mark_too_many_is_told_where_it_is() -> None:
    assert problems(f'{HEAD}\n{ROW}\n"運用') == [(3, Problem.BROKEN)]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", "past_file_empty"),
        (f"{HEAD}\n,,,\n".encode(), "past_file_empty"),
        (b"a" * (tables.MOST_BYTES + 1), "set_too_large"),
        (b"\xd0\xcf\x11\xe0", "set_old_excel"),
        (b"PK\x03\x04 broken", "set_unreadable"),
        (b"\x81", "set_unreadable"),
        ((HEAD + "\n" + ("\n" * tables.MOST_LINES) + ROW).encode(), "set_too_many"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(content: bytes, refusal: str) -> None:
    with pytest.raises(BadInput, match=refusal):
        history_files.read(content, FACTS)


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    with suppress(BadInput):
        history_files.read(f"{HEAD}\n{text}".encode(errors="replace"), FACTS)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024", 2024), ("２０２４年度", 2024), ("令和6年度", 2024), ("R6", 2024),
        ("平成31年", 2019), ("24", None), ("来年", None), ("", None),
    ],
)  # fmt: skip
def test_a_fiscal_year_is_read_however_it_is_written(text: str, year: int | None) -> None:
    assert history_files.read_year(text) == year
