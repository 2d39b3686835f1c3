"""The company's own settings: name, fiscal year, how it writes years, when it mails and rests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, literal, select

from pms_tracker.database import session
from pms_tracker.kernel.calendar import ONE_DAY, yearly_run
from pms_tracker.kernel.errors import NotFound, RuleBroken, Stale
from pms_tracker.kernel.locales.fiscal_years import FiscalNaming, fiscal_start
from pms_tracker.mail.outbox import Sender
from pms_tracker.people.firm import people, working_days
from pms_tracker.people.tables.people_tables import CompanyHoliday
from pms_tracker.trail import trail
from pms_tracker.trail.trail_tables import NumberSeries

# Few enough days that whatever is entered, a year has open ones left to count by.
MOST_HOLIDAYS = 100
LONGEST_RULE = 31


@dataclass(frozen=True)
class Settings:
    """What may be changed; `fiscal_start_month` and `fiscal_start_day`: when fiscal years start, on
    a day that every year has; `fiscal_naming` how they are called; `era_dates` years by era (和暦).

    `digest_hour` 0 to 23: the hour, by the company's clock, from which digests are mailed.
    `evidence_megabytes`: how large an attached file may be, where less than the server takes.
    `fresh_signatures`: whether a signature asks for the password again. `mail_contact`: where
    answers to mails go. `titles_in_mail`: whether mails say what their record is called.
    `representative_box`: whether reports of corrective actions keep a box for the representative.
    `time_zone` (IANA): None goes by the server's. `holidays_of` (ISO 3166-1 alpha-2): whose
    holidays count where the locale pack leaves that open, None for none.
    """

    name: str
    fiscal_start_month: int
    era_dates: bool
    digest_hour: int
    evidence_megabytes: int | None = None
    fresh_signatures: bool = False
    mail_contact: str | None = None
    titles_in_mail: bool = False
    representative_box: bool = True
    time_zone: str | None = None
    holidays_of: str | None = None
    fiscal_start_day: int = 1
    fiscal_naming: FiscalNaming = FiscalNaming.FIRST


def change(wanted: Settings, *, seen: int, by: trail.Actor) -> None:
    """Change the company's settings; raises Stale where they changed since version `seen`,
    BadInput for a start that not every year has.

    A new start counts from the next record on: numbers already given stay as they are. The
    scheduler obeys a new hour at its next full hour; a day whose digests are out has no second.
    """
    fiscal_start(wanted.fiscal_start_month, wanted.fiscal_start_day)
    found = people.the_company()
    session.refresh(found, with_for_update=True)
    if found.version != seen:
        raise Stale("changed_meanwhile", name=found.name)
    changes: dict[str, tuple[object, object]] = {
        name: (getattr(found, name), value) for name, value in vars(wanted).items()
    }
    for name, value in vars(wanted).items():
        setattr(found, name, value)
    if any(before != after for before, after in changes.values()):
        found.version += 1
        session.flush()
        people.learn(found)
        trail.note("company", "company_changed", by=by, changes=changes)


def sender() -> Sender:
    """In whose name letters go out, as the company has it."""
    found = people.company()
    if found is None:
        return Sender()
    return Sender(found.name, found.mail_contact or "", found.titles_in_mail)


def has_numbered_records() -> bool:
    """Whether any record has a number that names a fiscal year."""
    named = exists(select(literal(1)).where(NumberSeries.fiscal_year > 0))
    return bool(session.scalar(select(named)))


@dataclass(frozen=True)
class Closing:
    """When the company is closed: on a day, once or every year; with `last`, every year until it.

    Of what comes every year, month and day count alone.
    """

    name: str
    first: date
    last: date | None = None
    yearly: bool = False

    @property
    def columns(self) -> dict[str, Any]:
        """As a row of its table holds it."""
        if not self.yearly:
            found: dict[str, Any] = dict.fromkeys(("month", "day", "until_month", "until_day"))
            return {"name": self.name, "once_on": self.first, **found}
        until = self.last if self.last and _pair(self.last) != _pair(self.first) else None
        return {
            "name": self.name,
            "once_on": None,
            "month": self.first.month,
            "day": self.first.day,
            "until_month": until and until.month,
            "until_day": until and until.day,
        }


def _pair(day: date) -> tuple[int, int]:
    return (day.month, day.day)


def holiday(holiday_id: int) -> CompanyHoliday:
    """A day or a rule; raises NotFound for an unknown one."""
    found = session.get(CompanyHoliday, holiday_id)
    if found is None:
        raise NotFound("no_such_holiday")
    return found


def next_time(closing: CompanyHoliday, today: date) -> tuple[date, date | None]:
    """First and last day of a closing: of a yearly one, of the next that begins; None for a day
    by itself."""
    if closing.once_on is not None:
        return closing.once_on, None
    first = _on_or_after((closing.month or 0, closing.day or 0), today)
    if closing.until_month is None:
        return first, None
    return first, _on_or_after((closing.until_month, closing.until_day or 0), first)


def _on_or_after(pair: tuple[int, int], day: date) -> date:
    while _pair(day) != pair:
        day += ONE_DAY
    return day


def add_holiday(wanted: Closing, *, by: trail.Actor) -> CompanyHoliday:
    """Enter a day on which the company is closed, or a rule by which it is every year.

    Due days counted from now on keep clear of it; those already set stay. Raises RuleBroken for
    what begins on a day entered before, for a rule that is none or too long, and where so much is
    closed already that a year might have no open day left.
    """
    made = CompanyHoliday(**wanted.columns)
    _check(wanted, made, working_days.company_holidays())
    session.add(made)
    session.flush()
    people.read_again()
    trail.note("company", "holiday_added", by=by, changes=_changes({}, _noted(made)))
    return made


def change_holiday(holiday_id: int, wanted: Closing, *, by: trail.Actor) -> CompanyHoliday:
    """Have a day or a rule be another one; raises as `add_holiday`, NotFound for an unknown one."""
    found = holiday(holiday_id)
    before = _noted(found)
    others = [each for each in working_days.company_holidays() if each.id != holiday_id]
    _check(wanted, CompanyHoliday(**wanted.columns), others)
    for name, value in wanted.columns.items():
        setattr(found, name, value)
    session.flush()
    people.read_again()
    if before != _noted(found):
        changes = _changes(before, _noted(found))
        trail.note("company", "holiday_changed", by=by, changes=changes)
    return found


def remove_holiday(holiday_id: int, *, by: trail.Actor) -> None:
    """Have the company work on a day again; raises NotFound for an unknown one."""
    found = holiday(holiday_id)
    trail.note("company", "holiday_removed", by=by, changes=_changes(_noted(found), {}))
    session.delete(found)
    session.flush()
    people.read_again()


def _check(wanted: Closing, made: CompanyHoliday, others: Sequence[Any]) -> None:
    if wanted.last is not None and not wanted.yearly:
        raise RuleBroken("single_days_one_by_one")
    if days_of(made) > LONGEST_RULE:
        raise RuleBroken("closing_too_long", most=LONGEST_RULE)
    if sum(map(days_of, (made, *others))) > MOST_HOLIDAYS:
        raise RuleBroken("too_many_holidays", most=MOST_HOLIDAYS)
    if _falls_on(made) in {_falls_on(each) for each in others}:
        raise RuleBroken("holiday_entered_already")


def days_of(closing: Any) -> int:
    """How many days of a year a day or a rule closes."""
    if closing.until_month is None:
        return 1
    last = (closing.until_month, closing.until_day)
    return len(yearly_run((closing.month, closing.day), last))


def _falls_on(closing: Any) -> tuple[date | None, int | None, int | None]:
    return (closing.once_on, closing.month, closing.day)


def _noted(closing: CompanyHoliday) -> dict[str, object]:
    yearly = f"{closing.month}/{closing.day}" if closing.month else None
    if closing.until_month:
        yearly = f"{yearly}–{closing.until_month}/{closing.until_day}"
    return {"holiday": closing.name, "yearly": yearly, "once_on": closing.once_on}


def _changes(before: dict[str, object], after: dict[str, object]) -> dict[str, trail.Change]:
    return {name: (before.get(name), after.get(name)) for name in {**before, **after}}
