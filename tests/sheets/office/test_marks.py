"""Marks of office sheets: what they say, and which names a cell lists."""

import pytest

from pms_tracker.sheets.office.marks import listed, mark_beside, same_as, ticked, yes_or_no

YES, NO = "○ 〇 ◯ ◎ レ ✓ ■ 有 あり （有） ｖ", "× ✕ 無 なし □ ー － - ― 該当なし"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        *((mark, True) for mark in YES.split()),
        *((mark, False) for mark in NO.split()),
        ("■有　□無", True), ("□有　■無", False), ("☑ あり ☐ なし", True),
        ("△", None), ("たぶん", None), ("有・無", None), ("□有 □無", None),
    ],
)  # fmt: skip
def test_a_mark_is_yes_or_no_or_nothing(text: str, says: bool | None) -> None:
    assert yes_or_no(text) is says


@pytest.mark.parametrize("text", ["〃", "同上", "↓", '"', "″", "”", "仝", "(同上)", "同 上"])
def test_marks_for_the_same_as_above(text: str) -> None:
    assert same_as(text) == "above"


def test_marks_for_the_same_as_left_and_for_nothing_of_the_kind() -> None:
    assert [same_as(each) for each in ("同左", "←", "同意書", "名簿")] == ["left", "left", "", ""]


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("■紙　□電子", ["紙"]), ("☑紙\n☑電子", ["紙", "電子"]), ("□紙 ■電子データ", ["電子データ"]),
        ("□紙 □電子", []), ("■紙 ■電子", None), ("紙", None), ("レ 紙\n□ 電子", ["紙"]),
    ],
)  # fmt: skip
def test_ticked_boxes_tell_what_is_chosen(text: str, chosen: list[str] | None) -> None:
    assert ticked(text) == chosen


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("氏名、住所，電話", ["氏名", "住所", "電話"]),
        ("・氏名\n・住所", ["氏名", "住所"]),
        ("①氏名\n②住所", ["氏名", "住所"]),
        ("氏名・住所", ["氏名", "住所"]),
        ("氏名／住所", ["氏名", "住所"]),
        ("氏名、性別・年齢", ["氏名", "性別・年齢"]),
        ("エヌ・ティ・ティ", ["エヌ・ティ・ティ"]),
        ("連絡先（住所、電話）、氏名", ["連絡先（住所、電話）", "氏名"]),
        ("住所（自宅、勤務先", ["住所（自宅", "勤務先"]),
        ("J.6.2; J.7", ["J.6.2", "J.7"]),
        ("①氏名②住所③電話", ["氏名", "住所", "電話"]),
        ("①氏名、住所 ②電話", ["氏名", "住所", "電話"]),
        ("1.氏名 2.住所", ["氏名", "住所"]),
        ("（１）氏名（２）住所", ["氏名", "住所"]),
        ("●氏名●住所", ["氏名", "住所"]),
        ("住所、電話①", ["住所", "電話①"]),
        ("2024.4.1", ["2024.4.1"]),
        ("(株)山田・鈴木事務所", ["(株)山田・鈴木事務所"]),
        ("㈱山田・㈲鈴木", ["㈱山田", "㈲鈴木"]),
    ],
)
def test_a_cell_lists_names(text: str, names: list[str]) -> None:
    assert listed(text) == names


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("有（㈱山田）", (True, "㈱山田")), ("○(病歴)", (True, "病歴")),
        ("なし：自社のみ", (False, "自社のみ")), ("有", None),
        ("㈱山田（有）", None), ("x (y)", None),
    ],
)  # fmt: skip
def test_words_beside_a_mark_are_told_from_it(text: str, says: tuple[bool, str] | None) -> None:
    assert mark_beside(text) == says
