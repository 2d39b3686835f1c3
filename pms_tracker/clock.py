"""The one reader of today and now. The company's time zone decides what a day is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_server_zone = _zone = ZoneInfo("Asia/Tokyo")
_set_to: ContextVar[datetime | None] = ContextVar("set_to", default=None)


def use_zone(name: str) -> None:
    """Set the server's time zone, the company's as long as it names none of its own; raises
    ZoneInfoNotFoundError for an unknown name."""
    global _server_zone, _zone  # noqa: PLW0603 - one server, one zone, set when the app is built
    _server_zone = _zone = ZoneInfo(name)


def use_company_zone(name: str | None) -> None:
    """Go by the zone that the company names, or by the server's where it names none; raises
    ZoneInfoNotFoundError for an unknown name."""
    global _zone  # noqa: PLW0603 - one company, one zone, learned whenever the company is read
    _zone = ZoneInfo(name) if name else _server_zone


def zone() -> str:
    """The name of the time zone that days are counted by."""
    return _zone.key


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
