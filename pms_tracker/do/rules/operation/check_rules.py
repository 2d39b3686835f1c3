"""Rules of operation checks (運用の確認, J.6.1; Guidelines 10-3): items, periods, faults, reading.

A blank period stays blank: it follows from the calendar and is answered by nobody. What is entered
after its due day is late for ever. Whoever did a check does not read its sheet.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from unicodedata import normalize

from pms_tracker.kernel.calendar import ONE_DAY, BusinessCalendar, NoOpenDay
from pms_tracker.kernel.due_dates import Counting, Deadline, OnClosedDay
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.my_number import holds_my_number
from pms_tracker.kernel.references import Kind, parse_reference
from pms_tracker.kernel.words import N_, Words


class Frequency(StrEnum):
    """How often something is checked."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Answered(StrEnum):
    """What kind of answer an item takes."""

    MARK = "mark"
    NUMBER = "number"
    TEXT = "text"


class Mark(StrEnum):
    """○ or ×."""

    FINE = "fine"
    FAULT = "fault"


class Way(StrEnum):
    """How a check was entered: by somebody signed in, at the door, or from paper afterwards."""

    SCREEN = "screen"
    DOOR = "door"
    PAPER = "paper"


class Filled(StrEnum):
    """How a period stands."""

    TO_COME = "to_come"
    OPEN = "open"
    DONE = "done"
    LATE = "late"
    BLANK = "blank"


class WhyCase(StrEnum):
    """Why a nonconformity is proposed for a fault."""

    GRAVE = "grave"
    AGAIN = "again"


# Long lists are ticked without looking; ten seconds at the door are enough for ten.
MOST_ITEMS, MOST_DAILY, LONGEST_ITEM = 30, 10, 100
LONGEST_TEXT, LONGEST_NOTE, LONGEST_NAME = 500, 500, 100
# A number as a phone asks for it too, before it is sent: 36.5, 1,200.
_NUMBER = re.compile(r"[-+]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?")
# Whoever leaves after midnight closes the day before.
NIGHT_ENDS = 5
# What a device without a line says of the time is taken for so long.
KEPT_FOR = timedelta(days=7)
AHEAD = timedelta(minutes=10)
# Customary all of them; no law counts these days.
TO_MEND = Deadline(Counting.BUSINESS_DAYS, 5, OnClosedDay.NEXT_OPEN)
TO_JUDGE = Deadline(Counting.BUSINESS_DAYS, 5, OnClosedDay.NEXT_OPEN)
TO_READ = Deadline(Counting.BUSINESS_DAYS, 5, OnClosedDay.NEXT_OPEN)
TO_REPORT = Deadline(Counting.BUSINESS_DAYS, 10, OnClosedDay.NEXT_OPEN)
AGAIN_WITHIN = timedelta(days=365)
_KIND = re.compile(
    r"[［\[（(]\s*(?P<kind>数値|数|文|文章|number|text)\s*[］\])）]\s*$", re.IGNORECASE
)
_KINDS = {
    **dict.fromkeys(("数値", "数", "number"), Answered.NUMBER),
    **dict.fromkeys(("文", "文章", "text"), Answered.TEXT),
}


@dataclass(frozen=True)
class Item:
    """One line of a check: what is looked at, which answer it takes, which risk it comes from."""

    words: str
    answered: Answered = Answered.MARK
    risk: str = ""


def read_items(text: str) -> tuple[Item, ...]:
    """Items as typed, one a line: `鍵をかけた RK-2026-003`, `台数［数値］`, `気付き［文］`."""
    return tuple(_read(line) for line in text.splitlines() if line.strip())


def _read(line: str) -> Item:
    words, risk = line.strip(), ""
    before, _blank, last = words.replace("\u3000", " ").rpartition(" ")
    named = parse_reference(last)
    if before and named is not None and named.kind is Kind.RISK:
        words, risk = before.strip(), str(named)
    found = _KIND.search(words)
    if found is None:
        return Item(words, risk=risk)
    return Item(words[: found.start()].strip(), _KINDS[found["kind"].lower()], risk)


