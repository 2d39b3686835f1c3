"""What becomes of a unit's answer when a decision about it is void: it waits again as before."""

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.database import session
from pms_tracker.do.reviews import ledger_parts, ledger_review_letters, ledger_reviews
from pms_tracker.do.reviews.ledger_parts import Part
from pms_tracker.do.rules.ledger.ledger_review_rules import PartState, ReviewState
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan import plan_undecided
from pms_tracker.plan.deciding import decisions


def waits_again(reference: Reference, row: Approval, by: Viewer) -> bool:
    """Whether what a unit answered waits again; not once the review is over, nor where a unit has
    written since it was sent back."""
    part = ledger_parts.by_unit(
        reference, int(row.step.rpartition("-")[2]), seen_by=None, for_update=True
    )
    if part.review.state is not ReviewState.OPEN or row.submission != part.row.submissions:
        return False
    if not _stands_as_decided(part, row):
        return False
    its = part.row
    its.state, its.confirmed_on = PartState.ANSWERED, None
    its.answered_on = its.answered_on or clock.today()
    its.version += 1
    session.flush()
    plan_undecided.note(part.reference, {"unit": (None, part.unit)}, by)
    firm = Firm(clock.today())
    letter = ledger_review_letters.answered(part.review, decisions.due_on(clock.today()))
    decisions.ask(letter, ledger_reviews.step_of(its, firm), firm)
    return True


def _stands_as_decided(part: Part, row: Approval) -> bool:
    if row.decision is Decision.APPROVED:
        return part.row.state is PartState.CONFIRMED
    same = ledger_reviews.subject(part).digest == row.digest
    return part.row.state is PartState.ASKED and same
