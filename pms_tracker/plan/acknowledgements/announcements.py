"""Making a version of a policy known (周知): the text in force, or an approved one to come."""

from datetime import date

from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.policies import policies
from pms_tracker.plan.rules import acknowledgement_rules as rules
from pms_tracker.plan.rules.policy_rules import VersionState
from pms_tracker.plan.tables.policy_tables import Announcement, Policy, PolicyVersion
from pms_tracker.trail import trail


def waiting(policy_id: int) -> list[PolicyVersion]:
    """What may be made known, in order: the text in force and those to come, if newer."""
    newest = (
        select(func.max(PolicyVersion.edition))
        .join(Announcement, Announcement.policy_version_id == PolicyVersion.id)
        .where(PolicyVersion.policy_id == policy_id)
        .scalar_subquery()
    )
    return list(
        session.scalars(
            select(PolicyVersion)
            .where(
                PolicyVersion.policy_id == policy_id,
                PolicyVersion.state == VersionState.APPROVED,
                PolicyVersion.edition > func.coalesce(newest, 0),
                policies.superseded_on(clock.today()).is_(None),
            )
            .order_by(PolicyVersion.edition)
        )
    )


def announce(policy: Policy, *, edition: int, due_on: date, way: str, by: Viewer) -> Announcement:
    """Make an approved version known today; from now on everybody is asked to read it.

    It may still be to come, never one that another has superseded. Raises BadInput where it is
    not said in which way, RuleBroken where that was done before, and as
    `rules.check_announcement` does.
    """
    today = clock.today()
    rules.check_announcement(by.roles, due_on, today=today)
    if not way.strip():
        raise BadInput("way_needed")
    version = next((each for each in waiting(policy.id) if each.edition == edition), None)
    if version is None:
        known = _is_known(policy.id, edition)
        if known:
            raise RuleBroken("announced_already", edition=edition)
        raise RuleBroken("not_to_announce", edition=edition)
    made = Announcement(
        policy_version_id=version.id,
        announced_on=today,
        due_on=due_on,
        way=way.strip(),
        announced_by_id=by.person_id,
        recorded_at=clock.now(),
    )
    session.add(made)
    session.flush()
    changes = {
        "edition": (None, version.edition),
        "due_on": (None, due_on),
        "way": (None, made.way),
    }
    trail.note(policy.reference, "made_known", by=by.actor, changes=changes)
    return made


def _is_known(policy_id: int, edition: int) -> bool:
    found = (
        select(Announcement.policy_version_id)
        .join(PolicyVersion, PolicyVersion.id == Announcement.policy_version_id)
        .where(PolicyVersion.policy_id == policy_id, PolicyVersion.edition == edition)
    )
    return session.scalar(found) is not None
