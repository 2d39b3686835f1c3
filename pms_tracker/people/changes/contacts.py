"""Where letters to a person go: entered later or corrected, noted and told to the old address."""

from datetime import datetime

from sqlalchemy import Select, and_, exists, func, literal, or_, select

from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.mail import outbox
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.accounts import security_log
from pms_tracker.people.changes import account_links, invitations, people_letters, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.firm.standing import Day
from pms_tracker.people.rules.permissions import TOP_ROLES, Permission
from pms_tracker.people.tables.people_tables import Account, Person, Proposal
from pms_tracker.people.tables.security_tables import Event
from pms_tracker.trail import trail

# Roles whose address leads to nothing but one's own.
PLAIN = frozenset({Role.EMPLOYEE, Role.ADMINISTRATOR})


def check(who: Person, mail: str) -> None:
    """Raises RuleBroken for somebody who has left or has this address already, and BadInput for
    one that somebody else signs in with."""
    if who.left_on is not None:
        raise RuleBroken("has_left", name=who.name)
    if who.mail and who.mail.lower() == mail.lower():
        raise RuleBroken("mail_known_already", name=who.name)
    others = select(Account.id).where(Account.person_id != who.id)
    if session.scalar(others.where(Account.email == mail.lower())):
        raise BadInput("mail_taken")


def enter_mail(who: Person, mail: str, *, by: people.Viewer) -> None:
    """Enter an address that was checked; `proposals` asks whether a second person is needed.

    They sign in with it from then on, and a change is told to the old address as well as to the
    new one (design.md section 4).
    """
    before, old, account = who.mail, people.recipient(who.id), people.account_of(who.id)
    who.mail = mail
    if account is not None:
        account.email = mail.lower()
        # A link to a new password that lies in the old mailbox ends with the sessions.
        staffing.credentials_changed(account)
    session.flush()
    changed = people_letters.mail_changed(signs_in=account is not None)
    if old is not None:
        outbox.post(changed, old)
    if account is not None and not account_links.opened(account):
        # What leads to their first password went to an address that never was theirs.
        invitations.send(who, account, inviter=by.name)
    elif old is not None:
        outbox.post(changed, people.recipient(who.id))
    security_log.note(Event.MAIL_CHANGED, person_id=who.id, by_id=by.person_id)
    trail.note(f"person-{who.id}", "mail_entered", by=by.actor, changes={"mail": (before, mail)})


def bounces(who: Person) -> bool:
    """Whether letters to a person's present address come back."""
    return (who.id, who.mail) in outbox.bounced(who.id)


def unreached_since(on: Day) -> Select[datetime | None]:
    """Since when letters to the present address of somebody who is here on the day do not
    arrive."""
    found = outbox.bouncing().subquery()
    present = and_(Person.id == found.c.person_id, Person.mail == found.c.address)
    here = or_(Person.left_on.is_(None), Person.left_on >= on)
    return select(func.min(found.c.since)).join(Person, present).where(here)


def letter_came_back(letter_id: int, words: str, *, by: trail.Actor) -> None:
    """Note that a letter which was sent came back, with what its return says.

    Raises RuleBroken where it was not sent, or was noted before.
    """
    letter = outbox.came_back(letter_id, words)
    if letter is None:
        raise RuleBroken("letter_not_sent")
    if letter.person_id is not None:
        trail.note(f"person-{letter.person_id}", "letter_came_back", by=by)


def send_again(letter: OutboxLetter) -> None:
    """Have a letter that failed or bounced sent again, to the person's present address."""
    found = people.recipient(letter.person_id) if letter.person_id is not None else None
    outbox.try_again(letter.id, found.address if found else None)


def may_enter_mail(who: Person, *, by: people.Viewer) -> bool:
    """Whether this person may enter that one's address, or propose it.

    Whoever keeps people may; a holder of a top role may for another of them.
    """
    if by.may(Permission.KEEP_PEOPLE):
        return True
    tops = people.viewer(who.id).roles & TOP_ROLES
    return bool(tops and by.roles & TOP_ROLES) and by.person_id != who.id


def leads_somewhere(who: Person) -> bool:
    """Whether somebody's address leads to an account, or to what an employee would not read."""
    if people.account_of(who.id) is not None or people.viewer(who.id).roles - PLAIN:
        return True
    # Whoever agrees to a proposal has read the address beside it: it must not come afterwards.
    open_ones = exists(select(literal(1)).select_from(Proposal)).where(
        Proposal.person_id == who.id, Proposal.decided_at.is_(None)
    )
    return bool(session.scalar(select(open_ones)))
