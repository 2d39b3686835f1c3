"""The company's own settings: name, fiscal year, how it writes years, when it mails and rests."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, literal, select

from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.people import calendar, people
from pms_tracker.people.models import CompanyHoliday
from pms_tracker.trail import trail
from pms_tracker.trail.models import NumberSeries
from pms_tracker.trail.trail import Actor

# Few enough that whatever is entered, a year has open days left to count by.
MOST_HOLIDAYS = 100


@dataclass(frozen=True)
class Settings:
    """What may be changed; `fiscal_start_month` 1 to 12, `era_dates` years by era (和暦).

    `digest_hour` 0 to 23: the hour, by the company's clock, from which digests are mailed.
    `evidence_megabytes`: how large an attached file may be, where less than the server takes.
    `fresh_signatures`: whether a signature asks for the password again. `mail_contact`: where
    answers to mails go. `titles_in_mail`: whether mails say what their record is called.
    """

    name: str
    fiscal_start_month: int
    era_dates: bool
    digest_hour: int
    evidence_megabytes: int | None = None
    fresh_signatures: bool = False
    mail_contact: str | None = None
    titles_in_mail: bool = False


def change(wanted: Settings, *, by: Actor) -> None:
    """Change the company's settings.

    A new start month counts from the next record on: numbers already given stay as they are. The
    scheduler obeys a new hour at its next full hour; a day whose digests are out has no second.
    """
    found = people.the_company()
    changes: dict[str, tuple[object, object]] = {
        name: (getattr(found, name), value) for name, value in vars(wanted).items()
    }
    for name, value in vars(wanted).items():
        setattr(found, name, value)
    session.flush()
    if any(before != after for before, after in changes.values()):
        trail.note("company", "company_changed", by=by, changes=changes)


def has_numbered_records() -> bool:
    """Whether any record has a number that names a fiscal year."""
    named = exists(select(literal(1)).where(NumberSeries.fiscal_year > 0))
    return bool(session.scalar(select(named)))


def add_holiday(name: str, day: date, *, yearly: bool, by: Actor) -> CompanyHoliday:
    """Enter a day on which the company is closed: every year on its month and day, or once.

    Due days counted from now on keep clear of it; those already set stay. Raises RuleBroken for a
    day entered before and where a hundred are entered.
    """
    entered = calendar.company_holidays()
    if len(entered) >= MOST_HOLIDAYS:
        raise RuleBroken("too_many_holidays", most=MOST_HOLIDAYS)
    made = CompanyHoliday(name=name, once_on=day)
    if yearly:
        made = CompanyHoliday(name=name, month=day.month, day=day.day)
    if _falls_on(made) in {_falls_on(each) for each in entered}:
        raise RuleBroken("holiday_entered_already")
    session.add(made)
    session.flush()
    people.read_again()
    trail.note("company", "holiday_added", by=by, changes=_noted(made, added=True))
    return made


def remove_holiday(holiday_id: int, *, by: Actor) -> None:
    """Have the company work on a day again; raises NotFound for an unknown one."""
    found = session.get(CompanyHoliday, holiday_id)
    if found is None:
        raise NotFound("no_such_holiday")
    trail.note("company", "holiday_removed", by=by, changes=_noted(found, added=False))
    session.delete(found)
    session.flush()
    people.read_again()


def _falls_on(holiday: Any) -> tuple[date | None, int | None, int | None]:
    return (holiday.once_on, holiday.month, holiday.day)


def _noted(holiday: CompanyHoliday, *, added: bool) -> dict[str, tuple[object, object]]:
    told = {
        "holiday": holiday.name,
        "yearly": f"{holiday.month}/{holiday.day}" if holiday.month else None,
        "once_on": holiday.once_on,
    }
    return {name: (None, value) if added else (value, None) for name, value in told.items()}
