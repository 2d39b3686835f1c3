"""The overview: where the cycle stands, what the year brings, and how findings and cases go."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Row

from pms_tracker import clock
from pms_tracker.act import case_lists
from pms_tracker.act import overview as act_overview
from pms_tracker.act.case_lists import Filter
from pms_tracker.act.review_rules import ReviewState
from pms_tracker.check import figures as check_figures
from pms_tracker.check import overview as check_overview
from pms_tracker.check.rules import AuditState
from pms_tracker.database import Rows
from pms_tracker.kernel.calendar import fiscal_year_bounds
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people import people
from pms_tracker.people.permissions import Permission
from pms_tracker.plan import mappings
from pms_tracker.plan import overview as plan_overview
from pms_tracker.tally.tallies import Amounts
from pms_tracker.web import cycle_figures, days, links
from pms_tracker.web.access import me, requires
from pms_tracker.web.charts import Count, Cycle, Quarter, Year, YearRow
from pms_tracker.web.cycle_figures import Time
from pms_tracker.web.navigation import PHASES

blueprint = Blueprint("cycle", __name__, url_prefix="/cycle")

ROWS = 12
CLAUSE_LENGTH = 24


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def wheel() -> ResponseReturnValue:
    return render_template("cycle/wheel.html", cycle=_cycle(_year_shown()))


def _year_shown() -> int:
    """The fiscal year asked for, from the company's first to the next one; this one otherwise."""
    earliest, latest = _years()
    offered = {str(year): year for year in range(earliest, latest + 1)}
    return offered.get(request.args.get("year", ""), people.fiscal_year_of(clock.today()))


def _years() -> tuple[int, int]:
    this = people.fiscal_year_of(clock.today())
    return min(people.fiscal_year_of(people.the_company().started_on), this), this + 1


def _cycle(year: int) -> Cycle:
    first, last = fiscal_year_bounds(year, people.the_company().fiscal_start_month)
    time = Time(first, last, clock.today())
    cases = act_overview.cases_since(me(), time.since)
    findings = check_overview.findings_since(me(), time.since)
    ahead, held = plan_overview.reviews_ahead(), plan_overview.reviews_of(first, last)
    of_unit, of_requirement = check_figures.OF_UNIT, check_figures.OF_REQUIREMENT
    asked = {key.of_id for key in findings if key.subject == of_requirement}
    newest = mappings.newest(asked)
    clauses = {row.id: _clause(row) for row in newest.values()}
    by_name = cycle_figures.moved(findings, {each: row.id for each, row in newest.items()})
    return Cycle(
        quarters=(
            _plan(ahead, held, time),
            Quarter("do", _phase_label("do"), there=False),
            _check(time),
            _act(cases, time),
        ),
        year=_year(year, [*_reviews(ahead, held, time), *_held(time)], cases, time),
        ages=cycle_figures.ages(cases, time.today),
        units=cycle_figures.breakdowns(findings, of_unit, "unit", time, _units),
        requirements=cycle_figures.breakdowns(
            by_name, of_requirement, "requirement", time, lambda _ids: clauses
        ),
        quarter_names=time.quarter_names,
        closing=cycle_figures.closing(cases, time),
        repeats=_repeats(time),
    )


def _repeats(time: Time) -> Count:
    wanted = Filter(repeat=True, opened=time.shown)
    again = url_for("cases.index", repeat="1", opened=str(time.shown))
    return Count(case_lists.counted(me(), wanted), again)


def _phase_label(phase: str) -> str:
    return next(str(label) for name, label, _families in PHASES if name == phase)


def _quarter(phase: str, endpoint: str, standing: tuple[int, int, int], done: Count) -> Quarter:
    late, soon, later = (
        Count(amount, url_for(endpoint, due=due))
        for amount, due in zip(standing, ("late", "soon", "later"), strict=True)
    )
    return Quarter(phase, _phase_label(phase), late, soon, later, done)


def _plan(ahead: Rows, held: Rows, time: Time) -> Quarter:
    """Reviews of policies. Those concluded have no list of their own."""
    dues = Counter(row.next_review_on for row in ahead)
    done = Count(sum(time.shows(row.held_on) for row in held))
    return _quarter("plan", "policies.index", cycle_figures.by_due(dues, time.today), done)


