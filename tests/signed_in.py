"""Sessions of people who are signed in already, which no test outlives whatever day it is."""

import hashlib
from datetime import UTC, datetime

from sqlalchemy import select, update

from pms_tracker.database import session, transaction
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.people.tables.security_tables import SignInSession

# Never too old, and never to be noted as seen.
LATER = datetime(2099, 12, 31, tzinfo=UTC)


def token_of(account_id: int) -> str:
    return f"the session of {account_id}"


def kept_for(account_id: int) -> SignInSession:
    """The row behind a session of an account."""
    key = hashlib.sha256(token_of(account_id).encode()).hexdigest()
    return SignInSession(
        key=key, account_id=account_id, begun_at=LATER, seen_at=LATER, agent="Chrome · Linux"
    )


def begun_at(person_id: int, when: datetime) -> None:
    """Have the session of somebody be one that began on an instant; needs the app's context."""
    ours = select(Account.id).where(Account.person_id == person_id).scalar_subquery()
    with transaction():
        session.execute(
            update(SignInSession).where(SignInSession.account_id == ours).values(begun_at=when)
        )


def cookie_of(person_id: int) -> dict[str, object]:
    """What the cookie of somebody signed in holds; needs the app's context, and writes only where
    their session has ended."""
    account = session.scalars(select(Account).where(Account.person_id == person_id)).one()
    account_id, uniquifier = account.id, account.fs_uniquifier
    wanted = kept_for(account_id)
    there = session.scalar(select(SignInSession.id).where(SignInSession.key == wanted.key))
    session.rollback()
    if there is None:
        with transaction():
            session.add(wanted)
    return {"_user_id": uniquifier, "_fresh": True, "sid": token_of(account_id)}
