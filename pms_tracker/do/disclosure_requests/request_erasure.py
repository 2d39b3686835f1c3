"""What may be erased of a request beside its entry: why two decided something of it, and what
units wrote of where they looked."""

from collections.abc import Sequence

from sqlalchemy import select

from pms_tracker.approvals import approvals
from pms_tracker.database import session
from pms_tracker.do.by_two import matter_rows
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.rules.contact.request_rules import CLOCK_FACTS
from pms_tracker.do.tables.request_tables import PersonRequest, RequestDecision, RequestSearch
from pms_tracker.registers import entries
from pms_tracker.trail import trail

REASON, SEARCHED = "reason", "request_searched"
FIELDS = (REASON, SEARCHED)


def holds(row: PersonRequest, told: str) -> bool:
    """Whether a request says anything in what the trail calls so."""
    if told == REASON:
        reasons = any(each.reason for each in matter_rows.every(RequestDecision, row))
        return reasons or bool(row.struck) or approvals.has_reasons(row.reference)
    if told == SEARCHED:
        return any(each.note for each in _searches(row))
    asked = matter_rows.every(RequestDecision, row)
    proposed = any(any(each.facts[name]) for each in asked for name in _facts_of(told, each))
    return proposed or entries.holds(REQUESTS, row, told)


def erase(row: PersonRequest, told: str, tombstone: str) -> None:
    """Put a tombstone in a field of the entry or in its reasons, and wherever these stand once
    more."""
    if told == SEARCHED:
        for search in _searches(row):
            search.note = tombstone if search.note else ""
            # What somebody answers meanwhile was read before it was gone.
            search.version += 1
        session.flush()
        return
    if told != REASON:
        entries.erase(REQUESTS, row, told, tombstone)
        for each in matter_rows.every(RequestDecision, row):
            for name in _facts_of(told, each):
                said = [tombstone if side else side for side in each.facts[name]]
                each.facts = {**each.facts, name: said}
        session.flush()
        return
    matter_rows.replace_reasons(RequestDecision, row, tombstone)
    approvals.replace_reasons(row.reference, tombstone)
    row.struck = tombstone if row.struck else ""
    row.version += 1
    session.flush()
    trail.erase_values(row.reference, told)


def _searches(row: PersonRequest) -> Sequence[RequestSearch]:
    its = select(RequestSearch).where(RequestSearch.request_id == row.id)
    return session.scalars(its.order_by(RequestSearch.id)).all()


def _facts_of(told: str, decision: RequestDecision) -> list[str]:
    """The proposed facts that the trail calls so."""
    names = (name for name in CLOCK_FACTS if name in decision.facts)
    return [name for name in names if REQUESTS.trail_name(REQUESTS.field(name)) == told]
