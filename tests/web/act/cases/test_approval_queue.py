"""Plans that wait for approval: oldest first, each shown, several of one grade at once."""

import re

import pytest
from sqlalchemy import select

from pms_tracker.act.cases import cases, turns
from pms_tracker.act.plans import plans
from pms_tracker.act.rules import queue_rules
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.profile import Part
from tests import builders
from tests.cast import viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

URL = "/act/approvals/"


def waiting(served: Served, *grades: Grade) -> None:
    """A submitted plan for each grade, in this order."""
    with committing(served):
        builders.profile(Part.GRADES)
        within = builders.audit()
        for number, grade in enumerate(grades):
            made = builders.filed(within, number + 1, grade=grade)
            case = cases.of_finding(made.id)
            assert case is not None
            builders.submit(case, action=f"処置{number}を行う。")


def boxes(page: str) -> list[str]:
    return re.findall(r'name="case" value="([^"]+)"', page)


def states(served: Served) -> list[CaseState]:
    with reading(served):
        return [case.state for case in session.scalars(select(Case).order_by(Case.id))]


def test_what_waits_is_read_in_full_and_approved_together(served: Served, visitor: Visitor) -> None:
    waiting(served, Grade.MINOR, Grade.MINOR)
    page = words(visitor.as_("privacy_manager").get(URL))
    assert "処置0を行う。" in page
    assert "処置1を行う。" in page
    chosen = boxes(page)
    assert [each.split(":")[0] for each in chosen] == ["CA-2026-001", "CA-2026-002"]
    assert visitor.post(URL, token=False, case=chosen).status_code == 400
    answer = visitor.post(URL, case=chosen)
    assert (answer.status_code, answer.location) == (302, URL)
    assert states(served) == [CaseState.DOING, CaseState.DOING]
    assert "あなたの承認を待つ計画はありません" in words(visitor.get(URL))
    again = visitor.post(URL, case=chosen)
    assert again.status_code == 409
    assert "どの計画も承認していません" in words(again)


def test_only_one_grade_at_once_and_only_what_was_seen(served: Served, visitor: Visitor) -> None:
    waiting(served, Grade.MAJOR, Grade.MINOR)
    visitor.as_("privacy_manager")
    chosen = boxes(words(visitor.get(URL)))
    mixed = visitor.post(URL, case=chosen)
    assert mixed.status_code == 400
    assert "同じ等級の計画だけ" in words(mixed)
    assert visitor.post(URL).status_code == 400
    with committing(served):
        case = session.get_one(Case, 1)
        plans.amend(case, builders.plan(action="別の処置"), version=case.version, by=viewer("head"))
    stale = visitor.post(URL, case=chosen[:1] + chosen[:1])
    assert stale.status_code == 409
    assert "別の処置" in words(stale)
    name, version, digest = boxes(words(visitor.get(URL)))[0].split(":")
    assert visitor.post(URL, case=f"{name}:{version}:{'0' * 64}").status_code == 409
    assert visitor.post(URL, case=f"{name}:９:{digest}").status_code == 400
    assert set(states(served)) == {CaseState.SUBMITTED}


@pytest.mark.parametrize("key", ["head", "owner", "representative", "employee"])
def test_nobody_approves_out_of_turn_here_either(
    served: Served, visitor: Visitor, key: str
) -> None:
    waiting(served, Grade.MINOR)
    chosen = boxes(words(visitor.as_("privacy_manager").get(URL)))
    visitor.as_(key)
    assert boxes(words(visitor.get(URL))) == []
    refused = visitor.post(URL, case=chosen)
    assert refused.status_code == (404 if key == "employee" else 403)
    assert states(served) == [CaseState.SUBMITTED]


def test_whoever_handles_no_cases_has_no_such_page(served: Served, visitor: Visitor) -> None:
    assert visitor.as_("nobody").get(URL).status_code == 403
    assert visitor.post(URL).status_code == 403


@pytest.mark.parametrize(
    ("grades", "refusal"),
    [
        ([], "none_chosen"),
        ([Grade.MINOR] * 21, "too_many_chosen"),
        ([Grade.MINOR, Grade.MAJOR], "one_grade_at_once"),
    ],
)
def test_plans_approved_together_are_few_and_of_one_grade(
    grades: list[Grade], refusal: str
) -> None:
    queue_rules.check_together([Grade.MINOR] * 20)
    with pytest.raises(BadInput, match=refusal):
        queue_rules.check_together(grades)


def test_the_gravest_comes_first_and_what_needs_no_action_last() -> None:
    mixed = [Grade.OBSERVATION, Grade.MINOR, Grade.NONCONFORMITY, Grade.MAJOR]
    assert sorted(mixed, key=queue_rules.gravity) == mixed[::-1]


def test_a_deputy_finds_what_waits_for_the_absent_person(served: Served, visitor: Visitor) -> None:
    waiting(served, Grade.MINOR)
    with committing(served):
        builders.absent("privacy_manager", "other_head")
        turns.hand_over()
    chosen = boxes(words(visitor.as_("other_head").get(URL)))
    assert visitor.post(URL, case=chosen).status_code == 302
    assert states(served) == [CaseState.DOING]
