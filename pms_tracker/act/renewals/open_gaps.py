"""What of today an examiner would find: offices that nobody holds, policies without a text, entries
that were never approved, findings that led nowhere, and whatever is overdue, by subject."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, literal, select

from pms_tracker.act.rules.renewal.readiness_rules import Proof, Subject
from pms_tracker.act.tables.source_tables import CaseFinding
from pms_tracker.check.rules.audit_rules import NONCONFORMITIES
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.pledges import pledge_duties
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules.pledge_rules import collect_by
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.duties import reading
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import TOP_ROLES
from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.plan.rules.policy_rules import VersionState
from pms_tracker.plan.tables.policy_tables import Policy, PolicyVersion
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.registers.register import Register

# References that one line names before it says that there are more.
NAMED = 5
# What is overdue, by the subject under which an examiner asks for it.
OVERDUE: Mapping[Subject, tuple[str, ...]] = {
    Subject.POLICY_TEXT: ("review_policy", "submit_policy", "decide_policy"),
    Subject.PURPOSES: ("approve_purpose", "announce_purpose", "confirm_purpose_drafts"),
    Subject.LEDGER: (
        *("approve_ledger", "open_ledger_review", "answer_ledger_review"),
        *("confirm_ledger_review", "close_ledger_review", "move_ledger", "hand_in_handling"),
        *("check_left_contractor", "confirm_ledger_drafts"),
    ),
    Subject.RISKS: ("approve_risks", "review_risks", "confirm_risk_drafts"),
    Subject.DOCUMENTS: ("approve_documents", "approve_record_types", "look_at_documents"),
    Subject.AMENDMENTS: ("approve_laws", "meet_law_impact", "reflect_law", "confirm_law_drafts"),
    Subject.CHANGES: ("approve_changes", "meet_change_impact", "close_change"),
    Subject.PLEDGES: ("collect_pledges",),
    Subject.TRAININGS: (
        *("approve_courses", "approve_trainings", "start_training", "take_training"),
        *("collect_training", "retry_training", "report_training", "confirm_training_report"),
    ),
    Subject.ENTRUSTING: (
        *("approve_contractors", "approve_evaluations", "renew_contract", "renew_certificate"),
        *("meet_conditions", "end_exception", "check_abroad", "approve_use_beyond"),
        *("end_use_beyond", "approve_entrusted", "stop_contractor"),
    ),
    Subject.CHECKS: (
        *("fill_in_check", "read_check_sheet", "mend_check_fault", "judge_check_fault"),
        *("report_checks", "confirm_check_report", "return_carried_out", "approve_exemptions"),
    ),
    Subject.DISPOSALS: (
        *("approve_disposals", "record_disposal", "dispose", "release_disposal"),
        *("prove_disposal", "destroy_identity_copy", "record_records_disposal"),
    ),
    Subject.REQUESTS: (
        *("approve_person_requests", "search_for_request", "answer_person_request"),
        *("send_interim_letter", "send_request_answer", "close_person_request"),
    ),
    Subject.COMPLAINTS: (
        *("approve_complaint_answer", "answer_complaint", "close_complaint", "report_complaints"),
        *("judge_complaint", "check_contact_desk", "confirm_complaint_report"),
    ),
    Subject.INCIDENTS: (
        *("judge_incident", "report_incident_first", "report_incident_final", "decide_incident"),
        "close_incident",
    ),
    Subject.AUDITS: ("carry_out_audit", "finish_audit", "approve_report", "receive_report"),
    Subject.FINDINGS: ("answer_finding", "decide_dispute", "answer_remark"),
    Subject.CASES: (
        *("plan_case", "replan_case", "decide_case", "do_case", "judge_case", "confirm_case"),
        *("close_case", "answer_examiner", "answer_elsewhere", "answer_instruction"),
    ),
    Subject.DECISIONS: ("write_minutes", "sign_minutes", "carry_out_decision"),
}
# What counts once it was approved: an entry that never was is no proof of anything.
APPROVED: Mapping[Subject, Register] = {
    Subject.PURPOSES: PURPOSES,
    Subject.LEDGER: LEDGER,
    Subject.RISKS: RISKS,
    Subject.DOCUMENTS: DOCUMENTS,
    Subject.ENTRUSTING: CONTRACTORS,
    Subject.TRAININGS: COURSES,
}
# What no company is without: that nothing is open of none does not mean that all is there.
EVERYBODYS: Mapping[Subject, ColumnElement[bool]] = {
    Subject.POLICY_TEXT: PolicyVersion.state == VersionState.APPROVED,
    **{
        subject: APPROVED[subject].column("state").in_(IN_FORCE)
        for subject in (Subject.PURPOSES, Subject.LEDGER, Subject.RISKS, Subject.DOCUMENTS)
    },
}


def found(today: date) -> Iterator[tuple[Subject, list[str]]]:
    """Every subject of today with the references of what is missing, the longest overdue first."""
    lacks: dict[Subject, list[str]] = defaultdict(list)
    lacks[Subject.APPOINTMENTS] += _vacant(today)
    lacks[Subject.POLICY_TEXT] += _without_text(today)
    lacks[Subject.FINDINGS] += _without_case()
    lacks[Subject.PLEDGES] += _without_pledge(today)
    for subject, register in APPROVED.items():
        lacks[subject] += _never_approved(register)
    by_kind = {kind: subject for subject, kinds in OVERDUE.items() for kind in kinds}
    yesterday = today - timedelta(days=1)
    for duty in reading.due(yesterday, kinds=by_kind.keys()):
        # What no record is there for yet is called by what is to be done.
        name = duty.reference or duty.title or duty.kind
        its = name.split(reading.BETWEEN)
        lacks[by_kind[duty.kind]] += [each for each in its if not each.startswith("…")]
    for subject in (Subject.APPOINTMENTS, *OVERDUE):
        yield subject, list(dict.fromkeys(lacks[subject]))


def proofs(today: date) -> Iterator[Proof]:
    """What is missing today, as readiness tells it."""
    for subject, lacks in found(today):
        more = ("…",) if len(lacks) > NAMED else ()
        is_there = subject not in EVERYBODYS or _has(EVERYBODYS[subject])
        none_kept = subject is Subject.PLEDGES and not pledge_duties.are_kept()
        named = *lacks[:NAMED], *more
        yield Proof(subject, None, lacks=named, is_there=is_there, none_kept=none_kept)


def _has(one: ColumnElement[bool]) -> bool:
    return session.scalar(select(literal(1)).where(one).limit(1)) is not None


def _vacant(today: date) -> Iterable[str]:
    """The offices without which a system has no answer (J.2.3.1), by their keys."""
    firm = Firm(today)
    return [role.value for role in sorted(TOP_ROLES) if not firm.holders(role)]


def _without_text(today: date) -> Iterable[str]:
    """Policies of which no version is in force."""
    in_force = select(PolicyVersion.policy_id).where(
        PolicyVersion.state == VersionState.APPROVED, PolicyVersion.effective_on <= today
    )
    its = select(Policy).where(Policy.id.not_in(in_force)).order_by(Policy.number)
    return [each.reference for each in session.scalars(its)]


def _never_approved(register: Register) -> Iterable[str]:
    """Entries that are drafted or wait, of which nothing was in force yet."""
    its = select(register.table).where(
        register.column("state").in_((Standing.DRAFT, Standing.WAITING)),
        register.column(register.retired) == "",
    )
    rows = session.scalars(its.order_by(register.column("id")))
    return [register.name_of(each) for each in rows]


def _without_pledge(today: date) -> Iterable[str]:
    """Who works here and signed no pledge in the days that anybody has, however lately the company
    began to keep them: an examiner asks for everybody's."""
    members = Firm(today).members
    for each, _by in pledge_duties.outstanding():
        who = members.get(each.person_id)
        if who is not None and who.here and collect_by(each, date.min) < today:
            yield who.name


def _without_case() -> Iterable[str]:
    """Nonconformities that were filed and lead to no corrective action."""
    dealt_with = select(CaseFinding.finding_id)
    its = select(Finding).where(
        Finding.grade.in_(NONCONFORMITIES), Finding.withdrawal == "", Finding.id.not_in(dealt_with)
    )
    return [each.reference for each in session.scalars(its.order_by(Finding.id))]
