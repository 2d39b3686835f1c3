"""Pages of audits on both databases: independence said in names, an end with its conclusion."""

import re

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember
from pms_tracker.database import session
from tests import builders
from tests.cast import IDS, UNIT_IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

LIST = "/check/audits/"
URL = "/check/audits/AU-2026-001"
PLAN = {
    "unit_id": str(UNIT_IDS["松本教室"]),
    "planned_on": "令和8年12月1日",
    "lead_id": str(IDS["auditor"]),
    "theme": "申込書の取扱い 𠮷😀",
    "exception_reason": "",
    "extra_because": "new_system",
    "extra_reason": "受付の仕組みを替えたため",
}


def plan(visitor: Visitor, clauses: tuple[object, ...] = (1, 2), **typed: object) -> TestResponse:
    fields = MultiDict(
        [*{**PLAN, **typed}.items(), *(("requirement_ids", each) for each in clauses)]
    )
    fields["csrf_token"] = visitor.token()
    return visitor.client.post(LIST, data=fields)


def state_of(served: Served) -> AuditState:
    with reading(served):
        return session.get_one(Audit, 1).state


def test_an_audit_is_planned_with_its_team_and_clauses(served: Served, visitor: Visitor) -> None:
    visitor.as_("audit_manager")
    offered = words(visitor.get(f"{LIST}new"))
    assert "小口 彩香" in offered
    assert 'name="requirement_ids"' in offered
    done = plan(visitor, (1, 2, 2), member_ids=str(IDS["second_auditor"]))
    assert (done.status_code, done.location) == (302, URL)
    with reading(served):
        team = session.scalars(select(AuditTeamMember).order_by(AuditTeamMember.position)).all()
        assert [each.person_id for each in team] == [IDS["auditor"], IDS["second_auditor"]]
        assert [each.units_then for each in team] == ["書店", "教務部"]
    page = words(visitor.get(URL))
    told = ("臨時監査", "新システム", PLAN["extra_reason"], "0 / 2 項目", "当日の所属：書店")
    for expected in (PLAN["theme"], "2026年12月1日(火)", *told):
        assert expected in page
    assert visitor.as_("other_head").get(URL).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        ({"unit_id": ""}, 400, "部門を選んでください"),
        ({"unit_id": "99"}, 400, "一覧から選んでください"),
        ({"unit_id": "9" * 5000}, 400, "部門"),
        ({"lead_id": str(IDS["employee"])}, 400, "一覧から選んでください"),
        ({"theme": " "}, 400, "監査テーマを入力してください"),
        ({"theme": "あ" * 201}, 400, "200文字まで"),
        ({"theme": "一行目\r\nBcc: x"}, 400, "1行で入力してください"),
        ({"theme": "nul\x00"}, 400, "1行で入力してください"),
        ({"planned_on": ""}, 400, "実施予定日を入力してください"),
        ({"planned_on": "令和8年11月31日"}, 400, "11月は30日まで"),
        ({"exception_reason": "あ" * 1001}, 400, "1000文字まで"),
        ({"extra_because": ""}, 400, "きっかけを1つ選んでください"),
        ({"extra_reason": " "}, 400, "臨時監査の理由を入力してください"),
        (
            {"lead_id": str(IDS["second_auditor"]), "unit_id": str(UNIT_IDS["教務部"])},
            409,
            "百瀬 拓",
        ),
        ({"member_ids": str(IDS["auditor"]), "unit_id": str(UNIT_IDS["書店"])}, 409, "小口 彩香"),
    ],
)
def test_a_plan_is_refused_in_words_and_keeps_what_was_typed(
    served: Served, visitor: Visitor, wrong: dict[str, str], status: int, told: str
) -> None:
    refused = plan(visitor.as_("audit_manager"), **wrong)
    assert refused.status_code == status
    assert told in words(refused)
    typed = {**PLAN, **wrong}
    for name in ("theme", "planned_on"):
        assert typed[name].strip().replace("\r\n", "\n") in words(refused).replace("\r\n", "\n")
    assert form(refused, LIST)["requirement_ids"] == "2"
    with reading(served):
        assert session.scalars(select(Audit)).all() == []


