"""What management reviews have to say at once: which one, when and where, never what was said."""

from datetime import date

from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.mail.outbox import Letter


def _called(key: str, review: ManagementReview) -> Letter:
    told = {"day": review.planned_on, "place": review.place}
    return Letter(key, told, review.reference)


def convened(review: ManagementReview) -> Letter:
    """To everybody asked to attend: when and where."""
    return _called("review_convened", review)


def changed(review: ManagementReview) -> Letter:
    """To those asked to attend: it was moved, or you are asked as well."""
    return _called("review_changed", review)


def called_off(review: ManagementReview) -> Letter:
    """To those asked to attend: it does not take place."""
    return _called("review_called_off", review)


def minutes_asked(review: ManagementReview) -> Letter:
    """To the representative: the minutes wait for your signature."""
    return Letter("minutes_asked", {"due_on": review.turn_due_on}, review.reference)


def minutes_sent_back(review: ManagementReview) -> Letter:
    """To those who wrote: the minutes came back; the reason is on the page."""
    return Letter("minutes_sent_back", {"due_on": review.turn_due_on}, review.reference)


def minutes_signed(review: ManagementReview, *, present: bool) -> Letter:
    """To those who attended: the minutes may be read; to those who could not: whom to ask."""
    told = {"signed_on": review.signed_on, "present": present}
    return Letter("minutes_signed", told, review.reference)


def decision_given(review: ManagementReview, due_on: date) -> Letter:
    """To the owner of a decision: it is yours to carry out, by when."""
    return Letter("decision_given", {"due_on": due_on}, review.reference)
