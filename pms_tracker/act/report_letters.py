"""What reports have to say at once: reference, day and a fixed sentence, never content."""

from pms_tracker.act.report_models import IncomingReport
from pms_tracker.mail.outbox import Letter


def report_received(made: IncomingReport) -> Letter:
    """To the privacy manager: something was reported; please look at it."""
    return Letter("report_received", {"due_on": made.due_on}, made.reference)


def report_handled(made: IncomingReport) -> Letter:
    """To whoever reported by name: your report has an answer."""
    return Letter("report_handled", {}, made.reference)


def message_written(made: IncomingReport) -> Letter:
    """To the other side: there is a message about a report."""
    return Letter("message_written", {}, made.reference)
