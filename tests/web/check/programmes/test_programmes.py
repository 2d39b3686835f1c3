"""Pages of audit programmes on both databases: ready-made, handed in, decided by another."""

import csv
import re
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from pms_tracker.check.programmes import programmes
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.database import session
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import UnitKind
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.trail.trail import SYSTEM
from tests import papers
from tests.cast import IDS, UNIT_IDS
from tests.check.programmes import a_programme
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

LIST = "/check/programmes/"
URL = f"{LIST}AP-2026"
EDIT, DECIDE = f"{URL}/edit", f"{URL}/decision"


@pytest.fixture(autouse=True)
def fresh(served: Served) -> None:
    with committing(served):
        a_programme.none_yet()


def state_of(served: Served) -> PlanState:
    with reading(served):
        return session.scalars(select(Programme.state)).one()


def drafted(visitor: Visitor) -> TestResponse:
    visitor.as_("audit_manager")
    begun = visitor.post(LIST, year="2026")
    assert (begun.status_code, begun.location) == (302, EDIT)
    return visitor.get(EDIT)


def test_whoever_begins_none_reads_who_does_and_what_keeps_them_from_it(
    served: Served, visitor: Visitor
) -> None:
    page = words(visitor.as_("privacy_manager").get(LIST))
    assert "監査プログラムを作るのは、監査責任者の" in page
    assert "まだサインインできないため" not in page
    with committing(served):
        session.delete(people.account_of(IDS["audit_manager"]))
    page = words(visitor.get(LIST))
    assert "まだサインインできないため" in page
    assert f"/people/{IDS['audit_manager']}" in page


def test_a_programme_is_made_by_three_hands_on_a_button(served: Served, visitor: Visitor) -> None:
    empty = words(visitor.as_("audit_manager").get(LIST))
    assert "監査プログラムは、まだありません" in empty
    assert "2026年度のプログラムを作る" in empty
    sent = form(drafted(visitor), EDIT)
    handed_in = visitor.post(EDIT, **sent, do="submit")
    assert (handed_in.status_code, handed_in.location) == (302, URL)
    assert state_of(served) is PlanState.SUBMITTED
    assert "宮下 恒一さんの対応待ちです" in words(visitor.get(URL))
    page = visitor.as_("representative").get(URL)
    assert "この監査プログラムでよいか" in words(page)
    decided = visitor.post(DECIDE, **form(page, DECIDE), decision="approved")
    assert (decided.status_code, decided.location) == (302, URL)
    assert state_of(served) is PlanState.APPROVED
    shown = words(visitor.get(URL))
    for expected in ("承認済み", "AU-2026-001", "松本教室", "適合性監査", "次は"):
        assert expected in shown
    assert "あなたが行います。" not in shown
    leads = [words(visitor.as_(name).get(URL)) for name in ("audit_manager", "auditor")]
    assert sorted("あなたが行います。" in each for each in leads) == [False, True]
    audit = words(visitor.get("/check/audits/AU-2026-001"))
    assert "AP-2026" in audit
    assert "臨時監査のきっかけ" not in audit


def test_the_year_is_begun_once_and_by_the_audit_manager(visitor: Visitor) -> None:
    for name in ("representative", "privacy_manager", "auditor", "head", "administrator"):
        assert visitor.as_(name).post(LIST, year="2026").status_code == 403, name
    drafted(visitor)
    for year, status in (("2026", 409), ("2031", 400), ("x", 400), ("9" * 400, 400)):
        assert visitor.post(LIST, year=year).status_code == status, year
    assert visitor.get(f"{LIST}AP-2025").status_code == 404
    assert visitor.as_("employee").get(URL).status_code == 404
    assert "AP-2026" not in words(visitor.get(LIST))


def test_home_leads_to_a_programme_that_nobody_began(visitor: Visitor) -> None:
    home = words(visitor.as_("audit_manager").get("/"))
    assert "今年度の監査プログラムを作り、代表者に提出してください" in home
    assert visitor.client.get("/r/AP-2026", follow_redirects=True).status_code == 200
    assert visitor.get(URL).location == LIST
    # So does the wheel, whoever turns it; of no year that nobody plans.
    assert visitor.as_("representative").get(URL).location == LIST
    assert visitor.get("/check/programmes/AP-2019").status_code == 404


