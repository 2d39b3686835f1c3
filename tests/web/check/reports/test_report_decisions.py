"""Pages of reports on both databases: approved, received, sent back, and who reads them."""

import re
import threading

import pytest
from sqlalchemy import select

from pms_tracker.approvals import approvals
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.database import session
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.changes import deputies
from pms_tracker.people.firm import people
from tests import builders, reporting
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.check.reports.report_pages import (
    APPROVAL,
    AUDIT,
    RECEIPT,
    SCAN,
    URL,
    decision,
    in_state,
    ready_to_sign,
    signed,
    state_of,
    the_audit,
    typed,
)


@pytest.fixture
def ready(served: Served) -> Served:
    return ready_to_sign(served)


def test_the_audit_manager_approves_and_the_representative_receives_with_instructions(
    served: Served, visitor: Visitor
) -> None:
    in_state(served, AuditState.REPORTED)
    sent = decision(visitor, "audit_manager", APPROVAL)
    page = words(visitor.get(URL))
    assert page.count('name="decision"') == 2
    assert "checked" not in page.split("<main", 1)[1], "nothing is chosen beforehand"
    assert visitor.post(APPROVAL, token=False, **sent).status_code == 400
    assert visitor.get(APPROVAL).status_code == 405
    assert visitor.post(APPROVAL, **sent).location == URL
    assert state_of(served) is AuditState.APPROVED
    told = "台帳の見直しを全教室に広げること。"
    sent = decision(visitor, "representative", RECEIPT, reason=told)
    assert visitor.post(RECEIPT, **sent).location == URL
    assert state_of(served) is AuditState.CLOSED
    page = words(visitor.get(URL))
    for expected in (told, "改善指示", "受領", "この監査は終了しました"):
        assert expected in page
    assert "報告書を読む" in words(visitor.as_("head").get(AUDIT))
    assert told in words(visitor.get(URL)), "the head reads it"
    assert "<form" not in words(visitor.get(URL)).split("<main", 1)[1]


@pytest.mark.parametrize(
    ("state", "action", "may"),
    [
        (AuditState.REPORTED, APPROVAL, "audit_manager"),
        (AuditState.APPROVED, RECEIPT, "representative"),
    ],
)
def test_nobody_else_decides_and_nobody_twice(
    served: Served, visitor: Visitor, state: AuditState, action: str, may: str
) -> None:
    in_state(served, state)
    sent = decision(visitor, may, action)
    others = {"auditor": 403, "head": 403, "privacy_manager": 403, "other_head": 404}
    others["second_auditor"] = 404
    for name, status in others.items():
        assert visitor.as_(name).post(action, **sent).status_code == status, name
    visitor.as_(may)
    empty = visitor.post(action, **{**sent, "decision": ""})
    assert empty.status_code == 400
    bare = visitor.post(action, **{**sent, "decision": "sent_back", "reason": " "})
    assert bare.status_code == 400
    assert "差し戻す理由を入力してください" in words(bare)
    assert visitor.post(action, **sent).status_code == 302
    late = visitor.post(action, **{**sent, "reason": "二度目"})
    assert late.status_code == 409
    assert "ほかの人が先に決定しました" in words(late)


def test_a_report_comes_back_with_its_reason_and_the_next_is_signed_anew(
    served: Served, visitor: Visitor
) -> None:
    in_state(served, AuditState.REPORTED)
    seen = decision(visitor, "audit_manager", APPROVAL)
    back = {**seen, "decision": "sent_back", "reason": "根拠を加えてください。"}
    assert visitor.post(APPROVAL, **back).status_code == 302
    page = words(visitor.as_("auditor").get(URL))
    assert "根拠を加えてください。" in page
    assert reporting.OPINION in page, "what was written is still there"
    visitor.post(URL, **typed(visitor, move="sign"))
    assert [each.number for each in signed(served)] == [2, 1]
    stale = visitor.as_("audit_manager").post(APPROVAL, **seen)
    assert stale.status_code == 409
    assert "次の部分が変わりました：監査員の記述" in words(stale)
    again = form(stale, APPROVAL)
    assert visitor.post(APPROVAL, **{**again, "decision": "approved"}).status_code == 302
    page = words(visitor.get(URL))
    assert "第2回の署名" in page
    assert f"{URL}report.pdf?number=1" in page
    assert f"{URL}report.pdf?number=1" not in words(visitor.as_("head").get(URL))
    assert visitor.get(f"{URL}report.pdf?number=1").status_code == 404
    assert visitor.as_("representative").get(f"{URL}report.pdf?number=1").status_code == 200
    assert visitor.get(f"{URL}report.pdf?number=9").status_code == 404


