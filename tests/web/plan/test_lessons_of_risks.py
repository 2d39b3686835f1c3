"""A lesson for the register of risks names those it is about; their pages tell of it."""

from pms_tracker.do.registers.risks import RISKS
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.plan.years import lessons
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.do.test_risks import in_force
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words

PAGE = "/plan/lessons/"
TEXT = "鞄に名札を付ける。"


def test_a_lesson_is_answered_with_the_risks_it_is_about(served: Served, visitor: Visitor) -> None:
    with committing(served):
        risk = RISKS.name_of(in_force())
        by = viewer("privacy_manager").actor
        lessons.receive(Inbox.RISK, TEXT, because_of="CA-2026-001", on=TODAY, by=by)
        lessons.receive(Inbox.RULE, TEXT, because_of="CA-2026-001", on=TODAY, by=by)
    page = visitor.as_("privacy_manager").get(PAGE)
    # What is for the rules is about no risk.
    assert page.text.count(f'name="risks" type="checkbox" value="{risk}"') == 1
    sent = form(page, f"{PAGE}1/answer")
    unsaid = visitor.post(f"{PAGE}1/answer", **{**sent, "risks": [risk]})
    assert "回答を入力してください。" in words(unsaid)
    assert 'checked class="form-check-input" id="risks-1-0"' in unsaid.text
    unknown = {**sent, "answer": "見直す。", "risks": ["RK-2026-099"]}
    assert visitor.post(f"{PAGE}1/answer", **unknown).status_code == 404
    done = visitor.post(f"{PAGE}1/answer", **{**sent, "answer": "見直す。", "risks": [risk]})
    assert done.status_code == 302
    told = words(visitor.get(f"/do/risks/{risk}"))
    assert TEXT in told
    assert "見直す。" in told
    assert TEXT not in words(visitor.as_("head").get(f"/do/risks/{risk}"))
