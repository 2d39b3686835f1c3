"""Signatures at the page of a case: a second approval, the done check, the closing, and a fresh
sign-in before each where the company asks for it."""

from datetime import timedelta

import pytest
import time_machine

from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from pms_tracker.people.firm import people
from tests import builders
from tests.cast import IDS, TODAY
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

URL = "/act/cases/CA-2026-001"
SIGNED = {
    CaseState.SUBMITTED: ("privacy_manager", "decision", CaseState.DOING),
    CaseState.ENDORSED: ("representative", "decision", CaseState.DOING),
    CaseState.CONFIRMING: ("audit_manager", "done-check", CaseState.REVIEWING),
    CaseState.CLOSING: ("representative", "closing", CaseState.CLOSED),
}
EVERY = pytest.mark.parametrize("state", SIGNED)


def state_of(served: Served) -> CaseState:
    with reading(served):
        return session.get_one(Case, 1).state


def brought_to(served: Served, state: CaseState, *, fresh: bool = False) -> None:
    with committing(served):
        builders.case_in(state)
        people.the_company().fresh_signatures = fresh


@EVERY
def test_each_signature_is_taken_where_the_path_says_so(
    served: Served, visitor: Visitor, state: CaseState
) -> None:
    by, name, after = SIGNED[state]
    brought_to(served, state)
    page = words(visitor.as_(by).get(URL))
    assert "対応が必要です" in page
    sent = {**form(visitor.get(URL), f"{URL}/{name}"), "decision": "approved"}
    assert visitor.post(f"{URL}/{name}", **sent).status_code == 302
    assert state_of(served) is after


@EVERY
def test_a_signature_asks_for_the_password_of_whoever_signed_in_a_while_ago(
    served: Served, visitor: Visitor, state: CaseState
) -> None:
    by, name, after = SIGNED[state]
    brought_to(served, state, fresh=True)
    now = clock.at(TODAY, 11)
    visitor.as_(by)
    with visitor.client.session_transaction() as cookie:
        cookie["fs_paa"] = (now - timedelta(minutes=11)).timestamp()
    with time_machine.travel(now, tick=False):
        page = visitor.get(URL)
        assert "署名の前に、ご本人の確認が必要です" in words(page)
        sent = {**form(page, f"{URL}/{name}"), "decision": "approved", "reason": "読みました。"}
        refused = visitor.post(f"{URL}/{name}", **sent)
        assert refused.status_code == 409
        assert "読みました。" in words(refused), "nothing typed is lost"
        assert state_of(served) is state
        with visitor.client.session_transaction() as cookie:
            cookie["fs_paa"] = (now - timedelta(minutes=9)).timestamp()
        assert "ご本人の確認が必要です" not in words(visitor.get(URL))
        assert visitor.post(f"{URL}/{name}", **sent).status_code == 302
    assert state_of(served) is after


def test_whoever_was_asked_for_the_password_comes_back_to_the_case(
    served: Served, visitor: Visitor
) -> None:
    brought_to(served, CaseState.SUBMITTED, fresh=True)
    page = words(visitor.as_("privacy_manager").get(URL))
    assert f'href="/password/verify?next={URL}"' in page
    verify = words(visitor.get(f"/password/verify?next={URL}"))
    assert f'action="/password/verify?next={URL}"' in verify


def test_the_administrator_has_signatures_ask_for_a_fresh_sign_in(
    served: Served, visitor: Visitor
) -> None:
    sent = form(visitor.as_("administrator").get("/company/"), "/company/")
    assert "fresh_signatures" not in sent
    assert visitor.post("/company/", **sent, fresh_signatures="y").status_code == 302
    with reading(served):
        assert people.the_company().fresh_signatures
    assert "署名のときの再サインイン" in words(visitor.get("/company/"))


