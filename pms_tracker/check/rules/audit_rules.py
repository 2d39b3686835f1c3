"""Rules of check: the states of audits and findings, and what each grade asks for."""

import re
from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import EXCUSABLE, Candidate, Role, bar_to_auditing
from pms_tracker.kernel.workflow import Workflow


class AuditKind(StrEnum):
    """The two audits of P-mark practice (J.6.2): practice in every unit, rules in one go."""

    OPERATION = "operation"
    CONFORMITY = "conformity"


class AuditState(StrEnum):
    PLANNED = "planned"
    NOTIFIED = "notified"
    UNDER_WAY = "under_way"
    REPORTED = "reported"
    APPROVED = "approved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class AuditMove(StrEnum):
    NOTIFY = "notify"
    START = "start"
    REPORT = "report"
    # The lead is the audit manager: no second signature of the same person.
    REPORT_STRAIGHT = "report_straight"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    RECEIVE = "receive"
    CANCEL = "cancel"


AUDIT = Workflow(
    "audit",
    AuditState.PLANNED,
    {
        (AuditState.PLANNED, AuditMove.NOTIFY): AuditState.NOTIFIED,
        # Unannounced, at short notice, or entered from paper.
        (AuditState.PLANNED, AuditMove.START): AuditState.UNDER_WAY,
        (AuditState.PLANNED, AuditMove.CANCEL): AuditState.CANCELLED,
        (AuditState.NOTIFIED, AuditMove.START): AuditState.UNDER_WAY,
        (AuditState.NOTIFIED, AuditMove.CANCEL): AuditState.CANCELLED,
        (AuditState.UNDER_WAY, AuditMove.REPORT): AuditState.REPORTED,
        (AuditState.UNDER_WAY, AuditMove.REPORT_STRAIGHT): AuditState.APPROVED,
        (AuditState.UNDER_WAY, AuditMove.CANCEL): AuditState.CANCELLED,
        (AuditState.REPORTED, AuditMove.APPROVE): AuditState.APPROVED,
        (AuditState.REPORTED, AuditMove.SEND_BACK): AuditState.UNDER_WAY,
        (AuditState.APPROVED, AuditMove.SEND_BACK): AuditState.UNDER_WAY,
        (AuditState.APPROVED, AuditMove.RECEIVE): AuditState.CLOSED,
    },
)


# Still to be carried out, and open to results and findings until it is reported.
BEFORE_THE_DAY = (AuditState.PLANNED, AuditState.NOTIFIED)
OPEN = (*BEFORE_THE_DAY, AuditState.UNDER_WAY)
# Audits in hand: still to be carried out, or to be finished.
IN_HAND = tuple(state for state in AuditState if state not in AUDIT.ends())


# An audit is reported within a fortnight of the audit day: calendar days, closed days count.
DAYS_TO_FINISH = timedelta(days=14)


def audit_due_on(
    state: AuditState, planned_on: date, held_on: date | None, signature_due_on: date | None = None
) -> date | None:
    """By when the next step of an audit is due; None once over.

    To hold it, then to report it, then each further signature of the report.
    """
    if state in BEFORE_THE_DAY:
        return planned_on
    if state not in IN_HAND or held_on is None:
        return None
    return signature_due_on or held_on + DAYS_TO_FINISH


class Result(StrEnum):
    """The result of one checklist row; not yet asked is no result (R1)."""

    NOT_YET = "not_yet"
    CONFORMS = "conforms"
    NONCONFORMING = "nonconforming"
    OBSERVATION = "observation"
    OPPORTUNITY = "opportunity"
    GOOD_PRACTICE = "good_practice"
    NOT_APPLICABLE = "not_applicable"
    NOT_SAMPLED = "not_sampled"


class Grade(StrEnum):
    """Grades of findings. Light: 不適合, 観察事項, 良好な点 (P-mark practice); full: the others."""

    NONCONFORMITY = "nonconformity"
    MAJOR = "major"
    MINOR = "minor"
    OBSERVATION = "observation"
    OPPORTUNITY = "opportunity"
    GOOD_PRACTICE = "good_practice"


