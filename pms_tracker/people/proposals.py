"""Grants of top roles: proposed by one person, agreed to by a second who holds a top role."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.people import staffing
from pms_tracker.people.models import Person, RoleGrant, RoleProposal
from pms_tracker.people.people import Viewer
from pms_tracker.people.permissions import TOP_ROLES
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Waiting:
    """A proposal nobody has agreed to yet, with the names of both persons.

    `mail` is where the new holder's letters go, so that whoever agrees knows to whom.
    """

    id: int
    person_id: int
    role: Role
    proposed_by_id: int
    proposed_at: datetime
    name: str
    mail: str | None
    proposer: str


def waiting() -> list[Waiting]:
    """All proposals that wait for a second person, oldest first."""
    proposed, proposer = aliased(Person), aliased(Person)
    rows = session.execute(
        select(
            RoleProposal.id,
            RoleProposal.person_id,
            RoleProposal.role,
            RoleProposal.proposed_by_id,
            RoleProposal.proposed_at,
            proposed.name,
            proposed.mail,
            proposer.name.label("proposer"),
        )
        .join(proposed, proposed.id == RoleProposal.person_id)
        .join(proposer, proposer.id == RoleProposal.proposed_by_id)
        .where(RoleProposal.decided_at.is_(None))
        .order_by(RoleProposal.id)
    )
    return [Waiting(*row) for row in rows]


def grant_by(viewer: Viewer, who: Person, role: Role, *, on: date) -> RoleGrant | RoleProposal:
    """Grant a role in the app: never to oneself, top roles only with a second holder.

    Raises RuleBroken where the same proposal waits already.
    """
    if who.id == viewer.person_id:
        raise NotAllowed("no_grant_to_oneself")
    if role not in TOP_ROLES:
        return staffing.grant(who, role, since_on=on, by=viewer.actor)
    staffing.lock(who)
    same = select(RoleProposal.id).where(
        RoleProposal.person_id == who.id,
        RoleProposal.role == role,
        RoleProposal.decided_at.is_(None),
    )
    if session.scalar(same.limit(1)) is not None:
        raise RuleBroken("role_proposed_already", name=who.name)
    made = RoleProposal(
        person_id=who.id, role=role, proposed_by_id=viewer.person_id, proposed_at=clock.now()
    )
    session.add(made)
    session.flush()
    trail.note(f"person-{who.id}", "role_proposed", by=viewer.actor, changes={"role": (None, role)})
    return made


def agree_to(proposal_id: int, *, by: Viewer, on: date) -> RoleGrant:
    """A holder of a top role agrees to a proposed grant of one.

    Raises NotFound for an unknown proposal, RuleBroken for one agreed to already, and NotAllowed
    for the proposer, the person proposed and whoever holds no top role.
    """
    # Two who agree at once queue up here; the second then reads what the first decided.
    row = session.get(RoleProposal, proposal_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("no_such_proposal", number=proposal_id)
    if row.decided_at is not None:
        raise RuleBroken("proposal_decided")
    if by.person_id in {row.proposed_by_id, row.person_id} or not by.roles & TOP_ROLES:
        raise NotAllowed("second_top_role_needed")
    row.decided_at = clock.now()
    who = session.get_one(Person, row.person_id)
    return staffing.grant(who, row.role, since_on=on, by=by.actor)
