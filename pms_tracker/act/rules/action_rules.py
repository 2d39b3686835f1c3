"""Rules of actions: each removes a named cause, by a day that its grade asks for and may move."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from pms_tracker.act.rules.case_rules import check_due_ahead
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.due_dates import Counting, Deadline, OnClosedDay
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken

# As many as a plan of one page can hold; whoever needs more has several cases.
MOST_ACTIONS = 10

# Due days offered for a plan, in business days: the graver, the sooner. ISO 9001 10.2 asks for
# action in proportion to the effect; domain.md §3.3: a major one at once, a minor one by its day.
# An ungraded nonconformity has the 20 days that firms with yearly audits customarily give.
DAYS_BY_GRADE = {Grade.MAJOR: 10, Grade.NONCONFORMITY: 20, Grade.MINOR: 30}

# Due days move twice, and by 30 calendar days in all; what goes beyond is no longer the plan that
# was approved, so it needs whoever may approve one. The number is ours, see ADR 0026.
MOVES_WITHOUT_APPROVER = 2
DAYS_WITHOUT_APPROVER = 30


@dataclass(frozen=True)
class Action:
    """What the head writes of one action; without a cause it removes the round's root cause."""

    action: str
    owner_id: int
    due_on: date
    cause: str = ""
    resources: str = ""
    measure: str = ""
    measured_on: date | None = None


def offered_due_on(grade: Grade, start: date, calendar: BusinessCalendar) -> date:
    """The due day that is offered, never forced, for an action planned on a day."""
    days = DAYS_BY_GRADE.get(grade, DAYS_BY_GRADE[Grade.NONCONFORMITY])
    deadline = Deadline(Counting.BUSINESS_DAYS, days, OnClosedDay.NEXT_OPEN)
    return deadline.due_on(start, calendar)


def check_actions(actions: Sequence[Action], here: Collection[int], today: date) -> None:
    """A plan has one action or more, each complete, owned by somebody here, and still ahead (R6).

    Raises RuleBroken, BadInput for an owner who is not here or more actions than a page holds.
    """
    if not actions or any(not each.action.strip() for each in actions):
        raise RuleBroken("plan_incomplete")
    if len(actions) > MOST_ACTIONS:
        raise BadInput("too_many_actions", most=MOST_ACTIONS)
    for each in actions:
        check_due_ahead(each.due_on, today)
        if each.owner_id not in here:
            raise BadInput("no_such_person", number=each.owner_id)
        check_measured(each.due_on, each.measured_on)


def check_measured(due_on: date, measured_on: date | None) -> None:
    """Success is measured once the action is due, not before. Raises RuleBroken."""
    if measured_on is not None and measured_on < due_on:
        raise RuleBroken("measured_before_due")


def needs_approver(planned_on: date, due_on: date, moves: int) -> bool:
    """Whether a due day needs an approver of the plan: the third move, or later by over 30 days.

    `planned_on` is the day that was approved and `moves` how often it was moved already.
    """
    late = (due_on - planned_on).days
    return moves >= MOVES_WITHOUT_APPROVER or late > DAYS_WITHOUT_APPROVER


def check_agrees(
    person_id: int, agreeing: Collection[int], approvers: Collection[int], *, beyond: bool
) -> None:
    """Who may agree to another due day; `agreeing` do without the owners it concerns.

    Raises NotAllowed: within the limit for anybody but them, beyond it but an approver.
    """
    if beyond and person_id not in approvers:
        raise NotAllowed("due_needs_approver")
    if not beyond and person_id not in {*agreeing, *approvers}:
        raise NotAllowed("due_agreed_by_another")
