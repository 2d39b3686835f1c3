"""Records as tests need them, made by the use cases that make them in life."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from pms_tracker import clock
from pms_tracker.act.cases import case_figures, filing
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import effectiveness
from pms_tracker.act.effect.effectiveness import Done, Judged
from pms_tracker.act.plans import plans
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case, Verdict
from pms_tracker.act.teams import assignments
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.findings import disputes, grades
from pms_tracker.check.findings.findings import Observed
from pms_tracker.check.reports.earlier_audits import EARLIER_AUDITS
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.check.rules.dispute_rules import Ruling
from pms_tracker.check.rules.programme_rules import AuditTrigger
from pms_tracker.check.tables.audit_tables import Audit, Finding
from pms_tracker.check.tables.history_tables import PastAudit
from pms_tracker.database import session
from pms_tracker.kernel.profile import Part
from pms_tracker.people.changes import deputies
from pms_tracker.people.changes.deputies import Wanted
from pms_tracker.people.firm import company_profile, people
from pms_tracker.people.tables.people_tables import Deputy
from pms_tracker.plan.acknowledgements import announcements
from pms_tracker.plan.policies import (
    policies,
    policy_reviews,
    postponements,
    requirements,
    versions,
)
from pms_tracker.plan.policies.policy_reviews import Conclusion
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.plan.rules.policy_rules import Question, ReviewOutcome
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.plan.tables.policy_tables import Announcement, Policy, PolicyReview, PolicyVersion
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.plan.text import policy_text
from pms_tracker.registers import entries
from pms_tracker.tally import tallies
from pms_tracker.trail.trail import SYSTEM
from tests.act.plans.planned import action as action, plan as plan
from tests.cast import IDS, PROGRAMME_YEAR, TODAY, UNIT_IDS, viewer

AWAY = timedelta(days=6)
DISPUTE = "41枚のうち38枚は、まだ保管期限の内です。"
FACT = "受付の棚に、保管期限を過ぎた申込書41枚が鍵をかけずに置かれていた。"


def absent(
    principal: str, deputy: str, since_on: date = TODAY, until_on: date = TODAY + AWAY
) -> Deputy:
    """Somebody is away, as the representative enters it, and another stands in for them."""
    wanted = Wanted(IDS[deputy], since_on, until_on)
    return deputies.name(people.person(IDS[principal]), wanted, by=viewer("representative"))


def policy() -> Policy:
    return policies.listed()[0]


def requirement_ids() -> list[int]:
    return [each.id for each in requirements.of_edition(policies.in_force(policy().id).id)]


ANSWERS = dict.fromkeys(Question, "確かめた。")


def conclusion(outcome: ReviewOutcome = ReviewOutcome.UNCHANGED, **changes: object) -> Conclusion:
    """A review held today that answers every question."""
    end = Conclusion(outcome, "確かめた。", clock.today(), answers=ANSWERS)
    return replace(end, **changes)  # type: ignore[arg-type]


def review(
    outcome: ReviewOutcome = ReviewOutcome.UNCHANGED,
    by: str = "privacy_manager",
    inbox: dict[int, str] | None = None,
    **changes: object,
) -> PolicyReview:
    """A review of the cast's policy, concluded by the privacy manager."""
    of, end = policy(), conclusion(outcome, **changes)
    return policy_reviews.conclude(of, end, inbox or {}, version=of.version, by=viewer(by))


def draft(text: str, by: str = "privacy_manager", **changes: object) -> PolicyVersion:
    """A draft of the cast's policy, to come into force today."""
    written = versions.Written(policy_text.read(text), "改めた。", clock.today())
    return versions.start_draft(
        policy(),
        replace(written, **changes),  # type: ignore[arg-type]
        by=viewer(by),
    )


def submitted(text: str, by: str = "privacy_manager", **changes: object) -> PolicyVersion:
    made = draft(text, by, **changes)
    written = versions.Written(policy_text.read(made.text), made.reason, made.effective_on)
    versions.submit(policy(), made, written, version=made.version, by=viewer(by))
    return made


