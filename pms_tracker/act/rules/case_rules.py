"""Rules of act: no plan without cause, no start without approval, no close without effect."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.due_dates import Counting, Deadline, OnClosedDay
from pms_tracker.kernel.eligible import Eligible, anybody, with_role
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Candidate, Role
from pms_tracker.kernel.workflow import Workflow


class CaseState(StrEnum):
    """Where a case stands; endorsed, confirming and closing are steps of the full profile."""

    PLANNING = "planning"
    SENT_BACK = "sent_back"
    SUBMITTED = "submitted"
    ENDORSED = "endorsed"
    DOING = "doing"
    CONFIRMING = "confirming"
    REVIEWING = "reviewing"
    CLOSING = "closing"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class CaseMove(StrEnum):
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    REJECT = "reject"
    ENDORSE = "endorse"
    APPROVE = "approve"
    AMEND = "amend"
    REPORT_ACTION = "report_action"
    REPORT_DONE = "report_done"
    REPORT_TO_CONFIRM = "report_to_confirm"
    CONFIRM_DONE = "confirm_done"
    RETURN_DONE = "return_done"
    JUDGE_EARLY = "judge_early"
    JUDGE_EFFECTIVE = "judge_effective"
    JUDGE_TO_CLOSE = "judge_to_close"
    JUDGE_INEFFECTIVE = "judge_ineffective"
    APPROVE_CLOSING = "approve_closing"
    RETURN_CLOSING = "return_closing"
    WITHDRAW = "withdraw"


_S, _M = CaseState, CaseMove
_ENDED = frozenset({_S.CLOSED, _S.WITHDRAWN})

CASE = Workflow(
    "case",
    CaseState.PLANNING,
    {
        (_S.PLANNING, _M.SUBMIT): _S.SUBMITTED,
        (_S.SENT_BACK, _M.SUBMIT): _S.SUBMITTED,
        (_S.SUBMITTED, _M.APPROVE): _S.DOING,
        (_S.SUBMITTED, _M.SEND_BACK): _S.SENT_BACK,
        # A rejected plan is not mended but thought out anew: the nonconformity still stands.
        (_S.SUBMITTED, _M.REJECT): _S.PLANNING,
        (_S.SUBMITTED, _M.AMEND): _S.SUBMITTED,
        (_S.SUBMITTED, _M.ENDORSE): _S.ENDORSED,
        (_S.ENDORSED, _M.APPROVE): _S.DOING,
        (_S.ENDORSED, _M.SEND_BACK): _S.SENT_BACK,
        (_S.ENDORSED, _M.REJECT): _S.PLANNING,
        (_S.ENDORSED, _M.AMEND): _S.SUBMITTED,
        (_S.DOING, _M.AMEND): _S.SUBMITTED,
        # One of several actions was done; the last one moves the case on.
        (_S.DOING, _M.REPORT_ACTION): _S.DOING,
        (_S.DOING, _M.REPORT_DONE): _S.REVIEWING,
        (_S.DOING, _M.REPORT_TO_CONFIRM): _S.CONFIRMING,
        (_S.CONFIRMING, _M.CONFIRM_DONE): _S.REVIEWING,
        (_S.CONFIRMING, _M.RETURN_DONE): _S.DOING,
        (_S.REVIEWING, _M.JUDGE_EARLY): _S.REVIEWING,
        (_S.REVIEWING, _M.JUDGE_EFFECTIVE): _S.CLOSED,
        (_S.REVIEWING, _M.JUDGE_TO_CLOSE): _S.CLOSING,
        (_S.REVIEWING, _M.JUDGE_INEFFECTIVE): _S.PLANNING,
        (_S.CLOSING, _M.APPROVE_CLOSING): _S.CLOSED,
        (_S.CLOSING, _M.RETURN_CLOSING): _S.REVIEWING,
        **{(each, _M.WITHDRAW): _S.WITHDRAWN for each in _S if each not in _ENDED},
    },
)

# Where a case is while it goes by a plan that was approved, or half of it.
RESTS_ON_PLAN = frozenset({_S.ENDORSED, _S.DOING, _S.CONFIRMING, _S.REVIEWING, _S.CLOSING})

# Where everything was reported that is to be: an instruction that comes now is answered by itself.
REPORTED = frozenset({_S.CONFIRMING, _S.REVIEWING, _S.CLOSING, _S.CLOSED})

# Days to each step, in business days, the customary pace of a firm with yearly audits.
TO_PLAN = Deadline(Counting.BUSINESS_DAYS, 10, OnClosedDay.NEXT_OPEN)
TO_DECIDE = Deadline(Counting.BUSINESS_DAYS, 5, OnClosedDay.NEXT_OPEN)
TO_REVIEW = Deadline(Counting.BUSINESS_DAYS, 20, OnClosedDay.NEXT_OPEN)
TO_CONFIRM = TO_CLOSE = TO_DECIDE


@dataclass(frozen=True)
class Parties:
    """Who has had a hand in the case: each bars from judging what they did themselves."""

    writers: frozenset[int] = frozenset()
    owners: frozenset[int] = frozenset()
    doers: frozenset[int] = frozenset()
    auditors: frozenset[int] = frozenset()
    approvers: frozenset[int] = frozenset()


def eligible_approvers(firm: Collection[Candidate], parties: Parties) -> Eligible:
    """Who may approve a plan (R9): the privacy manager; if barred, the representative; if barred,
    the audit manager who did not audit it; else anybody else, as a reasoned exception.

    Nobody approves what they wrote or own. Never empty for a firm of three or more who act.
    """
    barred = parties.writers | parties.owners
    for role, bars in (
        (Role.PRIVACY_MANAGER, barred),
        (Role.REPRESENTATIVE, barred),
        (Role.AUDIT_MANAGER, barred | parties.auditors),
    ):
        found = with_role(firm, role, bars)
        if found:
            return Eligible(found, barred=bars)
    return Eligible(anybody(firm, barred), by_exception=True, barred=barred)


def eligible_reviewers(firm: Collection[Candidate], parties: Parties) -> Eligible:
    """Who may judge the effect (R9): somebody who neither did nor owned it.

    Those who audit come first, then the privacy manager and the representative, then anybody
    else. The approver judges only where nobody else could.
    """
    barred = parties.doers | parties.owners
    without_approvers = barred | parties.approvers
    order = (Role.AUDIT_MANAGER, Role.AUDITOR, Role.PRIVACY_MANAGER, Role.REPRESENTATIVE)
    found = [
        person
        for auditing_first in (parties.auditors, None)
        for role in order
        for person in with_role(firm, role, without_approvers)
        if auditing_first is None or person in auditing_first
    ]
    if found:
        return Eligible(tuple(dict.fromkeys(found)), barred=without_approvers)
    others = anybody(firm, without_approvers)
    if others:
        return Eligible(others, barred=without_approvers)
    return Eligible(anybody(firm, barred), barred=barred)


def check_eligible(person_id: int, eligible: Eligible, reason: str = "") -> None:
    """Raises NotAllowed for anybody not eligible, RuleBroken where the exception has no reason."""
    if person_id not in eligible.person_ids:
        raise NotAllowed("not_eligible", eligible=eligible.person_ids)
    if eligible.by_exception and not reason.strip():
        raise RuleBroken("exception_needs_reason")


def check_somebody_approves(approvers: Eligible) -> None:
    """What a deputy writes is barred to both, so a third person is needed. Raises RuleBroken."""
    if not approvers.person_ids:
        raise RuleBroken("nobody_left_to_approve")


def check_planner(person_id: int, heads: Collection[int]) -> None:
    """The head of the unit plans (whoever stands in where it has none). Raises NotAllowed."""
    if person_id not in heads:
        raise NotAllowed("head_only")


def check_owner(person_id: int, owner_id: int, heads: Collection[int]) -> None:
    """The owner reports what was done; the head may for an owner without an account (紙)."""
    if person_id != owner_id and person_id not in heads:
        raise NotAllowed("owner_only")


def check_plan(texts: Collection[str]) -> None:
    """A plan names correction and cause (R6); `check_actions` asks for its actions."""
    if any(not text.strip() for text in texts):
        raise RuleBroken("plan_incomplete")


def check_due_ahead(due_on: date, today: date) -> None:
    """Nothing is planned for a day that has passed. Raises RuleBroken."""
    if due_on < today:
        raise RuleBroken("due_in_past")


def check_done(result: str, done_on: date, approved_on: date | None, today: date) -> None:
    """It is said what was done, on a day from the approval to today. Raises RuleBroken."""
    if not result.strip():
        raise RuleBroken("result_needed")
    refuse_future(done_on, today)
    if approved_on is not None and done_on < approved_on:
        raise RuleBroken("done_before_approved")


def check_grounds(grounds: str) -> None:
    """A verdict rests on what its reviewer saw (R7). Raises RuleBroken."""
    if not grounds.strip():
        raise RuleBroken("grounds_needed")


def lesson_of(cause: str, action: str, written: str = "") -> str:
    """What goes to the next policy review: the reviewer's own words, else cause and action."""
    return written.strip() or f"{cause}\n→ {action}"


