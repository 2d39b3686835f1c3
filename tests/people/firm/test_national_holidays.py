"""National holidays: whose they are, what they are called, and the weekend beside them."""

from datetime import date

import pytest

from pms_tracker.people.firm import national_holidays


@pytest.mark.parametrize(
    ("day", "country", "name"),
    [
        (date(2026, 3, 17), "IE", "Saint Patrick's Day"),
        (date(2026, 12, 26), "IE", "Saint Stephen's Day"),
        (date(2026, 11, 23), "IE", ""),
        (date(2026, 11, 23), "JP", "勤労感謝の日"),
        (date(2026, 11, 23), None, ""),
        (date(2026, 7, 14), "FR", "National Day"),
    ],
)
def test_a_holiday_is_its_countrys(day: date, country: str | None, name: str) -> None:
    assert national_holidays.name(day, country) == name
    assert national_holidays.is_holiday(day, country) == bool(name)


@pytest.mark.parametrize(
    ("country", "weekend"), [("IE", {5, 6}), ("JP", {5, 6}), (None, {5, 6}), ("SA", {4, 5})]
)
def test_a_weekend_is_its_countrys(country: str | None, weekend: set[int]) -> None:
    assert national_holidays.weekend(country) == weekend


def test_countries_are_known_by_two_letters() -> None:
    known = national_holidays.countries()
    assert {"IE", "JP", "FR", "DE"} <= set(known)
    assert {len(each) for each in known} == {2}
