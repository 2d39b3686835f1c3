"""Figures people manage by (指標): open cases, days per step, in time, effective, and again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.act import act_overview
from pms_tracker.act.cases import case_figures
from pms_tracker.do.carried_out import year_counts
from pms_tracker.do.carried_out.year_counts import YearCounts
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.locales.fiscal_years import whole_months
from pms_tracker.kernel.search_text import title_of
from pms_tracker.people.firm import named, people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.policies import mappings
from pms_tracker.questions import Question, Unread, cells_of, together
from pms_tracker.tally.tallies import Amounts
from pms_tracker.web.act.figures import came_charts, figure_boards, figure_charts
from pms_tracker.web.act.figures.figure_charts import Told
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.lists import choices, list_files
from pms_tracker.web.lists.filters import days_text
from pms_tracker.web.lists.list_files import Column, Kind, Sheet
from pms_tracker.web.pictures.charts import Bars, Boards, Measures
from pms_tracker.web.words.days_in_words import fiscal_year_text

blueprint = Blueprint("figures", __name__, url_prefix="/act/figures")

# The period that is shown unless another is asked for, and how many years are offered beside it.
LATEST = "latest"
YEARS = 5


@dataclass(frozen=True)
class Period:
    """A run of whole months that figures are told of."""

    name: str
    label: str
    days: Days


@dataclass(frozen=True)
class Shown:
    """All that the page is drawn of: `cases` are tallies, the rest what they are told by; taken
    apart only where the page has to be drawn. `charted` are registers with a chart of what came."""

    today: date
    period: Period
    offered: tuple[Period, ...]
    sees_all: bool
    charted: frozenset[str]
    cases: Unread[Amounts]
    persons: Unread[list[list[Any]]]
    requirements: Unread[Mapping[int, mappings.Told]]
    # Departments by id and name, with the day on which they closed.
    units: Unread[list[list[Any]]]
    # What came from outside, and what went wrong; for whoever sees all of it.
    counts: Unread[YearCounts] | None

    def values(self) -> Mapping[str, object]:
        """What the template is given."""
        return {
            "measures": self.measures(),
            "came": self.came(),
            "period": self.period,
            "period_words": days_text(self.period.days),
            "periods": [(each, url_for("figures.page", period=each.name)) for each in self.offered],
        }

    def measures(self) -> Measures:
        """All figures of the page."""
        cases, days = self.cases.read(), self.period.days
        clauses = {
            each: (row.id, f"{row.path} {title_of(row.text, choices.SHORT)}")
            for each, row in self.requirements.read().items()
        }
        names = self._units(cases), dict(self.persons.read()), clauses
        return figure_charts.measures(Told(cases, days, *names), self.today)

    def _units(self, cases: Amounts) -> dict[int, str]:
        """Every department that is there, and closed ones that are counted; who does not see all is
        told of those they see something of: of others, nothing would be a figure that is wrong."""
        counted = {key.of_id for key in cases if key.subject in case_figures.OF_UNITS}
        shown = {
            each: name
            for each, name, closed_on in self.units.read()
            if each in counted or (self.sees_all and closed_on is None)
        }
        return {
            each: shown[each] for each in figure_boards.in_order(cases, shown, self.period.days)
        }

    def came(self) -> tuple[Bars, ...]:
        """The charts of what came."""
        if self.counts is None:
            return ()
        return came_charts.drawn(self.counts.read(), self.period.days, self.charted)


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def page() -> ResponseReturnValue:
    return render_template("act/figures/page.html", shown=_shown())


def _periods(today: date) -> list[Period]:
    """The last twelve months, and the fiscal years since the company began here, newest first."""
    company = people.the_company()
    first = add_months(today.replace(day=1), -11)
    latest = Days(first, add_months(first, 12) - ONE_DAY)
    found = [Period(LATEST, gettext("直近12か月"), latest)]
    this = people.fiscal_year_of(today)
    began = min(this, people.fiscal_year_of(company.started_on))
    for year in range(this, max(began, this - YEARS + 1) - 1, -1):
        days = Days(*whole_months(company.fiscal_start.in_year(year)))
        found.append(Period(str(year), fiscal_year_text(year), days))
    return found


def _asked(offered: Sequence[Period]) -> Period:
    by_name = {each.name: each for each in offered}
    return by_name.get(request.args.get("period", ""), offered[0])


def _shown() -> Shown:
    today, viewer = clock.today(), me()
    offered = _periods(today)
    period = _asked(offered)
    first, last = period.days.first or date.min, period.days.last or date.max
    charted = came_charts.reached()
    came = [year_counts.question(first, last).unread()] if charted else []
    measured, units, *counts = together(
        act_overview.measured_since(viewer, first),
        Question((named.UNITS_WITH_END,), {}, cells_of).unread(),
        *came,
    ).answer()
    counted = counts[0] if counts else None
    return Shown(
        *(today, period, tuple(offered), viewer.sees_all, charted, *measured, units, counted)
    )


class Row(NamedTuple):
    """A figure as a line of the file."""

    figure: str
    of: str
    kind: str
    value: int | None


COLUMNS = (
    Column("figure", _l("指標"), lambda row: row.figure, width=30),
    Column("of", _l("対象"), lambda row: row.of, width=36),
    Column("kind", _l("区分"), lambda row: row.kind, width=22),
    Column("value", _l("値"), lambda row: row.value, Kind.NUMBER, width=10),
)


@blueprint.get("/export.csv", defaults={"kind": "csv"})
@blueprint.get("/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_RECORDS)
def export(kind: str) -> ResponseReturnValue:
    """All figures of the page as they are shown, each on a line of its own."""
    shown = _shown()
    rows = [*_rows(shown.measures()), *chain.from_iterable(map(_of_bars, shown.came()))]
    title = gettext("指標（%(period)s）", period=shown.period.label)
    return list_files.answer(Sheet(title, "figures", COLUMNS, list_files.whole(rows)), kind)


def _rows(measures: Measures) -> Iterator[Row]:
    yield from _of_boards(measures.boards)
    yield from _of_bars(measures.ages)
    title = gettext("ステップごとの日数")
    for step in measures.steps:
        yield Row(title, step.label, gettext("完了した件数"), step.cases.amount)
        yield Row(title, step.label, gettext("中央値（日）"), step.median)
        yield Row(title, step.label, gettext("9割がこの日数以内（日）"), step.most)
    for bars in measures.in_period:
        yield from _of_bars(bars)


def _of_boards(boards: Boards) -> Iterator[Row]:
    for title, rows in (
        (gettext("部門別の状況"), boards.units),
        (gettext("担当者別の状況"), boards.persons),
    ):
        for row in rows:
            yield Row(title, row.label, gettext("未完了"), row.open.amount)
            yield Row(title, row.label, gettext("期限超過"), row.late.amount)
            yield Row(title, row.label, gettext("最長の経過日数"), row.oldest)
            if row in boards.units:
                yield Row(title, row.label, gettext("期間内に完了"), row.closed.amount)
    title = gettext("現在のステップの日数")
    for step in boards.steps:
        yield Row(title, step.label, gettext("件数"), step.cases.amount)
        yield Row(title, step.label, gettext("中央値（日）"), step.median)
        yield Row(title, step.label, gettext("最長（日）"), step.longest)
    title = gettext("月ごとの開始と完了")
    for month in boards.months:
        yield Row(title, month.label, gettext("開始"), month.opened.amount)
        yield Row(title, month.label, gettext("完了"), month.closed.amount)


def _of_bars(bars: Bars) -> Iterator[Row]:
    for line in (bars.whole, *bars.lines):
        for head, count in zip(bars.heads, line.counts, strict=True):
            yield Row(bars.title, line.label, head, count.amount)
        if bars.rate:
            yield Row(
                bars.title, line.label, gettext("%(rate)s（%%）", rate=bars.rate), line.per_cent
            )
