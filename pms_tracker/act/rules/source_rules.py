"""Rules of where cases come from: sources, the statement of one, the examiner's deadline."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.act.rules.case_rules import PLANNED, CaseState
from pms_tracker.check.rules.audit_rules import Grade, needs_corrective_action
from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.due_dates import EXAMINERS_ANSWER
from pms_tracker.kernel.eligible import Eligible, with_role
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Candidate, Role


class Source(StrEnum):
    """Where a nonconformity was found (発生源; P-mark practice, JIS Q 15001 10.2)."""

    INTERNAL_AUDIT = "internal_audit"
    OPERATION_CHECK = "operation_check"
    EXAMINATION = "examination"
    INCIDENT = "incident"
    COMPLAINT = "complaint"
    MANAGEMENT_REVIEW = "management_review"
    SELF_REPORT = "self_report"


@dataclass(frozen=True)
class Shared:
    """What is asked of a case whose findings are to be moved."""

    reference: str
    source: Source
    state: CaseState
    round: int
    unit_id: int


# A case of an audit is opened by its finding and by nothing else.
OPENED = tuple(source for source in Source if source is not Source.INTERNAL_AUDIT)
OPENERS = frozenset({Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER})


def check_opener(roles: Collection[Role]) -> None:
    """The privacy manager or the audit manager opens a case; raises NotAllowed."""
    if not OPENERS & frozenset(roles):
        raise NotAllowed("managers_open_cases")


def check_opened(source: Source, grade: Grade) -> None:
    """What is opened by hand is no audit's, and asks for corrective action. Raises BadInput."""
    if source not in OPENED:
        raise BadInput("audit_opens_by_finding")
    if not needs_corrective_action(grade):
        raise BadInput("grade_without_case")


def check_stated(requirement_id: int | None, rule: str) -> None:
    """A nonconformity names the requirement, one known here or in words (R5). Raises BadInput."""
    if requirement_id is None and not rule.strip():
        raise BadInput("rule_needed")


def check_dated(source: Source | None, examined_on: date | None) -> None:
    """What an examiner raised names the day of the examination. Raises BadInput."""
    if source is Source.EXAMINATION and examined_on is None:
        raise BadInput("examination_needs_day")


def check_answer_due(examined_on: date, due_on: date) -> None:
    """No answer is due before the examination. Raises RuleBroken."""
    if due_on < examined_on:
        raise RuleBroken("answer_before_examination")


def answer_due_on(
    examined_on: date, named_on: date | None, today: date, calendar: BusinessCalendar
) -> date:
    """By when the examiner is to be answered: the day they named, else three months later.

    Raises RuleBroken for an examination in the future or an answer due before it.
    """
    refuse_future(examined_on, today)
    if named_on is None:
        return EXAMINERS_ANSWER.due_on(examined_on, calendar)
    check_answer_due(examined_on, named_on)
    return named_on


def check_answered(examined_on: date, answered_on: date, today: date) -> None:
    """An examiner is answered after the examination and not in the future. Raises RuleBroken."""
    refuse_future(answered_on, today)
    check_answer_due(examined_on, answered_on)


def eligible_droppers(firm: Collection[Candidate], unit_id: int) -> Eligible:
    """Who withdraws a case that is no audit's: the privacy manager, never the auditee.

    Where the privacy manager is of the unit it is about, the audit manager, then the
    representative.
    """
    of_unit = frozenset(each.person_id for each in firm if unit_id in each.unit_ids)
    for role in (Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER, Role.REPRESENTATIVE):
        found = with_role(firm, role, of_unit)
        if found:
            return Eligible(found, barred=of_unit)
    return Eligible((), barred=of_unit)


def check_dropping(person_id: int, droppers: Eligible, reason: str) -> None:
    """Raises NotAllowed for anybody else than who may, RuleBroken without a reason."""
    if person_id not in droppers.person_ids:
        raise NotAllowed("withdrawn_by_another")
    if not reason.strip():
        raise RuleBroken("reason_needed")


def check_shareable(of: Collection[Shared]) -> None:
    """Findings share a case, or leave one, while it is planned for the first time, in one unit.

    Raises RuleBroken for a case of another source, one that is further on, or another unit.
    """
    for each in of:
        if each.source is not Source.INTERNAL_AUDIT:
            raise RuleBroken("only_audits_share", reference=each.reference)
        if each.state not in PLANNED or each.round > 1:
            raise RuleBroken("shared_while_planned", reference=each.reference)
    if len({each.unit_id for each in of}) > 1:
        raise RuleBroken("shared_in_one_unit")


def gravest(grades: Iterable[Grade]) -> Grade:
    """As grave as the gravest of what a case deals with; what nobody graded stands between."""
    return min(grades, key=(Grade.MAJOR, Grade.NONCONFORMITY, Grade.MINOR).index)


def check_part(chosen: Collection[int], held: Collection[int], reason: str) -> None:
    """Some findings of a case leave it and some stay, for a reason. Raises BadInput."""
    if not chosen or not set(chosen) < set(held):
        raise BadInput("some_leave_some_stay")
    check_reason(reason)


def check_reason(reason: str) -> None:
    """Raises BadInput where none is given."""
    if not reason.strip():
        raise BadInput("reason_needed")


def to_ask(firm: Collection[Candidate]) -> Eligible:
    """Whose matters from outside are: the privacy manager's; where there is none, the
    representative's."""
    found = with_role(firm, Role.PRIVACY_MANAGER, ()) or with_role(firm, Role.REPRESENTATIVE, ())
    return Eligible(found)
