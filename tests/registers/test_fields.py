"""Kinds of fields: what a cell says is read however offices write it, or refused by name."""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from types import SimpleNamespace

import pytest

from pms_tracker.kernel.errors import BadInput, Refusal
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.kernel.words import N_, Words
from pms_tracker.registers.fields import (
    Choice,
    Day,
    Facts,
    Field,
    Flag,
    Guess,
    Number,
    Of,
    Pick,
    Text,
)
from pms_tracker.registers.office_fields import Names, Year


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


TODAY = date(2026, 11, 24)
IN_ENGLISH = {"小": "Small", "はい": "Yes", "いいえ": "No"}


def spelled(words: Words) -> tuple[str, ...]:
    return (words, IN_ENGLISH.get(words, words))


PERSONS = {"原大地": [7], "同姓": [8, 9]}
FACTS = Facts(TODAY, FiscalStart(4), {Of.PERSON: PERSONS, Of.UNIT: {"書店": [3]}}, spelled)
SIZE = Choice("size", N_("大きさ"), {Size.SMALL: N_("小"), Size.LARGE: N_("大")})
DAY = Day("on", N_("日"), past=True)
PERSON, UNIT = Pick("who", N_("人"), Of.PERSON), Pick("unit", N_("部門"), Of.UNIT)
NUMBER = Number("count", N_("件数"), 1, 12)
TEXT, LONG = Text("line", N_("一行"), 5), Text("note", N_("メモ"), 5, lines=True)
ABROAD = Text("abroad", N_("外国"), names=True)
FLAG, YEAR, NAMES = Flag("yes", N_("有無")), Year("year", N_("年度")), Names("all", N_("項目"), 7)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (TEXT, " 棚\n の 上 ", "棚 の 上"),
        (LONG, " 棚 \n 上 ", "棚\n上"),
        (SIZE, "小", Size.SMALL), (SIZE, "ＳＭＡＬＬ", Size.SMALL), (SIZE, "large", Size.LARGE),
        (PERSON, "原　大地", 7), (UNIT, "書店", 3),
        (DAY, "令和8年11月24日", TODAY), (DAY, "2026-11-24", TODAY),
        (DAY, "2026/11/24 10:00", TODAY), (DAY, "令和8年11月24日現在", TODAY),
        (YEAR, "令和6年度", 2024), (YEAR, "２０２４", 2024),
        (NUMBER, "１２件", 12), (NUMBER, "なし", 0),
        (FLAG, "はい", True), (FLAG, "yes", True), (FLAG, "No", False), (FLAG, "True", True),
        (FLAG, "Y", True), (FLAG, "0", False),
        (NAMES, "J.6.2; Ｊ．７\nJ.6.2", ("J.6.2", "J.7")), (NAMES, "☑甲 ☐乙", ("甲",)),
    ],
)  # fmt: skip
def test_a_cell_is_read_however_it_is_written(field: Field, text: str, value: object) -> None:
    assert field.read(text, FACTS) == value


