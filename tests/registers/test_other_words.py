"""Cells that say a choice, a day or a flag in words of their own, and where these are kept."""

from datetime import date
from time import process_time
from typing import Any

import pytest

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.do.complaints.complaint_fields import FIELDS as OF_COMPLAINTS
from pms_tracker.do.contractors.contractor_fields import FIELDS as OF_CONTRACTORS
from pms_tracker.do.incidents.incident_fields import FIELDS as OF_INCIDENTS
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.ledger_fields import FIELDS as OF_LEDGER
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules.contact.complaint_rules import Gate, Relation
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.words import Words
from pms_tracker.registers.fields import Day, Facts, Field
from pms_tracker.registers.imports import sheet_reading
from pms_tracker.registers.imports.sheet_judging import judged
from pms_tracker.registers.imports.sheet_plans import Read, Standing
from pms_tracker.registers.known_words import Guess
from pms_tracker.registers.register import Register
from tests.registers.layouts import text_of

FACTS = Facts(date(2026, 11, 24))
LAST = Day("until", "期限", ends="since")


def named(fields: tuple[Field, ...], name: str) -> Any:
    return next(each for each in fields if each.name == name)


def rows_of(register: Register, head: list[str], *rows: list[str]) -> tuple[Read, ...]:
    content = text_of([head, *rows]).encode()
    return judged(register, sheet_reading.read(register, content), FACTS, Standing()).read


def only_row(register: Register, head: list[str], row: list[str]) -> Read:
    (read,) = rows_of(register, head, row)
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


@pytest.mark.parametrize("text", ["病歴", "健康診断の結果", "犯罪の経歴", "障がい"])
def test_a_kind_of_sensitive_data_says_that_there_is_some_and_is_kept(text: str) -> None:
    read = only_row(LEDGER, ["個人情報の名称", "利用目的", "要配慮"], ["問診票", "診療", text])
    assert read.values["sensitive"] is True
    assert read.values["note"] == f"要配慮個人情報を含む：{text}"
    assert ("sensitive", "choice_like") in read.doubts


@pytest.mark.parametrize("text", ["なし", "一般", "該当しない", "-"])
def test_what_names_nothing_sensitive_says_none(text: str) -> None:
    read = only_row(LEDGER, ["個人情報の名称", "利用目的", "要配慮"], ["名簿", "連絡", text])
    assert not read.values["sensitive"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年5月", date(2026, 5, 31)),
        ("R8.5", date(2026, 5, 31)),
        ("2026年度末", date(2027, 3, 31)),
    ],
)
def test_a_deadline_of_a_month_alone_is_its_last_day_with_the_words_beside(
    text: str, day: date
) -> None:
    until, since = Day("until", "期限", until=True), Day("since", "開始日")
    assert until.guess(text, FACTS) == Guess(day, "day_about", lost=True)
    assert LAST.guess(text, FACTS) == Guess(day, "day_about", lost=True)
    first = day.replace(day=1) if day.year == 2026 else None
    assert since.guess(text, FACTS) == (first and Guess(first, "day_about"))


def test_every_deadline_lasts_to_the_end_of_its_month() -> None:
    ends = ("until", "_until", "due_on", "_due", "ends_on", "last_on", "expires_on", "review_on")
    days = [each for one in REGISTERS for each in one.cells if isinstance(each, Day)]
    assert [
        each.name for each in days if each.name.endswith(ends) and not (each.until or each.ends)
    ] == []


def test_letters_are_degrees_with_a_doubt_unless_there_are_more_of_them() -> None:
    head = ["情報資産", "段階", "種類", "リスクの内容", "可能性", "影響"]
    rows = [["名簿", "保管", "漏えい", f"盗難{each}", each, "B"] for each in "ABC"]
    degrees = [str(each.values["likelihood"]) for each in rows_of(RISKS, head, *rows)]
    assert degrees == ["3", "2", "1"]
    read = rows_of(RISKS, head, *rows)[0]
    assert ("likelihood", "choice_like") in read.doubts
    longer = rows_of(RISKS, head, *rows, ["名簿", "保管", "漏えい", "紛失", "D", "B"])
    assert [each.values.get("likelihood") for each in longer] == [None] * 4
    assert [str(each.values["impact"]) for each in longer] == ["2"] * 4


def test_a_flag_knows_the_words_of_its_own_heading() -> None:
    renews = named(OF_CONTRACTORS, "renews")
    assert renews.guess("1年ごと自動更新", FACTS) == Guess(True, "choice_like", lost=True)
    assert renews.guess("自動", FACTS) == Guess(True, "choice_like", lost=True)
    assert renews.guess("自動更新なし", FACTS) is None
    assert renews.guess("手動", FACTS) is None


def test_a_time_may_be_about_one() -> None:
    times = named(OF_COMPLAINTS, "received_time")
    assert times.guess("15時頃", FACTS) == Guess("15:00", "time_about")
    assert times.guess("午後3時半すぎ", FACTS) == Guess("15:30", "time_about")
    assert times.guess("夕方", FACTS) is None


def test_names_of_several_lines_are_parted_where_all_are_known() -> None:
    items = named(OF_LEDGER, "items")
    assert items.read("氏名・住所\n電話番号", FACTS) == ("氏名", "住所", "電話番号")
    assert items.read("健康・医療\n電話番号", FACTS) == ("健康・医療", "電話番号")


def test_the_words_of_a_choice_are_made_once() -> None:
    asked: list[str] = []

    def spelled(words: Words) -> tuple[str, ...]:
        asked.append(words)
        return (words,)

    facts = Facts(date(2026, 11, 24), spelled=spelled)
    kinds = named(OF_COMPLAINTS, "kind")
    assert [kinds.read("苦情", facts), kinds.read("相談", facts)] == [*kinds.members][:2]
    assert len(asked) == len(kinds.members)
    other = Facts(date(2026, 11, 24), spelled=lambda words: (f"{words}x",))
    assert kinds.read("苦情x", other) == kinds.read("苦情", facts)