def _check(time: Time) -> Quarter:
    found = check_overview.standing(me(), time.today, time.shown)
    done = Count(found.closed, url_for("audits.index", closed=str(time.shown)))
    return _quarter("check", "audits.index", (found.late, found.soon, found.later), done)


def _act(cases: Amounts, time: Time) -> Quarter:
    closed = url_for("cases.index", closed=str(time.shown))
    done = Count(cycle_figures.closed_within(cases, time), closed)
    standing = cycle_figures.by_due(cycle_figures.due_days(cases), time.today)
    return _quarter("act", "cases.index", standing, done)


def _year(year: int, reviews: list[YearRow], cases: Amounts, time: Time) -> Year:
    """The year's strip: reviews first, then audits, those not done before those done."""
    audits = check_overview.planned_between(me(), time.first, time.last, ROWS)
    rows = [*reviews, *(_audit(row, time.today) for row in audits)]
    of = len(reviews) + (audits[0].of if audits else 0)
    shown = sorted(rows, key=_undone_first)[:ROWS]
    planned = url_for("audits.index", planned=str(time.shown))
    earliest, latest = _years()
    return Year(
        name=days.fiscal_year_text(year),
        first=time.first,
        last=time.last,
        today=time.today,
        rows=tuple(sorted(shown, key=lambda row: (row.planned_on, row.reference))),
        more=Count(of - len(shown), planned),
        due_cases=cycle_figures.due_cases(cases, time),
        earlier_url=url_for(".wheel", year=year - 1) if year > earliest else "",
        later_url=url_for(".wheel", year=year + 1) if year < latest else "",
    )


def _undone_first(row: YearRow) -> tuple[bool, date]:
    return row.state == "done", row.planned_on


def _reviews(ahead: Rows, held: Rows, time: Time) -> Iterable[YearRow]:
    for row in ahead:
        if time.shows(row.next_review_on):
            state = "late" if row.next_review_on < time.today else "todo"
            yield _review(row.number, row.title, row.next_review_on, None, state)
    for row in held:
        if time.shows(row.due_on):
            yield _review(row.number, row.title, row.due_on, row.held_on, "done")


def _review(
    number: int, title: str, planned_on: date, actual_on: date | None, state: str
) -> YearRow:
    name = format_reference(Kind.POLICY, None, number)
    label = gettext("見直し：%(title)s", title=title)
    return YearRow(label, links.url_of(name), name, planned_on, actual_on, state)


def _held(time: Time) -> Iterable[YearRow]:
    """Management reviews: done once they are signed."""
    for row in act_overview.reviews_between(me(), time.first, time.last):
        name = format_reference(Kind.MANAGEMENT_REVIEW, row.fiscal_year, row.number)
        state = REVIEWED.get(row.state) or ("late" if row.planned_on < time.today else "todo")
        held_on = row.held_on if row.state is not ReviewState.CONVENED else None
        label = gettext("マネジメントレビュー")
        yield YearRow(label, links.url_of(name), name, row.planned_on, held_on, state)


REVIEWED = {
    ReviewState.SIGNED: "done",
    ReviewState.SUBMITTED: "under_way",
    ReviewState.SENT_BACK: "under_way",
}
# An audit was done on the day it was held; its closing, days later, is writing.
STATES = {
    AuditState.CLOSED: "done",
    AuditState.APPROVED: "under_way",
    AuditState.REPORTED: "under_way",
    AuditState.UNDER_WAY: "under_way",
}


def _audit(row: Row[*tuple[Any, ...]], today: date) -> YearRow:
    name = format_reference(Kind.AUDIT, row.fiscal_year, row.number)
    state = STATES.get(row.state) or ("late" if row.planned_on < today else "todo")
    label = gettext("監査：%(unit)s", unit=row.unit)
    return YearRow(label, links.url_of(name), name, row.planned_on, row.held_on, state)


def _units(_ids: Iterable[int]) -> Mapping[int, str]:
    return {unit.id: unit.name for unit in people.units()}


def _clause(row: mappings.Told) -> str:
    return f"{row.path} {_shortened(row.text.strip())}"


def _shortened(text: str) -> str:
    return text if len(text) <= CLAUSE_LENGTH else f"{text[:CLAUSE_LENGTH]}…"
