"""Rules of the year (年度): its plan and what comes round in it (domain.md section 6)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.calendar import ONE_DAY, BusinessCalendar
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Candidate, Role
from pms_tracker.kernel.locales.fiscal_years import FiscalStart, fiscal_year, fiscal_year_bounds
from pms_tracker.kernel.workflow import Workflow
from pms_tracker.plan.rules import policy_rules


class PlanState(StrEnum):
    """How far the plan of a year is: 作成中, 承認待ち, 承認済み."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"


class PlanMove(StrEnum):
    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send_back"


class AmendmentState(StrEnum):
    """How far a change to an approved plan is: 承認待ち, 承認済み, 差戻し, 取下げ."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


class AmendmentMove(StrEnum):
    APPROVE = "approve"
    SEND_BACK = "send_back"
    WITHDRAW = "withdraw"


class Past(StrEnum):
    """What becomes of what usually came round before a plan was begun in the middle of its year."""

    FROM_TODAY = "from_today"
    DONE_BEFORE = "done_before"
    NEXT_YEAR = "next_year"


class AnnualKind(StrEnum):
    """The duties that come round every year (domain.md section 6)."""

    PROGRAMME = "programme"
    LEDGER_CHECK = "ledger_check"
    RISK_REVIEW = "risk_review"
    LAW_LIST = "law_list"
    POLICY_REVIEW = "policy_review"
    CONTRACTORS = "contractors"
    EDUCATION = "education"
    OPERATION_CHECK = "operation_check"
    AUDIT = "audit"
    MANAGEMENT_REVIEW = "management_review"
    DISPOSAL = "disposal"
    OTHER = "other"


PLAN = Workflow(
    "year_plan",
    PlanState.DRAFT,
    {
        (PlanState.DRAFT, PlanMove.SUBMIT): PlanState.SUBMITTED,
        (PlanState.SUBMITTED, PlanMove.APPROVE): PlanState.APPROVED,
        (PlanState.SUBMITTED, PlanMove.SEND_BACK): PlanState.DRAFT,
    },
)
AMENDMENT = Workflow(
    "amendment",
    AmendmentState.SUBMITTED,
    {
        (AmendmentState.SUBMITTED, AmendmentMove.APPROVE): AmendmentState.APPROVED,
        (AmendmentState.SUBMITTED, AmendmentMove.SEND_BACK): AmendmentState.SENT_BACK,
        (AmendmentState.SUBMITTED, AmendmentMove.WITHDRAW): AmendmentState.WITHDRAWN,
    },
)

# Duties that a plan holds at most.
MOST_ROWS = 60
# Who keeps plans. The privacy manager reports for any owner.
KEEPERS = frozenset({Role.REPRESENTATIVE, Role.PRIVACY_MANAGER})
REPORTERS = frozenset({Role.PRIVACY_MANAGER})


@dataclass(frozen=True)
class Done:
    """What came of what somebody was to do, and when; days may be past, never future. Not `proven`
    by a file or by another record, it says why not (`no_proof`)."""

    result: str
    done_on: date
    proven: bool = True
    no_proof: str = ""


@dataclass(frozen=True)
class Row:
    """One duty as it is planned. `duty_id` is None for one that is not kept yet; `done` is what
    came of it before there was a plan."""

    kind: AnnualKind
    title: str
    planned_on: date
    owner_id: int
    approver_id: int | None = None
    because_of: str = ""
    duty_id: int | None = None
    done: Done | None = None


@dataclass(frozen=True)
class Year:
    """A fiscal year (年度): its first day and its last, both included."""

    first: date
    last: date

    @classmethod
    def of(cls, year: int, start: FiscalStart) -> "Year":
        """The year that starts in calendar year `year`."""
        return cls(*fiscal_year_bounds(year, start))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def end_of_month(self, month: int, calendar: BusinessCalendar) -> date:
        """The last business day of the month so many months after the first; its last day where
        the whole month is closed."""
        # Counted from the first day: a month cut short by February shortens none after it.
        starts = add_months(self.first, month)
        last = add_months(self.first, month + 1) - ONE_DAY
        return calendar.previous_open(last) if _opens(starts, last, calendar) else last

    def again(self, day: date, calendar: BusinessCalendar) -> date:
        """The same day of the same month within this year, or an open day of that month near it."""
        at = FiscalStart(self.first.month, self.first.day)
        same = add_months(day, 12 * (self.first.year - fiscal_year(day, at)))
        starts = max(same.replace(day=1), self.first)
        last = min(add_months(same.replace(day=1), 1) - ONE_DAY, self.last)
        if not _opens(starts, last, calendar):
            return same
        before = calendar.previous_open(same)
        return before if before >= starts else calendar.next_open(same)


def _opens(first: date, last: date, calendar: BusinessCalendar) -> bool:
    """Whether any day of a month is open."""
    return calendar.next_open(first) <= last


def check_rows(rows: Collection[Row], year: Year, here: Collection[int]) -> None:
    """A plan holds at least one duty; each says what, when in the year, and by whom.

    Raises BadInput.
    """
    if not rows:
        raise BadInput("duty_needed")
    for row in rows:
        if not row.title.strip():
            raise BadInput("duty_without_title")
        check_planned(row.planned_on, year)
        if row.owner_id not in here:
            raise BadInput("no_such_person", number=row.owner_id)
        if row.approver_id is not None:
            check_approver(row.approver_id, row.owner_id)
            if row.approver_id not in here:
                raise BadInput("no_such_person", number=row.approver_id)


def check_done_before(rows: Iterable[Row], year: Year, today: date) -> None:
    """What was done before there was a plan says when, and what came of it; as `check_done`."""
    for row in rows:
        if row.done is not None:
            check_done(row.done.result, row.done.done_on, year, today)


def check_planned(day: date, year: Year) -> None:
    """A duty of the year lies within it. Raises BadInput."""
    if day not in year:
        raise BadInput("duty_outside_year", first=year.first, last=year.last)


def check_approver(approver_id: int, owner_id: int) -> None:
    """Nobody approves what they own (R9). Raises BadInput."""
    if approver_id == owner_id:
        raise BadInput("duty_approved_by_owner")


def check_year(year: int, running: int) -> None:
    """The running year is planned, or the next one. Raises BadInput."""
    if year not in {running, running + 1}:
        raise BadInput("year_too_far")


@dataclass(frozen=True)
class Difference:
    """What an amendment does to one duty: `was` is None for a new one, `becomes` for a dropped."""

    was: Row | None
    becomes: Row | None

    @property
    def moves_to(self) -> date | None:
        """The new planned day; None where the day stays."""
        if self.becomes is None or (self.was and self.was.planned_on == self.becomes.planned_on):
            return None
        return self.becomes.planned_on


def differences(rows: Iterable[Row], wanted: Iterable[Row]) -> list[Difference]:
    """What becomes of the duties still to be done, by id; those not wanted any more are dropped."""
    known = {row.duty_id: row for row in rows}
    asked = list(wanted)
    pairs = [(known.get(row.duty_id) if row.duty_id else None, row) for row in asked]
    kept = {row.duty_id for row in asked}
    return [
        *(Difference(was, row) for was, row in pairs if was != row),
        *(Difference(row, None) for row in known.values() if row.duty_id not in kept),
    ]


def check_amendment(changes: Collection[Difference], reason: str, today: date) -> None:
    """An amendment changes something, for a reason, and plans nothing for a day that has passed.

    Raises RuleBroken.
    """
    if not reason.strip():
        raise RuleBroken("reason_needed")
    if not changes:
        raise RuleBroken("nothing_amended")
    if any(each.moves_to is not None and each.moves_to < today for each in changes):
        raise RuleBroken("due_in_past")


def check_withdrawal(person_id: int, proposed_by_id: int, reason: str) -> None:
    """Whoever proposed an amendment takes it back, for a reason.

    Raises NotAllowed for anybody else, RuleBroken without a reason.
    """
    if person_id != proposed_by_id:
        raise NotAllowed("amendment_withdrawn_by_writer")
    if not reason.strip():
        raise RuleBroken("reason_needed")


def may_report(person_id: int, roles: Collection[Role], owner_id: int) -> bool:
    """Whether somebody reports a duty as done: its owner, or the privacy manager for them."""
    return person_id == owner_id or bool(REPORTERS & frozenset(roles))


def confirmers(
    firm: Collection[Candidate], named: Collection[int], barred: Collection[int]
) -> Eligible:
    """Who may confirm that a duty was done: whoever is named for it; where they are barred or
    cannot (`named` is empty), whoever approves plans, as a reasoned exception at the last.

    Nobody confirms what they own or reported (R9).
    """
    able = tuple(each for each in named if each not in barred)
    if able:
        return Eligible(able, barred=frozenset(barred))
    return policy_rules.approvers(firm, barred)


def check_done(result: str, done_on: date, year: Year, today: date) -> None:
    """It is said what came of it, on a day from the year's first to today. Raises RuleBroken."""
    if not result.strip():
        raise RuleBroken("result_needed")
    refuse_future(done_on, today)
    if done_on < year.first:
        raise RuleBroken("done_before_year")
