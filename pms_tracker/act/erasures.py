"""Erasing contents, never records: agreed by both managers; a tombstone stays, the chain holds."""

from collections.abc import Collection, Iterable
from pathlib import Path

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act import (
    cases,
    elsewhere_questions,
    erased_copies,
    grounds,
    reports_in,
    rules,
)
from pms_tracker.act import reviews as management_reviews
from pms_tracker.act.action_models import CaseAction, DueChange
from pms_tracker.act.dossier import rounds_of
from pms_tracker.act.erased_copies import ACTION_FIELDS, ANALYSIS, ANSWERED, ASKED
from pms_tracker.act.models import Case, CaseRound, Erasure
from pms_tracker.act.report_models import IncomingReport
from pms_tracker.act.source_models import CaseStatement
from pms_tracker.approvals import approvals
from pms_tracker.check import findings, programmes, report_erasure
from pms_tracker.check.dispute_rules import Ruling
from pms_tracker.check.hearings import answer_of
from pms_tracker.check.models import Finding
from pms_tracker.database import session
from pms_tracker.desk import drafts
from pms_tracker.evidence import evidence
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken
from pms_tracker.kernel.references import Kind, Reference, parse_reference
from pms_tracker.people import people
from pms_tracker.people.people import Viewer
from pms_tracker.plan import inputs, lessons, policies, reviews, years
from pms_tracker.trail import trail

# What stands where something was erased; no language, so that nobody takes it for content.
TOMBSTONE = "[×]"

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
}
# What contents are erased of, beside the files of what is planned.
Record = Finding | Case | IncomingReport
# A lesson that nobody wrote is made of cause and action, so it goes with them.
WITH_LESSON = frozenset({"cause", "action", "lesson"})


def ask(
    reference: Reference, *, field: str, file_number: int | None, reason: str, by: Viewer
) -> Erasure:
    """Ask for a field of a finding or case to be erased, or a file of these or of what is planned.

    Raises BadInput for a field that is empty or cannot be erased or a missing reason, NotFound for
    a record the person may not know of.
    """
    rules.check_asked(field, file_number, reason)
    check_known(reference, by)
    if field and not (reference.kind in FIELDS and _holds(_record(reference, by), field)):
        raise BadInput("nothing_to_erase")
    if file_number is not None:
        evidence.file(str(reference), file_number)
    row = Erasure(
        reference=str(reference),
        field=field,
        file_number=file_number,
        reason=reason.strip(),
        asked_by_id=by.person_id,
        asked_at=clock.now(),
    )
    session.add(row)
    session.flush()
    changes = {"field": (None, field or f"file {file_number}")}
    trail.note(str(reference), "erasure_asked", by=by.actor, changes=changes)
    return row


def agree(erasure_id: int, folder: Path, *, by: Viewer) -> Erasure:
    """Agree to an erasure as the other manager, and erase.

    Raises NotFound where it is not waiting, RuleBroken where the other role did not ask for it.
    """
    row = session.get(Erasure, erasure_id, with_for_update=True)
    if row is None or row.erased_at is not None:
        raise NotFound("no_such_erasure")
    if row.asked_by_id == by.person_id:
        raise RuleBroken("erasure_needs_both")
    rules.check_agreement(people.viewer(row.asked_by_id).roles, by.roles)
    reference = parse_reference(row.reference)
    if reference is None:
        raise NotFound("no_such_record", reference=row.reference)
    if row.file_number is not None:
        _erase_file(row.reference, row.file_number, folder)
    else:
        _erase_field(_record(reference, by), row.field)
    drafts.drop_about([row.reference])
    row.agreed_by_id = by.person_id
    row.erased_at = clock.now()
    session.flush()
    changes = {"field": (None, row.field or f"file {row.file_number}")}
    trail.note(row.reference, "erased", by=by.actor, changes=changes)
    return row


def waiting() -> list[Erasure]:
    """Requests that wait for the other manager, oldest first."""
    statement = select(Erasure).where(Erasure.erased_at.is_(None)).order_by(Erasure.id)
    return list(session.scalars(statement))


def done(limit: int = 50) -> list[Erasure]:
    """What was erased, newest first."""
    statement = select(Erasure).where(Erasure.erased_at.is_not(None))
    return list(session.scalars(statement.order_by(Erasure.id.desc()).limit(limit)))


