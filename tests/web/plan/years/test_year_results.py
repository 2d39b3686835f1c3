"""Pages on which what was done in a year is confirmed or sent back."""

import pytest

from pms_tracker.plan.rules.year_rules import Done
from pms_tracker.plan.years import year_results
from tests import builders
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.plan.years import a_year
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words

PLAN = "/plan/years/YP-2026"
AUDIT = f"{PLAN}/duties/16"
CONFIRM = f"{AUDIT}/confirmation"
RECORD = 14


@pytest.fixture
def reported(served: Served) -> Served:
    with committing(served):
        plan = a_year.approved()
        year_results.report_done(plan, 16, Done("指摘は2件。", TODAY), by=viewer("audit_manager"))
    return served


def test_the_named_person_is_led_from_home_to_the_result_and_confirms_it(
    reported: Served, visitor: Visitor
) -> None:
    home = words(visitor.as_("representative").get("/"))
    assert "結果を見て確かめる" in home
    plan = words(visitor.get(PLAN))
    assert "「内部監査」の実施の結果を読み、確かめてください。" in plan
    assert "確認待ち" in plan
    assert f'href="{AUDIT}"' in plan
    page = visitor.get(AUDIT)
    assert "指摘は2件。" in words(page)
    assert visitor.post(CONFIRM, **form(page, CONFIRM)).status_code == 400
    sent = {**form(page, CONFIRM), "decision": "approved"}
    assert visitor.as_("audit_manager").post(CONFIRM, **sent).status_code == 403
    done = visitor.as_("representative").post(CONFIRM, **sent)
    assert (done.status_code, done.location) == (302, AUDIT)
    page = words(visitor.get(AUDIT))
    for said in ("この予定は実施され、確かめられました。", "実施を確かめた", "確認の記録"):
        assert said in page
    assert "確認待ち" not in words(visitor.get(PLAN))
    again = visitor.post(CONFIRM, **sent)
    assert again.status_code == 409
    assert "確かめるのを待っている報告がありません" in words(again)


def test_what_is_sent_back_shows_its_reason_and_comes_again_as_typed(
    reported: Served, visitor: Visitor
) -> None:
    page = visitor.as_("representative").get(AUDIT)
    sent = {**form(page, CONFIRM), "decision": "sent_back"}
    refused = visitor.post(CONFIRM, **sent)
    assert refused.status_code == 400
    assert "差し戻す理由を入力してください。" in words(refused)
    sent["reason"] = "報告書がありません。"
    assert visitor.post(CONFIRM, **sent).status_code == 302
    page = visitor.as_("audit_manager").get(AUDIT)
    for said in ("差戻しの理由", "報告書がありません。", "宮下 恒一"):
        assert said in words(page)
    assert form(page, AUDIT)["result"] == "指摘は2件。"
    assert "期限" in words(visitor.get(PLAN))


def test_others_see_whose_turn_it_is(reported: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("employee").get(AUDIT))
    assert "実施の確認は、宮下 恒一さんの対応待ちです。" in page
    assert CONFIRM not in page


def test_a_deputy_confirms_and_both_are_named(reported: Served, visitor: Visitor) -> None:
    with committing(reported):
        builders.absent("representative", "other_head")
    page = visitor.as_("other_head").get(AUDIT)
    assert "宮下 恒一さんの代理として、対応が必要です" in words(page)
    assert "宮下 恒一さんの代理として" in words(visitor.get(PLAN))
    sent = {**form(page, CONFIRM), "decision": "approved"}
    assert visitor.post(CONFIRM, **sent).status_code == 302
    assert "平林 真一（宮下 恒一の代理）" in words(visitor.get(AUDIT))


def test_the_export_says_when_it_was_confirmed(reported: Served, visitor: Visitor) -> None:
    sent = form(visitor.as_("representative").get(AUDIT), CONFIRM)
    visitor.post(CONFIRM, **sent, decision="approved")
    text = visitor.get(f"{PLAN}/export.csv").get_data(as_text=True)
    assert "実施を確かめた日" in text
    assert "2026-11-24,指摘は2件。,2026-11-24" in text


def test_a_form_that_came_second_keeps_what_was_typed(reported: Served, visitor: Visitor) -> None:
    page = visitor.as_("representative").get(AUDIT)
    stale = {**form(page, CONFIRM), "seen_digest": "0" * 64, "decision": "approved"}
    refused = visitor.post(CONFIRM, **{**stale, "reason": "よい"})
    assert refused.status_code == 409
    assert form(refused, CONFIRM)["reason"] == "よい"


def test_its_page_stays_within_the_budget(reported: Served, visitor: Visitor) -> None:
    visitor.as_("representative").get("/")
    for page in (AUDIT, PLAN):
        with visitor.counting() as statements:
            assert visitor.get(page).status_code == 200
        assert len(statements) <= RECORD
