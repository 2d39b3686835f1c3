"""Pages that change an audit's plan on both databases: details, team, day and notice."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from pms_tracker.check.audits import audit_plans, audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.rules.audit_rules import AuditKind, AuditState
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import ASKING, IDS, PERSONS, TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

LIST = "/check/audits/"
URL = "/check/audits/AU-2026-001"
SOON = TODAY + timedelta(days=7)
SLOT = {
    "rows-0-kind": "opening",
    "rows-0-starts_at": "１０時",
    "rows-0-ends_at": "10:30",
    "rows-0-place": "会議室",
    "rows-0-with_whom": "全員",
}


@pytest.fixture
def planned(served: Served) -> Served:
    with committing(served):
        builders.audit(planned_on=SOON)
    return served


def send(visitor: Visitor, url: str, typed: dict[str, object], **lists: object) -> TestResponse:
    fields = MultiDict(typed.items())
    for name, values in lists.items():
        fields.setlist(name, list(values))  # type: ignore[call-overload]
    fields["csrf_token"] = visitor.token()
    return visitor.client.post(url, data=fields)


def edited(visitor: Visitor) -> dict[str, object]:
    """What the form of the plan would send."""
    return dict(form(visitor.as_("audit_manager").get(f"{URL}/plan"), f"{URL}/plan"))


def test_a_few_fields_plan_an_audit_and_the_rest_has_its_usual_words(
    served: Served, visitor: Visitor
) -> None:
    typed = dict(form(visitor.as_("audit_manager").get(f"{LIST}new"), LIST))
    typed |= {
        "unit_id": str(UNIT_IDS["松本教室"]),
        "planned_on": "2026/12/01",
        "lead_id": str(IDS["auditor"]),
        "theme": "申込書",
        "extra_because": "new_system",
        "extra_reason": "受付を新しくしたため",
    }
    typed.pop("do", None)
    assert send(visitor, LIST, typed).location == URL
    with reading(served):
        audit = session.get_one(Audit, 1)
        assert audit.kind is AuditKind.OPERATION
        assert audit.objective.startswith("決めたとおりに")
        assert audit.schedule == []
        asked = [requirement.path for _, requirement in checklists.rows(audit.id)]
    assert asked == ASKING
    page = words(visitor.get(URL))
    for said in ("運用監査", "監査計画", "監査目的", "第1版", "当日の役割：監査員"):
        assert said in page


def test_a_schedule_is_read_however_it_is_typed_and_what_is_wrong_is_said_in_its_row(
    planned: Served, visitor: Visitor
) -> None:
    typed = {**edited(visitor), **SLOT}
    asked = {"requirement_ids": [1, 2], "auditee_ids": [IDS["owner"]]}
    for wrong, said in (
        ({"rows-0-starts_at": "25:00"}, "時刻として読み取れません"),
        ({"rows-0-starts_at": "朝"}, "時刻として読み取れません"),
        ({"rows-0-starts_at": ""}, "開始時刻を入力してください"),
        ({"rows-0-ends_at": "10:00"}, "終了時刻は、開始時刻より後の時刻"),
        ({"rows-0-starts_at": "1000", "rows-1-starts_at": "0900"}, "時刻の早い順に"),
        ({"theme": " "}, "監査テーマを入力してください"),
    ):
        refused = send(visitor, f"{URL}/plan", {**typed, **wrong}, **asked)
        assert refused.status_code == 400, wrong
        assert said in words(refused), wrong
        assert "会議室" in words(refused)
    assert (
        send(visitor, f"{URL}/plan", typed, **{**asked, "requirement_ids": []}).status_code == 400
    )
    stranger = {**asked, "auditee_ids": [IDS["auditor"]]}
    assert send(visitor, f"{URL}/plan", typed, **stranger).status_code == 400
    assert send(visitor, f"{URL}/plan", typed, **asked).location == URL
    with reading(planned):
        audit = session.get_one(Audit, 1)
        (slot,) = audit_plans.schedule_of(audit)
        assert str(slot) == "10:00–10:30 会議室"
        assert audit.auditee_ids == [IDS["owner"]]
    page = words(visitor.get(URL))
    for said in ("10:00–10:30", "開始会議", "会議室 · 全員", "原 大地", "監査計画を変更"):
        assert said in page
    stale = send(visitor, f"{URL}/plan", typed, **asked)
    assert stale.status_code == 409
    again = form(visitor.get(f"{URL}/plan"), f"{URL}/plan")
    assert again["rows-0-starts_at"] == "10:00"


def test_more_rows_keep_what_was_typed_and_save_nothing(planned: Served, visitor: Visitor) -> None:
    for url, typed in (
        (f"{URL}/plan", {**edited(visitor), **SLOT, "do": "more"}),
        (LIST, {**SLOT, "theme": "途中", "do": "more"}),
    ):
        page = send(visitor, url, typed, requirement_ids=[1])
        assert page.status_code == 200
        assert "会議室" in words(page)
        assert "rows-2-starts_at" in words(page)
    with reading(planned):
        assert [each.schedule for each in session.scalars(select(Audit))] == [[]]


def test_a_plan_changes_until_the_audit_starts(planned: Served, visitor: Visitor) -> None:
    typed = edited(visitor)
    team = dict(form(visitor.get(f"{URL}/team"), f"{URL}/team"))
    with committing(planned):
        builders.assignments.begin(session.get_one(Audit, 1), by=viewer("auditor"))
    for page in ("plan", "team"):
        assert visitor.get(f"{URL}/{page}").status_code == 409
    late = send(visitor, f"{URL}/plan", {**typed, "version": "2"}, requirement_ids=[1])
    assert late.status_code == 409
    late = send(visitor, f"{URL}/team", {**team, "version": "2", "reason": "異動"})
    assert late.status_code == 409
    moved = {"version": "2", "planned_on": "2026/12/08", "reason": "台風"}
    assert visitor.post(f"{URL}/day", **moved).status_code == 409
    assert visitor.post(f"{URL}/notice", version="2").status_code == 409
    page = words(visitor.get(URL))
    assert f"{URL}/plan" not in page
    assert f"{URL}/team" not in page


def test_the_day_moves_with_a_reason(planned: Served, visitor: Visitor) -> None:
    action = f"{URL}/day"
    sent = {**form(visitor.as_("audit_manager").get(URL), action), "planned_on": "R8.12.8"}
    sent["reason"] = "台風のため。"
    assert visitor.get(action).status_code == 405
    assert visitor.post(action, token=False, **sent).status_code == 400
    for wrong, status, said in (
        ({"reason": " "}, 400, "変更の理由を入力してください"),
        ({"planned_on": ""}, 400, "新しい予定日を入力してください"),
        ({"planned_on": "2026/11/23"}, 400, "今日以降の日"),
        ({"planned_on": "2026/12/01"}, 400, "現在の予定日と同じ日"),
        ({"version": "9"}, 409, "AU-2026-001 が変更されました"),
    ):
        refused = visitor.post(action, **{**sent, **wrong})
        assert refused.status_code == status, wrong
        assert said in words(refused), wrong
    for name in ("auditor", "privacy_manager", "head"):
        assert visitor.as_(name).post(action, **sent).status_code == 403, name
    visitor.as_("audit_manager")
    assert visitor.post(action, **sent).location == URL
    page = words(visitor.get(URL))
    assert "2026年12月8日(火)" in page
    assert "<del>2026年12月1日(火)</del>" in page
    assert "台風のため。" in page


def test_a_notice_is_sent_once_by_one_button(planned: Served, visitor: Visitor) -> None:
    action = f"{URL}/notice"
    sent = form(visitor.as_("audit_manager").get(URL), action)
    assert visitor.get(action).status_code == 405
    assert visitor.post(action, token=False, **sent).status_code == 400
    assert visitor.post(action, **{**sent, "version": "9"}).status_code == 409
    assert visitor.as_("head").post(action, **sent).status_code == 403
    visitor.as_("audit_manager")
    assert visitor.post(action, **sent).location == URL
    with reading(planned):
        assert session.get_one(Audit, 1).state is AuditState.NOTIFIED
        posted = session.scalars(select(OutboxLetter).order_by(OutboxLetter.id)).all()
        assert [each.person_id for each in posted] == [IDS["head"], IDS["auditor"]]
        assert all(each.event for each in posted)
    page = words(visitor.get(URL))
    assert "通知済み" in page
    assert "監査のお知らせ（AU-2026-001）" in re.sub("<[^>]+>", "", page)
    assert action not in page
    assert visitor.post(action, version="2").status_code == 409


def test_whom_a_notice_does_not_reach_is_said(planned: Served, visitor: Visitor) -> None:
    told = "メールアドレスがない人には、直接知らせてください"
    action = f"{URL}/notice"
    visitor.as_("audit_manager")
    visitor.post(action, **form(visitor.get(URL), action))
    assert told not in words(visitor.get(URL))
    with committing(planned):
        head = IDS["head"]
        session.delete(people.account_of(head))
        session.get_one(Person, head).mail = None
    assert f"{told}：{PERSONS['head'][0]}" in words(visitor.get(URL))


WHY = "小口 彩香さんは監査日にこの部門に所属しているため、監査できません"


def move_in() -> None:
    who, unit = people.person(IDS["auditor"]), people.unit(UNIT_IDS["松本教室"])
    staffing.enrol(who, unit, since_on=TODAY, by=SYSTEM)


def test_a_team_no_longer_independent_is_said_on_page_list_and_home_and_changed_there(
    planned: Served, visitor: Visitor
) -> None:
    visitor.as_("audit_manager")
    pages = (URL, LIST, "/")
    assert not any("監査員の見直し" in words(visitor.get(each)) for each in pages)
    with committing(planned):
        move_in()
    assert WHY in words(visitor.get(URL))
    assert "選べる人：有賀 俊、百瀬 拓" in words(visitor.get(URL))
    for each in (LIST, "/"):
        assert "監査員の見直し" in words(visitor.get(each)), each
    assert f'href="{URL}/team"' in words(visitor.get("/"))
    # The auditor is not told to mend what is the audit manager's to mend.
    assert WHY not in words(visitor.as_("auditor").get(URL))


def test_the_team_is_changed_with_a_reason_to_one_that_is_independent(
    planned: Served, visitor: Visitor
) -> None:
    with committing(planned):
        move_in()
    page = visitor.as_("audit_manager").get(f"{URL}/team")
    assert WHY in words(page)
    sent = {**form(page, f"{URL}/team"), "reason": "異動のため"}
    still = send(visitor, f"{URL}/team", sent)
    assert still.status_code == 400
    assert "監査チームは変わっていません" in words(still)
    for wrong, status, said in (
        ({"reason": ""}, 400, "変更の理由を入力してください"),
        ({"lead_id": ""}, 400, "監査員を選んでください"),
        ({"version": "9"}, 409, "AU-2026-001 が変更されました"),
    ):
        refused = send(
            visitor, f"{URL}/team", {**sent, "lead_id": str(IDS["second_auditor"]), **wrong}
        )
        assert refused.status_code == status, wrong
        assert said in words(refused), wrong
    barred = send(visitor, f"{URL}/team", sent, member_ids=[IDS["audit_manager"]])
    assert barred.status_code == 409
    sent["lead_id"] = str(IDS["second_auditor"])
    done = send(visitor, f"{URL}/team", sent, member_ids=[IDS["audit_manager"]])
    assert done.location == URL
    with reading(planned):
        assert audits.team_ids(1) == [IDS["second_auditor"], IDS["audit_manager"]]
    page_now = words(visitor.get(URL))
    assert WHY not in page_now
    assert "<del>小口 彩香</del>" in page_now
    assert "異動のため" in page_now
    assert "監査員の見直し" not in words(visitor.get("/"))


def test_a_refusal_names_the_work_that_ties_somebody(served: Served, visitor: Visitor) -> None:
    with committing(served):
        case = builders.case()
        builders.submit(case, owner_id=IDS["second_auditor"])
    typed = dict(form(visitor.as_("audit_manager").get(f"{LIST}new"), LIST))
    typed |= {
        "unit_id": str(UNIT_IDS["松本教室"]),
        "planned_on": "2026/12/01",
        "lead_id": str(IDS["second_auditor"]),
        "theme": "申込書",
        "extra_because": "new_system",
        "extra_reason": "受付を新しくしたため",
    }
    refused = send(visitor, LIST, typed)
    assert refused.status_code == 409
    assert (
        "百瀬 拓さんは、過去12か月にこの部門の是正処置（CA-2026-001）を担当・実施・作成・承認した"
        "ため、監査できません。選べる人：有賀 俊、小口 彩香"
    ) in words(refused)
