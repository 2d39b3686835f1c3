"""Requirements: clauses of a policy's edition that audits are held against."""

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.database import CAP, Rows, session
from pms_tracker.kernel.errors import NotFound
from pms_tracker.plan.models import Policy, PolicyVersion, Requirement
from pms_tracker.plan.rules import VersionState


def of_edition(policy_version_id: int) -> list[Requirement]:
    """Every clause of an edition in reading order."""
    return list(
        session.scalars(
            select(Requirement)
            .where(Requirement.policy_version_id == policy_version_id)
            .order_by(Requirement.position)
        )
    )


def in_force(also: int | None = None) -> Rows:
    """Every clause of the policies in force in reading order: id, path, text, title of policy.

    `also` is the id of a clause to be there as well, though its edition be an earlier one.
    """
    other = aliased(PolicyVersion)
    standing = (
        select(other.id)
        .where(
            other.policy_id == PolicyVersion.policy_id,
            other.state == VersionState.APPROVED,
            other.effective_on <= clock.today(),
        )
        .order_by(other.effective_on.desc(), other.edition.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(Requirement.id, Requirement.path, Requirement.text, Policy.title)
        .join(PolicyVersion, PolicyVersion.id == Requirement.policy_version_id)
        .join(Policy, Policy.id == PolicyVersion.policy_id)
        .where(or_(PolicyVersion.id == standing, Requirement.id == also))
        .order_by(Policy.number, Requirement.position)
    )
    return session.execute(statement.limit(CAP)).all()


def chosen(ids: list[int]) -> list[Requirement]:
    """The requirements with these ids in reading order; raises NotFound if one is missing."""
    found = list(
        session.scalars(
            select(Requirement)
            .where(Requirement.id.in_(ids))
            .order_by(Requirement.policy_version_id, Requirement.position)
        )
    )
    if len(found) != len(set(ids)):
        raise NotFound("no_such_requirement")
    return found


def by_id(requirement_id: int) -> Requirement:
    """Raises NotFound for an unknown id."""
    found = session.get(Requirement, requirement_id)
    if found is None:
        raise NotFound("no_such_requirement")
    return found


def policy_of(requirement_id: int) -> Policy:
    """The policy whose text a requirement is taken from; raises NotFound."""
    found = session.scalar(
        select(Policy)
        .join(PolicyVersion, PolicyVersion.policy_id == Policy.id)
        .join(Requirement, Requirement.policy_version_id == PolicyVersion.id)
        .where(Requirement.id == requirement_id)
    )
    if found is None:
        raise NotFound("no_such_requirement")
    return found
