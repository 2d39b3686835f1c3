"""Pages of causes: light as ever by default; whys, direct and escape cause where switched on."""

import pytest

from pms_tracker.act.tables.case_tables import CaseRound
from pms_tracker.database import session
from pms_tracker.kernel.profile import Part
from tests import builders
from tests.cast import IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

CASE = "/act/cases/CA-2026-001"
PLAN = {
    "correction": "移した。",
    "cause": "担当者の不注意。",
    "cause_category": "inventory",
    "action": "朝礼で周知する。",
    "owner_id": str(IDS["owner"]),
    "due_on": "2026/12/24",
}
WHYS = "棚が開いていた\n> 鍵をかけなかった <b>\n>> 手順に施錠がない\n>> 担当が替わる"
ANALYSED = {"direct_cause": "施錠されなかった。", "whys": WHYS, "escape_cause": "点検がない。"}


def plan(visitor: Visitor, **typed: str) -> str:
    sent = {**form(visitor.get(CASE), f"{CASE}/plan"), **PLAN, **typed}
    answer = visitor.post(f"{CASE}/plan", **sent)
    return "" if answer.status_code == 302 else words(answer)


@pytest.fixture
def full(served: Served) -> Served:
    with committing(served):
        builders.profile(Part.WHYS, Part.ESCAPE)
        builders.case()
    return served


def test_the_light_profile_asks_for_none_of_it(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case()
    page = words(visitor.as_("head").get(CASE))
    for words_of_the_full_profile in ("なぜなぜ分析", "直接原因", "流出原因", "なぜ今度は"):
        assert words_of_the_full_profile not in page


def test_whys_are_drawn_and_read_as_text(full: Served, visitor: Visitor) -> None:
    assert plan(visitor.as_("head"), **ANALYSED) == ""
    answer = visitor.as_("privacy_manager").get(CASE)
    assert answer.text.count("<rect") == 4
    assert "鍵をかけなかった &lt;b&gt;" in answer.text
    for told in ("なぜ3：手順に施錠がない", "施錠されなかった。", "点検がない。"):
        assert told in words(answer)
    with reading(full):
        assert session.get_one(CaseRound, 1).whys == WHYS


def test_too_many_whys_are_refused_beside_their_field(full: Served, visitor: Visitor) -> None:
    page = plan(visitor.as_("head"), whys="棚\n" * 41)
    assert "なぜなぜ分析：「なぜ」は40個まで" in page


def test_hints_stand_before_the_approver_and_refuse_nothing(full: Served, visitor: Visitor) -> None:
    assert plan(visitor.as_("head")) == ""
    page = words(visitor.as_("privacy_manager").get(CASE))
    assert "原因が人の不注意で止まっています。" in page
    assert "処置が教育・周知だけです。" in page


def test_the_category_is_needed_and_one_not_in_the_tree_is_none(
    full: Served, visitor: Visitor
) -> None:
    for wrong in ("", "carelessness"):
        assert "原因の分類を選んでください。" in plan(visitor.as_("head"), cause_category=wrong)


def test_a_repeat_is_shown_asked_about_and_listed(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.submit(builders.case())
        builders.case(builders.audit())
    page = words(visitor.as_("head").get("/act/cases/CA-2026-002"))
    assert "24か月以内に是正処置がありました" in page
    sent = {**form(visitor.get("/act/cases/CA-2026-002"), "/act/cases/CA-2026-002/plan"), **PLAN}
    refused = visitor.post("/act/cases/CA-2026-002/plan", **sent)
    assert refused.status_code == 409
    assert "「なぜ今度は防げるのか」に答えてください。" in words(refused)
    # Said at the top with a way to the field, and beside the field.
    assert '<a href="#repeat_answer">なぜ今度は防げるのか：' in words(refused)
    assert 'id="repeat_answer-error"' in words(refused)
    answered = {**sent, "repeat_answer": "全教室の台帳を直す。"}
    assert visitor.post("/act/cases/CA-2026-002/plan", **answered).status_code == 302
    listed = words(visitor.as_("privacy_manager").get("/act/cases/?repeat=1&cause=inventory"))
    assert "CA-2026-002" in listed
    assert "CA-2026-001" not in listed
    assert "同じ原因の再発 1件" in words(visitor.get("/cycle/"))
