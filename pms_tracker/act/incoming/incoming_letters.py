"""What reports have to say at once: reference, day and a fixed sentence, never content."""

from dataclasses import replace

from pms_tracker.act.tables.incoming_tables import IncomingReport
from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, Wording, counted

REPORT_RECEIVED = Wording(
    "report_received",
    N_("報告が届きました（%(reference)s）"),
    N_("気付いたことの報告が届きました。"),
    duty="handle_report",
)
REPORTS_RECEIVED = replace(
    REPORT_RECEIVED,
    opening=counted("気付いたことの報告が%(num)d件届きました。番号は最初のものです。"),
)
REPORT_HANDLED = Wording(
    "report_handled",
    N_("報告への回答があります（%(reference)s）"),
    N_("あなたの報告に回答がありました。"),
)
MESSAGE_WRITTEN = Wording(
    "message_written",
    N_("報告へのメッセージがあります（%(reference)s）"),
    N_("報告にメッセージが届きました。"),
)


def report_received(made: IncomingReport, count: int = 1) -> Letter:
    """To the privacy manager: something was reported; please look at it.

    `count`: how many reports came without a name, of which this is the first.
    """
    row = REPORTS_RECEIVED if count > 1 else REPORT_RECEIVED
    return Letter(row, {"due_on": made.due_on, "num": count}, made.reference)


def report_handled(made: IncomingReport) -> Letter:
    """To whoever reported by name: your report has an answer."""
    return Letter(REPORT_HANDLED, {}, made.reference)


def message_written(made: IncomingReport) -> Letter:
    """To the other side: there is a message about a report."""
    return Letter(MESSAGE_WRITTEN, {}, made.reference)
