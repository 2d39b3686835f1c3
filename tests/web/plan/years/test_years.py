"""Pages of the year on both databases: planned, approved, amended, done."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.people.firm import people
from pms_tracker.plan.rules.year_rules import AnnualKind, PlanState
from pms_tracker.plan.tables.year_tables import AnnualPlan
from pms_tracker.plan.years import years
from tests.cast import IDS, TODAY
from tests.databases import Served
from tests.papers import flat, told
from tests.plan.years import a_year
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.plan.years.year_pages import EDIT, EDUCATION, LIST, PLAN, stored

WHY = {"no_proof": "名簿は人事部にある。"}


def test_an_empty_list_teaches_and_starts_the_year(served: Served, visitor: Visitor) -> None:
    reader = words(visitor.as_("employee").get(LIST))
    assert "年度計画は、まだありません" in reader
    assert "2026年度を計画する" not in reader
    visitor.as_("privacy_manager")
    page = words(visitor.get(LIST))
    assert "2026年度を計画する" in page
    assert "2027年度を計画する" in page
    done = visitor.post(LIST, year="2026")
    assert (done.status_code, done.location) == (302, EDIT)
    edit = words(visitor.get(EDIT))
    assert "個人情報管理台帳の見直し" in edit
    assert edit.count('<details class="year-row year-line"') == 12 + 2


def test_in_the_middle_of_the_year_nothing_is_proposed_for_a_day_that_has_passed(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager")
    page = words(visitor.get(LIST))
    for choice in ("今日から行う", "すでに実施した", "次の年度から行う"):
        assert page.count(choice) == 1, choice
    visitor.post(LIST, year="2026", past="from_today")
    _state, duties = stored(served)
    assert all(day >= TODAY.isoformat() for _title, day, _dropped in duties)
    assert {"監査プログラムの策定", "リスクアセスメントの見直し"} <= {each[0] for each in duties}
    assert "過ぎた日" not in words(visitor.get(EDIT))


def test_what_waits_for_the_next_year_is_left_out(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager").post(LIST, year="2026", past="next_year")
    assert len(stored(served)[1]) == 5
    # A year to come has nothing that is past, and what nobody offered is the usual choice.
    assert visitor.post(LIST, year="2027", past="everything").status_code == 302


def test_what_was_done_before_is_entered_with_its_day_and_its_proof(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager").post(LIST, year="2026", past="done_before")
    page = words(visitor.get(EDIT))
    assert page.count("過ぎた日") == 9
    sent = form(visitor.get(EDIT), EDIT) | {"rows-0-done_on": "R8.4.20"}
    refused = visitor.post(EDIT, **sent, do="submit")
    assert refused.status_code == 400
    assert "結果と記録の置き場所を入力してください。" in words(refused)
    for day in ("2027/1/5", "2026/3/31"):
        typed = {"rows-0-done_on": day, "rows-0-result": "承認済み"}
        assert visitor.post(EDIT, **sent | typed, do="submit").status_code == 400, day
    proof = "承認済み。共有フォルダ「監査/2026」"
    done = visitor.post(EDIT, **sent | {"rows-0-result": proof}, do="submit")
    assert done.location == PLAN
    with reading(served):
        plan = session.scalars(select(AnnualPlan)).one()
        first = years.duties_of(plan)[0]
        assert (first.done_on, first.result) == (date(2026, 4, 20), proof)
        assert first.done_by_id == IDS["privacy_manager"]
        assert first.reported_on is None
    visitor.as_("representative")
    page = visitor.get(PLAN)
    assert "4月20日(月)" in words(page)
    sent = form(page, f"{PLAN}/decision") | {"decision": "approved"}
    assert visitor.post(f"{PLAN}/decision", **sent).status_code == 302
    # It was done before the plan was approved: nobody is asked to do or to confirm it again.
    assert "監査プログラムの策定" not in words(visitor.as_("audit_manager").get("/"))


def test_what_was_entered_by_mistake_is_taken_back(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager").post(LIST, year="2026", past="done_before")
    sent = form(visitor.get(EDIT), EDIT)
    typed = {"rows-0-done_on": "2026/4/20", "rows-0-result": "承認済み"}
    visitor.post(EDIT, **sent | typed, do="save")
    again = form(visitor.get(EDIT), EDIT)
    assert again["rows-0-done_on"] == "2026/04/20"
    emptied = {"rows-0-done_on": "", "rows-0-result": ""}
    assert visitor.post(EDIT, **again | emptied, do="save").location == PLAN
    with reading(served):
        plan = session.scalars(select(AnnualPlan)).one()
        assert years.duties_of(plan)[0].done_on is None


@pytest.mark.parametrize(("year", "status"), [("2028", 400), ("x", 400), ("", 400), ("2026", 409)])
def test_a_year_that_cannot_be_planned_is_refused(
    approved: Served, visitor: Visitor, year: str, status: int
) -> None:
    assert visitor.as_("representative").post(LIST, year=year).status_code == status


def test_a_doubled_click_plans_a_year_once(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    page = visitor.get(LIST).get_data(as_text=True)
    slip = page.split('name="slip" value="')[1].split('"')[0]
    for _ in range(2):
        done = visitor.post(LIST, year="2026", slip=slip)
        assert (done.status_code, done.location) == (302, EDIT)


def test_a_draft_is_edited_in_one_form_and_handed_in(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager").post(LIST, year="2026", past="done_before")
    assert visitor.as_("employee").get(PLAN).status_code == 404
    visitor.as_("privacy_manager")
    sent = form(visitor.get(EDIT), EDIT)
    sent = {name: value for name, value in sent.items() if not name.startswith("rows-1-")}
    sent |= {
        "rows-0-planned_on": "R8.4.15",
        "rows-14-title": "新入社員の教育",
        "rows-14-planned_on": "令和8年12月18日",
        "rows-14-owner_id": str(IDS["head"]),
    }
    assert visitor.post(EDIT, **sent, do="save").location == PLAN
    state, duties = stored(served)
    assert (state, len(duties)) == (PlanState.DRAFT, 14)
    assert duties[0] == ("監査プログラムの策定", "2026-04-15", False)
    assert ("新入社員の教育", "2026-12-18", False) in duties
    sent = form(visitor.get(EDIT), EDIT)
    done = visitor.post(EDIT, **sent, **{"rows-0-removed": "y"}, do="submit")
    assert done.location == PLAN
    state, duties = stored(served)
    assert (state, len(duties)) == (PlanState.SUBMITTED, 13)
    page = words(visitor.get(PLAN))
    assert "宮下 恒一さんの対応待ちです。計画の承認を待っています。" in page
    assert visitor.get(EDIT).status_code == 409
    assert visitor.post(EDIT, **sent, do="save").status_code == 409
    with committing(served):
        session.delete(people.account_of(IDS["representative"]))
    assert "宮下 恒一さんの対応待ちですが、まだサインインできません。" in words(visitor.get(PLAN))


def test_more_rows_need_no_script_and_keep_what_was_typed(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager").post(LIST, year="2026", past="done_before")
    sent = form(visitor.get(EDIT), EDIT)
    more = visitor.post(EDIT, **{**sent, "rows-14-title": "臨時の点検"}, do="more")
    assert more.status_code == 200
    again = form(more, EDIT)
    assert again["rows-14-title"] == "臨時の点検"
    assert "rows-17-title" in again
    assert len(stored(served)[1]) == 14


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"rows-0-planned_on": "2027/4/1"}, "2026年4月1日(水)から2027年3月31日(水)までの年度"),
        ({"rows-0-planned_on": "きのう"}, "日付として読み取れません"),
        ({"rows-0-planned_on": ""}, "予定日を入力してください。"),
        ({"rows-0-owner_id": ""}, "担当者を選んでください。"),
        ({"rows-0-owner_id": "99"}, "一覧から選んでください。"),
        ({"rows-0-kind": "other", "rows-0-title": ""}, "予定の名前を入力してください。"),
        ({"rows-0-approver_id": str(IDS["audit_manager"])}, "実施を確かめる人になれません。"),
        ({"rows-0-title": "あ" * 201}, "200文字までで"),
    ],
)
def test_what_is_wrong_is_said_beside_its_row_and_nothing_is_lost(
    served: Served, visitor: Visitor, typed: dict[str, str], said: str
) -> None:
    visitor.as_("privacy_manager").post(LIST, year="2026")
    sent = {**form(visitor.get(EDIT), EDIT), "rows-1-title": "台帳の総点検", **typed}
    page = visitor.post(EDIT, **sent, do="submit")
    assert page.status_code == 400
    assert said in words(page)
    again = form(page, EDIT)
    assert again["rows-1-title"] == "台帳の総点検"
    for name in typed.keys() - {"rows-0-owner_id"}:
        assert again[name] == typed[name]
    assert stored(served)[0] is PlanState.DRAFT


def test_a_row_without_a_name_is_called_as_its_kind(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager").post(LIST, year="2026")
    sent = {**form(visitor.get(EDIT), EDIT), "rows-0-title": "", "rows-0-kind": "education"}
    assert visitor.post(EDIT, **sent, do="save").status_code == 302
    assert stored(served)[1][0][0] == "全従業者の教育"


def test_the_second_of_two_writers_sees_both_and_loses_nothing(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager").post(LIST, year="2026")
    sent = form(visitor.get(EDIT), EDIT)
    visitor.post(EDIT, **sent, do="save")
    late = visitor.post(EDIT, **{**sent, "rows-0-title": "別の名前"}, do="save")
    assert late.status_code == 409
    assert form(late, EDIT)["rows-0-title"] == "別の名前"
    assert form(late, EDIT)["version"] == "2"


def test_the_representative_approves_and_the_plan_is_locked(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        a_year.submitted()
    decision = f"{PLAN}/decision"
    assert 'id="step"' not in words(visitor.as_("privacy_manager").get(PLAN))
    sent = form(visitor.as_("representative").get(PLAN), decision)
    refused = visitor.post(decision, **{**sent, "decision": "sent_back"})
    assert refused.status_code == 400
    assert "差し戻す理由を入力してください。" in words(refused)
    assert visitor.as_("owner").post(decision, **sent, decision="approved").status_code == 403
    visitor.as_("representative")
    done = visitor.post(decision, **sent, decision="approved")
    assert (done.status_code, done.location) == (302, PLAN)
    assert stored(served)[0] is PlanState.APPROVED
    page = words(visitor.get(PLAN))
    assert "計画を変更する" in page
    assert "承認の記録" in page
    again = visitor.post(decision, **sent, decision="approved")
    assert again.status_code == 409


def test_a_plan_sent_back_shows_the_reason_to_its_writer(served: Served, visitor: Visitor) -> None:
    with committing(served):
        a_year.submitted()
    decision = f"{PLAN}/decision"
    sent = form(visitor.as_("representative").get(PLAN), decision)
    done = visitor.post(
        decision, **{**sent, "decision": "sent_back", "reason": "教育が遅すぎます。"}
    )
    assert done.location == PLAN
    assert "下書きを仕上げて提出します。" in words(visitor.get(PLAN))
    page = words(visitor.as_("privacy_manager").get(PLAN))
    assert "差戻しの理由" in page
    assert "教育が遅すぎます。" in page
    assert "計画を書く" in page


def test_who_decides_by_exception_gives_a_reason(served: Served, visitor: Visitor) -> None:
    with committing(served):
        plan = a_year.submitted()
        plan.writer_ids = [IDS["privacy_manager"], IDS["representative"]]
    decision = f"{PLAN}/decision"
    sent = form(visitor.as_("audit_manager").get(PLAN), decision)
    refused = visitor.post(decision, **{**sent, "decision": "approved"})
    assert refused.status_code == 409
    assert "例外として決める理由" in words(refused)
    typed = {"decision": "sent_back", "reason": "早い", "exception_reason": "二人で書いたため"}
    done = visitor.post(decision, **{**sent, **typed})
    assert (done.status_code, done.location) == (302, "/")


def test_on_paper_a_duty_says_its_kind_where_it_is_called_otherwise(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    audit, other = a_year.BOTH[1], AnnualKind.OTHER
    rows = [
        replace(audit, title="諏訪教室の監査"),
        replace(audit, kind=other, title="同意の見直し"),
    ]
    with committing(served):
        a_year.approved((a_year.BOTH[0], *rows))
    paper = flat(told(visitor.as_("privacy_manager").get(f"{PLAN}/export.pdf").data, tmp_path))
    assert paper.count("全従業者の教育") == 1
    assert "内部監査：諏訪教室の監査" in paper
    assert "同意の見直し" in paper
    assert "そのほか" not in paper
    assert "種類" not in paper


def test_planned_and_actual_stand_side_by_side(approved: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("employee").get(PLAN))
    for expected in ("10月30日(金)", "25日超過", "原 大地", "未実施", "0 / 2 件", "有賀 俊"):
        assert expected in page
    assert "次は「全従業者の教育」です。原 大地さんが" in page
    row = words(visitor.get(LIST))
    assert "0 / 2 件" in row
    assert "1件" in row


def test_the_owner_reports_what_was_done(approved: Served, visitor: Visitor) -> None:
    assert "原 大地さんの対応待ちです。" in words(visitor.as_("employee").get(EDUCATION))
    assert visitor.post(EDUCATION, result="済", **WHY).status_code == 403
    visitor.as_("owner")
    assert "実施を報告する" in words(visitor.get(PLAN))
    future = visitor.post(EDUCATION, result="23人が受けた。", done_on="2026/12/1", **WHY)
    assert future.status_code == 400
    assert form(future, EDUCATION)["result"] == "23人が受けた。"
    assert visitor.post(EDUCATION, result=" ").status_code == 400
    early = visitor.post(EDUCATION, result="済", done_on="2025/4/1", **WHY)
    assert early.status_code == 409
    sent = form(visitor.get(EDUCATION), EDUCATION, with_slip=True)
    for _ in range(2):
        done = visitor.post(EDUCATION, **{**sent, "result": "23人が受けた。", "done_on": "", **WHY})
        assert (done.status_code, done.location) == (302, PLAN)
    page = words(visitor.get(EDUCATION))
    assert "23人が受けた。" in page
    assert "記録した人：原 大地" in page
    assert f"証拠ファイルがない理由：{WHY['no_proof']}" in page
    assert "遅れて実施" in words(visitor.get(PLAN))
    assert visitor.post(EDUCATION, result="もう一度", **WHY).status_code == 409
    assert visitor.get(f"{PLAN}/duties/99").status_code == 404


def test_a_duty_is_done_with_a_file_or_with_why_there_is_none(
    approved: Served, visitor: Visitor
) -> None:
    sent = form(visitor.as_("owner").get(EDUCATION), EDUCATION, with_slip=True)
    sent |= {"result": "23人が受けた。", "done_on": ""}
    without = visitor.post(EDUCATION, **sent)
    assert "証拠ファイルを添付するか、ない理由を入力してください。" in words(without)
    sent = form(without, EDUCATION, with_slip=True)
    scan = (BytesIO(b"%PDF-1.7\n%%EOF\n"), "受講記録.pdf")
    assert visitor.post(EDUCATION, **{**sent, "files": scan}).status_code == 302
    assert "受講記録.pdf" in words(visitor.get(EDUCATION))
    with closing(visitor.get(f"{PLAN}/evidence/1")) as file:
        assert file.status_code == 200
