"""Doing and its effect on both databases: reported, judged by another, learnt from."""

from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.act.cases.dossier import Dossier, rounds_of
from pms_tracker.act.effect import effectiveness
from pms_tracker.act.effect.effectiveness import Done, Judged
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case, Verdict
from pms_tracker.approvals import approvals
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotAllowed, RuleBroken, Stale
from pms_tracker.people.changes import leaving
from pms_tracker.people.firm import people
from pms_tracker.plan.policies import review_inputs
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders, mailed
from tests.cast import ACCOUNTS, IDS, TODAY, viewer

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def doing(**plan: object) -> Case:
    return builders.approve(builders.submit(builders.case(), **plan))


def report(case: Case, by: str = "owner", result: str = "した。", on: date = TODAY) -> None:
    done = Done(result, on)
    effectiveness.report_done(case, done, version=case.version, by=viewer(by))


def test_a_report_passes_the_turn_to_the_auditor_twenty_business_days_later(app: Flask) -> None:
    case = doing()
    report(case)
    assert (case.state, case.turn_of_id) == (CaseState.REVIEWING, IDS["auditor"])
    assert case.turn_due_on == date(2026, 12, 22)
    done = Dossier(case).current.actions[0]
    assert (done.done_by_id, done.done_entered_by_id) == (IDS["owner"], None)


def test_the_head_reports_for_an_owner_without_an_account_and_both_are_named(app: Flask) -> None:
    case = doing(owner_id=IDS["without_account"])
    letter = mailed.about(case.reference)[0]
    assert (letter.key, letter.person_id) == ("plan_approved", IDS["head"])
    report(case, by="head")
    done = Dossier(case).current.actions[0]
    assert (done.done_by_id, done.done_entered_by_id) == (IDS["without_account"], IDS["head"])
    trail.write_pending()
    assert trail.history(case.reference)[0].actor_name == "髙山 由紀"


@pytest.mark.parametrize(
    "key", ["privacy_manager", "representative", "auditor", "other_head", "administrator"]
)
def test_nobody_else_reports(app: Flask, key: str) -> None:
    with pytest.raises(NotAllowed, match="owner_only"):
        report(doing(), by=key)


@pytest.mark.parametrize(
    ("result", "on", "refusal"),
    [
        (" ", TODAY, "result_needed"),
        ("した。", TOMORROW, "day_in_future"),
        ("した。", YESTERDAY, "done_before_approved"),
    ],
)
def test_a_report_that_cannot_be_true_is_refused(
    app: Flask, result: str, on: date, refusal: str
) -> None:
    with pytest.raises(RuleBroken, match=refusal):
        report(doing(), result=result, on=on)


def test_nothing_counts_as_done_between_submission_and_approval(app: Flask) -> None:
    case = builders.submit(builders.case())
    with clock.set_to(clock.at(TODAY + timedelta(days=3))):
        builders.approve(case)
        with pytest.raises(RuleBroken, match="done_before_approved"):
            report(case, on=TOMORROW)
        report(case, on=TODAY + timedelta(days=3))


def test_nothing_is_reported_before_approval_or_twice(app: Flask) -> None:
    case = builders.submit(builders.case())
    with pytest.raises(RuleBroken, match="move_not_possible"):
        report(case)
    builders.approve(case)
    seen = case.version
    report(case)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        report(case)
    with pytest.raises(Stale):
        effectiveness.report_done(case, Done("再び", TODAY), version=seen, by=viewer("owner"))


def test_an_effective_action_closes_the_case_and_settles_its_finding(app: Flask) -> None:
    case = builders.case_in(CaseState.CLOSED)
    assert (case.closed_on, case.turn_of_id, case.turn_due_on) == (TODAY, None, None)
    assert session.get_one(Finding, case.finding_id).state is FindingState.SETTLED


def test_the_lesson_is_cause_and_action_unless_the_reviewer_wrote_one(app: Flask) -> None:
    case = builders.case_in(CaseState.CLOSED)
    laid = review_inputs.from_record(case.reference)
    assert laid is not None
    written = Dossier(case).current
    assert laid.text == written.lesson == f"{written.cause}\n→ {written.action}"
    other = builders.case_in(CaseState.REVIEWING)
    judged = Judged(Verdict.EFFECTIVE, "0枚だった。", " 台帳を年度ごとに見直す。 ", **builders.SEEN)
    effectiveness.judge(other, judged, version=other.version, by=viewer("auditor"))
    assert [each.text for each in review_inputs.waiting(builders.policy().id)] == [
        laid.text,
        "台帳を年度ごとに見直す。",
    ]


