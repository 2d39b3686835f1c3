"""From tallies to charts: open cases by age and month, findings by place, days to close."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext, lazy_gettext as _l, ngettext
from flask_babel.speaklater import LazyString

from pms_tracker.act.cases import case_figures
from pms_tracker.check.findings.finding_figures import OF_REQUIREMENT
from pms_tracker.check.rules.grade_rules import Graded
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.days import Days, Due
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.locales.fiscal_years import whole_months
from pms_tracker.tally.tallies import Amounts
from pms_tracker.web.pictures.charts import AgeBar, Breakdown, Closing, Count

QUARTERS = 5
# What the bars of a unit or requirement are made of: nonconformities, however grave, and
# observations.
SHOWN = Graded.NONCONFORMITY.grades | Graded.OBSERVATION.grades
MOST = 8
MONTHS = 12
# Days that a case has been open, from and to; the last has no end.
AGES: tuple[tuple[int, int | None, LazyString], ...] = (
    (0, 14, _l("14日以内")),
    (15, 30, _l("15〜30日")),
    (31, 60, _l("31〜60日")),
    (61, 90, _l("61〜90日")),
    (91, None, _l("91日以上")),
)
QUARTER_NAMES: tuple[LazyString, ...] = (_l("1〜3月"), _l("4〜6月"), _l("7〜9月"), _l("10〜12月"))


@dataclass(frozen=True)
class Time:
    """The fiscal year shown, from its first to its last day, and today."""

    first: date
    last: date
    today: date

    @cached_property
    def quarters(self) -> tuple[date, ...]:
        """First days of the last five calendar quarters of the year shown that have begun."""
        end = min(self.today, self.last)
        latest = end.year * 4 + (end.month - 1) // 3
        numbers = range(latest - QUARTERS + 1, latest + 1)
        return tuple(date(number // 4, number % 4 * 3 + 1, 1) for number in numbers)

    @property
    def quarter_names(self) -> tuple[str, ...]:
        """Short ones: the year stands where it begins, and on the first of them."""
        names = []
        for day in self.quarters:
            name = str(QUARTER_NAMES[day.month // 3])
            if day == self.quarters[0] or day.month == 1:
                name = gettext("%(year)d年%(months)s", year=day.year, months=name)
            names.append(name)
        return tuple(names)

    @property
    def since(self) -> date:
        """The first day of the first month that any figure is about."""
        return min(whole_months(self.first)[0], self.quarters[0])

    def quarter_of(self, day: date) -> int | None:
        """The place of a day's quarter among those shown; None for a day outside."""
        start = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        return self.quarters.index(start) if start in self.quarters else None

    @cached_property
    def shown(self) -> Days:
        """What is counted by months is counted of whole ones."""
        return Days(*whole_months(self.first))

    def shows(self, day: date) -> bool:
        return day in self.shown


def by_due(dues: Mapping[date, int], today: date) -> tuple[int, int, int]:
    """How many are past their day, due within seven days, and due later."""
    late, soon, later = (
        sum(amount for day, amount in dues.items() if day in due.days(today)) for due in Due
    )
    return late, soon, later


def open_cases(cases: Amounts) -> Amounts:
    return Counter(
        {key: amount for key, amount in cases.items() if key.subject == case_figures.OPEN}
    )


def due_days(cases: Amounts) -> Counter[date]:
    """Open cases by the day their step is due."""
    found: Counter[date] = Counter()
    for key, amount in open_cases(cases).items():
        found[key.on] += amount
    return found


def closed_within(cases: Amounts, time: Time) -> int:
    """Cases that were closed in the year shown."""
    return sum(
        amount
        for key, amount in cases.items()
        if key.subject == case_figures.CLOSED and time.shows(key.on)
    )


def due_cases(cases: Amounts, time: Time) -> tuple[Count, ...]:
    """Open cases by the month of the year shown that their step is due in."""
    dues = due_days(cases)
    found = []
    for at in range(MONTHS):
        first, last = add_months(time.first, at), add_months(time.first, at + 1) - ONE_DAY
        amount = sum(count for day, count in dues.items() if first <= day <= last)
        found.append(Count(amount, url_for("cases.index", due=str(Days(first, last)))))
    return tuple(found)


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def ages(cases: Amounts, today: date) -> tuple[AgeBar, ...]:
    """Open cases by how long they have been open, those past the day of their step apart."""
    opened = open_cases(cases)
    return tuple(_age(opened, low, high, str(label), today) for low, high, label in AGES)


