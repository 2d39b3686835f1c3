"""When what is held is to be disposed of, by fiscal years; what a record of it must say."""

from dataclasses import replace
from datetime import date
from itertools import islice

import pytest

from pms_tracker.do.rules import disposal_rules as rules
from pms_tracker.do.rules.disposal_rules import (
    Apart,
    Batch,
    Decision,
    Progress,
    Recorded,
    Told,
    apart,
    batches,
    ends_on,
    open_batches,
)
from pms_tracker.kernel.lasting.spans import Span, SpanKind, Start, Unit
from pms_tracker.kernel.locales.fiscal_years import FiscalStart

YEARS_3 = Span(start=Start.WITHDRAWAL, length=3)
MONTHS_6 = Span(start=Start.NOT_HIRED, length=6, unit=Unit.MONTH)
UNTIL = Span(start=Start.YEAR_END)
TODAY = date(2026, 11, 24)
APRIL, MARCH, JANUARY, FEBRUARY = (FiscalStart(month) for month in (4, 3, 1, 2))
JANUARY_31, LONDON = FiscalStart(1, 31), FiscalStart(4, 6)


@pytest.mark.parametrize(
    ("year", "span", "start", "day"),
    [
        (2022, YEARS_3, APRIL, date(2026, 3, 31)),
        (2025, MONTHS_6, APRIL, date(2026, 9, 30)),
        (2025, UNTIL, APRIL, date(2026, 3, 31)),
        # The calendar year, whose end is 31 December.
        (2022, YEARS_3, JANUARY, date(2025, 12, 31)),
        (2025, replace(MONTHS_6, length=2), JANUARY, date(2026, 2, 28)),
        # Years that end with February, of which some have a leap day.
        (2020, YEARS_3, MARCH, date(2024, 2, 29)),
        (2023, replace(YEARS_3, length=1), MARCH, date(2025, 2, 28)),
        # Those that end on 31 January: a month on is the end of February.
        (2022, replace(MONTHS_6, length=1), FEBRUARY, date(2023, 2, 28)),
        (2023, replace(MONTHS_6, length=1), FEBRUARY, date(2024, 2, 29)),
        (2022, replace(MONTHS_6, length=13), FEBRUARY, date(2024, 2, 29)),
        # Those that end within a month; a month that has no 31st lends its last day.
        (2022, YEARS_3, LONDON, date(2026, 4, 5)),
        (2025, MONTHS_6, LONDON, date(2026, 10, 5)),
        (2025, replace(MONTHS_6, length=1), JANUARY_31, date(2026, 2, 27)),
        (2023, replace(MONTHS_6, length=1), JANUARY_31, date(2024, 2, 28)),
    ],
)
def test_a_period_ends_on_the_day_before_the_one_that_corresponds(
    year: int, span: Span, start: FiscalStart, day: date
) -> None:
    assert ends_on(year, span, start) == day


@pytest.mark.parametrize(
    ("span", "sooner"),
    [
        (MONTHS_6, True),
        (replace(MONTHS_6, length=11), True),
        (replace(MONTHS_6, length=12), False),
        (replace(YEARS_3, length=1), False),
        (YEARS_3, False),
        (UNTIL, False),
    ],
)
def test_what_is_kept_for_months_is_over_before_its_year(span: Span, *, sooner: bool) -> None:
    assert rules.is_over_sooner(span) is sooner


def test_the_first_batch_ends_in_the_year_since_which_the_entry_is_known() -> None:
    first, second = islice(batches(YEARS_3, date(2025, 4, 1), APRIL), 2)
    assert first == Batch(2022, date(2026, 3, 31), earlier=True)
    assert second == Batch(2023, date(2027, 3, 31))
    (before,) = islice(batches(YEARS_3, date(2025, 3, 31), APRIL), 1)
    assert before == Batch(2021, date(2025, 3, 31), earlier=True)


@pytest.mark.parametrize(
    "start", [*(FiscalStart(month) for month in range(1, 13)), JANUARY_31, FiscalStart(2, 28)]
)
@pytest.mark.parametrize("span", [YEARS_3, MONTHS_6, UNTIL, replace(MONTHS_6, length=999)])
def test_the_batches_follow_each_other_without_a_gap(span: Span, start: FiscalStart) -> None:
    found = list(islice(batches(span, TODAY, start), 4))
    assert [each.year - found[0].year for each in found] == [0, 1, 2, 3]
    assert [each.earlier for each in found] == [True, False, False, False]
    known_from = start.in_year(2026 if start.month <= 11 else 2025)
    assert ends_on(found[0].year - 1, span, start) < known_from <= found[0].ends_on


def test_what_ends_today_is_due_tomorrow() -> None:
    until = rules.Batch(2022, date(2026, 3, 31), earlier=True)
    for today, ended in ((date(2026, 3, 31), 0), (date(2026, 4, 1), 1)):
        found = open_batches(YEARS_3, date(2025, 5, 1), [], APRIL, today)
        assert found[0] == until
        assert sum(each.ends_on < today for each in found) == ended


def test_what_comes_within_a_year_is_told_and_nothing_after() -> None:
    found = open_batches(YEARS_3, date(2026, 4, 1), [], APRIL, date(2026, 4, 1))
    assert [each.year for each in found] == [2023]
    assert open_batches(YEARS_3, date(2026, 4, 1), [], APRIL, date(2026, 3, 30)) == []


