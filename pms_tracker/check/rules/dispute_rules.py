"""Rules of a dispute: an auditee is told, confirms or disputes, and somebody else decides."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.check.rules import audit_rules
from pms_tracker.kernel.due_dates import Counting, Deadline, OnClosedDay
from pms_tracker.kernel.eligible import Eligible, anybody, with_role
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Candidate, Role
from pms_tracker.kernel.profile import Part

# Five business days to answer, as long again to decide; each ends at 24:00 of its day.
TO_ANSWER = Deadline(Counting.BUSINESS_DAYS, 5, OnClosedDay.NEXT_OPEN)
TO_RULE = Deadline(Counting.BUSINESS_DAYS, 5, OnClosedDay.NEXT_OPEN)


class Answer(StrEnum):
    """What an auditee said to a nonconformity; silence confirms it."""

    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    SILENT = "silent"


class Ruling(StrEnum):
    """How a dispute was decided."""

    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"


def state_when_filed(grade: audit_rules.Grade, parts: Collection[Part]) -> audit_rules.FindingState:
    """A nonconformity is first told to the auditee where the company hears them."""
    if Part.DISPUTE in parts and audit_rules.needs_corrective_action(grade):
        return audit_rules.FindingState.TOLD
    return audit_rules.first_state(grade)


@dataclass(frozen=True)
class Hands:
    """Who has had a hand in a finding: who filed it, who audited, who disputed it and for whom."""

    filed_by: int
    team: frozenset[int] = frozenset()
    disputed_by: int | None = None
    disputed_for: int | None = None


def eligible_to_answer(
    firm: Collection[Candidate], heads: Collection[int], hands: Hands
) -> Eligible:
    """Who confirms or disputes: the head of the unit; where it has none but its auditors, the
    privacy manager, then the representative, then anybody who did not audit."""
    barred = hands.team | {hands.filed_by}
    own = tuple(each for each in heads if each not in barred)
    management = (
        with_role(firm, role, barred) for role in (Role.PRIVACY_MANAGER, Role.REPRESENTATIVE)
    )
    found = next((each for each in (own, *management) if each), anybody(firm, barred))
    return Eligible(found, barred=barred)


def eligible_to_decide(firm: Collection[Candidate], unit_id: int, hands: Hands) -> Eligible:
    """Who decides a dispute: the audit manager, unless they filed or audited it; then the
    representative, then the privacy manager; else anybody else, as a reasoned exception.

    Nobody decides what they filed, audited or disputed, nor in their own unit. Where that uses a
    small firm up, it is relaxed for the exception: first the own unit, then having audited, last
    having been stood in for. Never empty for a firm of three or more who act.
    """
    always = _there(hands.filed_by, hands.disputed_by)
    parties = always | hands.team | _there(hands.disputed_for)
    own_unit = frozenset(each.person_id for each in firm if unit_id in each.unit_ids)
    for role in (Role.AUDIT_MANAGER, Role.REPRESENTATIVE, Role.PRIVACY_MANAGER):
        found = with_role(firm, role, parties | own_unit)
        if found:
            return Eligible(found, barred=parties | own_unit)
    relaxed = (parties | own_unit, parties, always | _there(hands.disputed_for), always)
    bars = next((each for each in relaxed if anybody(firm, each)), always)
    return Eligible(anybody(firm, bars), by_exception=True, barred=bars)


def _there(*found: int | None) -> frozenset[int]:
    return frozenset(each for each in found if each is not None)


def check_answers(person_id: int, eligible: Eligible, principal_id: int | None) -> None:
    """Only the auditee answers, or who stands in for them; raises NotAllowed."""
    if person_id not in eligible.person_ids and principal_id is None:
        raise NotAllowed("auditee_only")


def check_decides(
    person_id: int, eligible: Eligible, principal_id: int | None, reason: str
) -> None:
    """Raises NotAllowed for anybody not eligible, RuleBroken where the exception has no reason."""
    if person_id not in eligible.person_ids and principal_id is None:
        raise NotAllowed("not_eligible_to_rule")
    if eligible.by_exception and not reason.strip():
        raise RuleBroken("exception_needs_reason")


def check_dispute(reason: str, due_on: date, today: date) -> None:
    """A dispute says why, in time: once its day is over, silence has confirmed the finding.

    Raises BadInput and RuleBroken.
    """
    if is_silent(due_on, today):
        raise RuleBroken("answer_too_late")
    if not reason.strip():
        raise BadInput("dispute_needs_reason")


def check_grounds(grounds: str) -> None:
    """A ruling rests on grounds, whichever way it goes; raises BadInput."""
    if not grounds.strip():
        raise BadInput("ruling_needs_grounds")


def is_silent(due_on: date, today: date) -> bool:
    """Whether the last day to answer is over; it ends at 24:00."""
    return today > due_on


def check_withdrawable(state: audit_rules.FindingState) -> None:
    """What is disputed is decided, not withdrawn past the decision; raises RuleBroken."""
    if state is audit_rules.FindingState.DISPUTED:
        raise RuleBroken("dispute_is_decided")