# What the light profile offers, the graver first.
LIGHT_GRADES = (Grade.NONCONFORMITY, Grade.OBSERVATION, Grade.GOOD_PRACTICE)
LIGHT_RESULTS = (
    Result.NOT_YET,
    Result.CONFORMS,
    Result.NONCONFORMING,
    Result.OBSERVATION,
    Result.GOOD_PRACTICE,
    Result.NOT_APPLICABLE,
    Result.NOT_SAMPLED,
)

RESULT_OF_GRADE = {
    Grade.NONCONFORMITY: Result.NONCONFORMING,
    Grade.MAJOR: Result.NONCONFORMING,
    Grade.MINOR: Result.NONCONFORMING,
    Grade.OBSERVATION: Result.OBSERVATION,
    Grade.OPPORTUNITY: Result.OPPORTUNITY,
    Grade.GOOD_PRACTICE: Result.GOOD_PRACTICE,
}
GRADE_OF_RESULT = {
    Result.NONCONFORMING: Grade.NONCONFORMITY,
    Result.OBSERVATION: Grade.OBSERVATION,
    Result.OPPORTUNITY: Grade.OPPORTUNITY,
    Result.GOOD_PRACTICE: Grade.GOOD_PRACTICE,
}


# A nonconformity is filed before the report is signed; what else asks for a finding is a warning.
FILED_BEFORE_SIGNING = frozenset({Result.NONCONFORMING})
BETTER_FILED = frozenset({Result.OBSERVATION, Result.OPPORTUNITY})

# The graver of two findings is a row's result; a lighter one filed later does not hide it.
GRAVITY = (Result.NONCONFORMING, Result.OBSERVATION, Result.OPPORTUNITY, Result.GOOD_PRACTICE)

# Only a nonconformity asks for corrective action (JIS Q 15001 10.2, J.7.1); names may change.
NONCONFORMITIES = frozenset({Grade.NONCONFORMITY, Grade.MAJOR, Grade.MINOR})


def result_of_row(grades: Collection[Grade]) -> Result | None:
    """The result that the findings standing from a row give it; None where there are none."""
    results = {RESULT_OF_GRADE[grade] for grade in grades}
    return next((result for result in GRAVITY if result in results), None)


def check_note(result: Result, note: str) -> None:
    """What does not apply to a unit says why it does not; raises RuleBroken."""
    if result is Result.NOT_APPLICABLE and not note.strip():
        raise RuleBroken("not_applicable_needs_reason")


def check_result(result: Result, grades: Collection[Grade]) -> None:
    """A row says what its findings say; raises RuleBroken for any other result."""
    told = result_of_row(grades)
    if told is not None and result is not told:
        raise RuleBroken("row_has_finding", result=told)


def needs_corrective_action(grade: Grade) -> bool:
    """Only a nonconformity does (JIS Q 15001 10.2, J.7.1); the flag is fixed, names are not."""
    return grade in NONCONFORMITIES


def check_observed(grade: Grade, fact: str, evidence: str) -> None:
    """A finding states a fact, a nonconformity its objective evidence too (R5). Raises BadInput."""
    if not fact.strip():
        raise BadInput("fact_needed")
    check_proven(grade, evidence)


# What is called by a number, of which nothing is said: a line that leads in to others is said.
_SAMPLE_ALONE = re.compile(r"(?=\S*[0-9])[!-~]+\s*[：:]")


def check_proven(grade: Grade, evidence: str) -> None:
    """A nonconformity comes with objective evidence (R5). Raises BadInput."""
    if needs_corrective_action(grade) and not said_of_samples(evidence):
        raise BadInput("evidence_needed")


def said_of_samples(text: str) -> str:
    """What is noted, without the lines of samples of which nothing is said yet: PI-2026-001："""
    lines = (each for each in text.splitlines() if not _SAMPLE_ALONE.fullmatch(each.strip()))
    return "\n".join(lines).strip()


