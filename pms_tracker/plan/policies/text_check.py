"""What the text check says of the edition in force, and how a remark gets into the review inbox."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from pms_tracker import clock, locale_in_use
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.laws import laws
from pms_tracker.plan.policies import policies, review_inputs
from pms_tracker.plan.tables.policy_tables import PlanningInput, Policy, PolicyVersion
from pms_tracker.plan.text import policy_text
from pms_tracker.plan.text.checks import policy_check
from pms_tracker.plan.text.checks.policy_passages import Remark

PREFIX = "check:"
# The law whose articles texts cite, as the list that is shipped calls it.
PRIVACY_LAW = "appi"
NAME_LENGTH = 40
_TELLING_APART = 6


@dataclass(frozen=True)
class Remarked:
    """A remark, its name in the inbox, and the input it became, if it did."""

    remark: Remark
    name: str
    laid: PlanningInput | None


def name_of(remark: Remark, edition: int) -> str:
    """What an input made of a remark is because of: `check:slip:2(3)#1f00aa`.

    It has 40 characters at most. The end tells apart what one rule says twice of one clause, and
    what it says of the next edition.
    """
    said = "\n".join((str(edition), remark.key, remark.clause, remark.quote))
    end = "#" + hashlib.sha256(said.encode()).hexdigest()[:_TELLING_APART]
    return f"{PREFIX}{remark.rule}:{remark.clause}"[: NAME_LENGTH - len(end)] + end


def is_name(because_of: str) -> bool:
    """Whether an input came from the text check, not from a record."""
    return because_of.startswith(PREFIX)


def remarks(
    policy: Policy, edition: PolicyVersion, known: Sequence[PlanningInput]
) -> list[Remarked]:
    """Read the edition's text again; `known` are the policy's inputs, waiting or answered."""
    found = policy_check.check(
        policies.read_of(edition),
        clock.today(),
        policy.review_months,
        reviewed_on=policies.last_reviewed_on(policy.id),
        law_changes_on=laws.changes_on(PRIVACY_LAW),
        of_law=_of_law(),
    )
    laid = {each.because_of: each for each in known}
    names = [(remark, name_of(remark, edition.edition)) for remark in found]
    return [Remarked(remark, name, laid.get(name)) for remark, name in names]


def not_stored(read: policy_text.PolicyText) -> list[Remarked]:
    """What the check says of a text before it is adopted; nothing can become an input yet."""
    changes_on = laws.changes_on(PRIVACY_LAW)
    found = policy_check.check(read, clock.today(), law_changes_on=changes_on, of_law=_of_law())
    return [Remarked(each, "", None) for each in found]


def _of_law() -> bool:
    return locale_in_use.has(Custom.PERSONAL_INFORMATION_ACT)


def of_draft(read: policy_text.PolicyText) -> list[Remarked]:
    """What the check says of a draft: that its review is overdue is being dealt with."""
    return [each for each in not_stored(read) if each.remark.rule != "overdue_review"]


def lay(policy: Policy, remarked: Remarked, text: str, *, by: people.Viewer) -> bool:
    """Make a remark an input of the next review; False where it is one already.

    A deputy does so for the absent person, and the trail names both.
    """
    if remarked.laid is not None:
        return False
    review_inputs.receive(
        policy,
        text,
        because_of=remarked.name,
        on=clock.today(),
        by=by.actor,
        told=people.on_behalf(by, Permission.REVIEW_POLICIES),
    )
    return True
