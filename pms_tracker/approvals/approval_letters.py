"""What sign-offs have to say at once: reference and a fixed sentence, never content."""

from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.mail.outbox import Letter


def entered_in_your_name(row: Approval) -> Letter:
    """To whoever is named on a stamped paper: somebody entered it; say so if it was not yours."""
    values = {"number": row.id, "decided_on": row.decided_on}
    return Letter("paper_entered", values, row.reference)


def paper_contested(row: Approval, named: str) -> Letter:
    """To whoever typed it in and the privacy manager: it is void, for it was not theirs."""
    return Letter("paper_contested", {"named": named}, row.reference)


def decision_taken_back(reference: str, name: str) -> Letter:
    """To whoever was told of a decision: it counts no more."""
    return Letter("decision_taken_back", {"decided_by": name}, reference)
