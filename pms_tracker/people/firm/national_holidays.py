"""National holidays by country: Japan's from jpholiday, all others' from the library holidays."""

from datetime import date
from functools import cache
from typing import Any

import jpholiday

from pms_tracker.kernel.calendar import WEEKEND
from pms_tracker.kernel.locales.locale_packs import JAPAN

# English as the world reads it, before other kinds of it.
ENGLISH = ("en_US", "en_GB", "en_IE", "en_AU", "en")


def is_holiday(day: date, country: str | None) -> bool:
    """Whether a day is a national holiday of a country, substitutes and observed days included;
    without a country there are none."""
    if country is None:
        return False
    if country == JAPAN:
        return bool(jpholiday.is_holiday(day))
    return day in _of(country)


def name(day: date, country: str | None) -> str:
    """What a national holiday is called, Japan's as the law has it and all others in English where
    the library knows it; empty on other days."""
    if country is None:
        return ""
    if country == JAPAN:
        return jpholiday.is_holiday_name(day) or ""
    return str(_of(country).get(day, ""))


def weekend(country: str | None) -> frozenset[int]:
    """The days of the week on which a country rests, Monday is 0."""
    if country is None or country == JAPAN:
        return WEEKEND
    return frozenset(_of(country).weekend) or WEEKEND


def countries() -> list[str]:
    """The countries whose holidays are known, by their codes (ISO 3166-1 alpha-2)."""
    return sorted(_library().list_supported_countries(include_aliases=False))


@cache
def _of(country: str) -> Any:
    library = _library()
    known = library.country_holidays(country).supported_languages
    language = next((each for each in ENGLISH if each in known), None)
    return library.country_holidays(country, language=language)


def _library() -> Any:
    # Read by companies that keep another country's holidays than Japan's, and by their forms.
    import holidays  # noqa: PLC0415

    return holidays
