"""What an audit programme has to say at once: which step, by when, never what is planned."""

from datetime import date

from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.mail.outbox import Letter


def asked(programme: Programme, due_on: date) -> Letter:
    """To the approver: the programme waits for your decision."""
    return Letter(
        "programme_asked", {"kind": "decide_programme", "due_on": due_on}, programme.reference
    )


def approved(programme: Programme) -> Letter:
    """To those who wrote it: it was approved, and its audits are planned."""
    return Letter("programme_approved", {}, programme.reference)


def sent_back(programme: Programme) -> Letter:
    """To those who wrote it: it was sent back; the reason is on the page."""
    return Letter("programme_sent_back", {}, programme.reference)
