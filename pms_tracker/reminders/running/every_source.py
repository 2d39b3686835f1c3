"""Every source of duties, by the phase of the cycle that its records belong to."""

from pms_tracker.act import case_duties
from pms_tracker.act.leaving import leaving_duties
from pms_tracker.act.management import review_duties
from pms_tracker.act.renewals import records_due, renewal_duties
from pms_tracker.act.teams import team_duties
from pms_tracker.check.audits import audit_duties
from pms_tracker.check.findings import dispute_duties
from pms_tracker.check.programmes import programme_duties
from pms_tracker.do.carried_out import exemptions
from pms_tracker.do.checks import check_duties
from pms_tracker.do.complaints import complaint_duties, complaints
from pms_tracker.do.contractors import contractor_duties, contractors, evaluations, left_duties
from pms_tracker.do.disclosure_requests import person_requests, publication_duties, request_duties
from pms_tracker.do.disposals import disposal_duties, disposals
from pms_tracker.do.incidents import incident_duties
from pms_tracker.do.ledger_facts import ledger_check_duties
from pms_tracker.do.logs import log_duties
from pms_tracker.do.pledges import pledge_duties
from pms_tracker.do.registers import ledger, provision_duties, purposes, risk_reviews, risks
from pms_tracker.do.reviews import ledger_review_duties
from pms_tracker.do.trainings import courses, training_duties, training_plans
from pms_tracker.do.uses import announcement_duties, use_duties, uses_beyond
from pms_tracker.duties.duty_sources import DutyKind
from pms_tracker.plan.acknowledgements import acknowledgement_duties
from pms_tracker.plan.changes import planned_changes
from pms_tracker.plan.documents import document_looks, documents, record_types
from pms_tracker.plan.laws import law_duties, laws
from pms_tracker.plan.policies import policy_duties
from pms_tracker.plan.years import year_duties
from pms_tracker.questionnaires import questionnaire_duties
from pms_tracker.reminders.running import operation_duties

PLAN, DO, CHECK, ACT = "plan", "do", "check", "act"
BY_PHASE = {
    PLAN: (
        policy_duties.POLICIES,
        policy_duties.REVIEWS,
        acknowledgement_duties.READING,
        year_duties.YEARS,
        laws.TO_FINISH,
        laws.TO_APPROVE,
        law_duties.TO_CHECK,
        documents.TO_APPROVE,
        document_looks.TO_LOOK,
        record_types.TO_APPROVE,
        planned_changes.TO_APPROVE,
        planned_changes.TO_CARRY_OUT,
    ),
    DO: (
        ledger.TO_APPROVE,
        ledger_check_duties.TO_MOVE,
        ledger_check_duties.TO_HANDLE,
        ledger_check_duties.TO_FINISH,
        purposes.TO_FINISH,
        purposes.TO_APPROVE,
        announcement_duties.TO_ANNOUNCE,
        uses_beyond.TO_APPROVE,
        use_duties.TO_END,
        risks.TO_FINISH,
        risks.TO_APPROVE,
        risk_reviews.TO_REVIEW,
        pledge_duties.PLEDGES_TO_COLLECT,
        leaving_duties.LEAVERS,
        provision_duties.PARTNERS_ABROAD,
        provision_duties.OPT_OUTS,
        contractors.TO_APPROVE,
        evaluations.TO_APPROVE,
        contractor_duties.TO_KEEP,
        contractor_duties.TO_CLOSE,
        left_duties.LEFT,
        disposals.TO_APPROVE,
        disposal_duties.OVERDUE,
        disposal_duties.RECORDS,
        person_requests.TO_APPROVE,
        request_duties.TO_DO,
        publication_duties.TO_SAY,
        check_duties.SHEETS,
        check_duties.TO_MEND,
        check_duties.EVERY_QUARTER,
        check_duties.TO_CONFIRM,
        exemptions.TO_APPROVE,
        log_duties.TO_RETURN,
        incident_duties.REPORTS,
        complaints.TO_APPROVE,
        complaint_duties.COMPLAINT_STEPS,
        complaint_duties.EVERY_MONTH,
        complaint_duties.TO_CONFIRM_REPORTS,
        ledger_review_duties.EVERY_YEAR,
        ledger_review_duties.REVIEWS,
        courses.TO_APPROVE,
        training_plans.TO_APPROVE,
        training_duties.TRAINING_STEPS,
        training_duties.LEARNING,
        questionnaire_duties.QUESTIONNAIRES,
    ),
    CHECK: (
        programme_duties.PROGRAMMES,
        programme_duties.EVERY_YEAR,
        audit_duties.AUDITS,
        dispute_duties.FINDINGS,
        team_duties.TEAMS,
    ),
    ACT: (
        case_duties.CASES,
        case_duties.REPORTS,
        review_duties.CONVENING,
        review_duties.REVIEWS,
        renewal_duties.RENEWALS_DUE,
        renewal_duties.REMARKS_DUE,
        records_due.RECORDS_DUE,
    ),
}
SOURCES = tuple(source for sources in BY_PHASE.values() for source in sources)
# Whose list a duty of each kind is in.
PHASE_OF = {
    told.key: phase
    for phase, sources in BY_PHASE.items()
    for source in sources
    for kind in source.kinds
    for told in kind.told
}
KINDS: dict[str, DutyKind] = {
    **{told.key: told for source in SOURCES for kind in source.kinds for told in kind.told},
    **{kind.key: kind for kind in operation_duties.KINDS},
}
