"""When an effect is to be judged, on both databases: in time for the plan's management review."""

from datetime import date

import pytest
from flask import Flask

from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import effect_days, effectiveness, interim
from pms_tracker.act.effect.effectiveness import Judged
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case, Verdict
from pms_tracker.act.tables.source_tables import Examination
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from pms_tracker.plan.rules.year_rules import AnnualKind, PlanState
from pms_tracker.plan.tables.year_tables import AnnualDuty
from tests import builders
from tests.cast import IDS, TODAY, viewer

REVIEW_ON = date(2026, 12, 21)


def planned(
    on: date = REVIEW_ON, state: PlanState = PlanState.APPROVED, **changes: object
) -> AnnualDuty:
    """A management review in the plan of the year."""
    told = {"kind": AnnualKind.MANAGEMENT_REVIEW, "title": "マネジメントレビュー", **changes}
    its = {"planned_on": on, "owner_id": IDS["representative"], **told}
    (duty,) = builders.year_plan(its, state=state)
    return duty


def test_an_effect_is_judged_ten_business_days_before_the_next_management_review(
    app: Flask,
) -> None:
    planned()
    case = builders.case_in(CaseState.REVIEWING)
    assert case.turn_due_on == date(2026, 12, 7)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": PlanState.DRAFT},
        {"dropped": True},
        {"done_on": TODAY, "done_by_id": 1},
        {"kind": AnnualKind.EDUCATION},
        {"on": TODAY},
    ],
)
def test_a_review_that_is_not_to_come_hurries_nobody(
    app: Flask, changes: dict[str, object]
) -> None:
    planned(**changes)  # type: ignore[arg-type]
    assert builders.case_in(CaseState.REVIEWING).turn_due_on == date(2026, 12, 22)


def test_a_major_nonconformity_is_given_sixty_days_and_an_examiners_answer_comes_first(
    app: Flask,
) -> None:
    case = builders.case_in(CaseState.DOING)
    session.get_one(Finding, case.finding_id).grade = Grade.MAJOR
    builders.report(case)
    assert case.turn_due_on == date(2027, 2, 25)
    raised = Examination(case_id=case.id, examined_on=TODAY, answer_due_on=date(2027, 1, 29))
    session.add(raised)
    session.flush()
    assert effect_days.due_on(Dossier(case)) == date(2027, 1, 15)
    raised.answered_on, raised.answered_by_id = TODAY, IDS["privacy_manager"]
    session.flush()
    assert effect_days.due_on(Dossier(case)) == date(2027, 2, 25)


def early(case: Case, on: date, by: str = "auditor") -> None:
    judged = Judged(Verdict.TOO_EARLY, "まだ1枚も扱っていない。", next_on=on, **builders.SEEN)
    effectiveness.judge(case, judged, version=case.version, by=viewer(by))


def test_too_early_is_said_twice_in_a_round_and_each_look_is_kept(app: Flask) -> None:
    case = builders.case_in(CaseState.REVIEWING)
    with pytest.raises(NotAllowed, match="not_eligible"):
        early(case, REVIEW_ON, by="owner")
    early(case, REVIEW_ON)
    assert (case.state, case.turn_due_on, case.turn_of_id) == (
        CaseState.REVIEWING,
        REVIEW_ON,
        IDS["auditor"],
    )
    early(case, date(2027, 1, 29))
    with pytest.raises(RuleBroken, match="too_early_too_often"):
        early(case, date(2027, 2, 26))
    looks = interim.of_round(case)
    assert [(each.number, each.next_on) for each in looks] == [
        (1, REVIEW_ON),
        (2, date(2027, 1, 29)),
    ]
    builders.judge(case, Verdict.INEFFECTIVE)
    # The next round starts with two looks of its own.
    builders.report(builders.approve(builders.submit(case)))
    early(case, REVIEW_ON)
    assert [(each.round, each.number) for each in interim.of_case(case)] == [(1, 1), (1, 2), (2, 1)]


def test_in_the_full_profile_a_verdict_says_how_and_at_what_on_its_own(app: Flask) -> None:
    case = builders.case_in(CaseState.CONFIRMING)
    assert case.extra_steps
    case.state = CaseState.REVIEWING
    for told, refusal in (({}, "method_needed"), ({"how_seen": "見た。"}, "data_needed")):
        judged = Judged(Verdict.EFFECTIVE, "0枚だった。", **told)
        with pytest.raises(RuleBroken, match=refusal):
            effectiveness.judge(case, judged, version=case.version, by=viewer("auditor"))