def check_known(reference: Reference, by: Viewer) -> None:
    """Raises NotFound for a record without anything to erase, or that the person may not know of.

    Of what is planned or reviewed only files are erased: signed lists, and scans of decisions.
    """
    if reference.kind is Kind.POLICY:
        policies.by_reference(reference)
    elif reference.kind is Kind.POLICY_REVIEW:
        reviews.by_reference(reference)
    elif reference.kind is Kind.ANNUAL_PLAN:
        years.by_reference(reference, seen_by=by)
    elif reference.kind is Kind.MANAGEMENT_REVIEW:
        management_reviews.by_reference(reference, seen_by=by)
    elif reference.kind is Kind.PROGRAMME:
        programmes.by_reference(reference, seen_by=by)
    else:
        _record(reference, by)


def _record(reference: Reference, by: Viewer) -> Record:
    if reference.kind is Kind.FINDING:
        return findings.by_reference(reference, seen_by=by, for_update=True)
    if reference.kind is Kind.REPORT:
        return reports_in.by_reference(reference, seen_by=by, for_update=True)
    return cases.by_reference(reference, seen_by=by, for_update=True)


def _holds(record: Record, field: str) -> bool:
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


def _erase_file(reference: str, number: int, folder: Path) -> None:
    row = evidence.file(reference, number)
    name = row.name
    evidence.erase(reference, number, folder)
    row.name = TOMBSTONE
    trail.erase_values(reference, "file", only=name)


def _erase_field(record: Record, field: str) -> None:
    if isinstance(record, IncomingReport):
        erased_copies.erase_of_report(record, field, TOMBSTONE)
    elif isinstance(record, Finding):
        _erase_of_finding(record, field)
    else:
        _erase_of_case(record, field)
    record.version += 1
    session.flush()
    trail.erase_values(record.reference, field)


def _erase_of_finding(finding: Finding, field: str) -> None:
    case = cases.of_finding(finding.id)
    if field == "withdrawal" and case is not None and case.withdrawal == finding.withdrawal:
        # Finding and case were withdrawn in one act, for the same reason.
        _erase_field(case, field)
    answer = answer_of(finding.id)
    if field in {"withdrawal", "grounds"} and answer and answer.ruling is Ruling.WITHDRAWN:
        # Withdrawn by the decision of a dispute, in the words of its grounds.
        answer.grounds = finding.withdrawal = TOMBSTONE
        trail.erase_values(finding.reference, "withdrawal")
        trail.erase_values(finding.reference, "grounds")
    if field in HEARD:
        setattr(answer, field, TOMBSTONE)
        return
    report_erasure.erase(finding, field, TOMBSTONE)
    setattr(finding, field, TOMBSTONE)
    finding.search_text = ""
    if field == "fact":
        finding.title = TOMBSTONE
        if case is not None:
            case.search_text = ""
        # One that several findings share bears the title of the one that opened it.
        erased_copies.erase_titles(finding, TOMBSTONE)


def _erase_of_case(case: Case, field: str) -> None:
    if field in {"withdrawal", "reason"}:
        erased_copies.erase_why_shared(case, field, TOMBSTONE)
    if field == "withdrawal":
        case.withdrawal = TOMBSTONE
        return
    said = grounds.statement_of(case)
    if field in STATED and said is not None:
        _erase_stated(case, said, field)
        return
    if field == "reason":
        approvals.replace_reasons(case.reference, TOMBSTONE)
        for change in _moves_of(case):
            change.reason = TOMBSTONE
        return
    fields = {field, "lesson"} if field in WITH_LESSON else {field}
    for name in fields:
        _empty(_holders(case, name), name)
    if field == "action":
        trail.erase_values(case.reference, "more_actions")
    erased_copies.erase_kept(case, field, TOMBSTONE)
    if field in WITH_LESSON:
        lessons.erase(case.reference, TOMBSTONE)
        trail.erase_values(case.reference, "lesson")
        laid = inputs.from_record(case.reference)
        if laid is not None:
            laid.text = TOMBSTONE


def _erase_stated(case: Case, said: CaseStatement, field: str) -> None:
    told = erased_copies.report_with(case, said.fact) if field == "fact" else None
    setattr(said, field, TOMBSTONE)
    case.search_text = ""
    case.title = TOMBSTONE if field == "fact" else case.title
    if told is not None:
        _erase_field(told, "text")


def _actions_of(rounds: Iterable[CaseRound]) -> list[CaseAction]:
    return [action for each in rounds for action in each.actions]


def _moves_of(case: Case) -> list[DueChange]:
    return [change for each in _actions_of(rounds_of(case.id)) for change in each.due_changes]


def _empty(holders: Collection[CaseRound | CaseAction], name: str) -> None:
    for each in holders:
        held = getattr(each, name)
        if held:
            erased = dict.fromkeys(held, TOMBSTONE) if isinstance(held, dict) else TOMBSTONE
            setattr(each, name, erased)
