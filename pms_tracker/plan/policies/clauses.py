"""Clauses of a version that does not stand after all: taken out, unless something rests on them."""

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from pms_tracker.database import session
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.plan.policies import policies
from pms_tracker.plan.tables.policy_tables import (
    PolicyRevision,
    PolicyVersion,
    Requirement,
    RequirementMapping,
)


def takes_clauses_back(approved: PolicyVersion) -> bool:
    """Undo `enact`; False, and nothing is undone, where something hangs on its clauses."""
    clauses = select(Requirement.id).where(Requirement.policy_version_id == approved.id)
    pairs = RequirementMapping.one_id.in_(clauses) | RequirementMapping.other_id.in_(clauses)
    try:
        with session.begin_nested():
            session.execute(delete(RequirementMapping).where(pairs))
            session.execute(delete(Requirement).where(Requirement.id.in_(clauses)))
    except IntegrityError:
        return False
    days = [each.effective_on for each in policies.editions(approved.policy_id)]
    earlier = [each for each in days if each is not None and each != approved.effective_on]
    if earlier:
        session.execute(
            delete(PolicyRevision).where(
                PolicyRevision.policy_id == approved.policy_id,
                PolicyRevision.revised_on > max(earlier),
            )
        )
    return True


def unprepare(draft: PolicyVersion) -> None:
    """What was brought over and is sent back is a draft like any other: its clauses go.

    Raises RuleBroken where something was prepared by them.
    """
    if not takes_clauses_back(draft):
        raise RuleBroken("import_built_on")
    draft.imported = False
