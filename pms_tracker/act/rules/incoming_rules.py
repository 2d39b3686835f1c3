"""Rules of reports (報告): by name or without any, taken up or answered.

Not the reports of audits, which are check's.
"""

from enum import StrEnum

from pms_tracker.act.rules.source_rules import Source
from pms_tracker.kernel.due_dates import Counting, Deadline, OnClosedDay
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.workflow import Workflow


class ReportState(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    TAKEN_UP = "taken_up"
    ANSWERED = "answered"


class ReportMove(StrEnum):
    TAKE_UP = "take_up"
    ANSWER = "answer"


REPORT = Workflow(
    "report",
    ReportState.RECEIVED,
    {
        (ReportState.RECEIVED, ReportMove.TAKE_UP): ReportState.TAKEN_UP,
        (ReportState.RECEIVED, ReportMove.ANSWER): ReportState.ANSWERED,
    },
)

# What anybody may report; the other sources have a process of their own.
REPORTED = (Source.INCIDENT, Source.SELF_REPORT, Source.COMPLAINT)
# Whoever reports hears within a working week; customary, no law counts these days.
TO_HANDLE = Deadline(Counting.BUSINESS_DAYS, 5, OnClosedDay.NEXT_OPEN)
LONGEST = 5000
MOST_MESSAGES = 100


def check_report(source: Source, text: str) -> None:
    """Raises BadInput where nothing is told, too much, or of another source."""
    if source not in REPORTED:
        raise BadInput("not_reported")
    check_text(text)


def check_text(text: str) -> None:
    """Raises BadInput where nothing is told or too much."""
    if not text.strip():
        raise BadInput("text_needed")
    if len(text) > LONGEST:
        raise BadInput("text_too_long", longest=LONGEST)


def check_handler(person_id: int, handlers: Eligible, reporter_id: int | None) -> None:
    """Reports are handled by the privacy manager, never by who made them. Raises NotAllowed."""
    if person_id not in handlers.person_ids or person_id == reporter_id:
        raise NotAllowed("reports_handled_by_manager")


def check_room(count: int) -> None:
    """A report takes so many messages and no more. Raises RuleBroken."""
    if count >= MOST_MESSAGES:
        raise RuleBroken("too_many_messages", most=MOST_MESSAGES)
