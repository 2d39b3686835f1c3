"""Reading people from a file: however it is typed, and every bad cell told with its column."""

from datetime import date

import pytest

from pms_tracker import clock
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.independence import Role
from pms_tracker.people.imports import import_rows
from pms_tracker.people.imports.import_rows import Row
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.sheets import tables
from pms_tracker.sheets.sheet_lines import Problem
from tests.people.imports.sheets_of_people import as_csv, as_excel, row
from tests.sheets.office.test_workbooks import zipped

TYPED = [
    row(
        " 矢島　 葵 ",
        "松本教室",
        reading="やじま　ｱｵｲ",
        mail="ａｏｉ＠ｅｘａｍｐｌｅ．ｊｐ ",
        head="○",
        role="監査員",
        language="英語",
        since="令和8年4月1日",
    )
]
READ = Row(
    *(2, "矢島 葵", "ヤジマ アオイ", "aoi@example.jp", "松本教室", True),
    *(Role.AUDITOR, Language.EN, date(2026, 4, 1)),
)


def problems(*rows: list[object]) -> list[tuple[int, str, Problem, int]]:
    found = import_rows.read(as_csv(rows)).troubles
    return [(each.line, each.column, each.problem, each.amount) for each in found]


@pytest.mark.parametrize("written", [as_csv, as_excel])
def test_whatever_width_kana_and_blanks_it_is_typed_in_a_row_is_read_alike(written) -> None:  # type: ignore[no-untyped-def]
    assert import_rows.read(written(TYPED)).rows == (READ,)


def test_headings_in_english_are_read_and_a_day_of_a_workbook_is_a_day() -> None:
    headings = ("Full name", "Department", "Email", "Head", "Role", "Language", "Since")
    values = (
        "矢島 葵",
        "書店",
        "a@example.jp",
        "Yes",
        "auditor",
        "english",
        clock.at(date(2026, 4, 1)).replace(tzinfo=None),
    )
    found = import_rows.read(as_excel([values], headings))
    assert found.troubles == ()
    assert (found.rows[0].is_head, found.rows[0].since_on) == (True, date(2026, 4, 1))


def test_every_bad_cell_is_told_with_its_line_and_column() -> None:
    assert problems(
        row("", "書店"),
        row("矢島 葵", ""),
        row("矢島 葵", "書店", mail="aoi"),
        row("井出 光", "書店", reading="井出"),
        row("井出 空", "書店", head="たぶん", role="社長", language="仏語", since="去年"),
    ) == [
        (2, "name", Problem.PERSON_NAME_MISSING, 0),
        (3, "unit", Problem.PERSON_UNIT_MISSING, 0),
        (4, "mail", Problem.PERSON_MAIL, 0),
        (5, "reading", Problem.PERSON_READING, 0),
        (6, "head", Problem.PERSON_HEAD, 0),
        (6, "role", Problem.PERSON_ROLE, 0),
        (6, "language", Problem.PERSON_LANGUAGE, 0),
        (6, "since", Problem.PERSON_SINCE, 0),
    ]


def test_one_address_or_name_in_a_unit_stands_in_one_row() -> None:
    assert problems(
        row("矢島 葵", "書店", mail="aoi@example.jp"),
        row("矢島 空", "書店", mail="ＡＯＩ@example.jp"),
        row("井出 光", "書店"),
        row("井出　光", " 書 店"),
        row("井出 光", "本部"),
    ) == [(3, "mail", Problem.PERSON_MAIL_TWICE, 2), (5, "name", Problem.PERSON_TWICE, 4)]


def test_cells_of_ten_thousand_characters_and_formulas_are_refused() -> None:
    long = "あ" * 10_000
    assert problems(row(long, long, reading=long, mail="a" * 10_000)) == [
        (2, "name", Problem.PERSON_TOO_LONG, 100),
        (2, "reading", Problem.PERSON_TOO_LONG, 100),
        (2, "mail", Problem.PERSON_TOO_LONG, 254),
        (2, "unit", Problem.PERSON_TOO_LONG, 100),
    ]
    found = import_rows.read(as_csv([row('=HYPERLINK("x")', "書店")]))
    assert [each.problem for each in found.troubles] == [Problem.FORMULA]
    assert found.rows == ()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "sheet_file_empty"),
        (b" \r\n", "sheet_file_empty"),
        (as_csv([]), "sheet_file_empty"),
        (as_csv([row(f"人 {number}", "書店") for number in range(5_000)]), "rows_too_many"),
        (b"a" * (tables.MOST_BYTES + 1), "set_too_large"),
        (b"PK\x03\x04 broken", "set_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "set_unreadable"),
        (zipped("mimetype", "content.xml"), "sheet_of_others"),
    ],
)
def test_what_is_no_list_of_people_is_refused_as_a_whole(content: bytes, key: str) -> None:
    with pytest.raises(BadInput, match=key):
        import_rows.read(content)


def test_a_sheet_without_headings_or_names_says_so() -> None:
    for rows, headings, said in (
        ([("書店", "x")], ("部門", "電話"), Problem.NO_TABLE),
        ([], ("社員名簿",), Problem.NO_TABLE),
        ([("書店", "はい")], ("部門", "責任者"), Problem.COLUMN_MISSING),
    ):
        found = import_rows.read(as_csv(rows, headings))
        assert ([each.problem for each in found.troubles], found.rows) == ([said], ())


def test_a_list_of_people_has_a_title_columns_of_its_own_and_the_same_as_above() -> None:
    heads = ("社員番号", "氏名", "所属", "役職", "入社日")
    content = as_csv(
        [
            ("", "", "", "令和8年4月1日現在"),
            heads,
            ("001", "山口 太郎", "総務部", "部長", "H20.4.1"),
            ("002", "森 花子", "〃", "", "〃"),
        ],
        ("社員名簿",),
    )
    found = import_rows.read(content)
    assert found.troubles == ()
    assert [(each.line, each.name, each.unit, each.since_on) for each in found.rows] == [
        (4, "山口 太郎", "総務部", date(2008, 4, 1)),
        (5, "森 花子", "総務部", date(2008, 4, 1)),
    ]
    columns = found.sheet.layouts[0].columns
    assert [each.words for each in columns if not each.match.key] == ["社員番号", "役職"]


def test_what_is_the_same_as_above_is_no_name_and_no_role() -> None:
    above = ("山口 太郎", "総務部", "監査員")
    found = import_rows.read(as_csv([above, ("〃", "〃", "〃")], ("氏名", "所属", "役割")))
    assert [each.problem for each in found.troubles] == [
        Problem.PERSON_NAME_MISSING,
        Problem.PERSON_ROLE,
    ]
