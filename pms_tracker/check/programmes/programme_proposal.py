"""What a programme starts from: last year's, and an audit of whatever the year has not covered."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.programme_rules import BEFORE_FIRST_AUDIT, Row
from pms_tracker.kernel.calendar import ONE_DAY, BusinessCalendar
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.independence import Candidate, Role
from pms_tracker.plan.rules.year_rules import Year

# Months after the year's first in which audits are customary (domain.md section 6).
USUAL_MONTH = 7


@dataclass(frozen=True)
class Firm:
    """What of the firm a proposal is made from.

    `units` are those to be audited in the year, in their order; `open_on` says whether one is still
    there on a day; `answers` is the unit that answers for the rules; `able(kind, unit, day)` gives
    those who may carry out an audit of a kind.
    """

    units: Sequence[int]
    answers: int | None
    open_on: Callable[[int, date], bool]
    able: Callable[[AuditKind, int, date], Sequence[Candidate]]


@dataclass(frozen=True)
class Need:
    """What the year still needs: units without an operation audit, and the conformity audit."""

    units: Collection[int]
    conformity: bool

    def __bool__(self) -> bool:
        return bool(self.units) or self.conformity


def left(need: Need, rows: Collection[Row]) -> Need:
    """What of a need these audits do not meet."""
    units = {row.unit_id for row in rows if row.kind is AuditKind.OPERATION}
    conformity = any(row.kind is AuditKind.CONFORMITY for row in rows)
    still = [unit_id for unit_id in need.units if unit_id not in units]
    return Need(still, need.conformity and not conformity)


@dataclass
class Proposal:
    """Rows for a year, each with the auditor who has fewest of them so far."""

    firm: Firm
    themes: Mapping[AuditKind, str]
    days: Sequence[date]
    earliest: date
    taken: Counter[int] = field(default_factory=Counter)

    def first(self, need: Need) -> list[Row]:
        """A row for everything the year needs, spread over its days."""
        wanted = list(self._wanted(need))
        return [
            self._row(kind, unit_id, self._spread(place, len(wanted)))
            for place, (kind, unit_id) in enumerate(wanted)
        ]

    def _spread(self, place: int, amount: int) -> date:
        return self.days[place * len(self.days) // amount]

    def _wanted(self, need: Need) -> Iterator[tuple[AuditKind, int]]:
        """The rules first, then the practice of each unit."""
        if need.conformity and self.firm.answers is not None:
            yield AuditKind.CONFORMITY, self.firm.answers
        for unit_id in self.firm.units:
            if unit_id in need.units:
                yield AuditKind.OPERATION, unit_id

    def following(
        self, before: Iterable[Row], need: Need, again: Callable[[date], date]
    ) -> list[Row]:
        """Last year's rows for what the year needs, and a row for what last year had not.

        `again` gives the day that comes round; where it is too near or over, another is found.

        Who would no longer be independent is left out; without its lead a row has no team.
        """
        wanted = [
            (row, again(row.planned_on))
            for row in before
            if (row.unit_id in need.units if row.kind is AuditKind.OPERATION else need.conformity)
        ]
        late = [row for row, day in wanted if day < self.earliest]
        kept = [
            self._kept(row, self._spread(late.index(row), len(late)) if row in late else day)
            for row, day in wanted
            if self.firm.open_on(row.unit_id, day)
        ]
        return sorted([*kept, *self.first(left(need, kept))], key=lambda row: row.planned_on)

    def _kept(self, row: Row, day: date) -> Row:
        able = {each.person_id for each in self.firm.able(row.kind, row.unit_id, day)}
        team = tuple(each for each in row.team_ids if each in able)
        if row.team_ids[:1] != team[:1]:
            team = ()
        self.taken.update(team[:1])
        return replace(row, planned_on=day, team_ids=team, row_id=None)

    def _row(self, kind: AuditKind, unit_id: int, day: date) -> Row:
        # Whoever has fewest audits first, auditors before whoever leads them all; those from
        # outside only where there is nobody else.
        able = sorted(
            self.firm.able(kind, unit_id, day),
            key=lambda each: (
                Role.EXTERNAL_AUDITOR in each.roles,
                self.taken[each.person_id],
                Role.AUDIT_MANAGER in each.roles,
            ),
        )
        team = tuple(each.person_id for each in able[:1])
        self.taken.update(team)
        return Row(kind, unit_id, day, team, self.themes[kind])


def earliest_day(year: Year, today: date) -> date:
    """The first day for an audit: early enough before it for whoever is audited to be told."""
    return min(max(year.first, today + BEFORE_FIRST_AUDIT), year.last)


def days_of(
    year: Year, months: Collection[date], earliest: date, calendar: BusinessCalendar
) -> list[date]:
    """The days that audits may be planned for: open ones of the months the annual plan gives to
    audits (any day of each), of the customary month where it gives none; from `earliest` on.

    Where those have passed, what is left of the year.
    """
    usual = [add_months(year.first, USUAL_MONTH)]
    found: list[date] = []
    for first in sorted({day.replace(day=1) for day in months or usual}):
        last = add_months(first, 1) - ONE_DAY
        found += _open_days(max(first, earliest), min(last, year.last), calendar)
    if found:
        return found
    return _open_days(earliest, year.last, calendar) or [year.last]


def _open_days(first: date, last: date, calendar: BusinessCalendar) -> list[date]:
    days = (first + ONE_DAY * place for place in range((last - first).days + 1))
    return [day for day in days if not calendar.is_closed(day)]


@dataclass(frozen=True)
class Changes:
    """How a programme differs from last year's: units new in it, units no longer there, and who
    was left out of which unit's team for want of independence."""

    new: tuple[int, ...]
    gone: tuple[int, ...]
    barred: tuple[tuple[int, int], ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.barred)


def changes(before: Collection[Row], rows: Collection[Row], firm: Firm) -> Changes:
    """What is said beside a draft that was made from last year's programme."""
    units = {row.unit_id: row for row in rows if row.kind is AuditKind.OPERATION}
    known = {row.unit_id: row for row in before if row.kind is AuditKind.OPERATION}
    barred = []
    for row in before:
        now = next(
            (each for each in rows if (each.kind, each.unit_id) == (row.kind, row.unit_id)), None
        )
        if now is None:
            continue
        able = {each.person_id for each in firm.able(now.kind, now.unit_id, now.planned_on)}
        out = (each for each in row.team_ids if each not in able and each not in now.team_ids)
        barred += [(now.unit_id, each) for each in out]
    return Changes(
        tuple(each for each in units if each not in known),
        tuple(each for each in known if each not in units),
        tuple(barred),
    )
