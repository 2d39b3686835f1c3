"""What may be erased of a management review: texts of its minutes, as written and as frozen."""

from copy import deepcopy

from sqlalchemy import select

from pms_tracker.act.management import review_decisions
from pms_tracker.act.tables.management_tables import ManagementReview, ReviewInput
from pms_tracker.approvals import approvals
from pms_tracker.database import session
from pms_tracker.plan.policies import review_inputs
from pms_tracker.trail import copies, trail

# Texts of the review itself, by the name that people know them under; comments and decisions
# go with all of their kind.
OWN = {"agenda": "agenda", "others": "others", "overall": "conclusion"}
REVIEW_FIELDS = (*OWN, "remarks", "decision", "result", "reason")


def holds(review: ManagementReview, field: str) -> bool:
    """Whether a review says something in a field."""
    if field in OWN:
        return bool(getattr(review, OWN[field]))
    if field == "remarks":
        return any(each.comment for each in _remarks(review))
    if field == "decision":
        return bool(review_decisions.of(review))
    if field == "result":
        return any(each.result for each in review_decisions.of(review))
    decided = approvals.has_reasons(review.reference)
    return decided or bool(copies.words(review.reference, ["reason"]))


def erase(review: ManagementReview, field: str, tombstone: str) -> None:
    """Put a tombstone in a field, in the frozen minutes, and in what is planned from them.

    The digest that was signed stays: it is that of the approval.
    """
    if field in OWN:
        setattr(review, OWN[field], tombstone)
    elif field == "remarks":
        for said in _remarks(review):
            said.comment = said.comment and tombstone
    elif field == "reason":
        approvals.replace_reasons(review.reference, tombstone)
        review.cancellation = review.cancellation and tombstone
    else:
        _erase_decisions(review, "text" if field == "decision" else field, tombstone)
        if field == "result":
            # Why no file shows it is part of what came of it.
            _erase_decisions(review, "no_proof", tombstone)
            trail.erase_values(review.reference, "no_proof")
    _erase_frozen(review, field, tombstone)
    review.version += 1
    session.flush()
    trail.erase_values(review.reference, field)


def _erase_decisions(review: ManagementReview, name: str, tombstone: str) -> None:
    for each in review_decisions.of(review):
        setattr(each, name, getattr(each, name) and tombstone)
    laid = review_inputs.from_record(review.reference) if name == "text" else None
    if laid is not None:
        laid.text = tombstone


def _erase_frozen(review: ManagementReview, field: str, tombstone: str) -> None:
    if review.content is None:
        return
    content = deepcopy(review.content)
    if field == "overall":
        content["conclusion"] = content["conclusion"] and tombstone
    elif field in OWN:
        content["head"][field] = content["head"][field] and tombstone
    for said in content["remarks"].values() if field == "remarks" else ():
        said["comment"] = said["comment"] and tombstone
    for made in content["decisions"] if field == "decision" else ():
        made["text"] = tombstone
    review.content = content


def _remarks(review: ManagementReview) -> list[ReviewInput]:
    return list(session.scalars(select(ReviewInput).where(ReviewInput.review_id == review.id)))
