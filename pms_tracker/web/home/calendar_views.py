"""The calendar: everything due in a month, day by day, or in a fiscal year, month by month."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.locales.fiscal_years import fiscal_year_bounds
from pms_tracker.people.firm import people
from pms_tracker.people.firm.working_days import business_calendar, weekend
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.reminders.calendars import calendars
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.home.home_views import Line, lines
from pms_tracker.web.words import days_in_words, holidays

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")

# How many years a calendar reaches back and ahead: beyond them nothing is due.
REACH = 10


@dataclass(frozen=True)
class Day:
    """A day of the month as its cell shows it; `day` is None in cells before and after the month.

    `closed`: why the company does not work that day, empty where it does or on a weekend.
    """

    day: date | None
    lines: Sequence[Line] = ()
    closed: str = ""
    rests: bool = False
    weekday: str = ""


@dataclass(frozen=True)
class Month:
    """A month of the year's view, with what is due in it."""

    name: str
    url: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Place:
    """What is shown, and where its neighbours and its other views lie."""

    name: str
    earlier: str
    later: str
    now: str
    tabs: dict[str, str]
    view: str
    whose: str


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def shown() -> ResponseReturnValue:
    """A month, this one unless asked otherwise, or a fiscal year; one's own duties, or all."""
    whose = "all" if request.args.get("whose") == "all" else "mine"
    if "year" in request.args:
        return _year(_asked_year(), whose)
    return _month(_asked_month(), whose)


def _asked_month() -> date:
    """The first of the month asked for; of this month where it is none, or out of reach."""
    today = clock.today()
    try:
        asked = date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        asked = today
    return (asked if abs(asked.year - today.year) <= REACH else today).replace(day=1)


def _asked_year() -> int:
    this = people.fiscal_year_of(clock.today())
    offered = {str(year): year for year in range(this - REACH, this + REACH + 1)}
    return offered.get(request.args["year"], this)


def _due(whose: str, first: date, last: date) -> calendars.FallingDue:
    find = calendars.everybodys if whose == "all" else calendars.mine
    return find(me(), Days(first, last))


def _lines(due: calendars.FallingDue) -> list[Line]:
    """Duties in words; those that one does for another with whom one stands in for."""
    absent = people.names(each.for_id for each in due.duties)
    return lines(due.duties, lambda duty: absent.get(duty.for_id or 0, ""))


def _month(first: date, whose: str) -> ResponseReturnValue:
    following = add_months(first, 1)
    due = _due(whose, first, following - timedelta(days=1))
    on: dict[date, list[Line]] = defaultdict(list)
    for each in _lines(due):
        on[each.duty.due_on].append(each)
    year, rests = people.fiscal_year_of(first), weekend()
    place = Place(
        days_in_words.month_text(first),
        _month_url(add_months(first, -1), whose),
        _month_url(following, whose),
        _month_url(clock.today(), whose),
        {
            "month": _month_url(first, whose),
            "year": _year_url(year, whose),
            "mine": _month_url(first, "mine"),
            "all": _month_url(first, "all"),
        },
        "month",
        whose,
    )
    return render_template(
        "calendar/month.html",
        place=place,
        weeks=_weeks(first, on),
        weekdays=[(days_in_words.weekday_name(at), at in rests) for at in range(7)],
        due=due,
        most=calendars.MOST,
    )


def _weeks(first: date, on: dict[date, list[Line]]) -> list[list[Day]]:
    works = business_calendar()
    return [
        [_day(day, on, works) if day.month == first.month else Day(None) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]


def _day(day: date, on: dict[date, list[Line]], works: BusinessCalendar) -> Day:
    rests = works.is_closed(day)
    closed = holidays.name_of(day)
    if rests and not closed and day.weekday() not in works.weekend:
        closed = gettext("休業日")
    return Day(day, on.get(day, ()), closed, rests, days_in_words.weekday_name(day.weekday()))


def _year(year: int, whose: str) -> ResponseReturnValue:
    first, last = fiscal_year_bounds(year, people.the_company().fiscal_start)
    due = _due(whose, first, last)
    of: dict[date, list[Line]] = defaultdict(list)
    for each in _lines(due):
        of[each.duty.due_on.replace(day=1)].append(each)
    # A year that starts within a month touches thirteen.
    touched = (last.year - first.year) * 12 + last.month - first.month + 1
    months = [add_months(first.replace(day=1), at) for at in range(touched)]
    now = clock.today().replace(day=1)
    place = Place(
        days_in_words.fiscal_year_text(year),
        _year_url(year - 1, whose),
        _year_url(year + 1, whose),
        _year_url(people.fiscal_year_of(clock.today()), whose),
        {
            "month": _month_url(now if now in months else months[0], whose),
            "year": _year_url(year, whose),
            "mine": _year_url(year, "mine"),
            "all": _year_url(year, "all"),
        },
        "year",
        whose,
    )
    shown = [
        Month(days_in_words.month_text(each), _month_url(each, whose), of.get(each, ()))
        for each in months
    ]
    return render_template(
        "calendar/year.html", place=place, months=shown, due=due, most=calendars.MOST
    )


def _month_url(day: date, whose: str) -> str:
    return url_for(".shown", month=f"{day:%Y-%m}", whose=whose)


def _year_url(year: int, whose: str) -> str:
    return url_for(".shown", year=year, whose=whose)