def test_an_auditor_of_the_own_unit_is_refused_with_those_who_could(visitor: Visitor) -> None:
    visitor.as_("audit_manager")
    refused = plan(visitor, unit_id=str(UNIT_IDS["書店"]))
    assert "小口 彩香さんは監査日にこの部門に所属しているため、監査できません" in words(refused)
    assert "選べる人：有賀 俊、百瀬 拓" in words(refused)


@pytest.mark.parametrize("clauses", [("x",), (9999,), ("9" * 30,), (-1,), (2**31,)])
def test_clauses_that_do_not_exist_plan_nothing(
    served: Served, visitor: Visitor, clauses: tuple[object, ...]
) -> None:
    refused = plan(visitor.as_("audit_manager"), clauses)
    assert refused.status_code in {400, 404}
    with reading(served):
        assert session.scalars(select(Audit)).all() == []


def test_planning_is_the_audit_managers_alone(served: Served, visitor: Visitor) -> None:
    for name in ("privacy_manager", "representative", "auditor", "head", "administrator"):
        assert plan(visitor.as_(name)).status_code == 403, name
    visitor.as_("audit_manager")
    assert visitor.post(LIST, token=False, **PLAN).status_code == 400
    for missing in ("AU-2026-001", "AU-2025-001", "AP-2026", "au-2026-001", "F-2026-001"):
        assert visitor.get(f"{LIST}{missing}").status_code == 404
    assert "監査は、まだありません" in words(visitor.get(LIST))


def test_the_list_is_narrowed_by_state_and_unit(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.audit()
        second = builders.audit(unit_id=UNIT_IDS["教務部"]).id
    visitor.as_("auditor")
    for query, expected in (
        ("", ["AU-2026-002", "AU-2026-001"]),
        ("?state=planned", ["AU-2026-002", "AU-2026-001"]),
        ("?state=closed", []),
        (f"?unit={UNIT_IDS['教務部']}", ["AU-2026-002"]),
        (f"?after={second}", ["AU-2026-001"]),
        ("?sort=unit", ["AU-2026-002", "AU-2026-001"]),
        ("?sort=number", ["AU-2026-001", "AU-2026-002"]),
        ("?due=soon", ["AU-2026-002", "AU-2026-001"]),
        ("?due=late", []),
        ("?planned=2026-11-24..2026-11-24&q=申込", ["AU-2026-002", "AU-2026-001"]),
        ("?closed=2026-04-01..", []),
        ("?state=x&unit=y&after=z", ["AU-2026-002", "AU-2026-001"]),
    ):
        page = words(visitor.get(LIST + query))
        assert re.findall(r'<td class="ref"><a[^>]*>(AU-[^<]+)</a>', page) == expected, query


def test_the_audit_manager_calls_an_audit_off_with_a_reason_once(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.audit()
    action = f"{URL}/cancel"
    sent = {**form(visitor.as_("audit_manager").get(URL), action), "reason": "台風のため。"}
    assert visitor.get(action).status_code == 405
    assert visitor.post(action, token=False, **sent).status_code == 400
    assert visitor.post(action.replace("001", "009"), **sent).status_code == 404
    for wrong, status in (({"reason": " "}, 400), ({"version": "9"}, 409)):
        refused = visitor.post(action, **{**sent, **wrong})
        assert refused.status_code == status
        assert wrong.get("reason", sent["reason"]) in words(refused)
    for name in ("auditor", "privacy_manager", "head"):
        assert visitor.as_(name).post(action, **sent).status_code == 403, name
    visitor.as_("audit_manager")
    assert visitor.post(action, **sent).location == URL
    assert state_of(served) is AuditState.CANCELLED
    assert "台風のため。" in words(visitor.get(URL))
    for again in (sent, {**sent, "version": "2"}):
        late = visitor.post(action, **again)
        assert late.status_code == 409
        assert "台風のため。" in words(late)
