"""Invitations: a letter with a link of its own that leads somebody to their first password."""

import secrets
from datetime import timedelta

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.mail import outbox
from pms_tracker.people.changes import people_letters, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.rules.secret_tokens import digest_of
from pms_tracker.people.tables.people_tables import Account, Person
from pms_tracker.trail.trail import Actor

TOKEN_BYTES = 24
# Long enough for somebody's holidays; the administrator sends another at any time.
VALID_FOR = timedelta(days=14)


def invite(who: Person, *, by: Actor, inviter: str = "") -> Account:
    """Open an account and send the letter that leads to its password; raises as `open_account`.

    Somebody who was invited and has no password yet is sent another letter. `inviter` is whom it
    names, where that is not who acts.
    """
    made = people.account_of(who.id)
    if made is None or made.password is not None:
        made = staffing.open_account(who, password_hash=None, by=by)
    send(who, made, inviter=inviter or by.name)
    return made


def send(who: Person, account: Account, *, inviter: str) -> None:
    """Post the letter with a new link; the one before ends, whichever mailbox it lies in."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    account.invitation, account.invited_at = digest_of(token), clock.now()
    session.flush()
    letter = people_letters.invitation(
        token,
        company=people.the_company().name,
        inviter=inviter,
        roles=sorted(people.viewer(who.id).roles, key=list(Role).index),
        days=VALID_FOR.days,
    )
    outbox.post(letter, people.recipient(who.id))


def find(token: str) -> Account | None:
    """Whom a link invites; None for an unknown one, one that was used or is too old, and for
    somebody who has a password or may not sign in."""
    found = session.scalar(select(Account).where(Account.invitation == digest_of(token)))
    if found is None or found.password is not None or not found.active:
        return None
    if found.invited_at is None or clock.now() - found.invited_at > VALID_FOR:
        return None
    return found


def accept(account: Account, password_hash: str) -> None:
    """Keep the first password; the link that led to it is used up, and so is every other one."""
    account.password = password_hash
    use_up(account)


def use_up(account: Account) -> None:
    """End the link of an invitation that was accepted, and every session."""
    account.invitation = account.invited_at = None
    staffing.credentials_changed(account)
    session.flush()
