"""What reports have to say at once: reference, day and a fixed sentence, never content."""

from pms_tracker.act.tables.incoming_tables import IncomingReport
from pms_tracker.mail.outbox import Letter

RECEIVED = "report_received"


def report_received(made: IncomingReport, count: int = 1) -> Letter:
    """To the privacy manager: something was reported; please look at it.

    `count`: how many reports came without a name, of which this is the first.
    """
    return Letter(RECEIVED, {"due_on": made.due_on, "count": count}, made.reference)


def report_handled(made: IncomingReport) -> Letter:
    """To whoever reported by name: your report has an answer."""
    return Letter("report_handled", {}, made.reference)


def message_written(made: IncomingReport) -> Letter:
    """To the other side: there is a message about a report."""
    return Letter("message_written", {}, made.reference)
