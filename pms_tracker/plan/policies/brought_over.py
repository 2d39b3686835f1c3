"""Policies brought over as they were published: stored at once, approved by somebody else."""

from collections.abc import Sequence

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.policies import policies, policy_letters, versions
from pms_tracker.plan.tables.policy_tables import Policy
from pms_tracker.plan.text.policy_text import PolicyText
from pms_tracker.trail.trail import Actor


def bring_over(
    read: PolicyText, *, by: Actor, months: int = 12, earlier: Sequence[PolicyText] = ()
) -> Policy:
    """Store a policy as it was published before, and ask that somebody else approves it.

    Who brings it over puts nothing in force: the approval says that it is. Raises as
    `policies.adopt` does.
    """
    policy = policies.adopt(read, by=by, months=months, earlier=earlier)
    made = versions.of_policy(policy.id)[0]
    made.due_on = decisions.due_on(clock.today())
    session.flush()
    firm = Firm(clock.today())
    decisions.ask(policy_letters.version_asked(policy, made), versions.approvers(made, firm), firm)
    return policy
