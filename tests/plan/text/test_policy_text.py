"""What is read from a policy's text: every character kept, every clause at its place."""

import hashlib
import json
import re
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from pms_tracker.plan.text.policy_text import (
    NotAPolicy,
    PolicyText,
    as_json,
    digest,
    read,
    read_bytes,
)
from tests.plan.text.policy_samples import (
    DATED,
    DESKS,
    HISTORIES,
    NO_POLICIES,
    NUMBERINGS,
    RULES,
    TROUBLED,
    WHOLE,
    small_policies,
)

REAL = Path(__file__).parents[4] / "shared" / "policies" / "icube-2022-04-01.txt"
REAL_PATHS = (
    "1 1・1 1(1) 1(2) 1(2)a 1(2)b 1(2)c 1(3) 1(3)a 1(3)b 1(3)c 1(4) 1(5) "
    "2 2・1 2(1) 2(2) 2(3) 2(3)・1 2(3)・2 2(3)・3 2(3)・4 2(4) 2(5) 2(6) 3 3・1 4"
)
needs_real = pytest.mark.skipif(not REAL.exists(), reason="the given policy is not beside the tree")


def paths(policy: PolicyText) -> list[str]:
    return [clause.path for clause in policy.clauses]


def assert_nothing_is_lost(policy: PolicyText, text: str) -> None:
    assert (
        policy.preamble + "".join(clause.raw for clause in policy.clauses) + policy.closing == text
    )
    assert policy.text == text
    assert len(set(paths(policy))) == len(policy.clauses)


@pytest.fixture(scope="module")
def real() -> PolicyText:
    return read(read_bytes(REAL.read_bytes()))


@needs_real
def test_the_real_policy_is_read_to_the_character(real: PolicyText) -> None:
    assert_nothing_is_lost(real, REAL.read_bytes().decode("utf-8"))
    assert real.problems == ()


@needs_real
def test_the_real_policy_tells_its_history_and_its_people(real: PolicyText) -> None:
    assert real.title == "アイキューブ個人情報保護方針"
    assert real.issuer == "株式会社アイキューブ"
    assert real.representative
    assert real.text.splitlines()[-1] == f"代表取締役 {real.representative}"
    assert real.enacted_on == date(2012, 9, 1)
    assert [day.isoformat() for day in real.revised_on] == [
        "2013-07-23", "2018-06-01", "2018-10-01", "2018-10-16", "2022-04-01",
    ]  # fmt: skip
    assert real.contact.role == "アイキューブ個人情報保護管理責任者:システム部長"
    assert real.contact.phone == "0266-75-1153"
    assert real.contact.hours == "10:00~17:00(土日・祝日・会社休日を除く)"


@needs_real
def test_the_real_policy_has_its_clauses_in_reading_order(real: PolicyText) -> None:
    assert " ".join(paths(real)) == REAL_PATHS
    clauses = {clause.path: clause for clause in real.clauses}
    assert (clauses["1(2)a"].label, clauses["1(2)a"].depth) == ("a.", 3)
    assert (clauses["2(3)・1"].label, clauses["2(3)・1"].depth) == ("・", 3)
    assert "TEL:" in clauses["2(5)"].raw
    assert "受付時間" in clauses["2(5)"].text
    assert real.closing.startswith("平成24年9月1日")


@needs_real
@pytest.mark.parametrize(("encoding", "newline"), list(product(["utf-8", "cp932"], ["\n", "\r\n"])))
def test_the_real_policy_reads_alike_in_every_encoding(
    real: PolicyText, encoding: str, newline: str
) -> None:
    text = real.text.replace("\n", newline)
    other = read(read_bytes(text.encode(encoding)))
    assert_nothing_is_lost(other, text)
    assert paths(other) == paths(real)
    assert [clause.text for clause in other.clauses] == [clause.text for clause in real.clauses]
    assert (other.enacted_on, other.revised_on) == (real.enacted_on, real.revised_on)