def _age(opened: Amounts, low: int, high: int | None, label: str, today: date) -> AgeBar:
    late = in_time = 0
    for key, amount in opened.items():
        age = today.toordinal() - key.of_id
        if low <= age and (high is None or age <= high):
            late += amount if key.on < today else 0
            in_time += amount if key.on >= today else 0
    # Nothing is opened after today, so the youngest need no last day.
    last = today - timedelta(days=low) if low else None
    days_opened = str(Days(today - timedelta(days=high) if high is not None else None, last))
    address = url_for("cases.index", opened=days_opened, due=str(Days(today, None)))
    late_address = url_for("cases.index", opened=days_opened, due="late")
    return AgeBar(label, Count(in_time, address), Count(late, late_address))


def breakdowns(
    findings: Amounts, subject: str, field: str, time: Time, names: Mapping[int, str]
) -> tuple[Breakdown, ...]:
    """The units or requirements with most nonconformities in the year shown, most first, and all
    others as one: what is said of their sum is of all."""
    by_id: dict[int, Amounts] = {}
    for key, amount in findings.items():
        if key.subject == subject and key.word in SHOWN:
            by_id.setdefault(key.of_id, Counter())[key] = amount
    order = sorted(by_id, key=lambda each: (*_rank(by_id[each], time), each))
    most = [_breakdown(each, field, by_id[each], time, names[each]) for each in order[:MOST]]
    return (*most, *_others([by_id[each] for each in order[MOST:]], time))


def moved(findings: Amounts, newest: Mapping[int, int]) -> Amounts:
    """Amounts of requirements, those of earlier editions under the newest one."""
    found: Amounts = Counter()
    for key, amount in findings.items():
        of_id = newest[key.of_id] if key.subject == OF_REQUIREMENT else key.of_id
        found[key._replace(of_id=of_id)] += amount
    return found


def _rank(own: Amounts, time: Time) -> tuple[int, int]:
    return -_graded(own, Graded.NONCONFORMITY, time), -_graded(own, Graded.OBSERVATION, time)


def _graded(own: Amounts, graded: Graded, time: Time) -> int:
    return sum(
        amount for key, amount in own.items() if key.word in graded.grades and time.shows(key.on)
    )


def _breakdown(of_id: int, field: str, own: Amounts, time: Time, label: str) -> Breakdown:
    def count(graded: Graded) -> Count:
        found = str(time.shown)
        asked: dict[str, Any] = {"grade": graded.value, field: of_id, "found": found, "standing": 1}
        return Count(_graded(own, graded, time), url_for("findings.index", **asked))

    bad, weak = count(Graded.NONCONFORMITY), count(Graded.OBSERVATION)
    return Breakdown(label, bad, weak, _by_quarter(own, time))


def _others(each_own: Sequence[Amounts], time: Time) -> Iterator[Breakdown]:
    """Those that have no line of their own, as one without a list, if any has a finding."""
    own: Amounts = sum(each_own, Counter())
    bad, weak = (_graded(own, each, time) for each in (Graded.NONCONFORMITY, Graded.OBSERVATION))
    by_quarter = _by_quarter(own, time)
    if bad or weak or any(by_quarter):
        label = ngettext("ほか%(num)d項目", "ほか%(num)d項目", len(each_own))
        yield Breakdown(label, Count(bad), Count(weak), by_quarter)


def _by_quarter(own: Amounts, time: Time) -> tuple[int, ...]:
    found = [0] * QUARTERS
    for key, amount in own.items():
        place = time.quarter_of(key.on)
        if place is not None:
            found[place] += amount
    return tuple(found)


def closing(cases: Amounts, time: Time) -> tuple[Closing, ...]:
    """Median days from opening to closing, by the quarter a case was closed in."""
    took: list[Counter[int]] = [Counter() for _ in time.quarters]
    for key, amount in cases.items():
        place = time.quarter_of(key.on) if key.subject == case_figures.CLOSED else None
        if place is not None:
            took[place][key.of_id] += amount
    return tuple(
        Closing(name, median(counts), counts.total())
        for name, counts in zip(time.quarter_names, took, strict=True)
    )


def median(counts: Mapping[int, int]) -> int | None:
    """The middle of values that occur so often, halves rounded up; None where there are none."""
    total = sum(counts.values())
    if not total:
        return None
    lower = upper = None
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if lower is None and passed * 2 >= total:
            lower = value
        if passed * 2 > total:
            upper = value
            break
    return ((lower or 0) + (upper or 0) + 1) // 2