def typed(page: TestResponse, **changes: object) -> dict[str, object]:
    return {**form(page, EDIT), **changes}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"purpose": " "}, "監査の目的を入力してください"),
        ({"rows-1-unit_id": ""}, "部門を選んでください"),
        ({"rows-1-planned_on": "来週"}, "日付として読み取れません"),
        ({"rows-1-planned_on": ""}, "予定日を入力してください"),
        ({"rows-1-planned_on": "2027/4/1"}, "この年度の日を入力してください"),
        ({"rows-1-theme": " "}, "監査テーマを入力してください"),
        ({"rows-1-lead_id": ""}, "監査員を選んでください"),
        ({"rows-1-lead_id": str(IDS["employee"])}, "一覧から選んでください"),
    ],
)
def test_what_is_missing_is_said_beside_it_and_all_that_was_typed_stays(
    served: Served, visitor: Visitor, changes: dict[str, object], told: str
) -> None:
    sent = typed(drafted(visitor), risks="引っ越しがある 𠮷", **changes)
    refused = visitor.post(EDIT, **sent, do="submit")
    assert refused.status_code == 400
    assert told in words(refused)
    assert "引っ越しがある 𠮷" in words(refused)
    assert state_of(served) is PlanState.DRAFT


def test_an_auditor_of_the_own_unit_is_refused_beside_the_row_with_those_who_could(
    visitor: Visitor,
) -> None:
    page = drafted(visitor)
    changes = {"rows-1-unit_id": str(UNIT_IDS["書店"]), "rows-1-lead_id": str(IDS["auditor"])}
    refused = visitor.post(EDIT, **typed(page, **changes), do="save")
    assert refused.status_code == 400
    assert "選べる人：有賀 俊、百瀬 拓" in words(refused)
    assert 'href="#rows-1-lead_id"' in words(refused)


MISSING = "この年度の監査に含まれていないもの"
WHY_NOT = "書店は前年度に見た。"


def test_what_a_programme_leaves_out_is_named_and_wants_a_reason_to_be_handed_in(
    served: Served, visitor: Visitor
) -> None:
    page = drafted(visitor)
    assert MISSING not in words(page)
    sent = typed(page)
    (shops,) = [
        name.removesuffix("unit_id")
        for name, value in sent.items()
        if name.endswith("-unit_id") and value == str(UNIT_IDS["書店"])
    ]
    few = {**sent, f"{shops}removed": "y", "risks": "引っ越しがある 𠮷"}
    for reason in ("", " \u3000"):
        refused = visitor.post(EDIT, **{**few, "gap_reason": reason}, do="submit")
        assert refused.status_code == 409
        told = words(refused)
        assert "この年度の監査に含まれていません：書店。" in told
        assert 'href="#gap_reason"' in told
        assert re.findall(f"{MISSING}.*?<ul>(.*?)</ul>", told, re.DOTALL) == ["<li>書店</li>"]
        assert "引っ越しがある 𠮷" in told
        assert state_of(served) is PlanState.DRAFT
    again = {**form(refused, EDIT), "gap_reason": WHY_NOT}
    assert visitor.post(EDIT, **again, do="submit").location == URL
    assert state_of(served) is PlanState.SUBMITTED
    shown = words(visitor.as_("representative").get(URL))
    for said in (MISSING, "<li>書店</li>", "含めない理由", WHY_NOT):
        assert said in shown


def test_a_unit_opened_while_a_programme_waits_is_named_and_it_is_not_approved(
    served: Served, visitor: Visitor
) -> None:
    page = drafted(visitor)
    assert visitor.post(EDIT, **form(page, EDIT), do="submit").location == URL
    visitor.as_("representative")
    sent = {**form(visitor.get(URL), DECIDE), "decision": "approved"}
    with committing(served):
        staffing.add_unit("諏訪教室", UnitKind.SITE, by=SYSTEM)
    page = visitor.get(URL)
    assert MISSING in words(page)
    assert "<li>諏訪教室</li>" in words(page)
    refused = visitor.post(DECIDE, **sent)
    assert refused.status_code == 409
    assert "この年度の監査に含まれていません：諏訪教室。" in words(refused)
    assert state_of(served) is PlanState.SUBMITTED
    back = {**sent, "decision": "sent_back", "reason": "諏訪教室も見てください。"}
    assert visitor.post(DECIDE, **back).status_code == 302
    assert state_of(served) is PlanState.DRAFT


def test_a_draft_is_saved_grows_and_shrinks(served: Served, visitor: Visitor) -> None:
    sent = typed(drafted(visitor), **{"rows-0-removed": "y"})
    more = visitor.post(EDIT, **sent, do="more")
    assert "rows-6-unit_id" in words(more)
    kept = visitor.post(EDIT, **form(more, EDIT), do="save")
    assert kept.location == URL
    with reading(served):
        programme = session.scalars(select(Programme)).one()
        units = [row.unit_id for row in programmes.rows_of(programme)]
    assert len(units) == 4
    stale = visitor.post(EDIT, **sent, do="save")
    assert stale.status_code == 409
    assert "AP-2026 が変更されました" in words(stale)


