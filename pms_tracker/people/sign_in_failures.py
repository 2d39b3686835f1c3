"""Slowing down those who guess passwords: failures per address within a quarter of an hour."""

import hashlib
from datetime import timedelta

from sqlalchemy import delete, func, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import TooMany
from pms_tracker.people.models import SignInFailure

WINDOW = timedelta(minutes=15)
ALLOWED = 10


def _fingerprint(address: str) -> str:
    # People type passwords into the wrong box, so what was typed is not kept.
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def too_many(address: str, allowed: int = ALLOWED) -> bool:
    """Whether this address has failed (or asked) too often within the window."""
    count = session.scalar(
        select(func.count(SignInFailure.id)).where(
            SignInFailure.address == _fingerprint(address),
            SignInFailure.at > clock.now() - WINDOW,
        )
    )
    return (count or 0) >= allowed


def check(address: str) -> None:
    """Raises TooMany where this address has failed too often."""
    if too_many(address):
        raise TooMany("too_many_sign_ins")


def count(address: str) -> None:
    """Remember a failure and forget those that no longer matter."""
    session.execute(delete(SignInFailure).where(SignInFailure.at < clock.now() - WINDOW))
    session.add(SignInFailure(address=_fingerprint(address), at=clock.now()))
    session.flush()
