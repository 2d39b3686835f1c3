"""Names as people read them: two states of one spelling stay apart, and nothing is left in code."""

import pytest

from pms_tracker.act.rules.case_rules import CaseMove, CaseState
from pms_tracker.check.rules.audit_rules import AuditState, FindingMove, Result
from pms_tracker.kernel.independence import Role
from pms_tracker.web.words import labels
from pms_tracker.web.words.trail import trail_words
from tests.databases import Served
from tests.house.quiet_app import quiet_app


def test_states_that_are_spelled_alike_keep_their_own_names() -> None:
    with quiet_app().test_request_context(headers={"Accept-Language": "ja"}):
        assert labels.label(AuditState.CLOSED) == "終了"
        assert labels.label(CaseState.CLOSED) == "完了"
    assert str(AuditState.CLOSED) == str(CaseState.CLOSED)


def test_what_does_not_apply_is_not_said_to_be_missing() -> None:
    """One Japanese word had served a checklist and a log of sign-ins, with one translation."""
    with quiet_app().test_request_context(headers={"Accept-Language": "en"}):
        assert labels.label(Result.NOT_APPLICABLE) == "Not applicable"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_moves_and_fields_of_the_trail_have_words(served: Served, language: str) -> None:
    # Areas of a fishbone have the names that the company gave them.
    with served.app.test_request_context(headers={"Accept-Language": language}):
        for name in (
            *trail_words.MOVES,
            *(move.value for kind in (CaseMove, FindingMove) for move in kind),
        ):
            assert trail_words.move_label(name) != name
        for name in trail_words.FIELDS:
            assert trail_words.field_label(name) != name
        assert trail_words.move_label("a_move_of_tomorrow") == "a_move_of_tomorrow"
        assert trail_words.field_label("a_field_of_tomorrow") == "a_field_of_tomorrow"


@pytest.mark.parametrize(
    ("roles", "told"),
    [
        ([Role.EMPLOYEE], [Role.EMPLOYEE]),
        ([], [Role.EMPLOYEE]),
        ([Role.EMPLOYEE, Role.DEPARTMENT_HEAD], [Role.DEPARTMENT_HEAD]),
        ([Role.EMPLOYEE, Role.AUDITOR, Role.AUDIT_MANAGER], [Role.AUDIT_MANAGER, Role.AUDITOR]),
    ],
)
def test_the_most_telling_role_comes_first(roles: list[Role], told: list[Role]) -> None:
    assert labels.telling(roles) == told