def test_a_whole_policy_is_taken_apart() -> None:
    policy = read(WHOLE)
    assert_nothing_is_lost(policy, WHOLE)
    assert " ".join(paths(policy)) == "1 1・1 1(1) 1(1)a 1(1)b 1(2) 2 2(1) 2(2)"
    assert policy.title == "みほん学習社 個人情報保護方針"
    assert (policy.issuer, policy.representative) == ("株式会社みほん学習社", "見本 花子")
    assert (policy.enacted_on, policy.revised_on) == (date(2018, 4, 1), (date(2019, 10, 1),))
    assert policy.preamble == "".join(WHOLE.splitlines(keepends=True)[:2])
    assert policy.closing.startswith("平成30 年4 月 1 日株式会社")


def test_the_desk_is_found_without_the_name_of_who_sits_there() -> None:
    contact = read(WHOLE).contact
    assert contact.role == "個人情報保護管理者:総務部長"
    assert (contact.phone, contact.hours) == ("03-0000-0000", "9:30~17:00(土日を除く)")


@pytest.mark.parametrize(("lines", "role", "phone", "hours"), DESKS)
def test_the_desk_is_read_as_far_as_it_is_given(
    lines: str, role: str | None, phone: str | None, hours: str | None
) -> None:
    contact = read(f"個人情報保護方針\n1. あ\n{lines}\n").contact
    assert (contact.role, contact.phone, contact.hours) == (role, phone, hours)


def test_rules_with_chapters_articles_paragraphs_and_supplements_are_read() -> None:
    policy = read(RULES)
    assert_nothing_is_lost(policy, RULES)
    one, two = "第1章第1条", "第2章第2条"
    assert paths(policy) == [
        "第1章", one, f"{one}2", f"{one}2(1)", f"{one}2(1)ア", f"{one}2(1)イ", f"{one}2(2)",
        "第1章第1条の2", "第2章", two, f"{two}①", f"{two}②",
        "附則", "附則1", "附則2", "附則#2", "附則#2第1条",
    ]  # fmt: skip
    assert policy.enacted_on == date(2012, 9, 1)
    assert policy.revised_on == (date(2018, 6, 1), date(2022, 4, 1))
    assert policy.clauses[1].label == "第１条"
    assert policy.clauses[1].text == "（目的）\nこの規程は、取扱いの基本を定める。"


def test_a_supplement_without_numbering_is_the_closing() -> None:
    closing = "附則\nこの規程は、2024年4月1日から施行する。\n"
    policy = read("個人情報保護規程\n第一条 目的\n第二条 定義\n" + closing)
    assert (paths(policy), policy.closing) == (["1", "2"], closing)
    assert policy.enacted_on == date(2024, 4, 1)


def test_figures_that_number_nothing_are_no_clauses() -> None:
    policy = read(DATED)
    assert_nothing_is_lost(policy, DATED)
    assert paths(policy) == ["1", "2", "3"]
    assert (policy.enacted_on, policy.revised_on) == (date(2024, 1, 4), (date(2025, 3, 1),))
    assert (policy.issuer, policy.representative) == ("みほん商事株式会社", "見本　次郎")


