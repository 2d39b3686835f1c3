"""Rules R5 to R11, R17 and R18 of domain.md section 10, each by its name, at the use cases."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.act.cases import cases
from pms_tracker.act.cases.dossier import Dossier, rounds_of
from pms_tracker.act.effect import effectiveness
from pms_tracker.act.effect.effectiveness import Done
from pms_tracker.act.plans import plans
from pms_tracker.act.rules.case_rules import CaseMove, CaseState
from pms_tracker.act.several import approval_queue, batches
from pms_tracker.act.tables.case_tables import Case, Verdict
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import Table, session
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.profile import Part
from pms_tracker.trail import trail
from pms_tracker.trail.trail_tables import TrailEntry
from tests import builders, open_duties
from tests.cast import ACCOUNTS, TODAY, viewer


@pytest.mark.parametrize("missing", ["fact", "evidence"])
def test_r5_a_nonconformity_needs_requirement_fact_evidence_and_class(
    app: Flask, missing: str
) -> None:
    with pytest.raises((RuleBroken, BadInput)):
        builders.finding(**{missing: " "})
    made = builders.finding()
    assert made.requirement_id
    assert made.grade is Grade.NONCONFORMITY
    assert made.fact
    assert made.evidence


def test_r6_no_plan_before_the_cause_no_start_before_approval_no_close_before_effect(
    app: Flask,
) -> None:
    case = builders.case()
    with pytest.raises(RuleBroken, match="plan_incomplete"):
        builders.submit(case, cause=" ")
    builders.submit(case)
    done = Done("した。", TODAY)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        effectiveness.report_done(case, done, version=case.version, by=viewer("owner"))
    builders.approve(case)
    for verdict in (Verdict.EFFECTIVE, Verdict.INEFFECTIVE):
        with pytest.raises(RuleBroken, match="move_not_possible"):
            builders.judge(case, verdict)
    builders.judge(builders.report(case))
    assert case.state is CaseState.CLOSED


def test_r7_what_was_not_effective_opens_a_new_round_and_the_old_one_is_kept(app: Flask) -> None:
    case = builders.judge(builders.case_in(CaseState.REVIEWING), Verdict.INEFFECTIVE)
    first, second = rounds_of(case.id)
    assert (case.state, case.round) == (CaseState.PLANNING, 2)
    assert (first.verdict, first.cause != "", second.cause) == (Verdict.INEFFECTIVE, True, "")


@pytest.mark.parametrize("made", [Decision.SENT_BACK, Decision.REJECTED])
def test_r8_a_refusal_needs_a_reason(app: Flask, made: Decision) -> None:
    case = builders.submit(builders.case())
    for blank in ("", " \n", "　"):
        decided = builders.decision(case, made, reason=blank)
        with pytest.raises(RuleBroken, match="reason_needed"):
            plans.decide(case, decided, version=case.version, by=viewer("privacy_manager"))


def test_r9_nobody_approves_what_they_wrote_or_own_or_judges_what_they_did(app: Flask) -> None:
    case = builders.submit(builders.case())
    for barred in ("head", "owner"):
        with pytest.raises(NotAllowed):
            builders.approve(case, by=barred)
    builders.report(builders.approve(case))
    with pytest.raises(NotAllowed):
        builders.judge(case, by="owner")


def test_r10_a_changed_due_day_keeps_the_old_one_and_its_reason(app: Flask) -> None:
    case = builders.case_in(CaseState.DOING)
    before, after = case.turn_due_on, TODAY + timedelta(days=30)
    batch = batches.chosen([case.reference], seen_by=viewer("privacy_manager"))
    seen = {case.reference: case.version}
    by = viewer("privacy_manager")
    with pytest.raises(RuleBroken, match="reason_needed"):
        batches.move_due_day(batch, seen, after, reason=" ", by=by)
    batches.move_due_day(batch, seen, after, reason="部材が遅れるため", by=by)
    trail.write_pending()
    told = {value.field: (value.before, value.after) for value in newest(case).values}
    assert told["turn_due_on"] == (str(before), str(after))
    assert told["reason"] == (None, "部材が遅れるため")


def newest(case: Case) -> TrailEntry:
    return trail.history(case.reference)[0]


def test_r11_what_is_open_beyond_its_day_is_overdue_and_major_ones_come_first(app: Flask) -> None:
    builders.profile(Part.GRADES)
    within = builders.audit()
    for position, grade in enumerate((Grade.MINOR, Grade.MAJOR), start=1):
        found = cases.of_finding(builders.filed(within, position, grade=grade).id)
        assert found is not None
        builders.submit(found)
        builders.late(found, days=position)
    late = [each.reference for each in open_duties.of_act(TODAY) if each.due_on < TODAY]
    assert late == ["CA-2026-002", "CA-2026-001"]
    waiting = approval_queue.by_grade(approval_queue.of(viewer("privacy_manager")))
    assert list(waiting) == [Grade.MAJOR, Grade.MINOR]


def test_r17_what_was_approved_is_locked_and_taking_the_approval_back_is_told(app: Flask) -> None:
    case = builders.case_in(CaseState.DOING)
    for key in set(ACCOUNTS) - {"head"}:
        with pytest.raises(NotAllowed, match="head_only"):
            plans.amend(case, builders.plan(), version=case.version, by=viewer(key))
    approved = approvals.standing(case.reference, "plan-1")
    assert approved is not None
    plans.amend(case, builders.plan(action="別"), version=case.version, by=viewer("head"))
    assert approved.voided_at is not None
    trail.write_pending()
    told = {value.field: (value.before, value.after) for value in newest(case).values}
    assert (newest(case).move, told["approval"]) == (CaseMove.AMEND, (approved.digest, None))
    builders.report(builders.approve(case))
    with pytest.raises(RuleBroken, match="move_not_possible"):
        plans.amend(case, builders.plan(), version=case.version, by=viewer("head"))


def test_r18_no_move_of_a_case_deletes_anything(app: Flask) -> None:
    """Rows only grow, whatever becomes of a case; contents go by an erasure of two persons."""
    rows = 0
    case = builders.case()
    for step in (
        builders.submit,
        builders.send_back,
        builders.submit,
        builders.approve,
        builders.report,
        lambda made: builders.judge(made, Verdict.INEFFECTIVE),
        builders.submit,
        builders.approve,
    ):
        step(case)
        counted = sum(count(table) for table in (Case, Finding, Approval))
        assert counted >= rows
        rows = counted
    cases.withdraw(case, reason="重複", version=case.version, by=viewer("audit_manager"))
    assert sum(count(table) for table in (Case, Finding, Approval)) == rows
    assert Dossier(case).rounds[0].cause


def count(table: type[Table]) -> int:
    return len(session.scalars(select(table)).all())
