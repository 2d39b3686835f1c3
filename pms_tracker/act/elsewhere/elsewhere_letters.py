"""What questions to other units have to say at once: a reference and a fixed sentence."""

from datetime import date

from pms_tracker.act.tables.case_tables import Case
from pms_tracker.mail.outbox import Letter


def asked(case: Case, due_on: date) -> Letter:
    """To the head of a unit: please say whether the same is found with you."""
    return Letter("elsewhere_asked", {"due_on": due_on}, case.reference, title=case.title)


def found(case: Case) -> Letter:
    """To the privacy manager: another unit found the same with itself."""
    return Letter("elsewhere_found", {}, case.reference, title=case.title)