@pytest.mark.parametrize(("body", "expected"), NUMBERINGS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_numbering_gets_its_paths(body: str, expected: list[str], newline: str) -> None:
    text = f"個人情報保護方針\n{body}".replace("\n", newline)
    policy = read(text)
    assert_nothing_is_lost(policy, text)
    assert paths(policy) == expected


@pytest.mark.parametrize(("lines", "enacted", "revised"), HISTORIES)
def test_the_history_is_read_however_it_is_laid_out(
    lines: str, enacted: str | None, revised: list[str]
) -> None:
    told = as_json(read(f"個人情報保護方針\n(1)あ\n{lines}\n"))
    assert (told["enacted_on"], told["revised_on"]) == (enacted, revised)


def test_a_history_above_the_clauses_is_read_too() -> None:
    policy = read(
        "個人情報保護方針\n制定:2024年1月4日\n株式会社みほん\n代表者:見本花子\n1. あ\n以上\n"
    )
    assert (policy.enacted_on, policy.issuer) == (date(2024, 1, 4), "株式会社みほん")
    assert (policy.representative, policy.closing) == ("見本花子", "以上\n")


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ("代表取締役\n見本 花子", "見本 花子"),
        ("株式会社みほん 代表取締役社長\n見本花子", "見本花子"),
        ("代表理事:見本 花子", "見本 花子"),
        ("取締役社長見本花子", "見本花子"),
        ("みほん医院\n院長\u3000見本 花子", "見本 花子"),
        ("架空市長\u3000見本 花子", "見本 花子"),
        ("代表取締役 見本 花子（みほん はなこ）\u3000印", "見本 花子"),
        ("代表 03-0000-0000", None),
        ("代表取締役社長", None),
        ("（社長の責務）", None),
        ("【会長への報告】", None),
        ("代表取締役社長が定めます。", None),
    ],
)
def test_the_representative_is_named_beside_or_below_the_title(
    lines: str, name: str | None
) -> None:
    policy = read(f"個人情報保護方針\n1. あ\n2020年1月1日\n{lines}\n")
    assert policy.representative == name
    assert read(f"個人情報保護方針\n1. あ\n{lines}\n").closing == (f"{lines}\n" if name else "")


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("架空市個人情報保護規則", "架空市"),
        ("国立大学法人みほん大学保有個人情報管理規程", "国立大学法人みほん大学"),
        ("株式会社みほん特定個人情報等取扱規程", "株式会社みほん"),
        ("みほん歯科の個人情報保護方針", "みほん歯科"),
        ("国立大学法人みほん大学匿名加工情報取扱要領", "国立大学法人みほん大学"),
        ("株式会社みほん情報セキュリティ基本方針", "株式会社みほん"),
        (
            "個人情報の規程\nＮＰＯ法人みほんの会のスタッフのための規程です。",
            "ＮＰＯ法人みほんの会",
        ),
        ("ＮＰＯ法人みほんの会 個人情報保護方針", "ＮＰＯ法人みほんの会"),
        ("個人情報保護方針", None),
    ],
)
def test_whoever_issues_it_is_named_in_the_title(title: str, issuer: str | None) -> None:
    assert read(f"{title}\n1. 個人情報を守ります。\n").issuer == issuer


def test_what_was_signed_in_the_middle_of_a_page_is_signed() -> None:
    text = (
        "個人情報保護方針\n1. 取得します。\n2020年1月1日制定\n株式会社みほん\n"
        "代表取締役 見本 花子\n\n"
        "個人情報の取扱いについて\n\n1. 名称\n2. 目的\n"
    )
    assert read(text).representative == "見本 花子"