def check_items(items: Sequence[Item], frequency: Frequency) -> None:
    """Raises BadInput for none, too many, too long ones, one without words, or one twice."""
    most = MOST_DAILY if frequency is Frequency.DAY else MOST_ITEMS
    words = [each.words for each in items]
    if not words or not all(words):
        raise BadInput("check_items_missing")
    if len(words) > most:
        raise BadInput("check_items_many", most=most)
    if len(set(words)) < len(words):
        raise BadInput("check_items_twice")
    if any(len(each) > LONGEST_ITEM for each in words):
        raise BadInput("check_items_long", longest=LONGEST_ITEM)


@dataclass(frozen=True)
class Period:
    """A day, week, month, quarter or year to be checked: from when to when, due by its last open
    day."""

    first: date
    last: date
    due_on: date


def first_of(day: date, frequency: Frequency, start_month: int) -> date:
    """The first day of the period that a day lies in."""
    if frequency is Frequency.DAY:
        return day
    if frequency is Frequency.WEEK:
        return day - timedelta(days=day.weekday())
    months = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}[frequency]
    return months_on(day.replace(day=1), -((day.month - start_month) % months))


def months_on(first: date, count: int) -> date:
    """The first day of a month so many months after (before, if negative) that of `first`."""
    month = first.year * 12 + first.month - 1 + count
    return date(month // 12, month % 12 + 1, 1)


def _next(first: date, frequency: Frequency) -> date:
    if frequency is Frequency.DAY:
        return first + ONE_DAY
    if frequency is Frequency.WEEK:
        return first + timedelta(days=7)
    return months_on(
        first, {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}[frequency]
    )


def period_of(
    day: date, frequency: Frequency, calendar: BusinessCalendar, start_month: int
) -> Period | None:
    """The period that a day lies in; None where nobody works in it."""
    first = first_of(day, frequency, start_month)
    last = _next(first, frequency) - ONE_DAY
    try:
        due_on = calendar.previous_open(last)
    except NoOpenDay:
        return None
    return Period(first, last, due_on) if due_on >= first else None


def periods(
    since: date, frequency: Frequency, calendar: BusinessCalendar, start_month: int
) -> Iterator[Period]:
    """The periods from the one of a day on, those left out in which nobody works."""
    first = first_of(since, frequency, start_month)
    while first.year < date.max.year:
        found = period_of(first, frequency, calendar, start_month)
        if found is not None:
            yield found
        first = _next(first, frequency)


def filled(period: Period, done_on: date | None, today: date) -> Filled:
    """How a period stands on a day; `done_on` is when its check was entered, if it was."""
    if done_on is not None:
        return Filled.LATE if done_on > period.due_on else Filled.DONE
    if today > period.due_on:
        return Filled.BLANK
    return Filled.TO_COME if today < period.first else Filled.OPEN


def working_day(local: datetime) -> date:
    """The day that somebody closes who leaves at this moment."""
    return local.date() - (ONE_DAY if local.hour < NIGHT_ENDS else timedelta())


def moment_said(said: datetime | None, now: datetime) -> datetime:
    """When something was answered: as the device says that kept it without a line, within reason;
    else now."""
    return said if said is not None and now - KEPT_FOR <= said <= now + AHEAD else now


def day_kept(year: int, month: int, day: int, today: date) -> date:
    """The day of a check that a device kept without a line. Raises RuleBroken for what is no day,
    and for one that no device keeps so long: whoever has the code fills in no sheet of old."""
    try:
        found = date(year, month, day)
    except ValueError as none:
        raise RuleBroken("check_outside_days") from none
    if found > today:
        raise RuleBroken("check_to_come")
    # What it kept in the night is of the day before.
    if found < today - KEPT_FOR - ONE_DAY:
        raise RuleBroken("check_kept_too_long")
    return found


@dataclass(frozen=True)
class Given:
    """The answer to an item: a mark, a number or words; what was wrong, and whether it was put
    right on the spot."""

    value: str = ""
    note: str = ""
    mended: bool = False

    @property
    def is_fault(self) -> bool:
        return self.value == Mark.FAULT


NOTHING = Given()


def check_given(item: Item, given: Given, *, may_be_blank: bool) -> None:
    """Raises BadInput for an answer that is missing, none of what was offered, too long, or holds
    a 個人番号; from paper an item may be blank, and stays so."""
    if not given.value.strip():
        if may_be_blank or item.answered is Answered.TEXT:
            return
        raise BadInput("check_unanswered")
    if item.answered is Answered.MARK and given.value not in set(Mark):
        raise BadInput("check_unanswered")
    if item.answered is Answered.NUMBER and not _is_number(given.value):
        raise BadInput("check_number")
    if given.is_fault and not given.note.strip():
        raise BadInput("check_fault_unsaid")
    if len(given.value) > LONGEST_TEXT or len(given.note) > LONGEST_NOTE:
        raise BadInput("text_too_long", longest=LONGEST_TEXT)
    if holds_my_number(given.value) or holds_my_number(given.note):
        raise BadInput("entry_my_number")


def _is_number(text: str) -> bool:
    plain = normalize("NFKC", text).strip()
    return _NUMBER.fullmatch(plain) is not None and abs(float(plain.replace(",", ""))) < 1e12


def packed(items: Sequence[Item], given: Sequence[Given]) -> list[dict[str, Any]]:
    """Answers as they are kept, each with its item as that was then."""
    return [
        {
            **{"words": item.words, "answered": item.answered.value, "risk": item.risk},
            **{"value": each.value.strip(), "note": each.note.strip(), "mended": each.mended},
        }
        for item, each in zip(items, given, strict=True)
    ]


def unpacked(rows: Sequence[Mapping[str, Any]]) -> list[tuple[Item, Given]]:
    """Answers with their items, as they were kept."""
    return [
        (
            Item(row["words"], Answered(row["answered"]), row["risk"]),
            Given(row["value"], row["note"], mended=row["mended"]),
        )
        for row in rows
    ]


def is_asked(period: Period, starts_on: date, ends_on: date | None) -> bool:
    """Whether a period lies within the days of its check, be it in part."""
    return period.last >= starts_on and (ends_on is None or period.first <= ends_on)


def check_day(period: Period, starts_on: date, ends_on: date | None, today: date) -> None:
    """Raises RuleBroken for a period that lies outside the days of its check, or is to come."""
    if not is_asked(period, starts_on, ends_on):
        raise RuleBroken("check_outside_days")
    if period.first > today:
        raise RuleBroken("check_to_come")


def check_reader(person_id: int, doers: Collection[int], readers: Collection[int]) -> None:
    """A sheet is read by somebody else than those who filled it in. Raises NotAllowed."""
    if person_id in doers:
        raise NotAllowed("check_read_by_doer")
    if person_id not in readers:
        raise NotAllowed("check_read_by_others")


def counted(states: Iterable[Filled], faults: int, mended: int) -> dict[str, int]:
    """A sheet in numbers: due, done in time, late, blank, faults and how many are put right."""
    told = list(states)
    of = {each: sum(one is each for one in told) for each in Filled}
    return {
        "due": of[Filled.DONE] + of[Filled.LATE] + of[Filled.BLANK],
        "done": of[Filled.DONE],
        "late": of[Filled.LATE],
        "blank": of[Filled.BLANK],
        "faults": faults,
        "mended": mended,
    }


FIGURES = ("due", "done", "late", "blank", "faults", "mended")


def total(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The sum of figures."""
    told = list(rows)
    return {name: sum(each.get(name, 0) for each in told) for name in FIGURES}


def proposes(found_on: date, earlier: Iterable[date], *, grave: bool) -> WhyCase | None:
    """Whether a nonconformity is proposed for a fault: a grave one, or the second of the same item
    within a year (`earlier` are the days of the others)."""
    if grave:
        return WhyCase.GRAVE
    again = any(found_on - AGAIN_WITHIN <= each <= found_on for each in earlier)
    return WhyCase.AGAIN if again else None


FREQUENCIES: Mapping[StrEnum, Words] = {
    Frequency.DAY: N_("毎日"),
    Frequency.WEEK: N_("毎週"),
    Frequency.MONTH: N_("毎月"),
    Frequency.QUARTER: N_("四半期ごと"),
    Frequency.YEAR: N_("毎年"),
}
