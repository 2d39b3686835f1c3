"""Where the cycle stands: what the overview shows, read in few statements and told as charts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.act import act_overview
from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.check.findings import finding_figures
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.kernel.days import Due
from pms_tracker.kernel.locales.fiscal_years import fiscal_year_bounds
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.firm import named, people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.plan_overview import OfYear
from pms_tracker.plan.policies import mappings
from pms_tracker.questions import Question, Unread, cells_of, together
from pms_tracker.reminders.running.every_source import ACT, CHECK, DO, PLAN
from pms_tracker.reminders.start import open_work
from pms_tracker.tally.tallies import Amounts
from pms_tracker.web.pictures import cycle_figures
from pms_tracker.web.pictures.charts import Count, Cycle, Quarter, Year, YearRow
from pms_tracker.web.record import links
from pms_tracker.web.shell import navigation, shelves
from pms_tracker.web.words import days_in_words

# Rows of the strip: a year of most firms has fewer.
ROWS = 60
CLAUSE_LENGTH = 24
REVIEWED = {
    ReviewState.SIGNED: "done",
    ReviewState.SUBMITTED: "under_way",
    ReviewState.SENT_BACK: "under_way",
}
# An audit was done on the day it was held; its closing, days later, is writing.
AUDITED = {
    AuditState.CLOSED: "done",
    AuditState.APPROVED: "under_way",
    AuditState.REPORTED: "under_way",
    AuditState.UNDER_WAY: "under_way",
}


@dataclass(frozen=True)
class Standing:
    """A fiscal year as somebody may see it: all that the page is drawn of.

    `earliest` and `latest` are the years offered; before the company had `begun_on` nothing is
    late; `dues` the duties of each phase by their due day; `keeps` says whether any register of do
    is in use. The rest is taken apart only where the page has to be drawn: figures, what the year
    has planned, what is counted of it, the names of units by id, and the requirements that findings
    name.
    """

    year: int
    earliest: int
    latest: int
    begun_on: date
    time: cycle_figures.Time
    dues: tuple[tuple[str, frozenset[tuple[date, int]]], ...]
    keeps: bool
    figures: Unread[Amounts]
    rows: Unread[list[OfYear]]
    counted: Unread[act_overview.Counted]
    units: Unread[list[tuple[int, str]]]
    clauses: Unread[Mapping[int, mappings.Told]]

    def values(self) -> Mapping[str, object]:
        """What the template is given."""
        return {"cycle": self.cycle()}

    def cycle(self) -> Cycle:
        """The page as charts."""
        figures, rows, time = self.figures.read(), self.rows.read(), self.time
        counted, clauses = self.counted.read(), self.clauses.read()
        by_name = cycle_figures.moved(figures, {each: row.id for each, row in clauses.items()})
        names = {row.id: _clause(row) for row in clauses.values()}
        units = dict(self.units.read())
        return Cycle(
            quarters=tuple(self._quarters(figures, rows, counted)),
            year=self._year(figures, rows),
            ages=cycle_figures.ages(figures, time.today),
            units=cycle_figures.breakdowns(figures, finding_figures.OF_UNIT, "unit", time, units),
            requirements=cycle_figures.breakdowns(
                by_name, finding_figures.OF_REQUIREMENT, "requirement", time, names
            ),
            quarter_names=time.quarter_names,
            closing=cycle_figures.closing(figures, time),
            repeats=Count(
                counted.repeats, url_for("cases.index", repeat="1", opened=str(time.shown))
            ),
        )

    def _quarters(
        self, figures: Amounts, rows: list[OfYear], counted: act_overview.Counted
    ) -> Iterator[Quarter]:
        dues = {phase: Counter(dict(its)) for phase, its in self.dues}
        time = self.time
        # What was concluded or entered in the year has no list of its own.
        concluded = sum(_is_concluded(row, time) for row in rows)
        yield _quarter(PLAN, dues[PLAN], Count(concluded), time.today)
        if self.keeps:
            yield _quarter(DO, dues[DO], Count(counted.entered), time.today)
        else:
            yield Quarter(DO, phase_label(DO), there=False)
        closed = url_for("audits.index", closed=str(time.shown))
        yield _quarter(CHECK, dues[CHECK], Count(counted.closed, closed), time.today)
        closed = url_for("cases.index", closed=str(time.shown))
        done = Count(cycle_figures.closed_within(figures, time), closed)
        yield _quarter(ACT, dues[ACT] + cycle_figures.due_days(figures), done, time.today)

    def _year(self, figures: Amounts, found: list[OfYear]) -> Year:
        """The year's strip, done or not; only of more than ROWS those done are left out first."""
        time = self.time
        rows = list(_rows(found, time, self.begun_on))
        audits = [row for row in found if row.kind == Kind.AUDIT]
        of = len(rows) + (audits[0].of - len(audits) if audits else 0)
        shown = sorted(rows, key=_undone_first)[:ROWS]
        earlier, later = (
            url_for("cycle.wheel", year=each) if self.earliest <= each <= self.latest else ""
            for each in (self.year - 1, self.year + 1)
        )
        return Year(
            name=days_in_words.fiscal_year_text(self.year),
            first=time.first,
            last=time.last,
            today=time.today,
            rows=tuple(sorted(shown, key=lambda row: (row.planned_on, row.reference))),
            more=Count(of - len(shown)),
            due_cases=cycle_figures.due_cases(figures, time),
            earlier_url=earlier,
            later_url=later,
        )


