"""Boards of open cases: by department, by whose turn it is, by step, and begun beside ended."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from flask import url_for

from pms_tracker.act.cases import case_figures
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.measure_rules import Step
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.days import Days, Due
from pms_tracker.tally.tallies import Amounts, Key
from pms_tracker.web.pictures.charts import BoardRow, Boards, Count, Month, StepNow
from pms_tracker.web.pictures.cycle_figures import median, next_month
from pms_tracker.web.words.days_in_words import month_text
from pms_tracker.web.words.labels import label

Names: TypeAlias = Mapping[int, str]

# Work that is late and not reported: counted from what is open, in no table.
UNDONE = "undone_case"


@dataclass
class _Open:
    """Open cases of a department or a person."""

    open: int = 0
    late: int = 0
    oldest: date | None = None

    def add(self, opened_on: date, amount: int, *, late: bool) -> None:
        self.open += amount
        self.late += amount if late else 0
        self.oldest = min(opened_on, self.oldest or opened_on)


def listed(amount: int, **asked: object) -> Count:
    """A figure with its list. What many did in a period is sorted by that day: by number, all of
    them would be sorted for one page."""
    wanted = {name: str(value) for name, value in asked.items() if value not in ("", None)}
    return Count(amount, url_for("cases.index", **wanted))  # type: ignore[arg-type]


def _of(cases: Amounts, subject: str) -> Iterable[tuple[Key, int]]:
    return ((key, amount) for key, amount in cases.items() if key.subject == subject)


def in_order(cases: Amounts, units: Names, period: Days) -> list[int]:
    """Departments in which nothing was ever closed in the period first, most open ones before."""
    closed, opened = Counter[int](), Counter[int]()
    for key, amount in _of(cases, case_figures.CLOSED_OF_UNIT):
        closed[key.of_id] += amount if key.on in period else 0
    for key, amount in _of(cases, case_figures.OPEN_OF_UNIT):
        opened[key.of_id] += amount
    return sorted(units, key=lambda each: (closed[each] > 0, -opened[each]))


def by_unit(cases: Amounts, units: Names, period: Days, today: date) -> tuple[BoardRow, ...]:
    """Each department with what is open, late and oldest, and what was closed in the period."""
    found: dict[int, _Open] = {}
    for key, amount in _of(cases, case_figures.OPEN_OF_UNIT):
        opened_on = date.fromisoformat(key.word.partition(" ")[2])
        late = key.on < today
        found.setdefault(key.of_id, _Open()).add(opened_on, amount, late=late)
    closed = Counter[int]()
    for key, amount in _of(cases, case_figures.CLOSED_OF_UNIT):
        closed[key.of_id] += amount if key.on in period else 0
    return tuple(
        replace(
            _row(units[each], found.get(each, _Open()), today, unit=each),
            closed=listed(closed[each], unit=each, closed=period, sort="-closed"),
        )
        for each in units
    )


def by_person(cases: Amounts, names: Names, today: date) -> tuple[BoardRow, ...]:
    """Whose turn open cases are, those with most late ones first."""
    found: dict[int, _Open] = {}
    for key, amount in _of(cases, case_figures.OPEN_OF_PERSON):
        opened_on = date.fromisoformat(key.word)
        found.setdefault(key.of_id, _Open()).add(opened_on, amount, late=key.on < today)
    order = sorted(found, key=lambda each: (-found[each].late, -found[each].open, each))
    return tuple(_row(names.get(each, ""), found[each], today, holder=each) for each in order)


def _row(name: str, own: _Open, today: date, **asked: object) -> BoardRow:
    return BoardRow(
        name,
        listed(own.open, open=1, sort="opened", **asked),
        listed(own.late, due=Due.LATE.value, sort="due", **asked),
        (today - own.oldest).days if own.oldest else None,
    )


def steps_now(cases: Amounts, today: date) -> tuple[StepNow, ...]:
    """Open cases by the step they are in: for how long they have been in it, and open at all.

    Counted from the day the step began, whatever became of its due day since.
    """
    return tuple(_step_now(step, cases, today) for step in Step)


def _step_now(step: Step, cases: Amounts, today: date) -> StepNow:
    here, age = Counter[int](), 0
    for key, amount in _of(cases, case_figures.OPEN_IN_STEP):
        if key.word == step.value:
            here[today.toordinal() - key.of_id] += amount
            age = max(age, (today - key.on).days)
    longest = max(here, default=None)
    began = Days(None, today - timedelta(days=longest)) if longest is not None else Days()
    oldest = here[longest] if longest is not None else 0
    return StepNow(
        label(step),
        listed(here.total(), step=step.value, open=1, sort="due"),
        median(here),
        longest,
        age if here else None,
        listed(oldest, step=step.value, began=began, open=1, sort="due"),
    )


def undone(cases: Amounts, period: Days, today: date) -> Amounts:
    """Cases whose work was due in the period, by unit, and is late and not reported by today."""
    found: Amounts = Counter()
    for key, amount in _of(cases, case_figures.OPEN_OF_UNIT):
        if key.word.startswith(f"{CaseState.DOING.value} ") and key.on in late_days(period, today):
            found[Key(UNDONE, key.of_id, case_figures.LATE, key.on)] += amount
    return found


def late_days(period: Days, today: date) -> Days:
    """The days of a period before today."""
    yesterday = today - ONE_DAY
    return Days(period.first, min(period.last or yesterday, yesterday))


def boards(cases: Amounts, units: Names, names: Names, period: Days, today: date) -> Boards:
    """All boards of the page."""
    return Boards(
        by_unit(cases, units, period, today),
        by_person(cases, names, today),
        steps_now(cases, today),
        months(cases, period),
    )


def months(cases: Amounts, period: Days) -> tuple[Month, ...]:
    """What was begun and what was closed in each month of the period."""
    opened, closed = Counter[date](), Counter[date]()
    for key, amount in cases.items():
        if key.subject == case_figures.OPENED:
            opened[key.on] += amount
        elif key.subject == case_figures.CLOSED:
            closed[key.on] += amount
    found = []
    first, last = period.first or date.min, period.last or date.max
    while first <= last:
        days = Days(first, next_month(first) - ONE_DAY)
        found.append(
            Month(
                month_text(first),
                listed(opened[first], opened=days, standing=1, sort="-opened"),
                listed(closed[first], closed=days, sort="-closed"),
            )
        )
        first = next_month(first)
    return tuple(found)
