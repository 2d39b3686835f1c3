"""Leaving the firm: all that lets somebody in or act ends with a day, records stay."""

from datetime import date, timedelta

from sqlalchemy import or_, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.accounts import security_log
from pms_tracker.people.changes import account_links, deputies, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.rules.people_rules import check_administrator_remains, check_past_end
from pms_tracker.people.rules.permissions import TOP_ROLES
from pms_tracker.people.tables.people_tables import Account, Membership, Person, RoleGrant
from pms_tracker.people.tables.security_tables import Event
from pms_tracker.trail import trail


def leave_by(viewer: people.Viewer, who: Person, *, on: date, reason: str = "") -> None:
    """Record in the app that somebody leaves; a top role is ended by another holder first.

    Raises NotAllowed while they still hold one, whatever day is given, RuleBroken for the last
    administrator, and BadInput for a day before their last role or membership began, a later one
    than was recorded, or one that is over without a reason.
    """
    staffing.lock(who)
    if who.left_on is not None and on > who.left_on:
        raise BadInput("ended_already")
    open_from = min(on, clock.today())
    grants = session.execute(
        select(RoleGrant.role, RoleGrant.since_on).where(
            RoleGrant.person_id == who.id,
            RoleGrant.until_on.is_(None) | (RoleGrant.until_on >= open_from),
        )
    ).all()
    if TOP_ROLES & {row.role for row in grants}:
        staffing.check_ends_top_role(who, viewer)
    held = [row.role for row in grants]
    check_administrator_remains(held, others=people.other_administrators(who.id))
    begun = session.scalars(select(Membership.since_on).where(Membership.person_id == who.id))
    if any(on < since for since in (*begun, *(row.since_on for row in grants))):
        raise BadInput("ends_before_it_begins")
    check_past_end(on, today=clock.today(), reason=reason)
    leave(who, on=on, by=viewer.actor, reason=reason)


def leave(who: Person, *, on: date, by: trail.Actor, reason: str = "") -> None:
    """Somebody leaves the firm after a day: roles, memberships and deputyships end with it, and so
    do account, sessions, invitation, links to a password, and feeds; those of a day still to come
    by `close_accounts`."""
    who.left_on = on
    for row in session.scalars(
        select(RoleGrant).where(
            RoleGrant.person_id == who.id, RoleGrant.until_on.is_(None) | (RoleGrant.until_on > on)
        )
    ):
        row.until_on = max(on, row.since_on)
    for each in session.scalars(
        select(Membership).where(
            Membership.person_id == who.id,
            Membership.until_on.is_(None) | (Membership.until_on > on),
        )
    ):
        each.until_on = max(on, each.since_on)
    deputies.end_after(who, on, by=by)
    account = session.scalar(select(Account).where(Account.person_id == who.id))
    if account is not None and on < clock.today() + timedelta(days=1):
        _close(account)
        security_log.note(Event.ACCOUNT_CLOSED, person_id=who.id, by_id=by.id)
    session.flush()
    changes = {"left_on": (None, on), "reason": (None, reason or None)}
    trail.note(f"person-{who.id}", "left", by=by, changes=changes)


def close_accounts() -> int:
    """Close what is still open of those whose last day is over, and give free what it was signed
    in with; gives how many there were."""
    rows = session.scalars(
        select(Account)
        .join(Person, Person.id == Account.person_id)
        .where(or_(Account.active, Account.email.contains("@")), Person.left_on < clock.today())
    ).all()
    for account in rows:
        _close(account)
    return len(rows)


def _close(account: Account) -> None:
    account.active = False
    account.invitation = account.invited_at = None
    # Whoever comes back has another account: by the same address and at the same provider, which
    # else nobody could sign in with any more.
    account.email = f"closed-{account.id}"
    account_links.end_all(account)
    staffing.credentials_changed(account)