def test_a_decision_needs_a_choice_a_reason_to_refuse_and_the_right_person(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        a_programme.submitted()
    sent = form(visitor.as_("representative").get(URL), DECIDE)
    for wrong, status, told in (
        ({}, 400, "承認か差戻しを選んでください"),
        ({"decision": "sent_back"}, 400, "差し戻す理由を入力してください"),
        ({"decision": "approved", "version": "1"}, 409, "AP-2026 が変更されました"),
        ({"decision": "approved", "seen_digest": "0" * 64}, 409, "が変更されました"),
    ):
        refused = visitor.post(DECIDE, **{**sent, **wrong})
        assert refused.status_code == status
        assert told in words(refused)
    assert visitor.post(DECIDE, token=False, **sent).status_code == 400
    for name in ("audit_manager", "privacy_manager", "head"):
        visitor.as_(name)
        assert visitor.post(DECIDE, **sent, decision="approved").status_code == 403, name
    back = {**sent, "decision": "sent_back", "reason": "書店も見てください。"}
    assert visitor.as_("representative").post(DECIDE, **back).location == "/"
    assert state_of(served) is PlanState.DRAFT
    page = words(visitor.as_("audit_manager").get(URL))
    assert "差戻しの理由" in page
    assert "書店も見てください。" in page


def test_an_approved_programme_offers_the_next_year_and_is_a_file(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        a_programme.approved()
    page = visitor.as_("audit_manager").get(URL)
    assert "これをもとに2027年度のプログラムを作る" in words(page)
    begun = visitor.post(LIST, **form(page, LIST))
    assert begun.location == f"{LIST}AP-2027/edit"
    draft = words(visitor.get(begun.location))
    assert "前年度のプログラムとの違い" in draft
    # Departments that are audited twice are told apart before their rows are opened.
    folded = re.sub(r"<[^>]+>|\s", "", "".join(re.findall(r"<summary>.*?</summary>", draft, re.S)))
    assert "松本教室運用監査·申込書" in folded
    assert "書店を追加しました。" in draft
    assert visitor.get(EDIT).status_code == 409
    read = csv.reader(StringIO(visitor.as_("head").get(f"{URL}/export.csv").text.lstrip("\ufeff")))
    rows = list(read)
    assert rows[0] == ["種類", "部門", "予定日", "監査員", "テーマ"]
    assert rows[1] == ["適合性監査", "本部", "2026-12-10", "有賀 俊、小口 彩香", "規程"]
    book = load_workbook(BytesIO(visitor.get(f"{URL}/export.xlsx").data))
    assert [row[1].value for row in book.active.rows][1:] == ["本部", "松本教室"]
    assert visitor.get(f"{URL}/export.doc").status_code == 404
    paper = papers.flat(papers.told(visitor.get(f"{URL}/export.pdf").data, tmp_path))
    for said in (
        *("目的：すべての部門", "監査範囲：個人情報を取り扱う業務のすべて。"),
        *("監査の方法：記録を見て、話を聞く。", "考慮したリスク：受付が増えた。"),
        "ほかは前年度に見た。",
    ):
        assert said in paper


def test_what_came_of_an_audit_is_shown_to_whoever_may_know_of_it(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        a_programme.approved()
    for name, seen in (
        ("representative", {"AU-2026-001", "AU-2026-002"}),
        ("auditor", {"AU-2026-001", "AU-2026-002"}),
        ("head", {"AU-2026-002"}),
        ("employee", set()),
    ):
        page = words(visitor.as_(name).get(URL))
        assert {each for each in ("AU-2026-001", "AU-2026-002") if each in page} == seen, name


def test_a_single_audit_is_moved_for_a_reason(served: Served, visitor: Visitor) -> None:
    with committing(served):
        a_programme.approved()
    audit = "/check/audits/AU-2026-002"
    move = f"{audit}/day"
    sent = form(visitor.as_("audit_manager").get(audit), move)
    for wrong, status, told in (
        ({"planned_on": "", "reason": "台風"}, 400, "新しい予定日を入力してください"),
        ({"planned_on": "2027/1/20"}, 400, "変更の理由を入力してください"),
        ({"planned_on": "2026/1/20", "reason": "台風"}, 400, "今日以降の日"),
        ({"planned_on": "2027/1/20", "reason": "台風", "version": "9"}, 409, "が変更されました"),
    ):
        refused = visitor.post(move, **{**sent, **wrong})
        assert refused.status_code == status
        assert told in words(refused)
    right = {**sent, "planned_on": "2027/1/20", "reason": "台風"}
    assert visitor.as_("head").post(move, **right).status_code == 403
    assert visitor.as_("audit_manager").post(move, **right).location == audit
    with reading(served):
        assert str(session.get_one(Audit, 2).planned_on) == "2027-01-20"
    page = words(visitor.get(URL))
    assert "当初" in page
