"""What needs a second person: a gain proposed by one, and agreed to by another with a top role.

Grants that show more records, heads, memberships of the past and sign-in addresses come in here;
whoever keeps people alone gains nothing by them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, literal, or_, select
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.database import Rows, session
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.mail import outbox
from pms_tracker.people.changes import account_links, contacts, people_letters, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.firm.standing import lasts, manages
from pms_tracker.people.rules import people_rules
from pms_tracker.people.rules.permissions import TOP_ROLES
from pms_tracker.people.tables.people_tables import (
    Account,
    Membership,
    Person,
    Proposal,
    ProposalKind,
    RoleGrant,
    Unit,
)
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Waiting:
    """A proposal nobody has agreed to yet, with all names.

    `address` is where the letters of whoever gains go now, so that whoever agrees knows to whom.
    """

    id: int
    kind: ProposalKind
    person_id: int
    role: Role | None
    since_on: date | None
    is_head: bool
    mail: str | None
    proposed_by_id: int
    proposed_at: datetime
    name: str
    address: str | None
    proposer: str
    unit: str | None


_PROPOSED, _PROPOSER = aliased(Person), aliased(Person)


def waiting(person_id: int | None = None) -> list[Waiting]:
    """All proposals that wait for a second person, or those for one person; oldest first."""
    of = Proposal
    statement = (
        select(
            of.id,
            of.kind,
            of.person_id,
            of.role,
            of.since_on,
            of.is_head,
            of.mail,
            of.proposed_by_id,
            of.proposed_at,
            _PROPOSED.name,
            _PROPOSED.mail.label("address"),
            _PROPOSER.name.label("proposer"),
            Unit.name.label("unit"),
        )
        .join(_PROPOSED, _PROPOSED.id == of.person_id)
        .join(_PROPOSER, _PROPOSER.id == of.proposed_by_id)
        .outerjoin(Unit, Unit.id == of.unit_id)
        .where(of.decided_at.is_(None))
        .order_by(of.id)
    )
    if person_id is not None:
        statement = statement.where(of.person_id == person_id)
    rows: Rows = session.execute(statement).all()
    return [Waiting(*row) for row in rows]


def grant_by(
    viewer: people.Viewer, who: Person, role: Role, *, on: date, quietly: bool = False
) -> RoleGrant | Proposal:
    """Grant a role in the app: never to oneself; one that shows more records needs a second.

    Raises RuleBroken where the same proposal waits already.
    """
    if who.id == viewer.person_id:
        raise NotAllowed("no_grant_to_oneself")
    if not people_rules.shows_more(role) or not _needs_second(viewer, who.id):
        return staffing.grant(who, role, since_on=on, by=viewer.actor)
    return _propose(Proposal(kind=ProposalKind.ROLE, role=role), who, viewer, quietly=quietly)


def enrol_by(
    viewer: people.Viewer,
    who: Person,
    unit: Unit,
    *,
    since_on: date,
    is_head: bool = False,
    quietly: bool = False,
) -> Membership | Proposal:
    """Enrol somebody in the app; as a head or from a past day on it needs a second.

    A past day counts, since independence is judged by it. Raises as `staffing.enrol` does, and
    RuleBroken where the same proposal waits already.
    """
    gains = is_head or since_on < clock.today()
    if not gains or not _needs_second(viewer, who.id):
        return staffing.enrol(who, unit, since_on=since_on, by=viewer.actor, is_head=is_head)
    staffing.check_enrolment(who, unit, since_on=since_on, by=viewer.actor, is_head=is_head)
    wanted = Proposal(
        kind=ProposalKind.MEMBERSHIP, unit_id=unit.id, since_on=since_on, is_head=is_head
    )
    return _propose(wanted, who, viewer, quietly=quietly)


def enter_mail_by(
    viewer: people.Viewer, who: Person, mail: str, *, quietly: bool = False
) -> Proposal | None:
    """Enter or correct an address in the app; where it leads to an account, or to what shows more
    records, it needs a second.

    Raises as `contacts.check` does, NotAllowed where `may_enter_mail` says no, and RuleBroken
    where another proposal of the kind waits already.
    """
    if not contacts.may_enter_mail(who, by=viewer):
        raise NotAllowed("mail_entered_by_another")
    contacts.check(who, mail)
    own = who.id == viewer.person_id and not viewer.roles & TOP_ROLES
    if own or not contacts.leads_somewhere(who) or not _needs_second(viewer, who.id):
        contacts.enter_mail(who, mail, by=viewer)
        return None
    return _propose(Proposal(kind=ProposalKind.MAIL, mail=mail), who, viewer, quietly=quietly)


def _needs_second(viewer: people.Viewer, gaining_id: int) -> bool:
    there = set(
        session.scalars(
            select(RoleGrant.person_id)
            .join(Account, Account.person_id == RoleGrant.person_id)
            .where(
                RoleGrant.role.in_(TOP_ROLES),
                lasts(RoleGrant, clock.today()),
                Account.active.is_(True),
                _opens(),
            )
        )
    )
    return people_rules.needs_second(
        by_top_role=viewer.person_id in there,
        anybody_there=bool(there),
        another_there=bool(there - {viewer.person_id, gaining_id}),
    )


def _opens() -> ColumnElement[bool]:
    # The demo's cast signs in without passwords.
    return or_(account_links.opens(), literal(people.the_company().is_demo))


def _propose(wanted: Proposal, who: Person, by: people.Viewer, *, quietly: bool) -> Proposal:
    staffing.lock(who)
    same = select(Proposal.id).where(
        Proposal.person_id == who.id,
        Proposal.kind == wanted.kind,
        Proposal.role.is_not_distinct_from(wanted.role),
        Proposal.unit_id.is_not_distinct_from(wanted.unit_id),
        Proposal.decided_at.is_(None),
    )
    if session.scalar(same.limit(1)) is not None:
        raise RuleBroken("proposed_already", name=who.name)
    wanted.person_id, wanted.proposed_by_id = who.id, by.person_id
    wanted.proposed_at = clock.now()
    session.add(wanted)
    session.flush()
    trail.note(f"person-{who.id}", f"{wanted.kind}_proposed", by=by.actor, changes=_told(wanted))
    if not quietly:
        tell_of([wanted], by=by)
    return wanted


def _told(row: Proposal) -> dict[str, trail.Change]:
    if row.kind is ProposalKind.ROLE:
        return {"role": (None, row.role)}
    if row.kind is ProposalKind.MAIL:
        return {"mail": (None, row.mail)}
    unit = people.unit(row.unit_id).name if row.unit_id else None
    return {"unit": (None, unit), "since_on": (None, row.since_on), "head": (None, row.is_head)}


def agree(proposal_ids: Collection[int], *, by: people.Viewer, on: date) -> None:
    """A holder of a top role agrees to what was proposed: all of it, or none.

    Raises NotFound for an unknown proposal, RuleBroken for one decided already and for what has
    become impossible, and NotAllowed for the proposer, whoever gains, and who holds no top role.
    """
    rows = [_open(each) for each in sorted(proposal_ids)]
    for row in rows:
        if by.person_id in {row.proposed_by_id, row.person_id} or not by.roles & TOP_ROLES:
            raise NotAllowed("second_top_role_needed")
        row.decided_at, row.agreed = clock.now(), True
        _carry_out(row, by, on)
    tell_of(rows, by=by)


def decline(proposal_ids: Collection[int], *, by: people.Viewer) -> None:
    """What was proposed will not be: its proposer takes it back, or a top role declines it.

    Raises as `agree` does.
    """
    for row in [_open(each) for each in sorted(proposal_ids)]:
        if by.person_id != row.proposed_by_id and not by.roles & TOP_ROLES:
            raise NotAllowed("second_top_role_needed")
        row.decided_at, row.agreed = clock.now(), False
        changes = {name: (after, None) for name, (_before, after) in _told(row).items()}
        trail.note(f"person-{row.person_id}", "proposal_declined", by=by.actor, changes=changes)


def _open(proposal_id: int) -> Proposal:
    # Two who decide at once queue up here; the second then reads what the first decided.
    row = session.get(Proposal, proposal_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("no_such_proposal", number=proposal_id)
    if row.decided_at is not None:
        raise RuleBroken("proposal_decided")
    return row


def _carry_out(row: Proposal, by: people.Viewer, on: date) -> None:
    who = people.person(row.person_id)
    if row.kind is ProposalKind.ROLE and row.role is not None:
        staffing.grant(who, row.role, since_on=on, by=by.actor)
    elif row.kind is ProposalKind.MAIL and row.mail is not None:
        contacts.check(who, row.mail)
        contacts.enter_mail(who, row.mail, by=by)
    elif row.unit_id is not None and row.since_on is not None:
        unit = people.unit(row.unit_id)
        staffing.enrol(who, unit, since_on=row.since_on, by=by.actor, is_head=row.is_head)


def tell_of(rows: Sequence[Proposal], *, by: people.Viewer) -> None:
    """Whoever runs the PMS hears at once of what was proposed or agreed to by somebody else; where
    none of them may agree to a proposal, as in a firm where they keep people too, whoever may."""
    if not rows:
        return
    running = set(session.scalars(select(RoleGrant.person_id).where(manages(clock.today()))))
    if not rows[0].agreed and not running - {by.person_id, rows[0].person_id}:
        may_agree = RoleGrant.role.in_(TOP_ROLES), lasts(RoleGrant, clock.today())
        running |= set(session.scalars(select(RoleGrant.person_id).where(*may_agree)))
        running.discard(rows[0].person_id)
    letter = people_letters.proposal(
        people.person(rows[0].person_id).name,
        rows[0].kind,
        others=len(rows) - 1,
        by=by.name,
        agreed=bool(rows[0].agreed),
    )
    for person_id in sorted(running - {by.person_id}):
        outbox.post(letter, people.recipient(person_id))
