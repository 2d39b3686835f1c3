"""Rules of the effectiveness review (有効性のレビュー): when it is due, and what a verdict says."""

from collections.abc import Iterable
from datetime import date

from pms_tracker.act.rules.case_rules import TO_REVIEW
from pms_tracker.kernel.calendar import ONE_DAY, BusinessCalendar
from pms_tracker.kernel.due_dates import Counting, Deadline, OnClosedDay, add_months
from pms_tracker.kernel.errors import RuleBroken

# A grave cause takes longer to show that it is gone (customary pace; the standard names no number).
TO_REVIEW_MAJOR = Deadline(Counting.BUSINESS_DAYS, 60, OnClosedDay.NEXT_OPEN)
# Business days between the verdict and what is to rest on it: a management review, an answer.
AHEAD = 10
# How often a round may be judged too early to tell, and how far off the next look may be.
MOST_EARLY = 2
FURTHEST_MONTHS = 6


def review_due_on(
    done_on: date, calendar: BusinessCalendar, *, major: bool, before: Iterable[date | None] = ()
) -> date:
    """The last day to judge an effect: 20 business days after it was done, 60 for a major one.

    At the latest ten business days before each day in `before`, the next management review and
    the day an examiner is to be answered; yet never before the business day after it was done.
    """
    usual = TO_REVIEW_MAJOR if major else TO_REVIEW
    return _in_time(usual.due_on(done_on, calendar), done_on, calendar, before)


def _in_time(
    day: date, after: date, calendar: BusinessCalendar, before: Iterable[date | None]
) -> date:
    bounds = [calendar.add_business_days(each, -AHEAD) for each in before if each is not None]
    return max(min([day, *bounds]), calendar.next_open(after + ONE_DAY))


def check_early(made: int, next_on: date | None, today: date) -> None:
    """Too early (時期尚早) names another day within half a year, twice in a round at most.

    `made` is how often the round was put off already. Raises RuleBroken.
    """
    if made >= MOST_EARLY:
        raise RuleBroken("too_early_too_often", most=MOST_EARLY)
    if next_on is None:
        raise RuleBroken("next_look_needed")
    if not today < next_on <= add_months(today, FURTHEST_MONTHS):
        raise RuleBroken("next_look_out_of_range", months=FURTHEST_MONTHS)


def check_seen(how: str, data: str, *, apart: bool) -> None:
    """A verdict says how it was looked at, and at what (domain.md 3.1, step 7).

    In the light profile its grounds may say all three; `apart` wants each said on its own. Raises
    RuleBroken.
    """
    if apart and not how.strip():
        raise RuleBroken("method_needed")
    if apart and not data.strip():
        raise RuleBroken("data_needed")