def read(asked: str, viewer: Viewer) -> Standing:
    """The fiscal year asked for, from the company's first to the next one; this one otherwise."""
    company, today = people.the_company(), clock.today()
    this = people.fiscal_year_of(today)
    earliest, latest = min(people.fiscal_year_of(company.started_on), this), this + 1
    offered = {str(year): year for year in range(earliest, latest + 1)}
    year = offered.get(asked, this)
    time = cycle_figures.Time(*fiscal_year_bounds(year, company.fiscal_start), today)
    kinds = people.used_kinds()
    used = [each for each in shelves.DO if each.kind in kinds]
    dues, *found = together(
        open_work.due_days(viewer),
        act_overview.figures_since(viewer, time.since),
        act_overview.of_year(viewer, time.shown, ROWS).unread(),
        act_overview.counted(viewer, time.shown, used).unread(),
        Question((named.UNITS,), {}, cells_of).unread(),
        act_overview.clauses(viewer, time.since).unread(),
    ).answer()
    by_day = tuple((phase, frozenset(its.items())) for phase, its in dues.items())
    begun_on = company.started_on
    return Standing(year, earliest, latest, begun_on, time, by_day, bool(used), *found)


def _clause(row: mappings.Told) -> str:
    return f"{row.path} {_shortened(row.text.strip())}"


def phase_label(phase: str) -> str:
    """What a phase of the cycle is called."""
    return next(str(label) for name, label, _families in navigation.PHASES if name == phase)


def _quarter(phase: str, dues: Mapping[date, int], done: Count, today: date) -> Quarter:
    """Every duty of a phase that its reader may see, by how near it is, with the list of them."""
    late, soon, later = (
        Count(amount, url_for("cycle.duties", phase=phase, due=due.value))
        for amount, due in zip(cycle_figures.by_due(dues, today), Due, strict=True)
    )
    return Quarter(phase, phase_label(phase), late, soon, later, done)


def _is_concluded(row: OfYear, time: cycle_figures.Time) -> bool:
    """Reviews of policies held in the year, and duties of its plan that were done."""
    if row.kind == Kind.POLICY_REVIEW:
        return row.done_on is not None and time.shows(row.done_on)
    return row.kind == Kind.ANNUAL_PLAN and row.done_on is not None


def _undone_first(row: YearRow) -> tuple[bool, date]:
    return row.state == "done", row.planned_on


def _rows(found: Iterable[OfYear], time: cycle_figures.Time, begun_on: date) -> Iterator[YearRow]:
    """What the strip has room for; what was only done in the year was planned in another."""
    for row in found:
        if time.shows(row.planned_on):
            yield _row(row, "late" if begun_on <= row.planned_on < time.today else "todo")


def _row(row: OfYear, late: str) -> YearRow:
    if row.kind == Kind.ANNUAL_PLAN:
        name = format_reference(Kind.ANNUAL_PLAN, row.fiscal_year, row.number)
        url = url_for("years.duty", reference=name, position=row.position)
        state = "done" if row.done_on else late
        return YearRow(_shortened(row.title), url, name, row.planned_on, row.done_on, state)
    kind, done_on, state = Kind(row.kind), row.done_on, late
    if kind in {Kind.POLICY, Kind.POLICY_REVIEW}:
        state = "done" if kind is Kind.POLICY_REVIEW else late
        kind, label = Kind.POLICY, gettext("見直し：%(title)s", title=row.title)
    elif kind is Kind.AUDIT:
        state = AUDITED.get(AuditState(row.state), late)
        label = gettext("監査：%(unit)s", unit=row.title)
    elif kind in {Kind.TRAINING, Kind.LEDGER_REVIEW}:
        state = "done" if row.done_on else _begun(row, late)
        label = (
            gettext("教育：%(title)s", title=row.title) if row.title else gettext("台帳の見直し")
        )
    else:
        reviewed = ReviewState(row.state)
        state, label = REVIEWED.get(reviewed, late), gettext("マネジメントレビュー")
        done_on = row.done_on if reviewed is not ReviewState.CONVENED else None
    name = format_reference(kind, row.fiscal_year, row.number)
    return YearRow(label, links.url_of(name), name, row.planned_on, done_on, state)


def _begun(row: OfYear, late: str) -> str:
    """What began is under way until its day is over."""
    return row.state or late if late == "todo" else late


def _shortened(text: str) -> str:
    return text if len(text) <= CLAUSE_LENGTH else f"{text[:CLAUSE_LENGTH]}…"
