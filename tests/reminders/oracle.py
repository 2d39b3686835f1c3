"""What is to be told when, from days of sending alone: an oracle that knows nothing of the code."""

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import holidays

from tests.cast import IDS

# Without an address: nothing is mailed to them and nothing entered.
UNREACHABLE = IDS["without_account"]
NATIONAL = holidays.country_holidays("JP", years=range(2026, 2031))
NEW_YEAR = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
STAGES = (-30, -14, -7, -1, 0, *range(7, 1500, 7))
# Who has their digest at another hour than the company's, and who but weekly (Monday is 0).
HOURS = {IDS["owner"]: 10, IDS["privacy_manager"]: 18, IDS["other_head"]: 6}
WEEKLY = {IDS["head"]: 0, IDS["privacy_manager"]: 2, IDS["auditor"]: 4, IDS["other_head"]: 0}
COMPANYS_HOUR = 7


class Told(NamedTuple):
    """A line of a digest: which duty, due when, at which stage, to whom."""

    kind: str
    reference: str
    due_on: date
    stage: int
    person_id: int


@cache
def sending_day(day: date) -> date:
    while day.weekday() > 4 or day in NATIONAL or (day.month, day.day) in NEW_YEAR:
        day -= timedelta(days=1)
    return day


def reached(due_on: date, today: date) -> list[int]:
    return [s for s in STAGES if sending_day(due_on + timedelta(days=s)) <= today]


def weekly_days(weekday: int, since: date, today: date) -> set[date]:
    """The days since a day, today included, on which somebody hears weekly."""
    every = (since + timedelta(days=n) for n in range((today - since).days + 14))
    return {sending_day(day) for day in every if day.weekday() == weekday} & {
        since + timedelta(days=n) for n in range((today - since).days + 1)
    }


def hears(person_id: int, due_on: date, today: date, scanned_on: date) -> bool:
    """Whether somebody hears today: daily, of what is due, or as a weekly day has come since."""
    if person_id not in WEEKLY or today >= sending_day(due_on):
        return True
    return bool(weekly_days(WEEKLY[person_id], scanned_on + timedelta(days=1), today))


def to_be_told(
    wanted: set[tuple[str, str, date, int]],
    now: tuple[date, int],
    scanned_on: date,
    told: set[Told],
) -> set[Told]:
    """Of each duty there is, the latest stage that was reached, unless it was told before."""
    today, hour = now
    latest = {
        Told(*duty[:3], stages[-1], duty[3])
        for duty in wanted
        if (stages := reached(duty[2], today)) and duty[3] != UNREACHABLE
        if HOURS.get(duty[3], COMPANYS_HOUR) <= hour
        if hears(duty[3], duty[2], today, scanned_on)
    }
    return latest - told