@pytest.mark.parametrize(
    ("key", "allowed"),
    [
        (key, key in {"auditor", "audit_manager", "second_auditor", "representative"})
        for key in ACCOUNTS
    ],
)
def test_somebody_judges_who_neither_did_owned_nor_approved_it(
    app: Flask, key: str, allowed: bool
) -> None:
    case = builders.case_in(CaseState.REVIEWING)
    if allowed:
        builders.judge(case, by=key)
        assert case.state is CaseState.CLOSED
        return
    with pytest.raises(NotAllowed, match="not_eligible"):
        builders.judge(case, by=key)


def test_a_verdict_needs_grounds_and_what_was_seen(app: Flask) -> None:
    case = builders.case_in(CaseState.REVIEWING)
    blank = Judged(Verdict.EFFECTIVE, " \n", **builders.SEEN)
    with pytest.raises(RuleBroken, match="grounds_needed"):
        effectiveness.judge(case, blank, version=case.version, by=viewer("auditor"))
    judged = Judged(Verdict.EFFECTIVE, "見た。", **builders.SEEN)
    with pytest.raises(Stale):
        effectiveness.judge(case, judged, version=case.version - 1, by=viewer("auditor"))


def test_no_case_closes_that_was_not_reported(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="move_not_possible"):
        builders.judge(doing())


def test_a_second_round_goes_all_the_way_and_the_first_stays_as_it_was(app: Flask) -> None:
    case = builders.case_in(CaseState.REVIEWING)
    builders.judge(case, Verdict.INEFFECTIVE)
    assert (case.state, case.round, case.turn_due_on) == (CaseState.PLANNING, 2, date(2026, 12, 8))
    assert mailed.about(case.reference)[0].key == "next_round"
    assert review_inputs.from_record(case.reference) is None
    assert session.get_one(Finding, case.finding_id).state is FindingState.OPEN
    builders.submit(case, cause="廃棄の判断をする人が決まっていなかった。")
    builders.judge(builders.report(builders.approve(case)))
    first, second = rounds_of(case.id)
    assert (first.verdict, second.verdict) == (Verdict.INEFFECTIVE, Verdict.EFFECTIVE)
    assert first.cause.startswith("申込書が台帳に")
    assert second.cause.startswith("廃棄の判断")
    assert first.grounds
    assert [row.step for row in approvals.decisions(case.reference)] == ["plan-1", "plan-2"]
    trail.write_pending()
    assert [entry.move for entry in reversed(trail.history(case.reference))] == [
        "opened",
        *("submit", "approve", "report_done", "judge_ineffective"),
        *("submit", "approve", "report_done", "judge_effective"),
    ]
    assert list(trail.verify()) == []


def test_where_nobody_is_left_to_plan_the_next_round_waits_without_a_letter(app: Flask) -> None:
    case = builders.case_in(CaseState.REVIEWING)
    for key in ("head", "privacy_manager", "representative"):
        leaving.leave(people.person(IDS[key]), on=YESTERDAY, by=SYSTEM)
    builders.judge(case, Verdict.INEFFECTIVE)
    assert (case.round, case.turn_of_id) == (2, None)
    assert mailed.about(case.reference)[0].key == "plan_approved"


def test_rounds_with_other_owners_never_leave_a_firm_of_three_without_a_next_person(
    app: Flask,
) -> None:
    stay = {IDS["head"], IDS["auditor"], IDS["owner"]}
    case = builders.case()
    for person_id in set(IDS.values()) - stay:
        leaving.leave(people.person(person_id), on=YESTERDAY, by=SYSTEM)
    by_id = {number: key for key, number in IDS.items()}
    for owner in ("owner", "auditor", "head"):
        builders.submit(case, owner_id=IDS[owner])
        approver = by_id[Dossier(case).takers[0]]
        builders.approve(case, by=approver, exception_reason="三人の会社のため")
        builders.report(case, by=owner)
        judge = by_id[Dossier(case).takers[0]]
        assert owner not in {approver, judge}
        builders.judge(case, Verdict.INEFFECTIVE, by=judge)
    assert case.round == 4
