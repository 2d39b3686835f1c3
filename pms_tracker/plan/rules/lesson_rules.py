"""Rules of lessons: which inboxes there are, who answers for each, and what an answer must say."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Role


class Inbox(StrEnum):
    """Where a lesson may go (domain.md 3.1, step 9)."""

    POLICY = "policy"
    RULE = "rule"
    RISK = "risk"
    EDUCATION = "education"
    PROGRAMME = "programme"


# The review of the policy answers its own inbox (plan/policies/policy_reviews.py); these are
# answered one by one.
ONE_BY_ONE = (Inbox.RULE, Inbox.RISK, Inbox.EDUCATION, Inbox.PROGRAMME)
_KEEPERS = frozenset({Role.PRIVACY_MANAGER, Role.REPRESENTATIVE})
ANSWERERS: dict[Inbox, frozenset[Role]] = {
    **dict.fromkeys(ONE_BY_ONE, _KEEPERS),
    Inbox.PROGRAMME: frozenset({Role.AUDIT_MANAGER}),
}


def inboxes(names: Iterable[str]) -> list[Inbox]:
    """The inboxes of these names in their own order; a lesson that names none goes to the policy.

    Raises ValueError for a name that is none.
    """
    wanted = {Inbox(name) for name in names} or {Inbox.POLICY}
    return [each for each in Inbox if each in wanted]


def may_answer(roles: Collection[Role], inbox: Inbox) -> bool:
    """Whether somebody with these roles answers what waits in an inbox."""
    return not ANSWERERS.get(inbox, frozenset()).isdisjoint(roles)


def check_answer(roles: Collection[Role], inbox: Inbox, answer: str, *, answered: bool) -> None:
    """An answer says something, and is given once. Raises NotAllowed and RuleBroken."""
    if not may_answer(roles, inbox):
        raise NotAllowed("lesson_answered_by_keeper")
    if answered:
        raise RuleBroken("lesson_answered")
    if not answer.strip():
        raise RuleBroken("answer_needed")
