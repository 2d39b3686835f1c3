"""Who is signed in where: a row a browser, without which its cookie is worth nothing.

Kept are when it began, when it was last seen, and what kind of browser it is; never an address.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import String, and_, bindparam, delete, exists, or_, select, update

from pms_tracker import clock
from pms_tracker.database import Columns, Rows, is_writing, read, session
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.secret_tokens import digest_of
from pms_tracker.people.tables.people_tables import Account, Passkey, Person
from pms_tracker.people.tables.security_tables import SignInSession

# design.md section 4.
IDLE, ABSOLUTE = timedelta(hours=8), timedelta(hours=24)
# How often a session that is in use is written down as seen.
SEEN_EVERY = timedelta(minutes=5)
TOKEN_BYTES = 24


def begin(account_id: int, agent: str) -> str:
    """Begin a session; the secret for its cookie is kept nowhere."""
    token, now = secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    session.add(
        SignInSession(
            key=digest_of(token), account_id=account_id, begun_at=now, seen_at=now, agent=agent
        )
    )
    session.flush()
    return token


def renew(token: str) -> str:
    """Have a session go on under another secret: the cookie of before, and every copy, is worth
    nothing. When it began stays, so that nobody stays longer by it."""
    new = secrets.token_urlsafe(TOKEN_BYTES)
    session.execute(
        update(SignInSession)
        .where(SignInSession.key == digest_of(token))
        .values(key=digest_of(new))
    )
    return new


@dataclass(frozen=True)
class SignedIn:
    """Whom a cookie names: the account, how whose it is stands today, and the session behind it.
    Somebody whose last day is over is named still, but may do nothing any more.
    `has_factor`: more than a password is needed to sign in to the account (`factors.has_one`)."""

    account_id: int
    reader: Viewer
    has_left: bool
    has_factor: bool
    session_id: int
    begun_at: datetime
    seen_at: datetime


def find(uniquifier: str, token: str) -> SignedIn | None:
    """Whom a cookie names, in one statement with all that every page asks of them; None where the
    session has ended or is too old, or the account is closed."""
    now = clock.now()
    asked = {
        "uniquifier": uniquifier,
        "key": digest_of(token),
        "begun_after": now - ABSOLUTE,
        "seen_after": now - IDLE - SEEN_EVERY,
        "day": clock.today(),
    }
    rows = read(_named_by_a_cookie(), asked)
    if not rows:
        return None
    row = rows[0]
    # Whoever writes may change the company, and reads it as a row that the session watches.
    company = None if is_writing() else people.told_company(row.company)
    return SignedIn(
        row.account_id,
        people.standing_in(row, company),
        people.is_over(row.left_on),
        row.has_factor,
        row.session_id,
        row.begun_at,
        row.seen_at,
    )


@cache
def _named_by_a_cookie() -> Columns:
    """The statement of `find`, built once: every request asks it."""
    of, uniquifier = SignInSession, bindparam("uniquifier", type_=String)
    # Asked for by itself, so that a database looks it up once.
    whose = select(Account.person_id).where(Account.fs_uniquifier == uniquifier).scalar_subquery()
    app = and_(Account.tf_primary_method.is_not(None), Account.tf_totp_secret.is_not(None))
    passkey = exists().where(Passkey.account_id == Account.id)
    named = (
        select(Account.id.label("account_id"), or_(app, passkey).label("has_factor"))
        .add_columns(of.id.label("session_id"), of.begun_at, of.seen_at)
        .join(of, of.account_id == Account.id)
        .join(Person, Person.id == Account.person_id)
        .where(
            Account.fs_uniquifier == uniquifier,
            Account.active,
            of.key == bindparam("key"),
            of.begun_at > bindparam("begun_after"),
            of.seen_at > bindparam("seen_after"),
        )
    )
    return people.with_standing(named, whose).add_columns(people.TOLD)


def seen(session_id: int) -> None:
    """Note that a session is in use."""
    session.execute(
        update(SignInSession).where(SignInSession.id == session_id).values(seen_at=clock.now())
    )


def of_account(account_id: int) -> Rows:
    """Sessions of an account that have not ended, the one seen last first: column tuples."""
    of, now = SignInSession, clock.now()
    return session.execute(
        select(of.id, of.begun_at, of.seen_at, of.agent)
        .where(
            of.account_id == account_id,
            of.begun_at > now - ABSOLUTE,
            of.seen_at > now - IDLE - SEEN_EVERY,
        )
        .order_by(of.seen_at.desc(), of.id.desc())
    ).all()


def end(token: str) -> None:
    """End the session of a cookie, and of every copy of it."""
    session.execute(delete(SignInSession).where(SignInSession.key == digest_of(token)))


def end_one(account_id: int, session_id: int) -> None:
    """End one session of an account; nothing happens where it is somebody else's or over."""
    of = SignInSession
    session.execute(delete(of).where(of.account_id == account_id, of.id == session_id))


def end_others(account_id: int, token: str) -> None:
    """End all sessions of an account but the one of a cookie."""
    of = SignInSession
    session.execute(delete(of).where(of.account_id == account_id, of.key != digest_of(token)))


def end_all(account_id: int) -> None:
    """End every session of an account."""
    session.execute(delete(SignInSession).where(SignInSession.account_id == account_id))


def prune() -> None:
    """Forget sessions that have ended by themselves."""
    of, now = SignInSession, clock.now()
    over: tuple[datetime, datetime] = (now - ABSOLUTE, now - IDLE - SEEN_EVERY)
    session.execute(delete(of).where(or_(of.begun_at <= over[0], of.seen_at <= over[1])))
