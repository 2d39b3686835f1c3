"""Inboxes of lessons: where one goes, who answers it, and that an answer says something once."""

import pytest

from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.plan.rules import lesson_rules
from pms_tracker.plan.rules.lesson_rules import Inbox


def test_a_lesson_goes_where_it_names_and_else_to_the_policy() -> None:
    assert lesson_rules.inboxes([]) == [Inbox.POLICY]
    assert lesson_rules.inboxes(["education", "risk", "risk"]) == [Inbox.RISK, Inbox.EDUCATION]
    with pytest.raises(ValueError, match="fishbone"):
        lesson_rules.inboxes(["fishbone"])


@pytest.mark.parametrize(
    ("role", "inbox", "may"),
    [
        (Role.PRIVACY_MANAGER, Inbox.RISK, True),
        (Role.REPRESENTATIVE, Inbox.EDUCATION, True),
        (Role.PRIVACY_MANAGER, Inbox.RULE, True),
        (Role.PRIVACY_MANAGER, Inbox.PROGRAMME, False),
        (Role.AUDIT_MANAGER, Inbox.PROGRAMME, True),
        (Role.AUDIT_MANAGER, Inbox.RISK, False),
        # Its review answers for the policy.
        (Role.PRIVACY_MANAGER, Inbox.POLICY, False),
        (Role.EMPLOYEE, Inbox.RISK, False),
    ],
)
def test_each_inbox_is_answered_by_those_who_keep_what_it_is_about(
    role: Role, inbox: Inbox, may: bool
) -> None:
    assert lesson_rules.may_answer({role}, inbox) is may
    if not may:
        with pytest.raises(NotAllowed, match="lesson_answered_by_keeper"):
            lesson_rules.check_answer({role}, inbox, "変えた。", answered=False)
        return
    lesson_rules.check_answer({role}, inbox, "変えた。", answered=False)
    with pytest.raises(RuleBroken, match="lesson_answered"):
        lesson_rules.check_answer({role}, inbox, "変えた。", answered=True)
    with pytest.raises(RuleBroken, match="answer_needed"):
        lesson_rules.check_answer({role}, inbox, " \n", answered=False)
