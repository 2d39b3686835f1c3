"""Pages of an approved year on both databases: amended, exported, found."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.kernel.references import parse_reference
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.plan.years import year_amendments, years
from tests.cast import IDS, viewer
from tests.databases import Served
from tests.plan.years import a_year
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.plan.years.year_pages import AMEND, EDUCATION, PLAN, stored


def test_an_amendment_is_proposed_decided_and_shows_both_sides(
    approved: Served, visitor: Visitor
) -> None:
    assert visitor.as_("head").get(AMEND).status_code == 403
    visitor.as_("privacy_manager")
    sent = form(visitor.get(AMEND), AMEND)
    assert visitor.post(AMEND, **sent, do="submit").status_code == 400
    unchanged = visitor.post(AMEND, **{**sent, "reason": "理由"}, do="submit")
    assert unchanged.status_code == 409
    assert "変わるところがありません" in words(unchanged)
    typed = {"rows-0-planned_on": "2026/12/18", "rows-1-removed": "y", "reason": "会場がないため"}
    more = visitor.post(AMEND, **{**sent, **typed}, do="more")
    assert form(more, AMEND)["reason"] == "会場がないため"
    assert visitor.post(AMEND, **{**sent, **typed}, do="submit").location == PLAN
    assert visitor.post(AMEND, **{**sent, **typed}, do="submit").status_code == 409
    assert "計画を変更する" not in words(visitor.get(PLAN))
    page = visitor.as_("representative").get(PLAN)
    for expected in ("会場がないため", "変更の承認待ち", "中止", "2026年12月18日(金)"):
        assert expected in words(page)
    decision = f"{PLAN}/amendments/1/decision"
    sent = form(page, decision)
    bad = visitor.post(decision, **sent)
    assert bad.status_code == 400
    assert visitor.post(decision, **sent, decision="approved").location == PLAN
    assert stored(approved)[1] == [
        ("全従業者の教育", "2026-12-18", False),
        ("内部監査", "2027-02-26", True),
    ]
    after = words(visitor.get(PLAN))
    assert "計画の変更 1" in after
    assert "2026年10月30日(金)" in after
    assert (
        visitor.post(f"{PLAN}/amendments/9/decision", **sent, decision="approved").status_code
        == 404
    )


def test_an_amendment_sent_back_leaves_the_plan(approved: Served, visitor: Visitor) -> None:
    with committing(approved):
        plan = years.by_reference(parse_reference("YP-2026"), seen_by=viewer("head"))  # type: ignore[arg-type]
        a_year.amended(plan, a_year.rows_of(plan)[1:])
    decision = f"{PLAN}/amendments/1/decision"
    sent = form(visitor.as_("representative").get(PLAN), decision)
    done = visitor.post(
        decision, **{**sent, "decision": "sent_back", "reason": "急がないでください。"}
    )
    assert done.location == PLAN
    assert not any(dropped for _title, _day, dropped in stored(approved)[1])
    assert "急がないでください。" in words(visitor.get(PLAN))


def test_a_finished_year_says_so(approved: Served, visitor: Visitor) -> None:
    with committing(approved):
        for duty in session.scalars(select(AnnualDuty)):
            duty.dropped = True
    assert "この年度の予定は、すべて終わりました。" in words(visitor.as_("head").get(PLAN))
    assert "この予定は、計画の変更で中止しました。" in words(visitor.get(EDUCATION))


def test_a_plan_that_nobody_can_decide_says_so(served: Served, visitor: Visitor) -> None:
    with committing(served):
        a_year.submitted().writer_ids = list(IDS.values())
    assert "次に進める人がいません" in words(visitor.as_("head").get(PLAN))


def test_a_draft_with_empty_form_answers_in_its_own_page(
    approved: Served, visitor: Visitor
) -> None:
    assert visitor.as_("privacy_manager").get(f"{PLAN}/edit").status_code == 409
    with committing(approved):
        a_year.drafted(2027)
    assert visitor.get("/plan/years/YP-2027/amend").status_code == 409


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_plan_is_exported_as_shown(approved: Served, visitor: Visitor, kind: str) -> None:
    answer = visitor.as_("employee").get(f"{PLAN}/export.{kind}")
    assert answer.status_code == 200
    if kind == "csv":
        assert "内部監査,内部監査,2027-02-26,有賀 俊,宮下 恒一" in answer.get_data(as_text=True)
        return
    rows = list(load_workbook(BytesIO(answer.get_data())).worksheets[0].values)
    assert rows[0][:4] == ("種類", "予定", "予定日", "担当者")
    assert rows[1][1:4:2] == ("全従業者の教育", "原 大地")
    assert len(rows) == 3


def test_a_plan_is_found_by_its_number_and_its_duty_stands_at_home(
    approved: Served, visitor: Visitor
) -> None:
    visitor.as_("employee")
    assert visitor.get("/r/YP-2026").location == PLAN
    assert visitor.get("/find?q=yp2026").location == PLAN
    home = words(visitor.as_("owner").get("/"))
    assert "全従業者の教育" in home


def test_an_open_amendment_is_known(approved: Served) -> None:
    with reading(approved):
        plan = session.scalars(select(AnnualPlan)).one()
        assert year_amendments.open_amendment(plan) is None


def test_an_amendment_is_taken_back_by_whoever_wrote_it(approved: Served, visitor: Visitor) -> None:
    with committing(approved):
        plan = session.scalars(select(AnnualPlan)).one()
        a_year.amended(plan, a_year.rows_of(plan)[1:])
    withdraw = f"{PLAN}/amendments/1/withdraw"
    assert withdraw not in words(visitor.as_("representative").get(PLAN))
    sent = form(visitor.as_("privacy_manager").get(PLAN), withdraw)
    empty = visitor.post(withdraw, **sent)
    assert empty.status_code == 400
    assert "理由を入力してください。" in words(empty)
    sent["reason"] = "会場が見つかったため。"
    assert visitor.as_("representative").post(withdraw, **sent).status_code == 403
    assert visitor.as_("privacy_manager").post(withdraw, **sent).location == PLAN
    page = words(visitor.get(PLAN))
    for said in ("取下げ", "会場が見つかったため。", "計画を変更する"):
        assert said in page
    assert not any(dropped for _title, _day, dropped in stored(approved)[1])
    again = visitor.post(withdraw, **sent)
    assert again.status_code == 409
    assert "YP-2026 が変更されました" in words(again)
    assert visitor.post(f"{PLAN}/amendments/9/withdraw", **sent).status_code == 404
