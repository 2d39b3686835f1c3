"""Locale packs: each is whole, and none but Japan's has a custom of Japan."""

from datetime import date

import pytest

from pms_tracker.kernel.calendar import BusinessCalendar, yearly_run
from pms_tracker.kernel.locales import locale_packs
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.locales.locale_packs import INTERNATIONAL, JAPANESE, PACKS


def test_japans_pack_has_every_custom_and_the_plain_one_none() -> None:
    assert all(JAPANESE.has(each) for each in Custom)
    assert not any(INTERNATIONAL.has(each) for each in Custom)
    assert JAPANESE.has(None)
    assert INTERNATIONAL.has(None)


@pytest.mark.parametrize("key", ["ja-JP", "international"])
def test_a_pack_is_known_by_its_key(key: str) -> None:
    assert locale_packs.pack(key).key == key
    assert PACKS[key].languages
    assert PACKS[key].fiscal_start.day == 1
    for closing in PACKS[key].closings:
        assert yearly_run(closing.first, closing.last)


def test_a_pack_of_a_later_release_leaves_a_company_as_it_was() -> None:
    assert locale_packs.pack("fr-FR") is JAPANESE


@pytest.mark.parametrize(("language", "key"), [("ja", "ja-JP"), ("en", "international")])
def test_a_pack_is_proposed_by_language(language: str, key: str) -> None:
    assert locale_packs.proposed(language).key == key


def test_a_standard_is_called_as_the_company_knows_it() -> None:
    assert JAPANESE.standard("JIS Q 19011:2019 3.4") == "JIS Q 19011:2019 3.4"
    assert INTERNATIONAL.standard("JIS Q 19011:2019 3.4") == "ISO 19011:2018 3.4"
    assert INTERNATIONAL.standard("ISO 9000") == "ISO 9000"


def test_a_weekend_is_what_the_calendar_is_told() -> None:
    friday, sunday = date(2026, 11, 27), date(2026, 11, 29)
    calendar = BusinessCalendar(lambda _day: False, weekend=frozenset({4, 5}))
    assert calendar.is_closed(friday)
    assert not calendar.is_closed(sunday)
    assert calendar.next_open(friday) == sunday