def decide_version(
    made: PolicyVersion,
    decision: Decision = Decision.APPROVED,
    by: str = "representative",
    **changes: object,
) -> PolicyVersion:
    decided = Decided(decision, versions.subject(policy(), made).digest)
    decided = replace(decided, **changes)  # type: ignore[arg-type]
    versions.decide(policy(), made, decided, version=made.version, by=viewer(by))
    return made


def new_version(text: str, **changes: object) -> PolicyVersion:
    """Another text of the cast's policy, approved by the representative, in force from today."""
    return decide_version(submitted(text, **changes))


def announced(
    edition: int | None = None,
    due_on: date = TODAY + timedelta(days=14),
    way: str = "朝礼とメール",
    by: str = "privacy_manager",
) -> Announcement:
    """The cast's policy made known: its version in force unless told otherwise."""
    made_known = edition or policies.in_force(policy().id).edition
    return announcements.announce(
        policy(), edition=made_known, due_on=due_on, way=way, by=viewer(by)
    )


def decide_postponement(
    asked: PolicyReview,
    decision: Decision = Decision.APPROVED,
    by: str = "representative",
    **changes: object,
) -> PolicyReview:
    decided = Decided(decision, postponements.subject(asked).digest)
    decided = replace(decided, **changes)  # type: ignore[arg-type]
    postponements.decide(policy(), asked, decided, by=viewer(by))
    return asked


def year_plan(
    *duties: dict[str, Any],
    year: int = PROGRAMME_YEAR,
    state: PlanState = PlanState.APPROVED,
    approved_on: date = TODAY,
) -> list[AnnualDuty]:
    """The duties of the plan of a year, each of what it says besides its place and its owner."""
    plan = AnnualPlan(fiscal_year=year, state=state, recorded_at=clock.now())
    plan.writer_ids = [IDS["privacy_manager"]]
    if state is PlanState.APPROVED:
        plan.submissions, plan.submitted_on, plan.approved_on = 1, approved_on, approved_on
    session.add(plan)
    session.flush()
    usual = {"plan_id": plan.id, "owner_id": IDS["privacy_manager"], "planned_on": approved_on}
    made = [AnnualDuty(**{**usual, "position": at, **its}) for at, its in enumerate(duties, 1)]
    session.add_all(made)
    session.flush()
    return made


def audit_plan(**changes: object) -> audits.Plan:
    wanted = audits.Plan(
        unit_id=UNIT_IDS["松本教室"],
        theme="申込書の取扱い",
        planned_on=TODAY,
        requirement_ids=requirement_ids()[:4],
        team_ids=[IDS["auditor"]],
        extra_because=AuditTrigger.OTHER,
        extra_reason="棚の入替えの後を見るため",
    )
    return replace(wanted, **changes)  # type: ignore[arg-type]


def audit(**changes: object) -> Audit:
    """A planned extra audit of 松本教室 by the auditor, of the first four clauses."""
    return assignments.plan(audit_plan(**changes), by=viewer("audit_manager"))


def begun(**changes: object) -> Audit:
    """An audit that its team has begun today."""
    made = audit(**changes)
    assignments.begin(made, by=viewer("auditor"))
    return made


def observed(**changes: object) -> Observed:
    seen = Observed(Grade.NONCONFORMITY, FACT, "写真2枚", clock.today())
    return replace(seen, **changes)  # type: ignore[arg-type]


def profile(*parts: Part) -> None:
    """Have the company use these parts of the full profile and no others."""
    company_profile.switch(parts, by=SYSTEM)


def finding(within: Audit | None = None, position: int = 1, **changes: object) -> Finding:
    """A finding filed by the auditor; a nonconformity unless told otherwise.

    Where the company does not use its grade, it does from then on.
    """
    grade = observed(**changes).grade
    if grade not in grades.offered():
        profile(*(company_profile.parts() ^ {Part.GRADES}))
    return filed(within, position, **changes)


def filed(within: Audit | None = None, position: int = 1, **changes: object) -> Finding:
    """A finding filed by the auditor as the company grades now."""
    within = within or audit()
    row = checklists.item(within, position)
    made, _case = filing.record(within, row, observed(**changes), by=viewer("auditor"))
    return made


def told(within: Audit | None = None, **changes: object) -> Finding:
    """A nonconformity that waits for its auditee, in a company that hears them."""
    profile(*company_profile.parts(), Part.DISPUTE)
    return finding(within, **changes)


