"""Rules of an audit's plan: a schedule that goes forward, auditees of the unit, days that move."""

from collections.abc import Collection, Sequence
from datetime import date, time, timedelta
from enum import StrEnum

from pms_tracker.kernel.errors import BadInput, RuleBroken


class SessionKind(StrEnum):
    """What happens in one part of the audit day, in the usual order."""

    OPENING = "opening"
    DOCUMENTS = "documents"
    INTERVIEW = "interview"
    ON_SITE = "on_site"
    CLOSING = "closing"


# A day has no more parts than fit on a page.
MOST_SESSIONS = 20
# Whoever is to step in needs the day before to read up.
DAYS_TO_REPLACE = timedelta(days=1)


def check_schedule(times: Sequence[tuple[time, time | None]]) -> None:
    """Each part begins no earlier than the one before, and ends after it began. Raises BadInput."""
    if len(times) > MOST_SESSIONS:
        raise BadInput("too_many_sessions", most=MOST_SESSIONS)
    before = time.min
    for starts_at, ends_at in times:
        check_times(starts_at, ends_at)
        if starts_at < before:
            raise BadInput("session_before_the_last")
        before = starts_at


def check_times(starts_at: time, ends_at: time | None) -> None:
    """A part of the day ends after it began; raises BadInput."""
    if ends_at is not None and ends_at <= starts_at:
        raise BadInput("session_ends_first")


def check_auditees(auditee_ids: Collection[int], of_unit: Collection[int]) -> None:
    """The audit asks people of the unit; raises BadInput for anybody else."""
    if set(auditee_ids) - set(of_unit):
        raise BadInput("auditee_of_another_unit")


def check_moved(before: date, after: date, today: date, reason: str) -> None:
    """A planned day moves to another from today on, for a reason.

    Raises BadInput for a day that is over or the same, RuleBroken without a reason (R10).
    """
    if not reason.strip():
        raise RuleBroken("reason_needed")
    if after < today:
        raise BadInput("planned_in_past")
    if after == before:
        raise BadInput("planned_then_already")


def replace_by(planned_on: date, today: date) -> date:
    """By when an auditor who is no longer independent is to be replaced."""
    return max(planned_on - DAYS_TO_REPLACE, min(planned_on, today))
