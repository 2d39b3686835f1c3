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
from pms_tracker.act import act_overview
from pms_tracker.act.cases import case_lists
from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.check import check_overview
from pms_tracker.check.findings import finding_figures
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.database import Rows
from pms_tracker.kernel.calendar import fiscal_year_bounds
from pms_tracker.kernel.days import Due
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import FirmAtNeed
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan import plan_overview
from pms_tracker.plan.policies import mappings
from pms_tracker.registers import register_lists
from pms_tracker.reminders.running.every_source import ACT, CHECK, DO, PLAN
from pms_tracker.reminders.start import open_work
from pms_tracker.tally.tallies import Amounts
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.home.home_views import line
from pms_tracker.web.pictures import cycle_figures
from pms_tracker.web.pictures.charts import Count, Cycle, Quarter, Year, YearRow
from pms_tracker.web.record import links
from pms_tracker.web.shell import navigation
from pms_tracker.web.words import days_in_words

blueprint = Blueprint("cycle", __name__, url_prefix="/cycle")

# Rows of the strip: a year of most firms has fewer.
ROWS = 60
STANDING = (PLAN, DO, CHECK, ACT)
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
    time = cycle_figures.Time(first, last, clock.today())
    cases = act_overview.cases_since(me(), time.since)
    findings = check_overview.findings_since(me(), time.since)
    ahead, held = plan_overview.reviews_ahead(), plan_overview.reviews_of(first, last)
    planned = plan_overview.duties_of(first, last)
    dues = open_work.due_days(me(), FirmAtNeed(time.today))
    of_unit, of_requirement = finding_figures.OF_UNIT, finding_figures.OF_REQUIREMENT
    asked = {key.of_id for key in findings if key.subject == of_requirement}
    newest = mappings.newest(asked)
    clauses = {row.id: _clause(row) for row in newest.values()}
    by_name = cycle_figures.moved(findings, {each: row.id for each, row in newest.items()})
    return Cycle(
        quarters=(
            _plan(held, planned, time, dues[PLAN]),
            _do(time, dues[DO]),
            _check(time, dues[CHECK]),
            _act(cases, time, dues[ACT]),
        ),
        year=_year(
            year,
            [*_reviews(ahead, held, time), *_planned(planned, time), *_held(time)],
            cases,
            time,
        ),
        ages=cycle_figures.ages(cases, time.today),
        units=cycle_figures.breakdowns(findings, of_unit, "unit", time, _units),
        requirements=cycle_figures.breakdowns(
            by_name, of_requirement, "requirement", time, lambda _ids: clauses
        ),
        quarter_names=time.quarter_names,
        closing=cycle_figures.closing(cases, time),
        repeats=_repeats(time),
    )


def _repeats(time: cycle_figures.Time) -> Count:
    wanted = case_lists.Filter(repeat=True, opened=time.shown)
    again = url_for("cases.index", repeat="1", opened=str(time.shown))
    return Count(case_lists.CASES.count(me(), wanted), again)


def _phase_label(phase: str) -> str:
    return next(str(label) for name, label, _families in navigation.PHASES if name == phase)


def _quarter(phase: str, dues: Mapping[date, int], done: Count, today: date) -> Quarter:
    """Every duty of a phase that its reader may see, by how near it is, with the list of them."""
    late, soon, later = (
        Count(amount, url_for(".duties", phase=phase, due=due.value))
        for amount, due in zip(cycle_figures.by_due(dues, today), Due, strict=True)
    )
    return Quarter(phase, _phase_label(phase), late, soon, later, done)


def _plan(held: Rows, planned: Rows, time: cycle_figures.Time, dues: Mapping[date, int]) -> Quarter:
    """What was concluded or done in the year has no list of its own."""
    done = sum(time.shows(row.held_on) for row in held)
    done += sum(row.done_on is not None for row in planned)
    return _quarter(PLAN, dues, Count(done), time.today)