ERASERS = frozenset({Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER})


def check_asked(field: str, file_number: int | None, reason: str) -> None:
    """One field or one file is asked to be erased, for a reason. Raises BadInput."""
    if not reason.strip():
        raise BadInput("reason_needed")
    if (file_number is None) == (field == ""):
        raise BadInput("nothing_to_erase")


def check_agreement(asked_as: Collection[Role], agreed_as: Collection[Role]) -> None:
    """An erasure takes the privacy manager and the audit manager, one asking, one agreeing.

    Raises RuleBroken where both hold the same of the two roles.
    """
    asked, agreed = frozenset(asked_as) & ERASERS, frozenset(agreed_as) & ERASERS
    if not asked or not agreed or len(asked | agreed) < len(ERASERS):
        raise RuleBroken("erasure_needs_both")


def step_due_on(deadline: Deadline, start: date, calendar: BusinessCalendar) -> date:
    """The last day for a step that begins on `start`."""
    return deadline.due_on(start, calendar)


# Several cases at once: as many as one page of the list shows.
MOST_AT_ONCE = 50
PLANNED = frozenset({CaseState.PLANNING, CaseState.SENT_BACK})
# A decision is due within days of being asked for; nobody is given longer to decide.
DUE_DAY_MOVES = PLANNED | {CaseState.DOING, CaseState.REVIEWING}
DUE_DAY_MOVERS = frozenset({Role.REPRESENTATIVE, Role.PRIVACY_MANAGER})


