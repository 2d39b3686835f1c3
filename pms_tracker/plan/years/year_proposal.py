"""What a plan of the year starts from: what comes round, last year's plan, lessons that wait."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.plan.rules.year_rules import AnnualKind, Past, Row, Year

# A plan is read and approved before the first day that it sets.
TO_APPROVE = timedelta(days=5)
# Lessons come to a plan early enough to be heeded in it.
LESSONS_MONTH = 2


@dataclass(frozen=True)
class Usual:
    """What comes round: months after the year's first, who does it, who approves what was done."""

    kind: AnnualKind
    month: int
    owner: Role
    approver: Role | None = None
    # What it is about is there by a custom.
    custom: Custom | None = None


_ACT = Custom.PERSONAL_INFORMATION_ACT
_REVIEW = AnnualKind.MANAGEMENT_REVIEW
_K, _PM, _REP, _AM = AnnualKind, Role.PRIVACY_MANAGER, Role.REPRESENTATIVE, Role.AUDIT_MANAGER
# The calendar of domain.md section 6: the duties are sourced, their months are customary.
TYPICAL = (
    Usual(_K.PROGRAMME, 0, _AM, _REP),
    Usual(_K.LEDGER_CHECK, 1, _PM, _REP, _ACT),
    Usual(_K.RISK_REVIEW, 2, _PM, _REP, _ACT),
    Usual(_K.LAW_LIST, 2, _PM, _REP),
    Usual(_K.OPERATION_CHECK, 2, _PM),
    Usual(_K.POLICY_REVIEW, 3, _PM, _REP),
    Usual(_K.CONTRACTORS, 4, _PM, _REP, _ACT),
    Usual(_K.EDUCATION, 5, _PM),
    Usual(_K.OPERATION_CHECK, 5, _PM),
    Usual(_K.AUDIT, 7, _AM, _REP),
    Usual(_K.OPERATION_CHECK, 8, _PM),
    Usual(_K.MANAGEMENT_REVIEW, 10, _REP),
    Usual(_K.OPERATION_CHECK, 11, _PM),
    Usual(_K.DISPOSAL, 11, _PM, custom=_ACT),
)


@dataclass(frozen=True)
class Staff:
    """Who fills a role by default, and who is still here."""

    holders: Mapping[Role, int]
    here: Collection[int]
    drafter_id: int

    def owner(self, role: Role) -> int:
        """Whoever holds the role; else the privacy manager, the representative, the drafter."""
        order = (role, Role.PRIVACY_MANAGER, Role.REPRESENTATIVE)
        found = (self.holders[each] for each in order if each in self.holders)
        return next(found, self.drafter_id)

    def approver(self, role: Role | None, owner_id: int) -> int | None:
        """Whoever holds the role, unless they would approve what they did themselves."""
        found = self.holders.get(role) if role else None
        return found if found != owner_id else None


@dataclass(frozen=True)
class Lesson:
    """What waits in an inbox: the record it came from and its words in one line."""

    because_of: str
    title: str


def typical_year(
    year: Year,
    calendar: BusinessCalendar,
    staff: Staff,
    titles: Mapping[AnnualKind, str],
    customs: Collection[Custom] = frozenset(Custom),
) -> list[Row]:
    """The duties that come round where these customs are, each on the last business day of its
    month."""
    found = []
    for each in (each for each in TYPICAL if each.custom is None or each.custom in customs):
        owner_id = staff.owner(each.owner)
        approver_id = staff.approver(each.approver, owner_id)
        day = year.end_of_month(each.month, calendar)
        found.append(Row(each.kind, titles[each.kind], day, owner_id, approver_id))
    return found


def following_year(
    rows: Iterable[Row], year: Year, calendar: BusinessCalendar, staff: Staff
) -> list[Row]:
    """Last year's duties again, in the same months, by whoever of their owners is still here.

    What came of a lesson was for that year alone and does not come round.
    """
    usual = {each.kind: each.owner for each in TYPICAL}
    found = []
    for row in rows:
        if row.because_of:
            continue
        stays = row.owner_id in staff.here
        owner_id = row.owner_id if stays else staff.owner(usual.get(row.kind, _PM))
        both = row.approver_id in staff.here and row.approver_id != owner_id
        approver_id = row.approver_id if both else None
        day = year.again(row.planned_on, calendar)
        found.append(replace(row, planned_on=day, owner_id=owner_id, approver_id=approver_id))
    return [replace(row, duty_id=None) for row in sorted(found, key=lambda row: row.planned_on)]


def in_the_middle(
    rows: Sequence[Row], past: Past, today: date, year: Year, calendar: BusinessCalendar
) -> list[Row]:
    """What a plan begun in the middle of its year holds of what came round before.

    From today on it is spread over the months that are left, what comes round once more anyway
    left out, and what would be due before the plan is approved; or it waits for the next year; or
    it stays, for what was done to be entered.
    """
    first = today + TO_APPROVE if past is Past.FROM_TODAY else today
    gone = [row for row in rows if row.planned_on < first]
    if past is Past.DONE_BEFORE or not gone:
        return list(rows)
    ahead = [row for row in rows if row.planned_on >= first]
    if past is Past.NEXT_YEAR:
        return ahead
    again = {row.kind for row in ahead if row.kind is not AnnualKind.OTHER}
    once = {row.title if row.kind is AnnualKind.OTHER else row.kind: row for row in gone}
    late = [row for row in once.values() if row.kind not in again]
    days = [day for day in _month_ends(year, calendar) if day >= first] or [year.last]
    # The management review looks at what was done before it.
    review = min((row.planned_on for row in ahead if row.kind is _REVIEW), default=year.last)
    days = [day for day in days if day < review] or days
    moved = [
        replace(row, planned_on=days[place * len(days) // len(late)])
        for place, row in enumerate(late)
    ]
    return sorted([*moved, *ahead], key=lambda row: row.planned_on)


def _month_ends(year: Year, calendar: BusinessCalendar) -> list[date]:
    return [year.end_of_month(month, calendar) for month in range(12)]


def from_lessons(
    lessons: Iterable[Lesson],
    known: Collection[str],
    year: Year,
    calendar: BusinessCalendar,
    staff: Staff,
) -> list[Row]:
    """A free-text duty for each lesson that is not a duty yet; `known` are those that were."""
    day = year.end_of_month(LESSONS_MONTH, calendar)
    owner_id = staff.owner(Role.PRIVACY_MANAGER)
    return [
        Row(AnnualKind.OTHER, each.title, day, owner_id, because_of=each.because_of)
        for each in lessons
        if each.because_of not in known
    ]
