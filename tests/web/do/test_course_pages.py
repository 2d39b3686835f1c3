"""Pages of a course: what its draft lacks, and the way there."""

from tests.cast import viewer
from tests.databases import Served
from tests.do import test_trainings as told
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words

COURSE = "/do/courses/TC-2026-001"
QUESTIONS = f"{COURSE}/questions"


def test_a_draft_without_questions_leads_to_them_beside_handing_it_in(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        told.entries.enter(told.COURSES, told.COURSE, by=viewer("head"))
    lead = (
        words(visitor.as_("head").get(COURSE)).partition("next-step")[2].partition("</section")[0]
    )
    assert "問題は、まだありません。" in lead
    assert "問題を作成する" in lead
    assert "提出する" in lead
    page = visitor.get(QUESTIONS)
    asked = {**form(page, QUESTIONS), "text": "写真", "asks": "true_false", "truth": "true"}
    assert visitor.post(QUESTIONS, **asked).status_code == 302
    assert "問題を作成する" not in words(visitor.get(COURSE))