def test_an_edit_shows_the_voided_approval_and_what_changed(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        case = builders.case_in(CaseState.DOING)
        builders.plans.amend(
            case,
            builders.plan(action="鍵を付ける。"),
            version=case.version,
            by=builders.viewer("head"),
        )
    page = words(visitor.as_("privacy_manager").get(URL))
    assert "計画が変更されたため" in page
    assert "前の決定から変わったところ" in page
    assert "<del>" in page
    table = words(visitor.get(f"{URL}/plans?old=1&new=2"))
    assert "変わった箇所 1件" in table
    assert "鍵を付ける" in table
    assert visitor.get(f"{URL}/plans?old=9").status_code == 404
    assert visitor.as_("owner").get(f"{URL}/plans").status_code == 200
    assert visitor.as_("other_head").get(f"{URL}/plans").status_code == 404
    assert visitor.as_("nobody").get(f"{URL}/plans").status_code == 403


def test_whoever_approves_what_was_edited_meanwhile_is_shown_both(
    served: Served, visitor: Visitor
) -> None:
    brought_to(served, CaseState.SUBMITTED)
    sent = {**form(visitor.as_("privacy_manager").get(URL), f"{URL}/decision")}
    with committing(served):
        case = session.get_one(Case, 1)
        plan = builders.plan(action="鍵を付ける。", owner_id=IDS["without_account"])
        builders.plans.amend(case, plan, version=case.version, by=builders.viewer("head"))
    refused = visitor.post(f"{URL}/decision", **{**sent, "decision": "approved"})
    assert refused.status_code == 409
    page = words(refused)
    assert "前に見た計画から変わったところ" in page
    assert "原 大地" in page
    assert "𠮷田 茂" in page
    assert state_of(served) is CaseState.SUBMITTED


def test_a_rejected_plan_says_why_above_the_empty_form(served: Served, visitor: Visitor) -> None:
    brought_to(served, CaseState.SUBMITTED)
    sent = form(visitor.as_("privacy_manager").get(URL), f"{URL}/decision")
    sent |= {"decision": "rejected", "reason": " "}
    refused = visitor.post(f"{URL}/decision", **sent)
    assert refused.status_code == 400
    assert "却下する理由を入力してください" in words(refused)
    why = "原因が違います。"
    assert visitor.post(f"{URL}/decision", **{**sent, "reason": why}).status_code == 302
    page = visitor.as_("head").get(URL)
    assert "却下の理由" in words(page)
    assert why in words(page)
    offered = form(page, f"{URL}/plan")
    assert (offered["cause"].strip(), offered["correction"]) == ("", "鍵のかかる棚へ移した。")


def test_too_early_names_another_day_and_the_look_stays_readable(
    served: Served, visitor: Visitor
) -> None:
    brought_to(served, CaseState.REVIEWING)
    sent = form(visitor.as_("auditor").get(URL), f"{URL}/verdict")
    sent |= {"verdict": "too_early", "grounds": "まだ1枚も扱っていない。"}
    refused = visitor.post(f"{URL}/verdict", **sent)
    assert refused.status_code == 400
    assert "次に確かめる日を入力してください" in words(refused)
    far = visitor.post(f"{URL}/verdict", **{**sent, "next_on": "2027/5/25"})
    assert far.status_code == 409
    for day in ("2026/12/24", "R9.1.29"):
        sent["version"] = form(visitor.get(URL), f"{URL}/verdict")["version"]
        assert visitor.post(f"{URL}/verdict", **{**sent, "next_on": day}).status_code == 302
    sent["version"] = form(visitor.get(URL), f"{URL}/verdict")["version"]
    third = visitor.post(f"{URL}/verdict", **{**sent, "next_on": "2027/2/24"})
    assert third.status_code == 409
    assert "1回につき2度まで" in words(third)
    page = words(visitor.get(URL))
    assert page.count("まだ1枚も扱っていない。") >= 2
    assert "次に確かめる日 2027年1月29日" in page
    assert state_of(served) is CaseState.REVIEWING


def test_a_lesson_is_answered_in_its_inbox_and_the_case_says_the_circle_is_closed(
    served: Served, visitor: Visitor
) -> None:
    brought_to(served, CaseState.REVIEWING)
    sent = form(visitor.as_("auditor").get(URL), f"{URL}/verdict")
    sent |= {"verdict": "effective", "grounds": "0枚だった。", "lesson_for": "education"}
    assert visitor.post(f"{URL}/verdict", **sent).status_code == 302
    assert "回答待ち 1件" in words(visitor.get(URL))
    inbox, answer = "/plan/lessons/", "/plan/lessons/1/answer"
    assert visitor.get(inbox).status_code == 403
    assert visitor.post(answer, answer="加えた。").status_code == 403
    assert visitor.as_("audit_manager").post(answer, answer="加えた。").status_code == 403
    visitor.as_("privacy_manager")
    assert "CA-2026-001" in words(visitor.get(inbox))
    assert visitor.post(answer, token=False, answer="加えた。").status_code == 400
    assert visitor.post(answer, answer=" ").status_code == 400
    assert visitor.post("/plan/lessons/99/answer", answer="加えた。").status_code == 404
    assert visitor.post(answer, answer="来年の教育に加えた。").status_code == 302
    assert visitor.post(answer, answer="もう一度").status_code == 409
    page = words(visitor.get(URL))
    assert "次の見直しに反映しました" in page
    assert "来年の教育に加えた。" in page
