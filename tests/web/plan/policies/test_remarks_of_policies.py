"""The text check on pages: shown to those who may review, and laid in the inbox in one click."""

import re

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from pms_tracker.database import session
from pms_tracker.plan.tables.policy_tables import PlanningInput
from tests.cast import POLICY
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import form, reading, words

RECORD = "/plan/policies/POL-001"
REVIEW, REMARKS = f"{RECORD}/review", f"{RECORD}/remarks"
SLIPPED = POLICY.replace("みなと学習舎個人", "みなと学習舎特定個人").replace(
    "講じ、", "講じていす。"
)
NAME = re.compile(r'name="remark" value="([^"]+)"')
CONFIRMED = dict.fromkeys(("law", "business", "contact", "findings", "wording"), "確かめた。")


def lay(visitor: Visitor, name: str) -> TestResponse:
    return visitor.post(REMARKS, remark=name)


def overdue(page: str) -> str:
    """The name of the remark that the review is overdue; the text leaves out statements as well."""
    return next(name for name in NAME.findall(page) if "overdue" in name)


def count(served: Served) -> int:
    with reading(served):
        return session.scalar(select(func.count(PlanningInput.id))) or 0


def test_a_remark_becomes_an_input_in_one_click(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    page = words(visitor.get(REVIEW))
    assert "本文で気になる箇所 " in re.sub("<[^>]+>", "", page)
    # The day is written as on the rest of the page.
    assert re.search(r"見直しの期日は\d{4}年\d+月\d+日", page)
    assert "可能性が高い" in page.split('id="text-check"')[1]
    name = overdue(page)
    done = lay(visitor, name)
    assert (done.status_code, done.location) == (302, f"{REVIEW}#text-check")
    page = words(visitor.get(REVIEW))
    assert "見直しのインプットに入れました" in page
    assert name not in NAME.findall(page)
    assert "answer-1" in page
    # Twice changes nothing, and is no fault.
    assert lay(visitor, name).status_code == 302
    assert count(served) == 1


def test_the_input_names_the_text_check_and_leads_nowhere_wrong(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager")
    name = overdue(words(visitor.get(REVIEW)))
    lay(visitor, name)
    record = words(visitor.get(RECORD))
    inbox = record.split('id="inbox"')[1].split("</section>")[0]
    assert "本文の点検" in inbox
    assert "<a " not in inbox
    # The history says it in words too.
    assert name not in record
    sent = {**form(visitor.get(REVIEW), REVIEW), **CONFIRMED}
    visitor.post(REVIEW, **{**sent, "outcome": "unchanged", "reason": "確かめた。"})
    record = words(visitor.get(RECORD))
    assert "本文の点検" in record
    assert "check:" not in record
    # The review that was concluded now answers for the cycle.
    assert "見直しの期日は" not in words(visitor.get(REVIEW))


def test_remarks_are_for_those_who_may_review(served: Served, visitor: Visitor) -> None:
    name = overdue(words(visitor.as_("representative").get(REVIEW)))
    for other in ("audit_manager", "head", "employee", "administrator"):
        visitor.as_(other)
        assert lay(visitor, name).status_code == 403
        assert "気になる箇所" not in words(visitor.get(RECORD))
    assert count(served) == 0


def test_a_remark_that_is_none_is_not_found(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    for name in ("", "check:slip:9#000000", "CA-2026-001"):
        answer = lay(visitor, name)
        assert answer.status_code == 404
        assert "その指摘は見つかりません" in words(answer)
    assert visitor.post("/plan/policies/POL-002/remarks", remark="x").status_code == 404
    assert count(served) == 0


def test_the_preview_of_an_import_shows_remarks_without_a_button(visitor: Visitor) -> None:
    page = words(visitor.as_("privacy_manager").post("/plan/policies/import", text=SLIPPED))
    assert "講じていす" in page.split('id="text-check"')[1]
    assert "書き誤りではありませんか" in page
    assert 'name="remark"' not in page
