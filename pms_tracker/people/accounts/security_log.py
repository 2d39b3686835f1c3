"""Noting what concerns the doors, and reading it back; kept for as long as the settings say."""

import logging
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.exc import SQLAlchemyError

from pms_tracker import clock
from pms_tracker.database import WRITE, Order, Sorts, db, equal, if_undone, is_writing, session
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.days import Days
from pms_tracker.people.tables.security_tables import Event, SecurityEvent

log = logging.getLogger(__name__)

SORTS: Sorts = {"number": SecurityEvent.id}
# These happened although, or because, what was asked for is refused and undone.
REFUSALS = frozenset(
    {Event.SIGN_IN_FAILED, Event.LOCKED, Event.CONFIRMATION_FAILED, Event.FACTOR_FAILED}
)
# A lock that goes on is the same lock.
SAME_LOCK = timedelta(minutes=15)
LONGEST = 200

_source: ContextVar[Callable[[], str]] = ContextVar("security_source", default=str)


@dataclass(frozen=True)
class Filter:
    """What the log is narrowed to; None and no days ask for all."""

    kind: Event | None = None
    person_id: int | None = None
    days: Days | None = None


def came_from(source: Callable[[], str]) -> None:
    """Say for this request how to find where it came from, as far as that may be kept; few ask."""
    _source.set(source)


def note(
    kind: Event, *, person_id: int | None = None, by_id: int | None = None, about: str = ""
) -> None:
    """Note what a use case does, in the transaction of its caller."""
    session.execute(insert(SecurityEvent), _values(kind, person_id, by_id, about, None))


def note_now(
    kind: Event,
    *,
    person_id: int | None = None,
    by_id: int | None = None,
    about: str = "",
    rows: int | None = None,
) -> None:
    """Note what was asked of a page, with one statement.

    Within a `transaction()` it is kept with what it tells of, a refusal even where that is undone.
    Outside it is kept at once; that it cannot be is logged and stops nobody.
    """
    values = _values(kind, person_id, by_id, about, rows)
    if not is_writing():
        _keep(values)
        return
    session.execute(insert(SecurityEvent), values)
    if kind in REFUSALS:
        if_undone(partial(_keep, values))


def _values(
    kind: Event, person_id: int | None, by_id: int | None, about: str, rows: int | None
) -> dict[str, Any]:
    return {
        "at": clock.now(),
        "kind": kind.value,
        "person_id": person_id,
        "by_id": None if by_id == person_id else by_id,
        "about": about[:LONGEST],
        "rows": rows,
        "source": _source.get()(),
    }


def _keep(values: dict[str, Any]) -> None:
    # On a connection of its own: what the request has read and not yet shown stays as it is.
    try:
        with db.engine.connect() as connection:
            connection.execution_options(**{WRITE: True})
            with connection.begin():
                connection.execute(insert(SecurityEvent), values)
    except SQLAlchemyError:
        log.exception("a security event was not kept", extra={"kind": values["kind"]})


def note_lock(person_id: int | None) -> None:
    """Note that somebody is kept out for a while, once however often they try meanwhile."""
    since = clock.now() - SAME_LOCK
    same = exists().where(
        SecurityEvent.kind == Event.LOCKED.value,
        SecurityEvent.person_id == person_id,
        SecurityEvent.source == _source.get()(),
        SecurityEvent.at > since,
    )
    if not session.scalar(select(same)):
        note_now(Event.LOCKED, person_id=person_id)


def events(order: Order, limit: int, narrowed: Filter) -> Sequence[SecurityEvent]:
    """Events in an order; a day is the company's."""
    kind = narrowed.kind.value if narrowed.kind else None
    found = select(SecurityEvent).where(*equal((SecurityEvent.kind, kind)))
    if narrowed.person_id is not None:
        found = found.where(
            (SecurityEvent.person_id == narrowed.person_id)
            | (SecurityEvent.by_id == narrowed.person_id)
        )
    days = narrowed.days or Days()
    if days.first:
        found = found.where(SecurityEvent.at >= clock.at(days.first, 0))
    if days.last:
        found = found.where(SecurityEvent.at < clock.at(days.last + ONE_DAY, 0))
    return session.scalars(order.page(found, SORTS, limit)).all()


def prune(days: int) -> None:
    """Forget what is older than so many days."""
    session.execute(
        delete(SecurityEvent).where(SecurityEvent.at < clock.now() - timedelta(days=days))
    )
