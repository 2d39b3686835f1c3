"""Cells that say a choice, a day or a flag in words of their own, and where these are kept."""

from datetime import date
from time import process_time

import pytest

from pms_tracker.do.complaints.complaint_fields import FIELDS as OF_COMPLAINTS
from pms_tracker.do.incidents.incident_fields import FIELDS as OF_INCIDENTS
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules.contact.complaint_rules import Gate, Relation
from pms_tracker.kernel.errors import BadInput
from pms_tracker.registers.fields import Day, Facts, Field, Guess
from pms_tracker.registers.imports import sheet_reading
from pms_tracker.registers.imports.sheet_judging import Read, Standing, judged
from pms_tracker.registers.register import Register
from tests.registers.layouts import text_of

FACTS = Facts(date(2026, 11, 24))
LAST = Day("until", "期限", ends="since")


def named(fields: tuple[Field, ...], name: str) -> Field:
    return next(each for each in fields if each.name == name)


def only_row(register: Register, head: list[str], row: list[str]) -> Read:
    content = text_of([head, row]).encode()
    (read,) = judged(register, sheet_reading.read(register, content), FACTS, Standing()).read
    return read


@pytest.mark.parametrize(("text", "value"), [("否", Gate.NO), ("✕", Gate.NO), ("レ", Gate.YES)])
def test_a_choice_of_yes_and_no_knows_every_mark(text: str, value: Gate) -> None:
    assert named(OF_COMPLAINTS, "emergency").read(text, FACTS) is value


def test_words_that_nobody_knows_are_the_other_one_with_a_doubt() -> None:
    field = named(OF_COMPLAINTS, "relation")
    assert field.guess("町内会長", FACTS) == Guess(Relation.OTHER, "choice_like", lost=True)
    assert field.guess("会員の家族", FACTS) == Guess(Relation.GUARDIAN, "choice_like")
    assert field.guess("×", FACTS) is None
    assert named(OF_INCIDENTS, "notice").guess("菓子折りを持参", FACTS) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025/10/23 速報", date(2025, 10, 23)),
        ("～R8.3.31", date(2026, 3, 31)),
        ("～2026年3月31日まで", date(2026, 3, 31)),
    ],
)
def test_a_day_may_have_words_around_it(text: str, day: date) -> None:
    assert LAST.guess(text, FACTS) == Guess(day, "day_about", lost=True)


def test_long_words_around_a_day_are_given_up_at_once() -> None:
    begun = process_time()
    for each in ("2025/1/1 速報", "～", "1", " "):
        assert LAST.guess(each * (30_000 // len(each)), FACTS) is None
    assert process_time() - begun < 2


def test_what_a_choice_does_not_know_is_kept_where_words_are() -> None:
    read = only_row(
        INCIDENTS,
        ["件名", "概要", "発覚日", "本人への通知"],
        ["鞄の置き忘れ", "電車に置き忘れた", "2025/4/9", "電話で謝罪した"],
    )
    assert read.values["notice"] is None
    assert read.values["notice_reason"] == "電話で謝罪した"
    assert [(each.column, each.why) for each in read.doubts] == [("notice", "cell_unread")]


def test_a_residual_risk_in_words_is_one_and_says_why() -> None:
    head = ["台帳の記録", "段階", "リスクの内容", "残存リスク"]
    read = only_row(RISKS, head, ["名簿", "保管", "盗難", "合鍵が残る"])
    assert (read.values["residual"], read.values["reason"]) == (True, "合鍵が残る")
    read = only_row(RISKS, head, ["名簿", "保管", "盗難", "不明"])
    assert (read.values["residual"], read.values["reason"]) == (False, "不明")
    with pytest.raises(BadInput):
        named(RISKS.fields, "residual").read("合鍵が残る", FACTS)
