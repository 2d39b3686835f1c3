"""What the plan of the year has to say at once: which step, by when, never what is planned."""

from datetime import date

from pms_tracker.mail.outbox import Letter
from pms_tracker.plan.tables.year_tables import AnnualPlan


def asked(plan: AnnualPlan, kind: str, due_on: date) -> Letter:
    """To the approver: a plan (or its amendment, by the kind of the duty) waits for a decision."""
    return Letter("year_asked", {"kind": kind, "due_on": due_on}, plan.reference)


def confirmation_asked(plan: AnnualPlan, due_on: date) -> Letter:
    """To whom the plan names: a duty was entered as done and waits to be confirmed."""
    return Letter("year_confirmation_asked", {"due_on": due_on}, plan.reference)


def duty_sent_back(plan: AnnualPlan) -> Letter:
    """To the duty's owner: it is not confirmed; the reason is on the page."""
    return Letter("year_duty_sent_back", {}, plan.reference)


def approved(plan: AnnualPlan, *, amendment: bool = False) -> Letter:
    """To those who wrote it: it was approved, and is locked now."""
    return Letter("year_approved", {"amendment": amendment}, plan.reference)


def sent_back(plan: AnnualPlan, *, amendment: bool = False) -> Letter:
    """To those who wrote it: it was sent back; the reason is on the page."""
    return Letter("year_sent_back", {"amendment": amendment}, plan.reference)
