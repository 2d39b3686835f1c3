"""Pages of findings on both databases: the list and its filters, the record, the withdrawal."""

import re
from datetime import timedelta

import pytest

from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.rules.audit_rules import FindingState, Grade
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from tests import builders
from tests.cast import PERSONS, TODAY, UNIT_IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

pytestmark = pytest.mark.both_databases

LIST = "/check/findings/"
URL = "/check/findings/F-2026-001"


def shown(visitor: Visitor, query: str = "") -> list[str]:
    page = visitor.get(LIST + query)
    assert page.status_code == 200
    return re.findall(r'<td class="ref"><a[^>]*>(F-[^<]+)</a>', words(page))


def clauses_offered(visitor: Visitor, query: str = "") -> list[int]:
    box = re.search(
        r'<select[^>]* name="requirement">.*?</select>', words(visitor.get(LIST + query)), re.S
    )
    assert box is not None
    return [int(each) for each in re.findall(r'<option value="(\d+)"', box[0])]


def test_of_a_policys_clauses_those_with_findings_are_offered_and_the_one_asked_for(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        within = builders.audit()
        for number in (1, 2):
            builders.finding(within, number)
        clauses = builders.requirement_ids()
    visitor.as_("audit_manager")
    assert clauses_offered(visitor) == clauses[:2]
    assert clauses_offered(visitor, f"?requirement={clauses[4]}") == [*clauses[:2], clauses[4]]


def test_clauses_with_findings_of_others_are_not_told_by_the_filter(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.finding(builders.audit(), 1)
        builders.finding(builders.audit(unit_id=UNIT_IDS["教務部"]), 2)
        clauses = builders.requirement_ids()
    assert clauses_offered(visitor.as_("audit_manager")) == clauses[:2]
    assert clauses_offered(visitor.as_("head")) == clauses[:1]
    assert clauses_offered(visitor.as_("employee"), "?state=open") == []


def test_the_list_shows_what_its_address_asks_for(served: Served, visitor: Visitor) -> None:
    with committing(served):
        within = builders.audit()
        builders.finding(within, fact="髙橋の申込書がＡ棚にあった。")
        builders.finding(within, 2, grade=Grade.OBSERVATION, fact="鍵が古い。")
        elsewhere = builders.audit(unit_id=UNIT_IDS["教務部"])
        third = builders.finding(elsewhere, fact="台帳に100%の記入。").id
        clause = builders.requirement_ids()[1]
    visitor.as_("audit_manager")
    every = ["F-2026-003", "F-2026-002", "F-2026-001"]
    for query, expected in (
        ("", every),
        ("?grade=observation", every[1:2]),
        ("?grade=worst&state=unheard&unit=x&requirement=-1&after=x", every),
        ("?state=noted", every[1:2]),
        (f"?unit={UNIT_IDS['教務部']}", every[:1]),
        ("?unit=99999999999999", every),
        (f"?requirement={clause}", every[1:2]),
        ("?q=高橋", every[2:]),
        ("?q=a棚", every[2:]),
        ("?q=100%25", every[:1]),
        ("?q=%25", every[:1]),
        ("?q=_", []),
        ("?q=%00", every),
        ("?q=" + "あ" * 300, []),
        (f"?after={third}", every[1:]),
        ("?after=" + "9" * 40, every),
        ("?q=棚&grade=nonconformity&state=open", every[2:]),
    ):
        assert shown(visitor, query) == expected, query
    assert "3件" in words(visitor.get(LIST))


def test_a_long_list_is_read_page_by_page_with_its_filters(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        within = builders.audit()
        for _ in range(51):
            builders.finding(within, grade=Grade.OBSERVATION)
        builders.finding(within, grade=Grade.GOOD_PRACTICE)
    visitor.as_("auditor")
    first = shown(visitor, "?grade=observation&q=申込書")
    assert (first[0], len(first)) == ("F-2026-051", 50)
    page = words(visitor.get(LIST + "?grade=observation&q=申込書"))
    (address,) = re.findall(r'href="(/check/findings/\?[^"]*after=[^"]*)"', page)
    assert "grade=observation" in address
    assert shown(visitor, address.removeprefix(LIST)) == ["F-2026-001"]


def test_the_list_is_sorted_by_its_heads_and_says_so(served: Served, visitor: Visitor) -> None:
    with committing(served):
        elsewhere = builders.audit(unit_id=UNIT_IDS["教務部"])
        ids = [
            builders.finding(within, found_on=TODAY - timedelta(days=ago)).id
            for within, ago in ((builders.audit(), 1), (elsewhere, 2), (elsewhere, 1))
        ]
    visitor.as_("audit_manager")
    one, two, three = "F-2026-001", "F-2026-002", "F-2026-003"
    for query, expected in (
        ("?sort=number", [one, two, three]),
        ("?sort=found", [two, one, three]),
        ("?sort=-found", [three, one, two]),
        ("?sort=unit", [two, three, one]),
        (f"?sort=found&after=2026-11-22~{ids[1]}", [one, three]),
        ("?sort=found&after=2~2", [two, one, three]),
        ("?found=2026-11-23..", [three, one]),
        ("?found=..2026-11-22", [two]),
        ("?found=2026-11-23..2026-11-22", [three, two, one]),
        ("?standing=1", [three, two, one]),
    ):
        assert shown(visitor, query) == expected, query
    page = words(visitor.get(LIST + "?sort=found&grade=nonconformity"))
    assert re.findall(r'aria-sort="(\w+)"><a href="([^"]+)">(\w+)<', page) == [
        ("ascending", f"{LIST}?sort=-found&grade=nonconformity", "発見日")
    ]
    assert "絞り込み：等級 不適合、発見日の昇順" in page
    assert "sort" not in re.findall(r'<select[^>]*name="(\w+)"', page)
    assert '<input type="hidden" name="sort" value="found">' in page


def test_conditions_from_a_link_are_said_and_taken_out_one_by_one(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.finding()
    page = visitor.as_("auditor").get(f"{LIST}?found=2026-04-01..2027-03-31&standing=1&q=申込書")
    lines = re.findall(r'<li><span>([^<]+)</span> <a href="([^"]+)">', words(page))
    assert [said for said, _url in lines] == [
        "発見日 2026年4月1日(水)〜2027年3月31日(水)",
        "取り下げたものを除く",
    ]
    left = words(visitor.get(lines[0][1]))
    assert "発見日 2026年" not in left
    assert "取り下げたものを除く" in left
    assert 'value="申込書"' in left


def test_an_empty_list_teaches_and_an_empty_search_offers_the_way_back(visitor: Visitor) -> None:
    visitor.as_("auditor")
    assert "監査所見は、まだありません" in words(visitor.get(LIST))
    nothing = words(visitor.get(LIST + "?q=無い"))
    assert "監査所見は、まだありません" not in nothing
    assert f'href="{LIST}"' in nothing


def test_a_record_tells_its_case_and_what_was_asked(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case_in(CaseState.CLOSED)
    page = words(visitor.as_("head").get(URL))
    for expected in (builders.FACT, "写真2枚", "CA-2026-001", "小口 彩香", "完了"):
        assert expected in page
    assert "さんの対応待ちです" not in page
    for missing in ("F-2026-002", "F-2025-001", "F-2026-01", "f-2026-001", "CA-2026-001", "x"):
        assert visitor.get(f"{LIST}{missing}").status_code == 404, missing


def test_a_record_says_whose_turn_its_case_is(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case_in(CaseState.SUBMITTED)
    page = words(visitor.as_("head").get(URL))
    assert f"承認待ち · {PERSONS['privacy_manager'][0]}さんの対応待ちです。" in page


def test_the_audit_manager_withdraws_a_finding_with_its_case_and_only_once(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.case()
    action = f"{URL}/withdraw"
    sent = {**form(visitor.as_("audit_manager").get(URL), action), "reason": "同じ事実の重複。"}
    assert visitor.get(action).status_code == 405
    assert visitor.post(action, token=False, **sent).status_code == 400
    for wrong, status, told in (
        ({"reason": " "}, 400, "理由を入力してください"),
        ({"reason": "あ" * 2001}, 400, "2000文字まで"),
        ({"version": "9"}, 409, "F-2026-001 が変更されました"),
        ({"version": ""}, 400, ""),
    ):
        refused = visitor.post(action, **{**sent, **wrong})
        assert refused.status_code == status
        assert told in words(refused)
        assert wrong.get("reason", sent["reason"]) in words(refused)
    # The privacy manager holds the permission for cases, but a finding is the audit manager's.
    for name, status in (("privacy_manager", 403), ("auditor", 403), ("head", 403)):
        assert visitor.as_(name).post(action, **sent).status_code == status, name
    visitor.as_("audit_manager")
    missing = action.replace("2026-001", "2026-009")
    assert visitor.post(missing, **sent).status_code == 404
    assert visitor.post(action, **sent).location == URL
    assert "所見を取り下げました" in words(visitor.get(URL))
    with reading(served):
        assert session.get_one(Finding, 1).state is FindingState.WITHDRAWN
        assert session.get_one(Case, 1).state is CaseState.WITHDRAWN
    for again in (sent, {**sent, "version": "2"}):
        late = visitor.post(action, **again)
        assert late.status_code == 409
        assert "同じ事実の重複。" in words(late)


def test_a_finding_whose_case_is_closed_cannot_be_withdrawn(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.case_in(CaseState.CLOSED)
        version = session.get_one(Finding, 1).version
    visitor.as_("audit_manager")
    late = visitor.post(f"{URL}/withdraw", version=str(version), reason="遅い取下げ")
    assert late.status_code == 409
    assert "現在の状態では" in words(late)
    assert "遅い取下げ" in words(late)
