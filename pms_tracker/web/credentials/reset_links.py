"""The link that leads to a new password: mailed to whoever asks, or sent by an administrator."""

import secrets

from flask import current_app, url_for
from flask_security.recoverable import generate_reset_password_token

from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.mail import outbox
from pms_tracker.mail.outbox import Recipient
from pms_tracker.people.accounts import security_log, sign_in_failures
from pms_tracker.people.changes import people_letters
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.people.tables.security_tables import Event
from pms_tracker.trail import trail
from pms_tracker.web.credentials import guessing
from pms_tracker.web.door.access import settings


def link(account: Account, token: str = "") -> str:
    """The address of the page, for two hours, until a password or an address is changed."""
    return _address(token or generate_reset_password_token(account))  # type: ignore[no-untyped-call]


def _address(token: str) -> str:
    # Flask-Security's own link begins with the Host header; letters use the configured address.
    return settings().origin + url_for("security.reset_password", token=token)


def post(account: Account, token: str = "") -> None:
    """Post the letter with the link to the address that the account signs in with."""
    who = account.person
    outbox.post(
        people_letters.password_reset(link(account, token)),
        Recipient(who.id, who.name, account.email, who.language.value, people.reads_era_dates(who)),
    )


def post_for_nobody(address: str) -> None:
    """The work of posting the letter, for an address that nobody signs in with, and no letter:
    how long the answer takes tells nothing."""
    security_log.note_now(Event.PASSWORD_LETTER_ASKED)
    serializer = current_app.extensions["security"].reset_serializer
    token = str(serializer.dumps([secrets.token_hex(32), secrets.token_hex(32)]))
    if sign_in_failures.count(guessing.of_letters(address)):
        unsaid = session.begin_nested()
        letter = people_letters.password_reset(_address(token))
        outbox.post(letter, Recipient(None, address, address))
        unsaid.rollback()


def of_person(person_id: int) -> Account:
    """The open account of a person; raises NotFound and RuleBroken where there is none."""
    return _open(people.account_of(person_id))


def _open(account: Account | None) -> Account:
    if account is None:
        raise NotFound("no_such_account")
    if not account.active or people.has_left(account.person):
        raise RuleBroken("account_closed")
    return account


def send(account: Account | None, *, by: trail.Actor) -> Account:
    """Send somebody the letter in an administrator's name; raises as `of_person` does."""
    found = _open(account)
    post(found)
    trail.note(f"person-{found.person_id}", "reset_sent", by=by)
    return found


def print_for(account: Account | None, *, by: trail.Actor) -> str:
    """The link itself, for an administrator to hand over; raises as `of_person` does."""
    found = _open(account)
    trail.note(f"person-{found.person_id}", "reset_printed", by=by)
    return link(found)
