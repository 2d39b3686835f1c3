"""The course that an empty register begins with: drafted with a click, then the company's own."""

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.rules.training.course_starter_rules import COVERS, STATEMENTS
from pms_tracker.do.tables.training_tables import Course
from pms_tracker.do.trainings import course_questions
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import reading, words

PLACE, DRAFT = "/do/courses/", "/do/courses/starter"


@pytest.mark.both_databases
def test_an_empty_register_offers_a_course_and_drafts_it(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    assert f'action="{DRAFT}"' in words(visitor.get(PLACE))
    done = visitor.post(DRAFT)
    page = words(visitor.get(done.location))
    for said in ("下書き", "個人情報とは", "違反したときに起きること", "10問"):
        assert said in page, said
    with reading(served):
        (course,) = session.scalars(select(Course))
        assert list(course.covers) == [each.value for each in COVERS]
        asked = course_questions.drafted(course)
        assert [each.right == ("true",) for each in asked] == [each.is_true for each in STATEMENTS]
        assert all(each.why for each in asked)
    assert DRAFT not in words(visitor.get(PLACE))


def test_it_is_drafted_in_the_language_of_whoever_takes_it_up(visitor: Visitor) -> None:
    visitor.as_("privacy_manager").post("/language", language="en", next=PLACE)
    done = visitor.post(DRAFT)
    page = words(visitor.get(done.location))
    assert "What personal information is" in page
    assert "個人情報" not in page.partition("<main")[2]


def test_only_those_who_keep_registers_may_draft_it(visitor: Visitor) -> None:
    assert visitor.as_("employee").post(DRAFT).status_code == 403
    assert DRAFT not in words(visitor.as_("auditor").get(PLACE))
