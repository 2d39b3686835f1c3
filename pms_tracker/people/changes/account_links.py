"""Signing in by a provider (OpenID Connect): whom it vouches for, linked once and never by mail."""

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.mail import outbox
from pms_tracker.people.accounts import security_log
from pms_tracker.people.changes import factors, invitations, people_letters, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account, AccountLink, Person
from pms_tracker.people.tables.security_tables import Event
from pms_tracker.trail import trail
from pms_tracker.trail.trail import Actor

# A subject is 255 characters at most (OpenID Connect Core, section 2).
LONGEST = 255


def owner(issuer: str, subject: str) -> Account | None:
    """Whose account a subject signs in to; None for an unknown one and for whoever may not."""
    found = session.scalar(
        select(Account)
        .join(AccountLink, AccountLink.account_id == Account.id)
        .where(AccountLink.issuer == issuer, AccountLink.subject == subject)
    )
    if found is None or not found.active or people.has_left(found.person):
        return None
    return found


def link_of(account: Account, issuer: str) -> AccountLink | None:
    """What an issuer calls the owner of an account; None where they are not linked."""
    return session.scalar(
        select(AccountLink).where(
            AccountLink.account_id == account.id, AccountLink.issuer == issuer
        )
    )


def link(account: Account, issuer: str, subject: str, *, provider: str) -> None:
    """Let a subject sign in to an account from now on; its owner is told by mail.

    `provider` is what people call the issuer. Raises RuleBroken where the subject signs in to an
    account already, or the account has another subject of that issuer.
    """
    if not 0 < len(subject) <= LONGEST:
        raise BadInput("subject_unusable", provider=provider)
    staffing.lock(account.person)
    taken = select(AccountLink.id).where(
        AccountLink.issuer == issuer, AccountLink.subject == subject
    )
    if session.scalar(taken) is not None or link_of(account, issuer) is not None:
        raise RuleBroken("linked_already", provider=provider)
    session.add(
        AccountLink(account_id=account.id, issuer=issuer, subject=subject, linked_at=clock.now())
    )
    session.flush()
    by = Actor(account.person_id, account.person.name)
    security_log.note(Event.IDENTITY_LINKED, person_id=account.person_id, by_id=by.id)
    _tell(account, "account_linked", (None, provider), by)


def accept(account: Account, issuer: str, subject: str, *, provider: str) -> None:
    """Accept an invitation by a provider instead of a first password. Raises as `link` does."""
    link(account, issuer, subject, provider=provider)
    invitations.use_up(account)


def unlink(account: Account, issuer: str, *, provider: str) -> None:
    """End a link, and with it all sessions of the account.

    Raises RuleBroken where there is none, or nothing else to sign in with would be left.
    """
    found = _found(account, issuer, provider)
    if account.password is None:
        raise RuleBroken("password_first", provider=provider)
    _end(found, account, provider, Actor(account.person_id, account.person.name))


def unlink_by(viewer: people.Viewer, who: Person, issuer: str, *, provider: str) -> None:
    """End somebody else's link, as their second factor is reset; without a password they are to be
    invited anew.

    Raises NotAllowed as `factors.may_take_away` says, and RuleBroken where there is none.
    """
    if not factors.may_take_away(who, by=viewer):
        raise NotAllowed("unlinked_by_another")
    account = people.account_of(who.id)
    if account is None:
        raise RuleBroken("not_linked", provider=provider)
    _end(_found(account, issuer, provider), account, provider, viewer.actor)


def end_all(account: Account) -> None:
    """End every link of an account that is closed: nobody signs in to it any more."""
    session.execute(delete(AccountLink).where(AccountLink.account_id == account.id))


def _found(account: Account, issuer: str, provider: str) -> AccountLink:
    staffing.lock(account.person)
    found = link_of(account, issuer)
    if found is None:
        raise RuleBroken("not_linked", provider=provider)
    return found


def _end(link: AccountLink, account: Account, provider: str, by: Actor) -> None:
    session.delete(link)
    staffing.end_sessions(account.person_id)
    session.flush()
    security_log.note(Event.IDENTITY_UNLINKED, person_id=account.person_id, by_id=by.id)
    _tell(account, "account_unlinked", (provider, None), by)


def _tell(account: Account, what: str, change: tuple[str | None, str | None], by: Actor) -> None:
    trail.note(f"person-{account.person_id}", what, by=by, changes={"provider": change})
    letter = people_letters.account_link(what, provider=change[0] or change[1] or "")
    outbox.post(letter, people.recipient(account.person_id))


def opened(account: Account) -> bool:
    """Whether an account was ever made one's own: by a first password, or by a provider."""
    linked = exists().where(AccountLink.account_id == account.id)
    return account.password is not None or bool(session.scalar(select(linked)))


def opens() -> ColumnElement[bool]:
    """Whether an account was made one's own, as a condition."""
    linked = exists().where(AccountLink.account_id == Account.id)
    return or_(Account.password.is_not(None), linked)


def has_come_in() -> ColumnElement[bool]:
    """Whether its owner signs in with an account: it is active, and no first invitation waits, as a
    condition."""
    return and_(Account.active, or_(Account.invitation.is_(None), opens()))