def check_chosen(count: int) -> None:
    """Raises BadInput where no case was chosen, or more than a page holds."""
    if not count:
        raise BadInput("none_chosen")
    if count > MOST_AT_ONCE:
        raise BadInput("too_many_chosen", most=MOST_AT_ONCE)


def check_due_day_moves(
    reference: str, state: CaseState, person_id: int, concerned: Collection[int]
) -> None:
    """A due day is moved by somebody it does not concern: neither owner nor whose turn it is.

    Raises RuleBroken where the step has no day to move, NotAllowed for those concerned.
    """
    if state not in DUE_DAY_MOVES:
        raise RuleBroken("due_day_stays", reference=reference, state=state)
    if person_id in concerned:
        raise NotAllowed("due_day_by_another", reference=reference)


def check_due_day(roles: Collection[Role], day: date, reason: str, today: date) -> None:
    """Raises NotAllowed without one of the two roles, RuleBroken for a past day or no reason."""
    if not DUE_DAY_MOVERS & frozenset(roles):
        raise NotAllowed("due_day_movers_only")
    check_due_ahead(day, today)
    if not reason.strip():
        raise RuleBroken("reason_needed")


def check_owner_choice(
    reference: str,
    state: CaseState,
    roles: Collection[Role],
    person_id: int,
    planners: Collection[int],
) -> None:
    """The owner is chosen while the plan is written, by its planners or the privacy manager.

    Raises RuleBroken once the plan was handed in, NotAllowed for anybody else.
    """
    if state not in PLANNED:
        raise RuleBroken("owner_stays", reference=reference, state=state)
    if person_id not in planners and Role.PRIVACY_MANAGER not in roles:
        raise NotAllowed("owner_chosen_by_head", reference=reference)
