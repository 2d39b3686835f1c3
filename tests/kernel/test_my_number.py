"""Twelve digits are taken for a My Number where the last one checks the others."""

from collections.abc import Iterator

import pytest
from hypothesis import given, strategies as st

from pms_tracker import locale_in_use
from pms_tracker.do.rules.operation import check_rules
from pms_tracker.do.rules.operation.check_rules import Answered, Given, Item
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.locales.locale_packs import INTERNATIONAL, JAPANESE
from pms_tracker.kernel.my_number import holds_my_number, is_held_anywhere, masked
from pms_tracker.people.imports import people_sheets
from pms_tracker.sheets.sheet_lines import Problem


def numbered(eleven: str) -> str:
    """Eleven digits with the twelfth, counted from the right as the regulation says it."""
    total = 0
    for place, digit in enumerate(reversed(eleven), start=1):
        total += int(digit) * (place + 1 if place <= 6 else place - 5)
    rest = total % 11
    return f"{eleven}{0 if rest <= 1 else 11 - rest}"


@given(st.text("0123456789", min_size=11, max_size=11))
def test_the_last_digit_checks_the_others(eleven: str) -> None:
    number = numbered(eleven)
    assert holds_my_number(f"番号は{number}です")
    for between in "- ._/・−　":
        assert holds_my_number(between.join((number[:4], number[4:8], number[8:])))
    other = (int(number[-1]) + 1) % 10
    assert not holds_my_number(f"{number[:-1]}{other}")


@pytest.mark.parametrize(
    "text", ["", "１２３", "03-1234-5678", "12345678901", "1234567890123", "2026/11/24", "𠮷が🙂"]
)
def test_what_is_no_such_number_is_let_in(text: str) -> None:
    assert not holds_my_number(text)


def test_a_number_by_phone_from_abroad_is_none() -> None:
    number = numbered("81901234567")
    assert holds_my_number(number)
    assert not holds_my_number(f"+{number}")


def test_what_is_not_seen_does_not_part_it() -> None:
    number = numbered("12345678901")
    assert holds_my_number("\u200b".join(number))
    assert holds_my_number(f"{number[:6]}\u2060{number[6:]}")


def test_it_is_found_however_deep_it_lies() -> None:
    number = numbered("12345678901")
    assert is_held_anywhere({"items": [{"words": f"番号 {number}"}]})
    assert is_held_anywhere(("氏名", number))
    assert not is_held_anywhere({"items": [1, None, "氏名"], number: "名"})


def test_full_width_digits_and_other_dashes_are_seen_through() -> None:
    number = numbered("12345678901")
    full = number.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    assert holds_my_number(full)
    assert holds_my_number(f"{full[:4]}ー{full[4:8]}ー{full[8:]}")


def test_a_number_is_found_however_it_is_parted() -> None:
    number = numbered("12345678901")
    fours, sixes = (number[:4], number[4:8], number[8:]), (number[:6], number[6:])
    threes = [number[at : at + 3] for at in range(0, 12, 3)]
    for parted in (
        *("  ".join(fours), "\n".join(fours), f"{fours[0]}-{fours[1]} {fours[2]}"),
        *("-".join(sixes), " ".join(sixes), "-".join(threes), ",".join(threes)),
        *(" ".join(number), number.translate({48 + at: 0x660 + at for at in range(10)})),
    ):
        assert holds_my_number(f"番号：{parted}。"), parted


def test_a_number_is_not_cut_out_of_others() -> None:
    number = numbered("12345678901")
    fours = (number[:4], number[4:8], number[8:])
    assert not holds_my_number(f"9999-{fours[0]}-{fours[1]} {fours[2]}")
    assert not holds_my_number(f"{number[:6]}-{number[6:]}-12")


def test_what_is_told_of_a_text_with_one_has_no_digits() -> None:
    number = numbered("12345678901")
    assert masked(f"番号 {number[:6]} {number[6:]}") == "番号 ****** ******"
    assert masked("電話 03-1234-5678") == "電話 03-1234-5678"


@pytest.fixture
def japanese() -> Iterator[None]:
    """However a test ends, the next is in Japan."""
    yield
    locale_in_use.use_proposed(JAPANESE)


@pytest.mark.usefixtures("japanese")
def test_abroad_twelve_digits_are_a_number_as_any_other() -> None:
    """In a note of a check, in a sheet of people, wherever one is typed: one place decides."""
    number = numbered("12345678901")
    locale_in_use.use_proposed(INTERNATIONAL)
    assert not holds_my_number(number)
    assert masked(number) == number
    item, given_words = Item("Words", Answered.TEXT), Given(number)
    check_rules.check_given(item, given_words, may_be_blank=False)
    sheet = (
        f"name,department,email,number\nTadhg Burke,Support,tadhg@example.ie,{number}\n".encode()
    )
    assert troubles(sheet) == set()
    locale_in_use.use_proposed(JAPANESE)
    assert holds_my_number(number)
    with pytest.raises(BadInput, match="entry_my_number"):
        check_rules.check_given(item, given_words, may_be_blank=False)
    assert troubles(sheet) == {Problem.MY_NUMBER}


def troubles(sheet: bytes) -> set[Problem | None]:
    read = people_sheets.read(sheet, None, ["Support"], 100)
    return {each.problem for each in read.troubles}
