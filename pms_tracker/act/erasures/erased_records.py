"""What may be erased of findings, cases and reports, and wherever else their words stand."""

from collections.abc import Collection, Iterable
from typing import Any

from pms_tracker.act.act_registers import BY_KIND
from pms_tracker.act.cases import cases, grounds
from pms_tracker.act.cases.dossier import rounds_of
from pms_tracker.act.elsewhere import elsewhere_questions
from pms_tracker.act.erasures import erased_copies
from pms_tracker.act.erasures.erased_copies import ACTION_FIELDS, ANALYSIS, ANSWERED, ASKED
from pms_tracker.act.tables.action_tables import CaseAction, DueChange
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.act.tables.incoming_tables import IncomingReport
from pms_tracker.act.tables.source_tables import CaseStatement
from pms_tracker.approvals import approvals
from pms_tracker.check.erasures import report_erasure
from pms_tracker.check.findings.hearings import answer_of
from pms_tracker.check.rules.dispute_rules import Ruling
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.do.disclosure_requests import request_erasure
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.incidents import incident_erasure
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.do.tables.request_tables import PersonRequest
from pms_tracker.kernel.references import Kind
from pms_tracker.plan.policies import review_inputs
from pms_tracker.plan.years import lessons
from pms_tracker.registers import entries
from pms_tracker.registers.register import Register
from pms_tracker.trail import trail

FINDING_FIELDS = ("fact", "evidence", "withdrawal", "dispute", "grounds")
# What stands in the auditee's answer and its decision, not on the finding itself.
HEARD = ("dispute", "grounds")
SEEN = ("how_seen", "data_seen", "grounds", "lesson")
ROUND_FIELDS = ("correction", "cause", *ANALYSIS, *ASKED, "spread", *SEEN)
# What a case states itself, where no audit found it.
STATED = ("fact", "evidence")
CASE_FIELDS = (
    *STATED,
    *("correction", "cause", *ANALYSIS, "action", "spread"),
    *(*ASKED, ANSWERED),
    *ACTION_FIELDS[1:],
    *SEEN,
    "withdrawal",
    "reason",
)
FIELDS = {
    Kind.FINDING: FINDING_FIELDS,
    Kind.CASE: CASE_FIELDS,
    Kind.REPORT: erased_copies.REPORT_FIELDS,
    **{kind: entries.erasable(register) for kind, register in BY_KIND.items()},
    Kind.INCIDENT: (*entries.erasable(INCIDENTS), *incident_erasure.FIELDS),
    Kind.PERSON_REQUEST: (*entries.erasable(REQUESTS), *request_erasure.FIELDS),
}
# What contents are erased of, beside the files of what is planned.
Record = Finding | Case | IncomingReport | Incident | PersonRequest
REGISTER_OF = {register.table: register for register in BY_KIND.values()}
# A lesson that nobody wrote is made of cause and action, so it goes with them.
WITH_LESSON = frozenset({"cause", "action", "lesson"})


def holds(record: Record, field: str) -> bool:
    """Whether a record says anything in a field."""
    register = REGISTER_OF.get(type(record))
    if isinstance(record, Incident | PersonRequest) or register is not None:
        return _entry_holds(record, register, field)
    if isinstance(record, IncomingReport):
        return erased_copies.holds(record, field)
    known = FINDING_FIELDS if isinstance(record, Finding) else CASE_FIELDS
    if field not in known:
        return False
    if isinstance(record, Finding) and field in HEARD:
        answer = answer_of(record.id)
        return answer is not None and bool(getattr(answer, field))
    if isinstance(record, Finding) or field == "withdrawal":
        return bool(getattr(record, field))
    return _case_holds(record, field)


def _entry_holds(row: Any, register: Register | None, field: str) -> bool:
    if isinstance(row, Incident):
        return incident_erasure.holds(row, field)
    if isinstance(row, PersonRequest):
        return request_erasure.holds(row, field)
    return register is not None and entries.holds(register, row, field)


def _case_holds(case: Case, field: str) -> bool:
    if field == "reason":
        decided = bool(_moves_of(case)) or approvals.has_reasons(case.reference)
        return decided or erased_copies.says_why_shared(case)
    if field in STATED:
        return grounds.statement_of(case) is not None
    here = any(getattr(each, field) for each in _holders(case, field))
    return here or (field == ANSWERED and elsewhere_questions.answered(case))


