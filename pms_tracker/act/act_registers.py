"""Every declared register of the firm, in the order in which they are shown; of all phases."""

from pms_tracker.act.renewals.examiner_remarks import REMARKS
from pms_tracker.act.renewals.renewals import RENEWALS
from pms_tracker.check.audits.auditor_trainings import TRAININGS
from pms_tracker.check.reports.earlier_audits import EARLIER_AUDITS
from pms_tracker.do.carried_out.exemptions import EXEMPTIONS
from pms_tracker.do.checks.check_faults import FAULTS
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.contractors.client_works import CLIENT_WORKS
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.contractors.evaluations import EVALUATIONS
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.disposals.disposals import DISPOSALS
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.logs.assets import ASSETS
from pms_tracker.do.logs.carry_outs import CARRY_OUTS
from pms_tracker.do.logs.visits import VISITS
from pms_tracker.do.pledges.pledges import PLEDGES
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.provisions import PROVISIONS
from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.do.trainings.training_plans import TRAININGS as TRAINING_PLANS
from pms_tracker.do.uses.acquisition_notices import ACQUISITION_NOTICES
from pms_tracker.do.uses.uses_beyond import USES_BEYOND
from pms_tracker.kernel.references import Kind
from pms_tracker.plan.changes.planned_changes import CHANGES
from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.plan.documents.record_types import RECORD_TYPES
from pms_tracker.plan.laws.laws import LAWS
from pms_tracker.registers.register import Register

REGISTERS: tuple[Register, ...] = (
    *(LAWS, DOCUMENTS, RECORD_TYPES, CHANGES),
    *(LEDGER, PURPOSES, ACQUISITION_NOTICES, USES_BEYOND, RISKS, PROVISIONS),
    *(CONTRACTORS, EVALUATIONS, CLIENT_WORKS, DISPOSALS),
    *(COURSES, TRAINING_PLANS, CHECKS, FAULTS, EXEMPTIONS, ASSETS, CARRY_OUTS, VISITS),
    *(REQUESTS, COMPLAINTS, INCIDENTS, PLEDGES, EARLIER_AUDITS, TRAININGS),
    *(RENEWALS, REMARKS),
)
BY_KIND: dict[Kind, Register] = {each.kind: each for each in REGISTERS if each.kind is not None}
