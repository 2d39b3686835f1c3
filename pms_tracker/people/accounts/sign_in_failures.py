"""Slowing down those who guess passwords: tries counted under a key within a quarter of an hour.

A key is a keyed hash (`web/credentials/guessing.py`): of an account, of where a try came from, of a
browser.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Insert, case, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.people.tables.security_tables import SignInFailure
from pms_tracker.trail import trail

WINDOW = timedelta(minutes=15)
# Tries that are made at once read the clock no further apart.
APART = timedelta(minutes=1)


@dataclass(frozen=True)
class Limit:
    """How many tries under a key are allowed within the window that its first one opens."""

    key: str
    allowed: int


def count(limits: Collection[Limit]) -> bool:
    """Count a try under each key before it is made; False where one of them allows no more.

    One statement counts and reads, so that tries made at once cannot slip through together. The
    caller commits before it looks at the password.
    """
    session.execute(delete(SignInFailure).where(SignInFailure.begun_at <= clock.now() - WINDOW))
    # In one order for all, so that two who share keys wait for one another but once.
    in_order = sorted(limits, key=lambda limit: limit.key)
    return all((session.scalar(_counted(each.key)) or 0) <= each.allowed for each in in_order)


def _counted(key: str) -> Insert:
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if on_postgresql else sqlite.insert
    now, of = clock.now(), SignInFailure
    # A clock that was set back must not keep a window open for longer than it was meant to be; one
    # that was opened while this try waited for it began after it, and is no such window.
    over = or_(of.begun_at <= now - WINDOW, of.begun_at > now + APART)
    first = insert(of).values(key=key, begun_at=now, times=1)
    return first.on_conflict_do_update(
        index_elements=[of.key],
        set_={
            "times": case((over, 1), else_=of.times + 1),
            "begun_at": case((over, now), else_=of.begun_at),
        },
    ).returning(of.times)


def forgive(limits: Collection[Limit]) -> None:
    """Take back a try that was no guess: it succeeded."""
    of = SignInFailure
    keys = sorted(limit.key for limit in limits)
    session.execute(update(of).where(of.key.in_(keys), of.times > 0).values(times=of.times - 1))


def is_over(limit: Limit) -> bool:
    """Whether the next try under a key would be refused."""
    of = SignInFailure
    recent = of.begun_at.between(clock.now() - WINDOW, clock.now() + APART)
    times = session.scalar(select(of.times).where(of.key == limit.key, recent))
    return (times or 0) >= limit.allowed


def forget(limit: Limit) -> None:
    """Let tries under a key begin anew, as its owner has shown who they are."""
    session.execute(delete(SignInFailure).where(SignInFailure.key == limit.key))


def unlock(who: Person, limit: Limit, *, by: trail.Actor) -> None:
    """Let somebody sign in again before the window is over, whatever was guessed meanwhile."""
    forget(limit)
    trail.note(f"person-{who.id}", "sign_in_unlocked", by=by)