def _holders(case: Case, field: str) -> list[CaseRound | CaseAction]:
    """Where a field of a case stands; the action names the cause that it removes once more."""
    rounds = rounds_of(case.id)
    on_rounds = field in ROUND_FIELDS
    on_actions = field in (*ACTION_FIELDS, "cause")
    return [*(rounds if on_rounds else ()), *(_actions_of(rounds) if on_actions else ())]


def erase(record: Record, field: str, tombstone: str) -> None:
    """Put a tombstone in a field, in what repeats it, and in what the trail says of it."""
    if isinstance(record, Incident):
        incident_erasure.erase(record, field, tombstone)
        return
    if isinstance(record, PersonRequest):
        request_erasure.erase(record, field, tombstone)
        return
    register = REGISTER_OF.get(type(record))
    if register is not None:
        entries.erase(register, record, field, tombstone)
        return
    if isinstance(record, IncomingReport):
        erased_copies.erase_of_report(record, field, tombstone)
    elif isinstance(record, Finding):
        _erase_of_finding(record, field, tombstone)
    else:
        _erase_of_case(record, field, tombstone)
    record.version += 1
    session.flush()
    trail.erase_values(record.reference, field)


def _erase_of_finding(finding: Finding, field: str, tombstone: str) -> None:
    case = cases.of_finding(finding.id)
    if field == "withdrawal" and case is not None and case.withdrawal == finding.withdrawal:
        # Finding and case were withdrawn in one act, for the same reason.
        erase(case, field, tombstone)
    answer = answer_of(finding.id)
    if field in {"withdrawal", "grounds"} and answer and answer.ruling is Ruling.WITHDRAWN:
        # Withdrawn by the decision of a dispute, in the words of its grounds.
        answer.grounds = finding.withdrawal = tombstone
        trail.erase_values(finding.reference, "withdrawal")
        trail.erase_values(finding.reference, "grounds")
    if field in HEARD:
        setattr(answer, field, tombstone)
        return
    report_erasure.erase(finding, field, tombstone)
    setattr(finding, field, tombstone)
    finding.search_text = ""
    if field == "fact":
        finding.title = tombstone
        if case is not None:
            case.search_text = ""
        # One that several findings share bears the title of the one that opened it.
        erased_copies.erase_titles(finding, tombstone)


def _erase_of_case(case: Case, field: str, tombstone: str) -> None:
    if field in {"withdrawal", "reason"}:
        erased_copies.erase_why_shared(case, field, tombstone)
    if field == "withdrawal":
        case.withdrawal = tombstone
        return
    said = grounds.statement_of(case)
    if field in STATED and said is not None:
        _erase_stated(case, said, field, tombstone)
        return
    if field == "reason":
        approvals.replace_reasons(case.reference, tombstone)
        for change in _moves_of(case):
            change.reason = tombstone
        return
    fields = {field, "lesson"} if field in WITH_LESSON else {field}
    for name in fields:
        _empty(_holders(case, name), name, tombstone)
    if field == "action":
        trail.erase_values(case.reference, "more_actions")
    erased_copies.erase_kept(case, field, tombstone)
    if field in WITH_LESSON:
        lessons.erase(case.reference, tombstone)
        trail.erase_values(case.reference, "lesson")
        laid = review_inputs.from_record(case.reference)
        if laid is not None:
            laid.text = tombstone


def _erase_stated(case: Case, said: CaseStatement, field: str, tombstone: str) -> None:
    told = erased_copies.report_with(case, said.fact) if field == "fact" else None
    setattr(said, field, tombstone)
    case.search_text = ""
    case.title = tombstone if field == "fact" else case.title
    if told is not None:
        erase(told, "text", tombstone)


def _actions_of(rounds: Iterable[CaseRound]) -> list[CaseAction]:
    return [action for each in rounds for action in each.actions]


def _moves_of(case: Case) -> list[DueChange]:
    return [change for each in _actions_of(rounds_of(case.id)) for change in each.due_changes]


def _empty(holders: Collection[CaseRound | CaseAction], name: str, tombstone: str) -> None:
    for each in holders:
        held = getattr(each, name)
        if held:
            erased = dict.fromkeys(held, tombstone) if isinstance(held, dict) else tombstone
            setattr(each, name, erased)
