"""Days as English writes them, typed in forms and found in running text."""

from datetime import date

import pytest

from pms_tracker.kernel.era_dates import (
    DayNotRead,
    find_days,
    find_months,
    parse_day,
    puts_month_first,
)


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_is_read_by_its_english_names(month: int) -> None:
    day = date(2026, month, 1)
    for written in (f"1 {day:%b} 2026", f"{day:%B} 1, 2026", f"{day:%b}. 1, 2026"):
        assert parse_day(written) == day
    assert parse_day("30 Sept 2026") == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("text", "quote", "day"),
    [
        ("Enacted 1 April 2020.", "1 April 2020", date(2020, 4, 1)),
        ("Revised on Apr. 1, 2022 by the board", "Apr. 1, 2022", date(2022, 4, 1)),
        ("since the 3rd of May 2021, at", "3rd of May 2021", date(2021, 5, 3)),
    ],
)
def test_english_dates_are_found_in_running_text(text: str, quote: str, day: date) -> None:
    (found,) = find_days(text)
    assert (found.quote, found.day) == (quote, day)


@pytest.mark.parametrize(
    "text", ["It may 1 day be", "in May 2020", "15 Marchers 2020", "12 May 20200", "Dismay 1, 2020"]
)
def test_what_only_looks_like_an_english_date_is_not_one(text: str) -> None:
    assert not find_days(text)


@pytest.mark.parametrize(
    ("text", "month_first", "day", "problem"),
    [
        ("25/04/2022", None, date(2022, 4, 25), None),
        ("04/25/2022", None, date(2022, 4, 25), None),
        ("05.05.2022", None, date(2022, 5, 5), None),
        ("01/04/2022", None, date(2022, 4, 1), "day_or_month"),
        ("01/04/2022", True, date(2022, 1, 4), None),
        ("01/04/2022", False, date(2022, 4, 1), None),
        ("25/04/2022", True, date(2022, 4, 25), None),
        ("31-04-2022", None, None, "no_such_day"),
    ],
)
def test_a_day_with_its_year_last_is_sure_where_one_figure_is_no_month(
    text: str, month_first: bool | None, day: date | None, problem: str | None
) -> None:
    (found,) = find_days(f"Revised {text}.", month_first=month_first)
    assert (found.quote, found.day, found.problem) == (text, day, problem)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25/04/2022, 01/04/2023", False),
        ("04/25/2022, 01/04/2023", True),
        ("25/04/2022, 04/25/2022", None),
        ("01/04/2022", None),
        ("none", None),
    ],
)
def test_one_sure_day_tells_how_a_text_writes_the_others(text: str, expected: bool | None) -> None:
    assert puts_month_first(text) is expected


def test_months_alone_are_found_beside_days() -> None:
    text = "April 2022, 1 May 2021, 2020年4月と令和3年10月1日、令和四年四月に"
    assert [each.quote for each in find_months(text)] == ["April 2022", "2020年4月", "令和四年四月"]
    assert {each.problem for each in find_months(text)} == {"no_day"}


@pytest.mark.parametrize("text", ["1.2.3.2022", "45/67/2022", "1/2/20223", "1/2/3022"])
def test_versions_and_other_figures_are_no_days(text: str) -> None:
    assert not find_days(text)


@pytest.mark.parametrize("typed", ["31 Nov 2026", "Nov 31, 2026"])
def test_an_english_day_that_is_not_in_the_calendar_is_told(typed: str) -> None:
    with pytest.raises(DayNotRead) as caught:
        parse_day(typed)
    assert caught.value.values == {"year": 2026, "month": 11, "last_day": 30}


@pytest.mark.parametrize("typed", ["24 Nov", "Nov 2026", "11/24/2026", "24 Nev 2026", "Tue"])
def test_an_english_day_without_its_parts_is_no_day(typed: str) -> None:
    with pytest.raises(DayNotRead):
        parse_day(typed)
