"""The one reader of today and now. The company's time zone decides what a day is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_zone = ZoneInfo("Asia/Tokyo")
_set_to: ContextVar[datetime | None] = ContextVar("set_to", default=None)


def use_zone(name: str) -> None:
    """Set the company's time zone; raises ZoneInfoNotFoundError for an unknown name."""
    global _zone  # noqa: PLW0603 - one company, one zone, set once when the app is built
    _zone = ZoneInfo(name)


def now() -> datetime:
    """This instant, in UTC and aware."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The day it is for the company; a due day ends when this turns."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """An instant as the company's wall clock shows it."""
    return instant.astimezone(_zone)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """The instant of a day and time on the company's wall clock."""
    return datetime.combine(day, time(hour, minute), _zone).astimezone(UTC)


@contextmanager
def set_to(instant: datetime) -> Iterator[None]:
    """Let it be another instant for what runs inside: a demo's past, or `--on` of a command."""
    token = _set_to.set(instant)
    try:
        yield
    finally:
        _set_to.reset(token)
