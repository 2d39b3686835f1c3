"""Reports of a period to the representative (代表者への報告), each kind of them one declared row.

Whoever runs the PMS reports a period once it is over, in the order of the periods, also where
nothing happened in it; what was counted then is kept. The representative confirms it; a report of
their own needs nobody else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, false, func, select, true

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, check_version
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.my_number import holds_my_number
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.period_reports.period_report_tables import PeriodReport
from pms_tracker.trail import record_numbers, trail

Report = TypeVar("Report", bound=PeriodReport)

LONGEST = 2000
# Reports that a page lists: five years of months.
MOST = 60
REPORTERS = frozenset({Role.PRIVACY_MANAGER, Role.REPRESENTATIVE})


@dataclass(frozen=True)
class Periodic(Generic[Report]):
    """One kind of such reports.

    `begun` says the first day of the first period there is something to report of, `following` that
    of the period after one, `counted` what its table keeps of a period, and `changes` what the
    trail tells of it, whose steps are called `reported` and `confirmed`. `then` is done with each
    report that was made.
    """

    table: type[Report]
    begun: Callable[[], date | None]
    following: Callable[[date], date]
    counted: Callable[[date], Mapping[str, object]]
    changes: Callable[[Report], dict[str, trail.Change]]
    reported: str
    confirmed: str
    then: Callable[[Report], None] = lambda _made: None

    def newest(self, viewer: Viewer) -> Sequence[Report]:
        """The reports that somebody may know of, the newest period first."""
        found = select(self.table).where(visible_to(viewer))
        return session.scalars(found.order_by(self.table.begins_on.desc()).limit(MOST)).all()

    def confirmed_between(self, first: date, last: date, viewer: Viewer) -> Sequence[Report]:
        """Confirmed reports of periods that began in these days, the earliest first."""
        its = self.table.begins_on.between(first, last), self.table.confirmed_on.is_not(None)
        found = select(self.table).where(*its, visible_to(viewer))
        return session.scalars(found.order_by(self.table.begins_on)).all()

    def by_reference(
        self, reference: Reference, *, seen_by: Viewer, for_update: bool = False
    ) -> Report:
        """Raises NotFound where there is no such report or the person may not know of it."""
        table, seen = self.table, visible_to(seen_by)
        its = record_numbers.named(reference, table.KIND, table.fiscal_year, table.number)
        return record_numbers.find(table, reference, its, seen, for_update=for_update)

    def next_period(self) -> date | None:
        """The first day of the period that is to be reported next: the one after the last; None
        before there is anything to report of."""
        last = session.scalar(select(func.max(self.table.begins_on)))
        return self.following(last) if last is not None else self.begun()

    def is_over(self, period: date) -> bool:
        """Whether a period has ended."""
        return self.following(period) <= clock.today()

    def _middle_of(self, period: date) -> date:
        """By which day a period is counted to a fiscal year, which may start within it."""
        return period + (self.following(period) - period) / 2

    def report(self, period: date, words: str, *, by: Viewer) -> Report:
        """Tell the representative of a period, by its first day.

        Raises NotAllowed for anybody but whoever runs the PMS and the representative, RuleBroken
        for another period than the next, or one that is not over, BadInput for words that are too
        long or hold a 個人番号.
        """
        if not by.roles & REPORTERS:
            raise NotAllowed("period_reported_by_manager")
        if len(words) > LONGEST:
            raise BadInput("text_too_long", longest=LONGEST)
        if holds_my_number(words):
            raise BadInput("entry_my_number")
        year, today = people.fiscal_year_of(self._middle_of(period)), clock.today()
        # Whoever reports at the same time waits here, and then finds the period told.
        number = record_numbers.next_number(self.table.KIND, year)
        if period != self.next_period() or not self.is_over(period):
            raise RuleBroken("period_not_next")
        columns: dict[str, Any] = {**self.counted(period)}
        made = self.table(
            **{"fiscal_year": year, "number": number, "begins_on": period, **columns},
            words=words.strip(),
            reported_on=today,
            reported_by_id=by.person_id,
            reported_at=clock.now(),
        )
        if Role.REPRESENTATIVE in by.roles:
            made.confirmed_on, made.confirmed_by_id = today, by.person_id
        session.add(made)
        session.flush()
        self.then(made)
        trail.note(made.reference, self.reported, by=by.actor, changes=self.changes(made))
        return made

    def confirm(self, made: Report, *, version: int, by: Viewer) -> None:
        """Confirm that the representative read it. Raises Stale, NotAllowed for anybody else,
        RuleBroken where it is confirmed already."""
        check_version(made, version)
        if Role.REPRESENTATIVE not in by.roles:
            raise NotAllowed("period_report_of_representative")
        if made.confirmed_on is not None:
            raise RuleBroken("period_report_confirmed")
        made.confirmed_on, made.confirmed_by_id = clock.today(), by.person_id
        made.version += 1
        session.flush()
        trail.note(made.reference, self.confirmed, by=by.actor)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Those who see all that is counted."""
    return true() if viewer.sees_all else false()
