"""Four eyes at the page of a case: nobody decides on their own work, on no path, under no title."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from pms_tracker import clock
from pms_tracker.act.plans import plans
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import RoleGrant
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import BEGAN, IDS, TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

URL = "/act/cases/CA-2026-001"
OWN_WORK = "自分で承認・判定できません"


def waiting(served: Served, owner: str = "owner") -> None:
    """A submitted case whose plan the head wrote and somebody owns."""
    with committing(served):
        builders.submit(builders.case(), owner_id=IDS[owner])


def to_decide(visitor: Visitor, **typed: str) -> dict[str, str]:
    """The fields of a decision as the privacy manager's page offers them, or the deputy's."""
    page = visitor.get(URL)
    return {**form(page, f"{URL}/decision"), "decision": "approved", **typed}


def approvals(served: Served) -> list[tuple[int, int | None, bool]]:
    with reading(served):
        return [
            (row.decided_by_id, row.entered_by_id, row.on_paper)
            for row in session.scalars(select(Approval).order_by(Approval.id))
        ]


def test_neither_writer_nor_owner_approves_whatever_else_they_are(
    served: Served, visitor: Visitor
) -> None:
    waiting(served, owner="privacy_manager")
    sent = to_decide(visitor.as_("representative"))
    for barred in ("head", "privacy_manager"):
        visitor.as_(barred)
        answer = visitor.post(f"{URL}/decision", **sent)
        assert answer.status_code == 403, barred
        assert OWN_WORK in words(answer)
        # Entering their own decision "on paper" is no way round it.
        by_paper = visitor.post(f"{URL}/decision", **{**sent, "on_paper_by": str(IDS[barred])})
        assert by_paper.status_code in {400, 403}
    # Nor does a colleague type it in for them.
    visitor.as_("representative")
    for barred in ("head", "privacy_manager"):
        refused = visitor.post(f"{URL}/decision", **{**sent, "on_paper_by": str(IDS[barred])})
        assert refused.status_code in {400, 403}
    assert approvals(served) == []
    assert visitor.post(f"{URL}/decision", **sent).status_code == 302
    assert approvals(served) == [(IDS["representative"], None, False)]


def test_an_administrator_who_wrote_the_plan_does_not_approve_it(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        administrator, unit = people.person(IDS["administrator"]), people.unit(UNIT_IDS["松本教室"])
        staffing.enrol(administrator, unit, since_on=BEGAN, is_head=True, by=SYSTEM)
        case = builders.case()
        builders.submit(case, by="administrator")
    sent = to_decide(visitor.as_("privacy_manager"))
    for decision in ("approved", "sent_back"):
        typed = {**sent, "decision": decision, "reason": "よい"}
        for by in ("administrator", "head", "owner"):
            visitor.as_(by)
            assert visitor.post(f"{URL}/decision", **typed).status_code == 403, by
    assert approvals(served) == []


def test_only_whoever_is_eligible_decides_and_others_see_no_form_for_it(
    served: Served, visitor: Visitor
) -> None:
    waiting(served)
    sent = to_decide(visitor.as_("privacy_manager"))
    for by in ("representative", "audit_manager", "auditor", "owner", "head"):
        page = visitor.as_(by).get(URL)
        assert page.status_code == 200
        assert "藤森 奈緒さんの対応待ちです" in words(page)
        assert visitor.post(f"{URL}/decision", **sent).status_code == 403, by
    assert approvals(served) == []


def test_where_rejecting_is_offered_its_reason_is_said_to_be_needed_as_well(
    served: Served, visitor: Visitor
) -> None:
    waiting(served)
    assert "差戻し・却下のときは必須" in words(visitor.as_("privacy_manager").get(URL))


def test_a_decision_binds_to_what_was_on_the_screen(served: Served, visitor: Visitor) -> None:
    waiting(served)
    visitor.as_("privacy_manager")
    old = to_decide(visitor, reason="この計画でよい。")
    with committing(served):
        case = session.get_one(Case, 1)
        written = builders.plan(action="まったく別の処置")
        plans.amend(case, written, version=case.version, by=viewer("head"))
    new = to_decide(visitor)
    assert new["seen_digest"] != old["seen_digest"]
    for sent in (old, {**old, "version": new["version"]}, {**new, "seen_digest": "0" * 64}):
        refused = visitor.post(f"{URL}/decision", **{**sent, "reason": "この計画でよい。"})
        assert refused.status_code == 409
        assert "この計画でよい。" in words(refused)
        assert "まったく別の処置" in words(refused)
        # The form shown again is for what is shown now.
        assert form(refused, f"{URL}/decision")["seen_digest"] == new["seen_digest"]
    for broken in ({"seen_digest": ""}, {"seen_digest": "0" * 65}):
        assert visitor.post(f"{URL}/decision", **{**new, **broken}).status_code == 400
    assert approvals(served) == []
    assert visitor.post(f"{URL}/decision", **new).status_code == 302


def test_a_decision_on_paper_names_both_and_carries_its_scan(
    served: Served, visitor: Visitor
) -> None:
    waiting(served)
    sent = to_decide(visitor.as_("audit_manager"), on_paper_by=str(IDS["privacy_manager"]))
    sent["reason"] = "押印あり"
    stamped = (b"%PDF-1.7 stamped", "承認.pdf")
    for scan, day, status, told in (
        (stamped, "2026/11/25", 409, "未来の日は記録できません"),
        (stamped, "2026/11/23", 409, "提出日以降の日"),
        (stamped, "令和8年11月31日", 400, "11月は30日まで"),
        ((b"", ""), "", 409, "押印された書面の写し"),
        ((b"<html>", "承認.png"), "", 400, "受け付けていない形式です"),
    ):
        refused = on_paper(visitor, scan, **{**sent, "decided_on": day})
        assert refused.status_code == status
        assert told in words(refused)
        assert "押印あり" in words(refused)
    assert approvals(served) == []
    assert (
        on_paper(visitor, stamped, **{**sent, "decided_on": "Ｒ８．１１．２４"}).status_code == 302
    )
    assert approvals(served) == [(IDS["privacy_manager"], IDS["audit_manager"], True)]
    page = words(visitor.get(URL))
    assert "書面・入力 有賀 俊" in page
    assert "承認.pdf" in page
    with visitor.get(f"{URL}/evidence/1") as kept:
        assert kept.data == stamped[0]


def test_what_stands_beside_a_case_is_for_each_reader_what_it_is_for_them(
    served: Served, visitor: Visitor
) -> None:
    """It is drawn once for what it shows: whoever reads it next is shown no more and no less."""
    waiting(served)
    sent = to_decide(visitor.as_("audit_manager"), on_paper_by=str(IDS["privacy_manager"]))
    assert on_paper(visitor, (b"%PDF-1.7 stamped", "承認.pdf"), **sent).status_code == 302
    contest, audit = "自分の決定でない場合", ">AU-2026-001</a>"
    shown = {
        who: (contest in words(page), audit in page.text)
        for who in (*("representative", "privacy_manager", "audit_manager", "owner"), "auditor")
        for page in (visitor.as_(who).get(URL),)
    }
    assert shown == {
        "representative": (False, True),
        "privacy_manager": (True, True),
        "audit_manager": (False, True),
        "owner": (False, False),
        "auditor": (False, True),
    }


def test_a_decision_of_ones_own_is_of_today_whatever_day_is_sent(
    served: Served, visitor: Visitor
) -> None:
    """Naming oneself as who stamped paper neither dates a decision back nor spares its scan."""
    with clock.set_to(clock.at(TODAY - timedelta(days=9))):
        waiting(served)
    mine = str(IDS["privacy_manager"])
    sent = to_decide(visitor.as_("privacy_manager"), on_paper_by=mine, decided_on="2026/11/16")
    assert visitor.post(f"{URL}/decision", **sent).status_code == 302
    with reading(served):
        assert session.scalars(select(Approval.decided_on)).one() == TODAY


def test_nobody_types_in_the_stamp_on_their_own_plan(served: Served, visitor: Visitor) -> None:
    waiting(served)
    sent = to_decide(visitor.as_("audit_manager"), on_paper_by=str(IDS["privacy_manager"]))
    for party in ("head", "owner"):
        assert "書面による決定を入力" not in words(visitor.as_(party).get(URL))
        refused = on_paper(visitor, (b"%PDF-1.7 forged", "承認.pdf"), **sent)
        assert refused.status_code == 403, party
        assert "入力できる人：" in words(refused)
    assert approvals(served) == []


def on_paper(visitor: Visitor, scan: tuple[bytes, str], **fields: str) -> TestResponse:
    """Send a decision with a scan; a browser sends a nameless part where none was chosen."""
    content, name = scan
    data = {**fields, "csrf_token": visitor.token(), "scan": (BytesIO(content), name)}
    return visitor.client.post(f"{URL}/decision", data=data)


def test_nobody_judges_what_they_own_did_or_approved(served: Served, visitor: Visitor) -> None:
    with committing(served):
        case = builders.case()
        builders.approve(builders.submit(case))
        builders.report(case, by="head")
    judged = {"verdict": "effective", "grounds": "見た。", **builders.SEEN}
    sent = {**form(visitor.as_("audit_manager").get(URL), f"{URL}/verdict"), **judged}
    # Owner and doer, the approver, and the head who typed it in.
    for by in ("owner", "privacy_manager", "head"):
        answer = visitor.as_(by).post(f"{URL}/verdict", **sent)
        assert answer.status_code == 403, by
        assert OWN_WORK in words(answer)
    with reading(served):
        assert session.get_one(Case, 1).state is CaseState.REVIEWING
    assert visitor.as_("auditor").post(f"{URL}/verdict", **sent).status_code == 302


def test_an_exception_wants_its_reason_and_keeps_it(served: Served, visitor: Visitor) -> None:
    """Privacy manager, representative and audit manager are all barred: a fourth person decides."""
    with committing(served):
        for row in session.scalars(select(RoleGrant)):
            if row.role in {Role.REPRESENTATIVE, Role.AUDIT_MANAGER}:
                row.until_on = BEGAN
        builders.submit(builders.case(), owner_id=IDS["privacy_manager"])
    visitor.as_("auditor")
    sent = to_decide(visitor)
    assert "exception_reason" in sent
    refused = visitor.post(f"{URL}/decision", **{**sent, "reason": "よい計画です。"})
    assert refused.status_code == 409
    assert "例外として決める理由を書いてください" in words(refused)
    assert "よい計画です。" in words(refused)
    why = "役員がみな担当のため"
    assert visitor.post(f"{URL}/decision", **{**sent, "exception_reason": why}).status_code == 302
    assert why in words(visitor.get(URL))


@pytest.mark.parametrize("owner", ["owner", "without_account"])
def test_the_head_reports_for_an_owner_and_both_are_named(
    served: Served, visitor: Visitor, owner: str
) -> None:
    with committing(served):
        builders.approve(builders.submit(builders.case(), owner_id=IDS[owner]))
    typed = {"result": "登録した。", "done_on": "", "no_proof": "台帳で示せる。"}
    sent = {**form(visitor.as_("head").get(URL), f"{URL}/done"), **typed}
    for wrong, status, told in (
        ({"no_proof": " "}, 400, "証拠ファイルを添付するか、ない理由を入力してください。"),
        ({"done_on": "2026/11/25"}, 400, "未来の日は記録できません"),
        ({"done_on": "令和8年11月23日"}, 409, "承認された日以降"),
    ):
        refused = visitor.post(f"{URL}/done", **{**sent, **wrong})
        assert refused.status_code == status
        assert told in words(refused)
    assert visitor.post(f"{URL}/done", **sent).status_code == 302
    assert "（紙・入力 髙山 由紀）" in words(visitor.get(URL))