def test_a_stamped_receipt_is_entered_with_its_scan_by_somebody_else(
    served: Served, visitor: Visitor
) -> None:
    in_state(served, AuditState.APPROVED)
    sent = decision(visitor, "privacy_manager", RECEIPT, reason="全教室に広げる。")
    assert sent["entering"] == "1"
    for wrong, status, told in (
        ({}, 400, "紙に押印した人を選んでください"),
        ({"on_paper_by": str(IDS["representative"])}, 409, "押印された書面の写しを選んで"),
        ({"on_paper_by": str(IDS["representative"]), "stamped_on": "2026/11/25"}, 400, "今日"),
    ):
        refused = visitor.post(RECEIPT, **{**sent, **wrong})
        assert refused.status_code == status, wrong
        assert told in words(refused), wrong
        assert "全教室に広げる。" in words(refused)
    for who, status in (("head", 403), ("representative", 302)):
        paper = {"on_paper_by": str(IDS[who]), "scan": SCAN}
        assert visitor.post(RECEIPT, **{**sent, **paper}).status_code == status
    page = words(visitor.get(URL))
    assert "書面・入力 藤森 奈緒" in page
    with visitor.as_("head").get(f"{URL}evidence/1") as file:
        assert file.data == SCAN
    assert visitor.as_("other_head").get(f"{URL}evidence/1").status_code == 404


def test_a_deputy_receives_on_the_page_and_is_led_home(served: Served, visitor: Visitor) -> None:
    in_state(served, AuditState.APPROVED)
    assert visitor.as_("employee").get(URL).status_code == 404
    with committing(served):
        wanted = deputies.Wanted(IDS["employee"], TODAY, TODAY)
        deputies.name(people.person(1), wanted, by=viewer("representative"))
    visitor.as_("employee")
    assert "監査報告書の受領" in words(visitor.get("/"))
    page = words(visitor.get(URL))
    assert "宮下 恒一さんの代理として、対応が必要です" in page
    sent = decision(visitor, "employee", RECEIPT)
    assert visitor.post(RECEIPT, **sent).location == "/"
    assert "北原 美穂（宮下 恒一の代理）" in words(visitor.as_("head").get(URL))
    assert visitor.as_("employee").get(URL).status_code == 404


def test_a_report_led_by_the_audit_manager_says_why_one_box_stays_empty(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        audit = builders.audit(team_ids=[IDS["audit_manager"]])
        reporting.answer_all(audit, by="audit_manager")
        reporting.sign(audit, by="audit_manager")
    page = words(visitor.as_("representative").get(URL))
    assert "リーダーが監査責任者のため省略" in page
    assert visitor.post(RECEIPT, **decision(visitor, "representative", RECEIPT)).status_code == 302


def test_the_audits_page_leads_to_each_step_and_follows_up_its_cases(
    ready: Served, visitor: Visitor
) -> None:
    assert f'href="{URL}"' in words(visitor.as_("auditor").get(AUDIT))
    with committing(ready):
        audit = the_audit()
        reporting.sign(audit)
        reporting.decide(audit)
        reporting.receive(audit)
        builders.submit(session.scalars(select(builders.Case)).one())
        builders.late(session.scalars(select(builders.Case)).one(), 3)
    for name, owner in (("audit_manager", True), ("head", True), ("auditor", True)):
        page = words(visitor.as_(name).get(AUDIT))
        section = page.partition("是正処置のフォローアップ")[2].partition("</section>")[0]
        assert re.findall(r">(CA-2026-\d+)<", section) == ["CA-2026-001"], name
        assert ("責任者 原 大地" in section) is owner
        assert "3日超過" in section


def test_a_letter_leads_whoever_decides_to_the_report_and_others_to_the_audit(
    served: Served, visitor: Visitor
) -> None:
    in_state(served, AuditState.REPORTED)
    for name, page in {"audit_manager": URL, "representative": AUDIT, "head": AUDIT}.items():
        assert visitor.as_(name).get("/r/AU-2026-001").location == page, name


def test_a_report_is_decided_once_however_many_press_at_the_same_time(
    served: Served, visitor: Visitor
) -> None:
    in_state(served, AuditState.APPROVED)
    sent = decision(visitor, "representative", RECEIPT, reason="改善すること。")
    together, told = threading.Barrier(4), []

    def press() -> None:
        mine = Visitor(served).as_("representative")
        together.wait(timeout=10)
        told.append(mine.post(RECEIPT, **sent).status_code)

    threads = [threading.Thread(target=press) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=30)
    assert sorted(told) == [302, 409, 409, 409]
    with reading(served):
        made = approvals.decisions("AU-2026-001")
        assert [each.step for each in made] == ["report-approval", "report-receipt"]
        letters = select(OutboxLetter.name).where(OutboxLetter.key == "audit_report_received")
        assert list(session.scalars(letters.order_by(OutboxLetter.id))) == [
            "小口 彩香",
            "髙山 由紀",
        ]
