"""Rules of what persons are shown when they give their information in writing (取得時の明示文).

Law art. 21-2 and 21-4; J.8.5.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.errors import RuleBroken


class NoticeForm(StrEnum):
    """For whom, or on what, a notice is shown."""

    CUSTOMER = "customer"
    APPLICANT = "applicant"
    WORKER = "worker"
    WEB = "web"
    CONSENT = "consent"
    OTHER = "other"


class Exempt(StrEnum):
    """Why nothing is shown: article 21, paragraph 4, items 1 to 4."""

    HARM = "harm"
    RIGHTS = "rights"
    STATE = "state"
    OBVIOUS = "obvious"


class NoticeState(StrEnum):
    """Whether a notice is shown today."""

    TO_COME = "to_come"
    SHOWN = "shown"
    OVER = "over"
    EXEMPT = "exempt"


@dataclass(frozen=True)
class Shown:
    """From when to when a notice is shown, or why none is."""

    from_on: date | None
    until_on: date | None
    exempt: Exempt | None = None


def check(shown: Shown, reason: str) -> None:
    """What is shown has a first day, what is not has a reason. Raises RuleBroken."""
    if shown.exempt is not None and not reason:
        raise RuleBroken("notice_exempt_unsaid")
    if shown.exempt is None and shown.from_on is None:
        raise RuleBroken("notice_without_day")
    if shown.until_on is not None and (shown.from_on is None or shown.until_on < shown.from_on):
        raise RuleBroken("notice_ends_before")


def state_of(shown: Shown, today: date) -> NoticeState:
    """Whether a notice is shown today; on its last day it still is."""
    if shown.until_on is not None and shown.until_on < today:
        return NoticeState.OVER
    if shown.exempt is not None:
        return NoticeState.EXEMPT
    if shown.from_on is None or today < shown.from_on:
        return NoticeState.TO_COME
    return NoticeState.SHOWN