def _do(time: cycle_figures.Time, dues: Mapping[date, int]) -> Quarter:
    """What registers were told in the year, once the firm uses one; it has no list of its own."""
    used = [each for each in navigation.DO if each.kind in people.used_kinds()]
    if not used:
        return Quarter(DO, _phase_label(DO), there=False)
    entered = sum(register_lists.entered_within(each, me(), time.shown) for each in used)
    return _quarter(DO, dues, Count(entered), time.today)


def _check(time: cycle_figures.Time, dues: Mapping[date, int]) -> Quarter:
    closed = check_overview.closed_within(me(), time.shown)
    done = Count(closed, url_for("audits.index", closed=str(time.shown)))
    return _quarter(CHECK, dues, done, time.today)


def _act(cases: Amounts, time: cycle_figures.Time, dues: Counter[date]) -> Quarter:
    closed = url_for("cases.index", closed=str(time.shown))
    done = Count(cycle_figures.closed_within(cases, time), closed)
    return _quarter(ACT, dues + cycle_figures.due_days(cases), done, time.today)


@blueprint.get("/duties/")
@requires(Permission.SEE_RECORDS)
def duties() -> ResponseReturnValue:
    """What is to be done in a phase, by whom and by when: what a figure of the wheel counts."""
    offered = {name: str(label) for name, label, _families in navigation.PHASES if name in STANDING}
    phase = request.args.get("phase", "")
    phase = phase if phase in offered else PLAN
    asked = request.args.get("due", "")
    due = Due(asked) if asked in set(Due) else Due.LATE
    found = open_work.listed(phase, me(), due.days(clock.today()))
    names = people.names(duty.person_id for duty in found)
    return render_template(
        "cycle/duties.html",
        phase=phase,
        phase_name=offered[phase],
        standing_due=due,
        phase_tabs=[
            (name, text, url_for(".duties", phase=name, due=due.value))
            for name, text in offered.items()
        ],
        due_tabs=[(each, url_for(".duties", phase=phase, due=each.value)) for each in Due],
        rows=[line(duty, who=names.get(duty.person_id, "")) for duty in found[: open_work.MOST]],
        more=len(found) > open_work.MOST,
        all_url=url_for("cases.index", due=due.value) if phase == ACT else "",
    )


def _year(year: int, reviews: list[YearRow], cases: Amounts, time: cycle_figures.Time) -> Year:
    """The year's strip, done or not; only of more than ROWS those done are left out first."""
    audits = check_overview.planned_between(me(), time.first, time.last, ROWS)
    rows = [*reviews, *(_audit(row, time.today) for row in audits)]
    of = len(reviews) + (audits[0].of if audits else 0)
    shown = sorted(rows, key=_undone_first)[:ROWS]
    earliest, latest = _years()
    return Year(
        name=days_in_words.fiscal_year_text(year),
        first=time.first,
        last=time.last,
        today=time.today,
        rows=tuple(sorted(shown, key=lambda row: (row.planned_on, row.reference))),
        more=Count(of - len(shown)),
        due_cases=cycle_figures.due_cases(cases, time),
        earlier_url=url_for(".wheel", year=year - 1) if year > earliest else "",
        later_url=url_for(".wheel", year=year + 1) if year < latest else "",
    )


def _undone_first(row: YearRow) -> tuple[bool, date]:
    return row.state == "done", row.planned_on


def _reviews(ahead: Rows, held: Rows, time: cycle_figures.Time) -> Iterable[YearRow]:
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


def _planned(duties: Rows, time: cycle_figures.Time) -> Iterable[YearRow]:
    """Duties of the year's approved plan."""
    for row in duties:
        name = format_reference(Kind.ANNUAL_PLAN, row.fiscal_year, 1)
        late = "late" if row.planned_on < time.today else "todo"
        url = url_for("years.duty", reference=name, position=row.position)
        state = "done" if row.done_on else late
        yield YearRow(_shortened(row.title), url, name, row.planned_on, row.done_on, state)


def _held(time: cycle_figures.Time) -> Iterable[YearRow]:
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
