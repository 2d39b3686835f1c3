"""Where letters to a person go: entered later or corrected, noted and told to the old address."""

from sqlalchemy import exists, literal, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.mail import outbox
from pms_tracker.mail.models import OutboxLetter
from pms_tracker.people import invitations, letters, people, staffing
from pms_tracker.people.models import Account, Person, RoleGrant, RoleProposal
from pms_tracker.people.people import Viewer
from pms_tracker.people.permissions import TOP_ROLES, Permission
from pms_tracker.people.standing import lasts
from pms_tracker.trail import trail
from pms_tracker.trail.trail import Actor


def enter_mail(who: Person, mail: str, *, by: Viewer) -> None:
    """Enter the address of somebody who has none yet, or another where their letters come back.

    They sign in with it from then on, and a change is told to the old address as well as to the
    new one (design.md section 4). Raises RuleBroken for somebody who has one that works, has this
    one already, or has left; BadInput for an address somebody else signs in with, and NotAllowed
    where `may_enter_mail` says no.
    """
    if who.left_on is not None:
        raise RuleBroken("has_left", name=who.name)
    if not may_enter_mail(who, by=by):
        raise NotAllowed("mail_entered_by_another")
    before = who.mail
    if before and (not bounces(who) or before.lower() == mail.lower()):
        raise RuleBroken("mail_known_already", name=who.name)
    others = select(Account.id).where(Account.person_id != who.id)
    if session.scalar(others.where(Account.email == mail.lower())):
        raise BadInput("mail_taken")
    old, account = people.recipient(who.id), people.account_of(who.id)
    who.mail = mail
    if account is not None:
        account.email = mail.lower()
        # A link to a new password that lies in the old mailbox ends with the sessions.
        staffing.end_sessions(who.id)
    session.flush()
    changed = letters.mail_changed(signs_in=account is not None)
    if old is not None:
        outbox.post(changed, old)
    if account is not None and account.password is None:
        # What leads to their first password went to an address that never was theirs.
        invitations.send(who, account, inviter=by.name)
    elif old is not None:
        outbox.post(changed, people.recipient(who.id))
    trail.note(f"person-{who.id}", "mail_entered", by=by.actor, changes={"mail": (before, mail)})


def bounces(who: Person) -> bool:
    """Whether letters to a person's present address come back."""
    return (who.id, who.mail) in outbox.bounced(who.id)


def letter_came_back(letter_id: int, words: str, *, by: Actor) -> None:
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


def may_enter_mail(who: Person, *, by: Viewer) -> bool:
    """Whether this person may enter that one's address, were there none that works.

    An address leads to an account. So the administrator enters it, but for somebody who holds a
    top role or is proposed for one only while none of their holders can sign in; from then on one
    of them does.
    """
    if not people.viewer(who.id).roles & TOP_ROLES and not _is_proposed(who):
        return by.may(Permission.KEEP_PEOPLE)
    if by.roles & TOP_ROLES:
        return by.person_id != who.id
    return by.may(Permission.KEEP_PEOPLE) and not _top_role_signs_in()


def _is_proposed(who: Person) -> bool:
    # Whoever agrees to the proposal has read the address beside it: it must not come afterwards.
    open_ones = exists(select(literal(1)).select_from(RoleProposal)).where(
        RoleProposal.person_id == who.id, RoleProposal.decided_at.is_(None)
    )
    return bool(session.scalar(select(open_ones)))


def _top_role_signs_in() -> bool:
    signs_in = exists(
        select(literal(1))
        .select_from(RoleGrant)
        .join(Account, Account.person_id == RoleGrant.person_id)
        .where(
            RoleGrant.role.in_(TOP_ROLES),
            lasts(RoleGrant, clock.today()),
            Account.active.is_(True),
            Account.password.is_not(None),
        )
    )
    return bool(session.scalar(select(signs_in)))
