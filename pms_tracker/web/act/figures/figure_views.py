"""Figures people manage by (指標): open cases, days per step, in time, effective, and again."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import NamedTuple

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.act import act_overview
from pms_tracker.act.cases import case_figures
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.locales.fiscal_years import whole_months
from pms_tracker.kernel.search_text import title_of
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.policies import mappings
from pms_tracker.tally.tallies import Amounts, Key
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
    """All that the page is drawn of: `cases` are tallies, the rest what they are told by."""

    today: date
    period: Period
    offered: tuple[Period, ...]
    cases: frozenset[tuple[Key, int]]
    units: tuple[tuple[int, str], ...]
    persons: tuple[tuple[int, str], ...]
    requirements: tuple[tuple[int, tuple[int, str]], ...]
    # What came from outside, and what went wrong.
    came: tuple[Bars, ...]

    def values(self) -> Mapping[str, object]:
        """What the template is given."""
        return {
            "measures": self.measures(),
            "came": self.came,
            "period": self.period,
            "period_words": days_text(self.period.days),
            "periods": [(each, url_for("figures.page", period=each.name)) for each in self.offered],
        }

    def measures(self) -> Measures:
        """All figures of the page."""
        names = dict(self.units), dict(self.persons), dict(self.requirements)
        told = Told(Counter(dict(self.cases)), self.period.days, *names)
        return figure_charts.measures(told, self.today)


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
    today = clock.today()
    offered = _periods(today)
    period = _asked(offered)
    first = period.days.first or date.min
    cases = act_overview.cases_since(me(), first, case_figures.OF_MONTHS, case_figures.OF_NOW)
    again = {key.of_id for key in cases if key.subject == case_figures.AGAIN_OF_REQUIREMENT}
    return Shown(
        today,
        period,
        tuple(offered),
        frozenset(cases.items()),
        tuple(_units(cases, period.days)),
        tuple(people.names(figure_boards.holders(cases)).items()),
        tuple(_clauses(again)),
        came_charts.of_period(period.days),
    )


def _units(cases: Amounts, period: Days) -> Iterator[tuple[int, str]]:
    """Every department that is there, and closed ones that are counted; who does not see all is
    told of those they see something of: of others, nothing would be a figure that is wrong."""
    counted = {key.of_id for key in cases if key.subject in case_figures.OF_UNITS}
    shown = {
        unit.id: unit.name
        for unit in people.unit_names()
        if unit.id in counted or (me().sees_all and unit.closed_on is None)
    }
    for each in figure_boards.in_order(cases, shown, period):
        yield each, shown[each]


def _clauses(ids: Collection[int]) -> Iterator[tuple[int, tuple[int, str]]]:
    for each, row in mappings.newest(ids).items():
        yield each, (row.id, f"{row.path} {title_of(row.text, choices.SHORT)}")


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
    rows = [*_rows(shown.measures()), *chain.from_iterable(map(_of_bars, shown.came))]
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
