"""Contesting paper on both databases: whoever is named hears of it, and what they deny is void."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import pytest
from flask import Flask

from pms_tracker.act import act_proofs, act_undecided
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import closing, done_checks
from pms_tracker.act.plans import plans
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.teams import programme_teams
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval, Decision, Voided
from pms_tracker.approvals.approvals import Decided
from pms_tracker.check.checklists import checklists
from pms_tracker.check.reports.audit_reports import Paper
from pms_tracker.check.rules.audit_report_rules import APPROVAL, RECEIPT, SIGNATURE
from pms_tracker.check.rules.audit_rules import AuditState, FindingState, Result
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember, Finding
from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.database import Table, session
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken
from pms_tracker.kernel.profile import Part
from pms_tracker.plan.rules.policy_rules import (
    ReviewOutcome,
    ReviewState as PolicyReviewState,
    VersionState,
)
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.plan.tables.policy_tables import PolicyReview, PolicyVersion, Requirement
from pms_tracker.plan.years import years
from pms_tracker.trail import trail
from tests import builders, mailed, reporting, reviewing
from tests.cast import IDS, POLICY, TODAY, viewer
from tests.check.preparing import a_checklist
from tests.check.programmes import a_programme
from tests.plan.years import a_year

WHY = "この書面に押印していません。"
LATER = TODAY + timedelta(days=20)
Made: TypeAlias = tuple[Table, Approval]


def on_paper(named: str) -> dict[str, object]:
    return {"on_paper_by": IDS[named], "scanned": True}


def case_plan() -> Made:
    case = builders.submit(builders.case())
    builders.approve(case, by="audit_manager", **on_paper("privacy_manager"))
    return case, last(case.reference)


def second_approval() -> Made:
    builders.profile(Part.SECOND_APPROVAL)
    case = builders.approve(builders.submit(builders.case()))
    builders.approve(case, by="audit_manager", **on_paper("representative"))
    return case, last(case.reference)


def done_check() -> Made:
    case = builders.case_in(CaseState.CONFIRMING)
    digest = done_checks.subject(Dossier(case)).digest
    decided = replace(Decided(Decision.APPROVED, digest), **on_paper("audit_manager"))  # type: ignore[arg-type]
    done_checks.decide(case, decided, version=case.version, by=viewer("representative"))
    return case, last(case.reference)


def policy_version() -> Made:
    made = builders.submitted(POLICY.replace("教材", "教科書"), effective_on=LATER)
    builders.decide_version(made, by="audit_manager", **on_paper("representative"))
    return made, last("POL-001")


def postponement() -> Made:
    made = builders.review(ReviewOutcome.POSTPONED, postponed_to=LATER)
    builders.decide_postponement(made, by="audit_manager", **on_paper("representative"))
    return made, last(made.reference)


def year_plan() -> Made:
    plan = a_year.submitted()
    decided = a_year.decision(plan, **on_paper("representative"))
    years.decide(plan, decided, version=plan.version, by=viewer("audit_manager"))
    return plan, last(plan.reference)


def minutes() -> Made:
    review = reviewing.submitted()
    reviewing.decide(review, by="audit_manager", **on_paper("representative"))
    return review, last(review.reference)


def report_approval() -> Made:
    audit = reporting.audit_in(AuditState.REPORTED)
    stamped = Paper(IDS["audit_manager"], TODAY)
    return audit, reporting.decide(audit, by="privacy_manager", paper=stamped)


def report_receipt() -> Made:
    audit = reporting.audit_in(AuditState.APPROVED)
    stamped = Paper(IDS["representative"], TODAY)
    return audit, reporting.decide(audit, by="privacy_manager", paper=stamped)


def report_signature() -> Made:
    audit = reporting.done()
    reporting.sign(audit, by="audit_manager", paper=Paper(IDS["auditor"], TODAY))
    reporting.decide(audit, by="representative", paper=Paper(IDS["audit_manager"], TODAY))
    return audit, standing(audit.reference, SIGNATURE)


def last(reference: str) -> Approval:
    return approvals.decisions(reference)[-1]


def standing(reference: str, step: str) -> Approval:
    row = approvals.standing(reference, step)
    assert row is not None
    return row


def state_of(made: Table) -> object:
    state: object = made.state  # type: ignore[attr-defined]
    return state


# What is typed in for whom, and the state that it waits in again once they deny it.
EVERY: dict[str, tuple[Callable[[], Made], str, object]] = {
    "case plan": (case_plan, "privacy_manager", CaseState.SUBMITTED),
    "second approval": (second_approval, "representative", CaseState.ENDORSED),
    "done check": (done_check, "audit_manager", CaseState.CONFIRMING),
    "policy version": (policy_version, "representative", VersionState.SUBMITTED),
    "postponement": (postponement, "representative", PolicyReviewState.SUBMITTED),
    "year plan": (year_plan, "representative", PlanState.SUBMITTED),
    "minutes": (minutes, "representative", ReviewState.SUBMITTED),
    "report approval": (report_approval, "audit_manager", AuditState.REPORTED),
    "report receipt": (report_receipt, "representative", AuditState.APPROVED),
    "report signature": (report_signature, "auditor", AuditState.UNDER_WAY),
}
every_kind = pytest.mark.parametrize("kind", EVERY)


@every_kind
def test_whoever_is_named_on_paper_hears_of_it_at_once(app: Flask, kind: str) -> None:
    make, named, _state = EVERY[kind]
    _made, row = make()
    letters = [each for each in mailed.about(row.reference) if each.key == "paper_entered"]
    assert IDS[named] in [each.person_id for each in letters]
    mine = next(each for each in letters if each.person_id == IDS[named])
    assert f"/in-your-name/{row.id}" in mine.body
    assert mine.body.count("http") == 1


@every_kind
def test_what_they_deny_is_void_and_waits_as_before(app: Flask, kind: str) -> None:
    make, named, before = EVERY[kind]
    made, row = make()
    assert state_of(made) is not before
    assert act_undecided.contest(row.id, WHY, by=viewer(named)), "it waits again"
    assert state_of(made) is before
    assert (row.void_because, row.void_reason) == (Voided.CONTESTED, WHY)
    trail.write_pending()
    moves = [each.move for each in trail.history(row.reference)]
    assert moves[:2] == ["decision_undone", "paper_contested"]
    assert list(act_proofs.verify()) == []
    told = {each.person_id for each in mailed.about(row.reference) if each.key == "paper_contested"}
    assert told == {row.entered_by_id, IDS["privacy_manager"]} - {IDS[named]}


@every_kind
def test_nobody_else_contests_it_nor_twice_nor_without_saying_why(app: Flask, kind: str) -> None:
    make, named, _before = EVERY[kind]
    _made, row = make()
    for other in ("head", "employee", "administrator"):
        with pytest.raises(NotFound):
            act_undecided.contest(row.id, WHY, by=viewer(other))
    with pytest.raises(RuleBroken, match="reason_needed"):
        act_undecided.contest(row.id, " \u3000", by=viewer(named))
    act_undecided.contest(row.id, WHY, by=viewer(named))
    with pytest.raises(RuleBroken, match="void_already"):
        act_undecided.contest(row.id, WHY, by=viewer(named))


def test_an_auditor_of_the_team_forges_no_decision_with_a_scan(app: Flask) -> None:
    case = builders.submit(builders.case())
    for by in ("auditor", "second_auditor", "head", "owner", "employee", "administrator"):
        with pytest.raises(NotAllowed, match="paper_by_another") as refused:
            builders.approve(case, by=by, **on_paper("privacy_manager"))
        assert sorted(refused.value.values["who"]) == ["宮下 恒一", "有賀 俊"]  # type: ignore[call-overload]
    assert case.state is CaseState.SUBMITTED


def test_where_nobody_at_the_top_is_left_no_paper_is_typed_in(app: Flask) -> None:
    builders.profile(Part.SECOND_APPROVAL)
    case = builders.case()
    session.add(AuditTeamMember(audit_id=1, person_id=3, position=2, units_then="教務部"))
    session.flush()
    builders.approve(builders.submit(case))
    with pytest.raises(NotAllowed, match="paper_by_nobody"):
        builders.approve(case, by="audit_manager", **on_paper("representative"))


def test_a_decision_on_the_screen_is_nobodys_to_contest(app: Flask) -> None:
    case = builders.approve(builders.submit(builders.case()))
    with pytest.raises(NotFound):
        act_undecided.contest(last(case.reference).id, WHY, by=viewer("privacy_manager"))
    assert [each for each in mailed.about(case.reference) if each.key == "paper_entered"] == []


def test_a_plan_that_was_carried_out_already_waits_with_nothing_reported(app: Flask) -> None:
    made, row = case_plan()
    assert isinstance(made, Case)
    builders.report(made)
    assert made.state is CaseState.REVIEWING
    assert act_undecided.contest(row.id, WHY, by=viewer("privacy_manager"))
    (action,) = Dossier(made).current.actions
    assert (made.state, action.done_on, made.done_on) == (CaseState.SUBMITTED, None, None)
    assert action.result, "what was typed is not lost"
    builders.approve(made)
    assert made.state is CaseState.DOING


def test_a_case_that_is_closed_is_open_again_with_its_findings(app: Flask) -> None:
    case = builders.case_in(CaseState.CLOSING)
    decided = Decided(Decision.APPROVED, closing.subject(Dossier(case)).digest)
    stamped = replace(decided, **on_paper("representative"))  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match="paper_by_nobody"):
        closing.decide(case, stamped, version=case.version, by=viewer("audit_manager"))
    # Whoever approved the plan has none of the hands left once they are no party to it any more.
    row = approvals.standing(case.reference, "plan-1")
    assert row is not None
    row.decided_by_id = IDS["other_head"]
    session.flush()
    closing.decide(case, stamped, version=case.version, by=viewer("privacy_manager"))
    finding = session.get_one(Finding, case.finding_id)
    assert (case.state, finding.state) == (CaseState.CLOSED, FindingState.SETTLED)
    assert act_undecided.contest(last(case.reference).id, WHY, by=viewer("representative"))
    assert (case.state, case.closed_on, finding.state) == (
        CaseState.CLOSING,
        None,
        FindingState.OPEN,
    )
    closing.decide(case, decided, version=case.version, by=viewer("representative"))
    assert (case.state, finding.state) == (CaseState.CLOSED, FindingState.SETTLED)


def test_a_plan_sent_back_in_their_name_waits_as_it_was_handed_in(app: Flask) -> None:
    case = builders.submit(builders.case())
    sent_back_on_paper(case)
    assert act_undecided.contest(last(case.reference).id, WHY, by=viewer("privacy_manager"))
    assert (case.state, case.turn_of_id) == (CaseState.SUBMITTED, IDS["privacy_manager"])
    builders.approve(case)
    assert case.state is CaseState.DOING


def test_a_plan_handed_in_anew_since_stays_where_it_is(app: Flask) -> None:
    case = builders.submit(builders.case())
    sent_back_on_paper(case)
    row = last(case.reference)
    builders.submit(case)
    assert not act_undecided.contest(row.id, WHY, by=viewer("privacy_manager"))
    assert case.state is CaseState.SUBMITTED
    builders.approve(case)


def test_a_version_that_was_denied_takes_its_clauses_back_and_is_approved_anew(app: Flask) -> None:
    made, row = policy_version()
    assert isinstance(made, PolicyVersion)
    assert act_undecided.contest(row.id, WHY, by=viewer("representative"))
    clauses = session.query(Requirement).filter_by(policy_version_id=made.id)
    assert (clauses.count(), made.approved_on) == (0, None)
    builders.decide_version(made)
    assert (made.state, clauses.count() > 0) == (VersionState.APPROVED, True)


def test_a_postponement_that_was_denied_moves_no_day(app: Flask) -> None:
    made, row = postponement()
    assert isinstance(made, PolicyReview)
    policy = builders.policy()
    assert policy.next_review_on == LATER
    act_undecided.contest(row.id, WHY, by=viewer("representative"))
    assert policy.next_review_on == made.due_on
    builders.decide_postponement(made)
    assert policy.next_review_on == LATER


def test_a_receipt_that_was_denied_opens_the_audit_again(app: Flask) -> None:
    audit, row = report_receipt()
    assert isinstance(audit, Audit)
    act_undecided.contest(row.id, WHY, by=viewer("representative"))
    assert (audit.closed_on, audit.closing_note) == (None, "")
    reporting.receive(audit)
    assert audit.state is AuditState.CLOSED


def test_with_the_leads_signature_all_that_rests_on_it_is_void(app: Flask) -> None:
    audit, row = report_signature()
    assert isinstance(audit, Audit)
    act_undecided.contest(row.id, WHY, by=viewer("auditor"))
    assert approvals.standing(audit.reference, APPROVAL) is None
    reporting.sign(audit)
    reporting.decide(audit)
    assert approvals.standing(audit.reference, RECEIPT) is None
    assert audit.state is AuditState.APPROVED


def test_rows_typed_in_from_a_paper_that_is_denied_are_open_again(
    app: Flask, tmp_path: Path
) -> None:
    audit = builders.audit()
    sheet = a_checklist.paper(tmp_path, audit, "audit_manager")
    a_checklist.record(audit, 1, Result.CONFORMS, by="audit_manager", sheet=sheet)
    row = standing(audit.reference, "sheet-1")
    trail.write_pending()
    assert list(act_proofs.verify()) == []
    assert (row.decided_by_id, row.entered_by_id) == (IDS["auditor"], IDS["audit_manager"])
    assert act_undecided.contest(row.id, WHY, by=viewer("auditor"))
    with pytest.raises(RuleBroken, match="sheet_void"):
        a_checklist.record(audit, 1, Result.CONFORMS, by="audit_manager", sheet=sheet)
    assert checklists.item(audit, 1).result is Result.NOT_YET


def test_audits_of_a_programme_that_was_denied_are_called_off_and_planned_anew(app: Flask) -> None:
    a_programme.none_yet()
    programme = a_programme.submitted()
    stamped = replace(a_programme.decision(programme), **on_paper("representative"))  # type: ignore[arg-type]
    by = viewer("privacy_manager")
    programme_teams.decide(programme, stamped, version=programme.version, by=by)
    planned = audits_of(programme)
    assert act_undecided.contest(last(programme.reference).id, WHY, by=viewer("representative"))
    assert programme.state is PlanState.SUBMITTED
    assert {each.state for each in planned} == {AuditState.CANCELLED}
    assert {each.closing_note for each in planned} == {WHY}
    again = a_programme.decision(programme)
    by = viewer("representative")
    programme_teams.decide(programme, again, version=programme.version, by=by)
    assert len(audits_of(programme)) == 2 * len(planned)


def sent_back_on_paper(case: Case) -> None:
    said = {"reason": "原因が人の不注意で止まっています。", **on_paper("privacy_manager")}
    decided = builders.decision(case, Decision.SENT_BACK, **said)
    plans.decide(case, decided, version=case.version, by=viewer("audit_manager"))


def audits_of(programme: Programme) -> list[Audit]:
    return session.query(Audit).filter_by(programme_id=programme.id).all()
