"""Days as people read them: both languages, the era by setting, and how much time is left."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from pms_tracker.database import session
from pms_tracker.people.firm import people
from pms_tracker.web.words import days_in_words
from tests.cast import TODAY
from tests.databases import Served

pytestmark = pytest.mark.parametrize("served", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("language", "day", "said", "short"),
    [
        ("ja", date(2026, 11, 24), "2026年11月24日(火)", "11月24日(火)"),
        ("ja", date(2026, 11, 29), "2026年11月29日(日)", "11月29日(日)"),
        ("en", date(2026, 11, 4), "Wed 4 Nov 2026", "Wed 4 Nov"),
        ("fr", date(2026, 11, 24), "2026年11月24日(火)", "11月24日(火)"),
    ],
)
def test_a_day_is_said_with_its_weekday(
    served: Served, language: str, day: date, said: str, short: str
) -> None:
    with served.app.test_request_context(headers={"Accept-Language": language}):
        assert days_in_words.day_text(day) == said
        assert days_in_words.day_text(day, year=False) == short
        assert days_in_words.day_text(None) == ""


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 24), "令和8年11月24日(火)"),
        (date(2019, 5, 1), "令和元年5月1日(水)"),
        (date(2019, 4, 30), "平成31年4月30日(火)"),
    ],
)
def test_the_era_is_said_where_the_company_says_so(app: Flask, day: date, said: str) -> None:
    people.the_company().era_dates = True
    assert days_in_words.day_text(day) == said


def test_no_era_is_said_in_english(served: Served) -> None:
    with served.app.test_request_context(headers={"Accept-Language": "en"}):
        people.the_company().era_dates = True
        assert days_in_words.day_text(TODAY) == "Tue 24 Nov 2026"
        session.rollback()


def test_days_and_months_are_short_where_room_is_scarce(served: Served) -> None:
    day = date(2026, 4, 8)
    with served.app.test_request_context(headers={"Accept-Language": "ja"}):
        assert (days_in_words.short_day(day), days_in_words.short_day(day, year=True)) == (
            "4/8",
            "2026/4/8",
        )
        assert (days_in_words.month_name(4), days_in_words.month_name(4, short=True)) == (
            "4月",
            "4",
        )
    with served.app.test_request_context(headers={"Accept-Language": "en"}):
        assert (days_in_words.short_day(day), days_in_words.short_day(day, year=True)) == (
            "8 Apr",
            "8 Apr 2026",
        )
        assert (days_in_words.month_name(4), days_in_words.month_name(4, short=True)) == (
            "Apr",
            "A",
        )


def test_an_instant_is_told_by_the_companys_clock(app: Flask) -> None:
    assert (
        days_in_words.instant_text(datetime(2026, 11, 23, 15, 5, tzinfo=UTC))
        == "2026年11月24日(火) 00:05"
    )
    assert days_in_words.instant_text(None) == ""


@pytest.mark.parametrize(
    ("left", "said", "tone"),
    [
        (-400, "400日超過", "late"),
        (-1, "1日超過", "late"),
        (0, "今日まで", "soon"),
        (1, "あと1日", "soon"),
        (7, "あと7日", "soon"),
        (8, "あと8日", "later"),
    ],
)
def test_a_due_day_says_how_much_time_is_left(app: Flask, left: int, said: str, tone: str) -> None:
    found = days_in_words.due_words(TODAY + timedelta(days=left))
    assert found is not None
    assert (found.words, found.tone) == (said, tone)


def test_what_is_over_is_only_a_day_and_a_far_day_names_its_year(app: Flask) -> None:
    over = days_in_words.due_words(TODAY - timedelta(days=3), done=True)
    assert over is not None
    assert (over.words, over.tone) == ("11月21日(土)", "later")
    far = days_in_words.due_words(date(2027, 1, 4))
    assert far is not None
    assert far.day == "2027年1月4日(月)"
    assert days_in_words.due_words(None) is None


def test_one_day_is_singular_in_english(served: Served) -> None:
    with served.app.test_request_context(headers={"Accept-Language": "en"}):
        one, two = (days_in_words.due_words(TODAY + timedelta(days=left)) for left in (1, 2))
        assert one is not None
        assert two is not None
        assert one.words != two.words.replace("2", "1")
