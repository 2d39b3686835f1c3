"""Rules of the audit report: who signs, approves and receives it, and what a signature binds."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum

from pms_tracker.check.rules.audit_rules import AuditMove, AuditState
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.due_dates import Counting, Deadline, OnClosedDay
from pms_tracker.kernel.eligible import Eligible, with_role
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Candidate, Role

# The names of what is decided once the lead has signed.
APPROVAL, RECEIPT = "report-approval", "report-receipt"
# The lead's own signature, where somebody typed it in from paper.
SIGNATURE = "report-signature"
STEP_OF = {AuditState.REPORTED: APPROVAL, AuditState.APPROVED: RECEIPT}
STEPS = (SIGNATURE, APPROVAL, RECEIPT)
# Whose office each decision is; a deputy knows of a report while it waits for the absent person.
OFFICE = {AuditState.REPORTED: Role.AUDIT_MANAGER, AuditState.APPROVED: Role.REPRESENTATIVE}
MOVE_OF = {AuditState.REPORTED: AuditMove.APPROVE, AuditState.APPROVED: AuditMove.RECEIVE}

# Days to each signature, in business days: to approve, to receive, to sign anew what came back.
TO_DECIDE = Deadline(Counting.BUSINESS_DAYS, 5, OnClosedDay.NEXT_OPEN)


class Part(StrEnum):
    """What a report consists of; each part has a digest of its own, so that a change has a name."""

    HEAD = "head"
    TEAM = "team"
    CHECKLIST = "checklist"
    FINDINGS = "findings"
    OPINION = "opinion"


def signer(team: Sequence[int], here: Collection[int]) -> Eligible:
    """The lead signs; where the lead has left, whoever is next in the team."""
    return Eligible(tuple(each for each in team if each in here)[:1])


def goes_straight(firm: Collection[Candidate], lead_id: int, writers: Collection[int]) -> bool:
    """Whether nobody but the representative is left to decide on a report.

    A lead who is the audit manager does not sign twice; nor is one asked who wrote in the report
    (R9), where there is no other audit manager.
    """
    managers = with_role(firm, Role.AUDIT_MANAGER, ())
    return lead_id in managers or (bool(managers) and set(managers) <= set(writers))


def approvers(firm: Collection[Candidate], writers: Collection[int]) -> Eligible:
    """The audit managers who have not written it (R9); the representative where none is left."""
    barred = frozenset(writers)
    found = with_role(firm, Role.AUDIT_MANAGER, barred)
    found = found or with_role(firm, Role.REPRESENTATIVE, barred)
    return Eligible(found, barred=barred)


def receivers(firm: Collection[Candidate], team: Collection[int]) -> Eligible:
    """The representative, who never audits (R3); nobody of the team receives in their place."""
    barred = frozenset(team)
    return Eligible(with_role(firm, Role.REPRESENTATIVE, barred), barred=barred)


def check_signer(person_id: int, takers: Eligible) -> None:
    """Raises NotAllowed for anybody but the lead."""
    if person_id not in takers.person_ids:
        raise NotAllowed("report_signed_by_lead")


def check_taker(state: AuditState, person_id: int, takers: Eligible, _reason: str = "") -> None:
    """Raises NotAllowed for anybody who may not decide on a report in this state."""
    if person_id not in takers.person_ids:
        if state is AuditState.REPORTED:
            raise NotAllowed("report_approved_by_manager")
        raise NotAllowed("report_received_by_representative")


def check_written(opinion: str, conclusion: str) -> None:
    """A report says what its auditors think and conclude (監査員の所見). Raises BadInput."""
    if not opinion.strip() or not conclusion.strip():
        raise BadInput("report_incomplete")


def check_complete(unanswered: int) -> None:
    """A report is signed when every row has its result. Raises RuleBroken with how many lack it."""
    if unanswered:
        raise RuleBroken("checklist_not_done", count=unanswered)


def check_filed(rows: Sequence[int]) -> None:
    """A row that does not conform has its finding (R5). Raises RuleBroken with the rows without."""
    if rows:
        raise RuleBroken("rows_without_finding", rows="・".join(str(row) for row in rows))


def check_day(day: date, not_before: date | None, today: date) -> None:
    """Nobody signs before the audit was held, nor decides before the lead signed.

    Raises RuleBroken for such a day and for one to come.
    """
    refuse_future(day, today)
    if not_before is not None and day < not_before:
        raise RuleBroken("report_day_too_early", day=not_before)


def changed_parts(before: Mapping[str, object], after: Mapping[str, object]) -> list[Part]:
    """The parts of a report that are not the same in both."""
    return [part for part in Part if before.get(part.value) != after.get(part.value)]
