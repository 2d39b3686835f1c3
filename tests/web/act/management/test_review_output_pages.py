"""The page of minutes asks for what is decided, or that nothing is, and for the summary."""

import pytest

from pms_tracker.act.rules.management_rules import ReviewState
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.act.management.review_pages import MINUTES, URL, in_state, state_of, typed
from tests.web.browsing import form, words

UNSAID = "決定事項を入力するか、「決定事項なし」を選んでください。"
NONE = {"rows-0-text": "", "rows-0-owner_id": "", "rows-0-due_on": ""}


@pytest.fixture(autouse=True)
def convened(served: Served) -> None:
    in_state(served, ReviewState.CONVENED)


def test_what_is_lacking_is_said_beside_each(served: Served, visitor: Visitor) -> None:
    answer = visitor.post(MINUTES, **typed(visitor, **NONE, conclusion=""))
    page = words(answer)
    assert answer.status_code == 400
    assert 'href="#no_decisions"' in page
    assert 'href="#conclusion"' in page
    assert UNSAID in page
    assert "総括を入力してください。" in page
    both = visitor.post(MINUTES, **typed(visitor, no_decisions="y"))
    assert "「決定事項なし」を外すか" in words(both)
    assert state_of(served) is ReviewState.CONVENED


def test_nothing_decided_is_handed_in(served: Served, visitor: Visitor) -> None:
    assert visitor.post(MINUTES, **typed(visitor, **NONE, no_decisions="y")).location == URL
    assert state_of(served) is ReviewState.SUBMITTED


def test_that_nothing_was_decided_is_kept_with_the_draft(served: Served, visitor: Visitor) -> None:
    ticked = typed(visitor, "save", **NONE, no_decisions="y")
    untouched = typed(visitor, "save", **NONE)
    for sent, kept in ((ticked, True), (untouched, False)):
        version = form(visitor.get(MINUTES), MINUTES)["version"]
        visitor.post(MINUTES, **{**sent, "version": version})
        assert ("no_decisions" in form(visitor.get(MINUTES), MINUTES)) == kept


def test_an_empty_row_is_not_to_be_taken_out(served: Served, visitor: Visitor) -> None:
    client = visitor.as_("privacy_manager")
    assert 'name="rows-0-removed"' not in words(client.get(MINUTES))
    visitor.post(MINUTES, **typed(visitor, "save"))
    page = words(client.get(MINUTES))
    assert 'name="rows-0-removed"' in page
    assert 'name="rows-1-removed"' not in page