class FindingState(StrEnum):
    # Full profile: told to the auditee, who confirms or disputes it.
    TOLD = "told"
    DISPUTED = "disputed"
    OPEN = "open"
    NOTED = "noted"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class FindingMove(StrEnum):
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    UPHOLD = "uphold"
    SETTLE = "settle"
    WITHDRAW = "withdraw"


FINDING = Workflow(
    "finding",
    FindingState.TOLD,
    {
        (FindingState.TOLD, FindingMove.CONFIRM): FindingState.OPEN,
        (FindingState.TOLD, FindingMove.DISPUTE): FindingState.DISPUTED,
        (FindingState.TOLD, FindingMove.WITHDRAW): FindingState.WITHDRAWN,
        (FindingState.DISPUTED, FindingMove.UPHOLD): FindingState.OPEN,
        (FindingState.DISPUTED, FindingMove.WITHDRAW): FindingState.WITHDRAWN,
        (FindingState.OPEN, FindingMove.SETTLE): FindingState.SETTLED,
        (FindingState.OPEN, FindingMove.WITHDRAW): FindingState.WITHDRAWN,
        (FindingState.NOTED, FindingMove.WITHDRAW): FindingState.WITHDRAWN,
    },
)


def first_state(grade: Grade) -> FindingState:
    """A nonconformity stays open until its cause is gone; the others are noted, and that is all."""
    return FindingState.OPEN if needs_corrective_action(grade) else FindingState.NOTED


def check_team(
    team: Collection[Candidate], unit_id: int, unit_count: int, exception_reason: str
) -> None:
    """Refuse a team with somebody who may not audit the unit (R2, R3).

    In a firm of one unit a reason lets pass what is EXCUSABLE; the reason is kept and printed.
    Raises RuleBroken naming the bar and the person.
    """
    if not team:
        raise RuleBroken("auditor_needed")
    for candidate in team:
        bar = bar_to_team(candidate, unit_id, unit_count, exception_reason)
        if bar is not None:
            raise RuleBroken(bar, person_id=candidate.person_id)


def bar_to_team(
    candidate: Candidate, unit_id: int, unit_count: int, exception_reason: str
) -> str | None:
    """Why somebody may not be on a team, unless the reason given lets it pass."""
    bar = bar_to_auditing(candidate, unit_id, unit_count)
    return None if bar in EXCUSABLE and exception_reason.strip() else bar


def check_auditor(person_id: int, team_ids: Collection[int]) -> None:
    """Only the audit team records results and findings; raises NotAllowed for anybody else."""
    if person_id not in team_ids:
        raise NotAllowed("audit_team_only")


def check_withdrawal(roles: Collection[Role], reason: str, *, own_unit: bool = False) -> None:
    """The audit manager withdraws a finding, with a reason; never the auditee."""
    if Role.AUDIT_MANAGER not in roles:
        raise NotAllowed("audit_manager_only")
    if own_unit:
        raise NotAllowed("not_in_own_unit")
    if not reason.strip():
        raise RuleBroken("reason_needed")


def check_under_way(state: AuditState) -> None:
    """Results and findings are recorded while the audit is carried out; raises RuleBroken."""
    if state is not AuditState.UNDER_WAY:
        raise RuleBroken("audit_is_over")


def check_before_the_day(state: AuditState) -> None:
    """A plan is changed until the audit starts; raises RuleBroken."""
    if state not in BEFORE_THE_DAY:
        raise RuleBroken("audit_has_begun")


def check_begun(state: AuditState) -> None:
    """Nothing is recorded before the team was judged for the day; raises RuleBroken."""
    if state in BEFORE_THE_DAY:
        raise RuleBroken("audit_not_begun")


def check_cancellation(reason: str) -> None:
    """An audit is called off for a reason; raises RuleBroken."""
    if not reason.strip():
        raise RuleBroken("reason_needed")
