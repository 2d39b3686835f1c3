"""Figures of a management review, counted from the records as they stand, on both databases."""

from datetime import date, timedelta

from flask import Flask

from pms_tracker import clock
from pms_tracker.act.management import review_decisions, review_facts, review_repeats
from pms_tracker.act.management.review_facts import Facts
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.cause_rules import CauseCategory
from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.act.tables.case_tables import Verdict
from pms_tracker.check.findings import findings
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.database import session
from pms_tracker.plan.rules.year_rules import AnnualKind, Row
from pms_tracker.plan.years import year_results
from tests import builders, reporting, reviewing
from tests.cast import IDS, POLICY, TODAY, viewer
from tests.plan.years import a_year

YEAR_BEGAN = date(2026, 4, 1)


def counted() -> Facts:
    return review_facts.facts(reviewing.convened(), clock.today())


def test_cases_are_counted_by_state_and_age(app: Flask) -> None:
    within = builders.audit()
    for position, (state, age) in enumerate(
        ((CaseState.PLANNING, 30), (CaseState.DOING, 31), (CaseState.DOING, 91)), start=1
    ):
        case = builders.case_in(state, within, position)
        case.opened_on = TODAY - timedelta(days=age)
    late = builders.case(within, 4)
    late.opened_on = TODAY - timedelta(days=181)
    builders.late(late, 3)
    builders.case_in(CaseState.CLOSED, within, 4)
    session.flush()
    told = counted()["cases"]
    assert told == {
        "states": {"planning": 2, "doing": 2},
        "ages": [1, 1, 1, 1],
        "overdue": 1,
        "opened": 5,
        "closed": 1,
    }


def test_audits_of_the_time_say_what_they_found_by_grade(app: Flask) -> None:
    audit = reporting.done()
    builders.finding(audit)
    builders.finding(audit, 2, grade=Grade.OBSERVATION)
    gone = builders.finding(audit, 3)
    findings.withdraw(gone, reason="誤り", version=gone.version, by=viewer("audit_manager"))
    builders.audit(theme="まだの監査")
    told = counted()
    assert told["audits"]["list"] == [
        {
            "reference": "AU-2026-001",
            "theme": "申込書の取扱い",
            "unit": "松本教室",
            "held_on": TODAY.isoformat(),
            "state": "under_way",
            "grades": {"nonconformity": 1, "observation": 1},
        }
    ]
    assert told["opportunities"] == {"observations": 1, "opportunities": 0, "lessons": 0}
    assert (told["since"], told["until"]) == (YEAR_BEGAN.isoformat(), TODAY.isoformat())


def test_the_same_requirement_in_the_same_unit_within_two_years_is_a_repeat(app: Flask) -> None:
    first, second = builders.case(), builders.case(builders.audit())
    builders.case(builders.audit(), 2)
    (found,) = review_repeats.repeats(TODAY)
    assert found["references"] == [first.reference, second.reference]
    assert found["unit"] == "松本教室"
    assert found["causes"] == []
    first.opened_on = TODAY - timedelta(days=731)
    session.flush()
    assert review_repeats.repeats(TODAY) == []


def test_a_repeat_is_told_across_editions_of_the_policy(app: Flask) -> None:
    first = builders.case(builders.audit())
    builders.new_version(POLICY.replace("教材の発送", "教材と会報の発送"))
    second = builders.case(builders.audit())
    (found,) = review_repeats.repeats(TODAY)
    assert found["references"] == [first.reference, second.reference]
    assert found["requirement_id"] == second.again_requirement_id


def test_a_repeat_names_the_causes_that_came_again(app: Flask) -> None:
    cases = [builders.case(builders.audit()) for _each in range(4)]
    for case, category in zip(cases, ("inventory", "place", "inventory", None), strict=True):
        if category is not None:
            builders.submit(case, cause_category=CauseCategory(category))
    (found,) = review_repeats.repeats(TODAY)
    assert found["references"] == [case.reference for case in cases]
    assert found["causes"] == [
        {"cause": "inventory", "references": [cases[0].reference, cases[2].reference]}
    ]


def test_effectiveness_counts_the_first_try_alone(app: Flask) -> None:
    within = builders.audit()
    builders.case_in(CaseState.CLOSED, within, 1)
    again = builders.case_in(CaseState.REVIEWING, within, 2)
    builders.judge(again, Verdict.INEFFECTIVE)
    builders.report(builders.approve(builders.submit(again)))
    builders.judge(again)
    assert counted()["effectiveness"] == {"judged": 2, "effective": 1}


def test_the_decisions_of_the_last_review_come_with_their_state(app: Flask) -> None:
    first = reviewing.signed()
    told = counted()["previous"]
    assert (told["review"], [each["done_on"] for each in told["decisions"]]) == (
        first.reference, [""],
    )  # fmt: skip
    done = review_decisions.Done("付けた。", TODAY)
    review_decisions.report_done(first, 1, done, by=viewer("owner"))
    (decision,) = counted()["previous"]["decisions"]
    assert (decision["owner"], decision["result"], decision["done_on"]) == (
        "原 大地", "付けた。", TODAY.isoformat(),
    )  # fmt: skip


def test_what_is_open_from_a_review_before_the_last_is_told_as_well(app: Flask) -> None:
    reviewing.signed()
    tomorrow = TODAY + timedelta(days=1)
    with clock.set_to(clock.at(tomorrow)):
        second = reviewing.signed(reviewing.convened(), decisions=())
        told = counted()
        assert told["previous"]["review"] == second.reference
        assert [each["reference"] for each in told["previous"]["decisions"]] == ["MR-2026-01"]
        assert told["since"] == YEAR_BEGAN.isoformat()
    with clock.set_to(clock.at(tomorrow + timedelta(days=1))):
        assert counted()["since"] == (tomorrow + timedelta(days=1)).isoformat()


def test_a_first_review_has_none_before_it_and_minutes_that_wait_do_not_count(app: Flask) -> None:
    reviewing.in_state(ReviewState.SUBMITTED)
    assert counted()["previous"] == {"review": "", "decisions": []}


def test_policy_reviews_and_the_duties_of_the_year_are_told(app: Flask) -> None:
    builders.review()
    plan = a_year.approved(
        (
            Row(AnnualKind.EDUCATION, "全従業者の教育", a_year.LATE, IDS["owner"]),
            Row(AnnualKind.RISK_REVIEW, "リスクの見直し", a_year.LATE, IDS["owner"]),
            Row(AnnualKind.AUDIT, "内部監査", a_year.AHEAD, IDS["audit_manager"]),
        )
    )
    education = next(e for e in a_year.rows_of(plan) if e.kind is AnnualKind.EDUCATION)
    assert education.duty_id is not None
    year_results.report_done(
        plan, 15, year_results.Done("23人", TODAY), by=viewer("privacy_manager")
    )
    told = counted()
    assert [each["outcome"] for each in told["policies"]["list"]] == ["unchanged"]
    assert told["objectives"]["total"] == 2, "what lies ahead is for the next review"
    assert (told["objectives"]["done"], told["objectives"]["late"]) == (1, 1)
    names = [[each["title"] for each in told[part]["duties"]] for part in ("education", "risks")]
    assert names == [["全従業者の教育"], ["リスクの見直し"]]