def test_years_that_were_left_are_told_with_the_oldest_of_the_last_three() -> None:
    found = open_batches(YEARS_3, date(2020, 5, 1), [], APRIL, TODAY)
    assert [(each.year, each.earlier) for each in found] == [
        (2020, True),
        (2021, False),
        (2022, False),
        (2023, False),
    ]


def test_what_is_recorded_is_due_no_more() -> None:
    since = date(2023, 5, 1)
    left = [each.year for each in open_batches(YEARS_3, since, [Recorded(2021)], APRIL, TODAY)]
    assert left == [2020, 2022, 2023]
    all_before = [Recorded(2021, earlier=True)]
    left = [each.year for each in open_batches(YEARS_3, since, all_before, APRIL, TODAY)]
    assert left == [2022, 2023]
    assert rules.first_open(YEARS_3, since, all_before, APRIL).year == 2022
    assert rules.first_open(YEARS_3, since, [Recorded(2021)], APRIL).year == 2020


@pytest.mark.parametrize(
    ("span", "why"),
    [
        (None, Apart.NO_PERIOD),
        (Span(start=Start.ACQUIRED), Apart.NO_PERIOD),
        (Span(SpanKind.FOREVER), Apart.FOREVER),
        (Span(SpanKind.AS_NEEDED), Apart.AS_NEEDED),
        (Span(SpanKind.PURPOSE), Apart.PURPOSE),
        (Span(SpanKind.UNREAD, words="必要な間"), Apart.UNREAD),
        (Span(length=30, unit=Unit.DAY), Apart.IN_DAYS),
        (Span(start=Start.WITHDRAWAL), None),
        (YEARS_3, None),
    ],
)
def test_why_no_day_follows(span: Span | None, why: Apart | None) -> None:
    assert apart(span) is why


@pytest.mark.parametrize(
    ("ends", "known_on", "by"),
    [
        (date(2026, 3, 31), date(2025, 10, 1), date(2026, 4, 30)),
        (date(2026, 3, 31), date(2026, 11, 24), date(2026, 12, 24)),
        (date(2023, 12, 31), date(2023, 1, 1), date(2024, 1, 30)),
    ],
)
def test_without_delay_is_thirty_days(ends: date, known_on: date, by: date) -> None:
    assert rules.dispose_by(ends, known_on) == by


@pytest.mark.parametrize(
    ("due_on", "hold_until", "by"),
    [
        (TODAY, None, TODAY),
        (TODAY, date(2026, 12, 31), date(2026, 12, 31)),
        (date(2027, 2, 1), date(2026, 12, 31), date(2027, 2, 1)),
        (None, date(2024, 2, 29), date(2024, 2, 29)),
        (None, None, None),
    ],
)
def test_a_hold_puts_off_until_it_ends(
    due_on: date | None, hold_until: date | None, by: date | None
) -> None:
    assert rules.do_by(due_on, hold_until) == by


@pytest.mark.parametrize(
    ("decision", "hold_until", "done_on", "proof", "progress"),
    [
        (Decision.NOTHING, None, None, (False, None), Progress.NOTHING),
        (Decision.DISPOSE, None, None, (False, None), Progress.PLANNED),
        (Decision.DISPOSE, date(2026, 11, 25), None, (True, None), Progress.HELD),
        (Decision.DISPOSE, TODAY, None, (True, None), Progress.PLANNED),
        (Decision.DISPOSE, None, TODAY, (True, None), Progress.PROOF),
        (Decision.DISPOSE, None, TODAY, (True, TODAY), Progress.DONE),
        (Decision.DISPOSE, None, TODAY, (False, None), Progress.DONE),
    ],
)
def test_how_far_a_disposal_is(
    decision: Decision,
    hold_until: date | None,
    done_on: date | None,
    proof: tuple[bool, date | None],
    progress: Progress,
) -> None:
    assert rules.progress(decision, hold_until, done_on, proof, TODAY) is progress


PLANNED = Told(Decision.DISPOSE, "", "", None, "", "", False, None, "", "", None)
DONE = replace(PLANNED, done_on=TODAY, amount="段ボール3箱", done_by="髙山 由紀")


@pytest.mark.parametrize(
    ("told", "beside"),
    [
        (PLANNED, []),
        (DONE, []),
        (replace(PLANNED, decision=Decision.NOTHING), ["reason"]),
        (replace(PLANNED, decision=Decision.NOTHING, reason="退会者がいない"), []),
        (replace(PLANNED, held="税務調査"), ["hold_until"]),
        (replace(PLANNED, hold_until=TODAY), ["hold_reason"]),
        (replace(PLANNED, by_contractor=True), ["contractor"]),
        (replace(DONE, amount="", done_by=""), ["amount", "done_by"]),
        (replace(DONE, held="訴訟", hold_until=date(2026, 11, 25)), ["done_on"]),
        (replace(DONE, held="訴訟", hold_until=TODAY), []),
        (replace(DONE, witness="髙山　由紀"), ["witness"]),
        (replace(DONE, witness="原 大地"), []),
        (replace(DONE, certificate_on=TODAY), ["contractor"]),
        (replace(DONE, contractor="業者", certificate_on=date(2026, 11, 23)), ["certificate_on"]),
        (replace(PLANNED, contractor="業者", certificate_on=TODAY), ["done_on"]),
    ],
)
def test_what_a_record_lacks_is_said_beside_its_field(told: Told, beside: list[str]) -> None:
    assert [name for name, _words in rules.faults(told)] == beside