@pytest.mark.parametrize("mark", ["\u200b", "\u2060", "\u200e", "\u00a0", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\x0b", "\u2028"])
def test_what_nobody_sees_hides_no_label_and_a_soft_return_ends_a_line(
    mark: str, ending: str
) -> None:
    body = ("第1条 目的を定める。", "第2条 管理者を置く。", f"{mark}第3条 第1条による。")
    policy = read("個人情報保護規程\n" + ending.join(body) + "\n")
    assert [each.path for each in policy.clauses] == ["1", "2", "3"]
    assert policy.text == "個人情報保護規程\n" + ending.join(body) + "\n"


def test_doubtful_dates_are_problems_with_their_lines() -> None:
    policy = read(TROUBLED)
    assert [(problem.line, problem.quote, problem.key) for problem in policy.problems] == [
        (4, "平成31年5月1日", "era_ended"),
        (5, "令和4年2月30日", "no_such_day"),
        (6, "令和元年4月30日", "era_not_begun"),
        (7, "令和3年13月1日", "not_a_date"),
    ]
    assert policy.problems[0].iso == policy.enacted_on == date(2019, 5, 1)
    assert all(problem.iso is None for problem in policy.problems[1:])
    assert all(problem.quote in problem.message for problem in policy.problems)
    assert policy.revised_on == (date(2023, 4, 1),)
    assert (paths(policy), policy.closing[:5]) == (["1"], "改定履歴\n")


def test_a_month_alone_and_a_day_that_may_be_a_month_are_to_be_confirmed() -> None:
    policy = read("Privacy Policy\n1. We care.\nRevised: April 2021\nLast revised: 01/04/2022\n")
    assert [(each.quote, each.key, each.iso) for each in policy.problems] == [
        ("April 2021", "no_day", None), ("01/04/2022", "day_or_month", date(2022, 4, 1)),
    ]  # fmt: skip
    assert policy.problems[1].values["other"] == "2022-01-04"
    assert (policy.revised_on, policy.closing[:7]) == ((date(2022, 4, 1),), "Revised")
    told = read("個人情報保護方針\n1. 2020年4月から守ります。\n2022年4月 制定\n")
    assert [(each.quote, each.key) for each in told.problems] == [("2022年4月", "no_day")]


def test_a_policy_without_numbering_has_a_title_and_no_clause() -> None:
    text = "個人情報保護方針\n当社は守ります。\n2020年1月1日\n株式会社みほん"
    policy = read(text)
    assert_nothing_is_lost(policy, text)
    assert (policy.clauses, policy.closing) == ((), "2020年1月1日\n株式会社みほん")


@pytest.mark.parametrize(("text", "key"), NO_POLICIES)
def test_a_text_that_is_no_policy_is_refused(text: str, key: str) -> None:
    with pytest.raises(NotAPolicy) as caught:
        read(text)
    assert caught.value.key == key


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\xff\xff",
        "個人情報保護方針".encode("utf-16"),
        "方針".encode("euc-jp") + b"\x81",
    ],
)
def test_bytes_in_no_known_encoding_are_refused(data: bytes) -> None:
    with pytest.raises(NotAPolicy) as caught:
        read_bytes(data)
    assert caught.value.key == "encoding_unknown"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_bytes_keep_every_newline_and_lose_a_byte_order_mark(encoding: str) -> None:
    assert read_bytes("方針\r\n髙﨑\n①\r".encode(encoding)) == "方針\r\n髙﨑\n①\r"


def test_a_byte_order_mark_left_in_the_text_hides_nothing() -> None:
    assert paths(read("\ufeff1. 方針\r\n2. 方針")) == ["1", "2"]
    assert read("\ufeff個人情報保護方針\n1. あ").title == "個人情報保護方針"


def test_the_json_has_exactly_the_promised_keys() -> None:
    told = json.loads(json.dumps(as_json(read(TROUBLED))))
    assert set(told) == {
        "title", "issuer", "representative", "enacted_on", "revised_on", "contact", "preamble",
        "closing", "problems", "clauses",
    }  # fmt: skip
    assert set(told["contact"]) == {"role", "phone", "mail", "hours"}
    assert set(told["problems"][0]) == {"line", "quote", "message", "iso"}
    assert told["problems"][0]["iso"] == "2019-05-01"
    assert told["clauses"] == [
        {"path": "1", "label": "1.", "depth": 1, "text": "守ります", "raw": "1. 守ります\n"}
    ]


def test_a_digest_changes_with_any_character() -> None:
    assert digest("方針\n") == hashlib.sha256("方針\n".encode()).hexdigest()
    assert len({digest(text) for text in ("が", "か\u3099", "が\n", "が\r\n")}) == 4


@given(small_policies())
def test_any_small_policy_is_read_whole(made: tuple[str, list[int], date, list[date]]) -> None:
    text, depths, enacted_on, revised_on = made
    policy = read(text)
    assert_nothing_is_lost(policy, text)
    assert [clause.depth for clause in policy.clauses] == depths
    assert (policy.enacted_on, list(policy.revised_on)) == (enacted_on, revised_on)
    assert all(
        re.sub(r"\s+$", "", clause.raw).endswith(clause.text[-1]) for clause in policy.clauses
    )


@given(st.text("方針1２（(a.)、①・ア一第条章附則年月日令和 \u3000\r\n-", max_size=80))
def test_no_text_loses_a_character_or_repeats_a_path(body: str) -> None:
    text = f"個人情報保護方針\n{body}"
    assert_nothing_is_lost(read(text), text)