def disputed(within: Audit | None = None, by: str = "head", **changes: object) -> Finding:
    made = told(within, **changes)
    disputes.dispute(made, reason=DISPUTE, version=made.version, by=viewer(by))
    return made


def ruled(made: Finding, ruling: Ruling, by: str = "audit_manager", **changes: object) -> Finding:
    decided = replace(disputes.Decided(ruling, "棚を見て、鍵の有無を確かめた。"), **changes)  # type: ignore[arg-type]
    filing.decide(made, decided, version=made.version, by=viewer(by))
    return made


def case(within: Audit | None = None, position: int = 1) -> Case:
    """A case waiting for its plan."""
    within = within or audit()
    row = checklists.item(within, position)
    _finding, opened = filing.record(within, row, observed(), by=viewer("auditor"))
    assert opened is not None
    return opened


def submit(case: Case, by: str = "head", **changes: object) -> Case:
    plans.submit(case, plan(**changes), version=case.version, by=viewer(by))
    return case


def decision(case: Case, made: Decision, **changes: object) -> Decided:
    digest = plans.subject(case, Dossier(case).current).digest
    return replace(Decided(made, digest), **changes)  # type: ignore[arg-type]


def approve(case: Case, by: str = "privacy_manager", **changes: object) -> Case:
    decided = decision(case, Decision.APPROVED, **changes)
    plans.decide(case, decided, version=case.version, by=viewer(by))
    return case


def send_back(
    case: Case, reason: str = "原因が人の不注意で止まっています。", by: str = "privacy_manager"
) -> Case:
    decided = decision(case, Decision.SENT_BACK, reason=reason)
    plans.decide(case, decided, version=case.version, by=viewer(by))
    return case


def report(case: Case, by: str = "owner") -> Case:
    done = Done("台帳に登録し、担当を決めた。", clock.today())
    effectiveness.report_done(case, done, version=case.version, by=viewer(by))
    return case


SEEN = {"how_seen": "棚と台帳を見た。", "data_seen": "11月の申込書40枚"}


def judge(
    case: Case,
    verdict: Verdict = Verdict.EFFECTIVE,
    by: str = "audit_manager",
    lesson_for: tuple[Inbox, ...] = (),
) -> Case:
    judged = Judged(verdict, "期限を過ぎた書類が0枚だった。", lesson_for=lesson_for, **SEEN)
    effectiveness.judge(case, judged, version=case.version, by=viewer(by))
    return case


# The part of the full profile that has a case pass through a state.
ASKED_BY = {
    CaseState.ENDORSED: (Part.SECOND_APPROVAL,),
    CaseState.CONFIRMING: (Part.DONE_CHECK,),
    CaseState.CLOSING: (Part.CLOSING_APPROVAL,),
}


def case_in(state: CaseState, within: Audit | None = None, position: int = 1) -> Case:
    """A case brought to a state by the moves that lead there."""
    made = case(within, position)
    if state is CaseState.PLANNING:
        return made
    kept = company_profile.parts()
    profile(*kept, *ASKED_BY.get(state, ()))
    submit(made)
    profile(*kept)
    if state is CaseState.SUBMITTED:
        return made
    if state is CaseState.SENT_BACK:
        return send_back(made)
    approve(made)
    if state in {CaseState.DOING, CaseState.ENDORSED}:
        return made
    report(made)
    return made if state in {CaseState.REVIEWING, CaseState.CONFIRMING} else judge(made)


def late(case: Case, days: int) -> None:
    """Take a case's step to be due before today, in the tallies as well."""
    counted = case_figures.keys(case)
    case.turn_due_on = TODAY - timedelta(days=days)
    session.flush()
    tallies.moved(counted, case_figures.keys(case))


def past_audit(held_on: date, unit_id: int | None = None, **told: Any) -> PastAudit:
    """An audit of an earlier year, brought over: of a unit, else of the rules."""
    values = {"held_on": held_on, "unit_id": unit_id, "auditors": "有賀", **told}
    made: PastAudit = entries.enter(EARLIER_AUDITS, values, by=None)
    return made
