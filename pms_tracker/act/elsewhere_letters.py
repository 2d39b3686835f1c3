"""What questions to other units have to say at once: a reference and a fixed sentence."""

from datetime import date

from pms_tracker.mail.outbox import Letter


def asked(reference: str, due_on: date) -> Letter:
    """To the head of a unit: please say whether the same is found with you."""
    return Letter("elsewhere_asked", {"due_on": due_on}, reference)


def found(reference: str) -> Letter:
    """To the privacy manager: another unit found the same with itself."""
    return Letter("elsewhere_found", {}, reference)
