"""Second factors at sign-in: who must have one, and what happens to one is noted and mailed."""

from pms_tracker.database import session
from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from pms_tracker.mail import outbox
from pms_tracker.people.accounts import security_log
from pms_tracker.people.changes import people_letters, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import TOP_ROLES, Permission
from pms_tracker.people.tables.people_tables import Account, Passkey, Person
from pms_tracker.people.tables.security_tables import Event
from pms_tracker.trail import trail


def has_one(account: Account) -> bool:
    """Whether more than a password is needed to sign in to this account."""
    return has_app(account) or bool(account.webauthn)


def has_app(account: Account) -> bool:
    """Whether an authenticator app makes codes for this account."""
    return bool(account.tf_primary_method and account.tf_totp_secret)


def is_last(account: Account, passkey: Passkey) -> bool:
    """Whether without a passkey no factor would be left."""
    return not has_app(account) and account.webauthn == [passkey]


def locked(account: Account) -> Account:
    """The account as it is now; others who check a code of it wait until this transaction ends."""
    session.flush()
    session.refresh(account, with_for_update={"of": Account})
    return account


def tell(person_id: int, change: str, *, by: trail.Actor, what: trail.Change | None = None) -> None:
    """Note a change of somebody's factors and post them the letter about it.

    `change` is the trail's word; `what` the name that a factor had and has.
    """
    changes = {} if what is None else {"name": what}
    trail.note(f"person-{person_id}", change, by=by, changes=changes)
    outbox.post(people_letters.factor_changed(change), people.recipient(person_id))


def forget_spare_codes(account: Account) -> None:
    """Recovery codes stand in for a factor: without one there is nothing to stand in for."""
    if not has_one(account):
        account.mf_recovery_codes = None


def may_take_away(who: Person, *, by: people.Viewer) -> bool:
    """Whether this person may free that one of a factor they lost, or of an account elsewhere.

    Never oneself; of a holder of a top role another of them may, of others who keeps people.
    """
    if who.id == by.person_id:
        return False
    if people.viewer(who.id).roles & TOP_ROLES:
        return bool(by.roles & TOP_ROLES)
    return by.may(Permission.KEEP_PEOPLE)


def take_away_by(viewer: people.Viewer, who: Person) -> None:
    """Take away in the app whatever somebody lost; raises NotAllowed as `may_take_away` says, and
    RuleBroken where there is none."""
    if not may_take_away(who, by=viewer):
        raise NotAllowed("factors_reset_by_another")
    take_away(who, by=viewer.actor)


def take_away(who: Person, *, by: trail.Actor) -> None:
    """Take away all second factors of somebody and sign them out everywhere; the password stays.

    Raises RuleBroken where there is none.
    """
    account = people.account_of(who.id)
    if account is None or not has_one(account):
        raise RuleBroken("no_factor", name=who.name)
    account.tf_primary_method = account.tf_totp_secret = account.mf_recovery_codes = None
    account.webauthn.clear()
    staffing.end_sessions(who.id)
    session.flush()
    security_log.note(Event.FACTOR_REMOVED, person_id=who.id, by_id=by.id)
    tell(who.id, "factors_reset", by=by)
