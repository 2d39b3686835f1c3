"""The company's zone decides what a day is, and only the clock knows what time it is."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfoNotFoundError

import pytest

from pms_tracker import clock
from tests.cast import TODAY


@pytest.fixture
def tokyo_again() -> Iterator[None]:
    yield
    clock.use_zone("Asia/Tokyo")


def test_now_is_an_aware_instant_in_utc() -> None:
    assert clock.now().tzinfo is UTC
    assert clock.today() == TODAY


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 31, 14, 59, 59, tzinfo=UTC), date(2026, 3, 31)),
        (datetime(2026, 3, 31, 15, 0, tzinfo=UTC), date(2026, 4, 1)),
    ],
)
def test_a_day_ends_at_midnight_in_tokyo(instant: datetime, day: date) -> None:
    with clock.set_to(instant):
        assert clock.today() == day


@pytest.mark.usefixtures("tokyo_again")
def test_another_zone_has_another_day() -> None:
    clock.use_zone("America/Los_Angeles")
    with clock.set_to(datetime(2026, 4, 1, 3, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 31)


@pytest.mark.usefixtures("tokyo_again")
def test_an_unknown_zone_is_refused_and_the_old_one_stays() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        clock.use_zone("Asia/Atlantis")
    assert clock.at(TODAY, 0) == datetime(2026, 11, 23, 15, tzinfo=UTC)


def test_a_wall_clock_time_and_back() -> None:
    instant = clock.at(date(2026, 1, 2), 7, 30)
    assert instant == datetime(2026, 1, 1, 22, 30, tzinfo=UTC)
    shown = clock.local(instant)
    assert (shown.date(), shown.hour, shown.minute) == (date(2026, 1, 2), 7, 30)


def test_a_set_time_ends_with_its_block_even_after_an_error() -> None:
    def fail_in_the_past() -> None:
        with clock.set_to(clock.at(date(2020, 1, 1))), clock.set_to(clock.at(date(2019, 1, 1))):
            assert clock.today() == date(2019, 1, 1)
            raise LookupError

    with pytest.raises(LookupError):
        fail_in_the_past()
    assert clock.today() == TODAY