@pytest.mark.parametrize(
    ("field", "text", "key"),
    [
        (SIZE, "中", "entry_choice"),
        (PERSON, "同姓", "entry_person_several"),
        (PERSON, "だれか", "entry_person_unknown"),
        (UNIT, "倉庫", "entry_unit_unknown"),
        (DAY, "いつか", "entry_day"),
        (YEAR, "昔", "entry_year"),
        *((YEAR, far, "entry_year") for far in ("0000", "9999", "1899", "2100")),
        (NUMBER, "多数", "entry_number"),
        (NUMBER, "1000", "entry_number"),
        (FLAG, "たぶん", "entry_choice"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(field: Field, text: str, key: str) -> None:
    with pytest.raises(BadInput, match=key):
        field.read(text, FACTS)


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        (TEXT, "12345", ""), (TEXT, "123456", "entry_too_long"),
        (NUMBER, 1, ""), (NUMBER, 0, "entry_number"), (NUMBER, 12, ""),
        (NUMBER, 13, "entry_number"),
        (DAY, TODAY, ""), (DAY, date(2026, 11, 25), "day_in_future"),
        (NAMES, ("123", "567"), ""), (NAMES, ("123", "5678"), "entry_too_long"),
        (SIZE, Size.SMALL, ""), (SIZE, "small!", "entry_choice"),
    ],
)  # fmt: skip
def test_a_value_is_taken_up_to_its_limits(field: Field, value: object, key: str) -> None:
    if not key:
        field.check(value, FACTS)
        return
    with pytest.raises(Refusal, match=key):
        field.check(value, FACTS)


def test_a_number_within_a_json_column_leaves_no_key_where_it_is_none() -> None:
    row = SimpleNamespace(counts={"other": 1})
    field = Number("count", N_("件数"), inside="counts")
    field.put(row, 2)
    assert (row.counts, field.of(row)) == ({"other": 1, "count": 2}, 2)
    field.put(row, field.tidy(0))
    assert (row.counts, field.of(row)) == ({"other": 1}, None)


@pytest.mark.parametrize(
    ("field", "text", "guess"),
    [
        (NAMES, "○", Guess((), "mark_alone", lost=True)), (NAMES, "×", Guess((), "")),
        (NAMES, "有（㈱甲）", Guess(("(株)甲",), "")),
        (NAMES, "無（社内のみ）", Guess((), "mark_beside", lost=True)),
        (NAMES, "㈱甲", None), (TEXT, "無", None),
        (ABROAD, "有", Guess("有", "mark_alone")), (ABROAD, "無", Guess("", "")),
        (ABROAD, "有（米国）", Guess("米国", "")), (ABROAD, "米国", None),
    ],
)  # fmt: skip
def test_a_mark_names_nobody_or_somebody_without_a_name(
    field: Field, text: str, guess: Guess | None
) -> None:
    assert field.marked(text, FACTS) == guess


@pytest.mark.parametrize("text", ["なし", "該当なし", "無し", "国内のみ", "対象外"])
def test_a_choice_that_is_not_needed_is_left_where_a_cell_says_there_is_none(text: str) -> None:
    assert SIZE.guess(text, FACTS) == Guess(None, "")
    assert replace(SIZE, needed=True).guess(text, FACTS) is None


@pytest.mark.parametrize("text", ["否", "不可", "中"])
def test_what_refuses_or_is_not_known_is_no_choice(text: str) -> None:
    assert SIZE.guess(text, FACTS) is None


def test_a_mark_with_words_beside_it_is_a_guess_and_some_of_it_is_rather_yes() -> None:
    assert FLAG.guess("有（健康情報）", FACTS) == Guess(True, "mark_beside", lost=True)
    assert FLAG.guess("一部", FACTS) == Guess(True, "choice_like", lost=True)
    assert FLAG.guess("原則ない", FACTS) is None


@pytest.mark.parametrize("text", ["2024/4", "令和6年4月", "2024年4月頃", "2024.4", "2024年4月現在"])
def test_a_month_alone_is_about_its_first_day(text: str) -> None:
    with pytest.raises(BadInput):
        DAY.read(text, FACTS)
    assert DAY.guess(text, FACTS) == Guess(date(2024, 4, 1), "day_about")


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("未提出", Guess(None, "")), ("未", Guess(None, "")), ("×", Guess(None, "")),
        ("なし", Guess(None, "")), ("未定", Guess(None, "day_unset", lost=True)),
        ("実施済", Guess(None, "day_unset", lost=True)),
        ("○", Guess(None, "day_unset", lost=True)), ("いつか", None), ("未明", None),
    ],
)  # fmt: skip
def test_where_a_day_belongs_words_may_say_that_there_is_none(
    text: str, guess: Guess | None
) -> None:
    assert DAY.guess(text, FACTS) == guess
