"""Pages of a case: each step works once, and says in words why it does not."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from pms_tracker.act.cases import filing
from pms_tracker.act.rules.case_rules import CASE, CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from pms_tracker.people.firm import people
from tests import builders
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.act.cases.case_steps import CHANGED, EVERY_STEP, PLAN, STEPS, TOO_LATE, URL
from tests.web.browsing import committing, form, reading, words


def state_of(served: Served, number: int = 1) -> CaseState:
    with reading(served):
        found = session.get_one(Case, number)
        return found.state


def opened(visitor: Visitor, name: str, url: str = URL) -> dict[str, str]:
    """The form of a step as its page offers it to the visitor."""
    return form(visitor.get(f"{url}/amend" if name == "amend" else url), f"{url}/{name}")


def send(visitor: Visitor, name: str, fields: dict[str, str], url: str = URL) -> TestResponse:
    return visitor.post(f"{url}/{name}", **fields)


@EVERY_STEP
def test_a_step_is_refused_to_others_and_changes_nothing(
    served: Served, visitor: Visitor, name: str
) -> None:
    step = STEPS[name]
    with committing(served):
        builders.case_in(step.state)
    right = {**opened(visitor.as_(step.by), name), **step.typed}
    assert visitor.get(f"{URL}/{name}").status_code == (200 if name == "amend" else 405)
    assert visitor.post(f"{URL}/{name}", token=False, **right).status_code == 400
    assert send(visitor, name, right, "/act/cases/CA-2026-999").status_code == 404
    assert send(visitor, name, right, "/act/cases/F-2026-001").status_code == 404
    assert send(visitor.as_(step.not_by), name, right).status_code == 403
    # They have the role but this case does not exist for them; withdrawing needs another role.
    hidden = 403 if name == "withdraw" else 404
    for other in ("other_head", "employee", "administrator", "second_auditor"):
        assert send(visitor.as_(other), name, right).status_code == hidden, other
    assert send(visitor.as_("nobody"), name, right).status_code == 403
    assert state_of(served) is step.state


def test_whose_turn_it_is_and_cannot_sign_in_is_said(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case_in(CaseState.PLANNING)
    told = "さんの対応待ちですが、まだサインインできません。"
    assert told not in words(visitor.as_("privacy_manager").get(URL))
    with committing(served):
        session.delete(people.account_of(IDS["head"]))
    assert told in words(visitor.get(URL))


@EVERY_STEP
def test_a_form_says_what_to_enter_and_keeps_what_was_typed(
    served: Served, visitor: Visitor, name: str
) -> None:
    step = STEPS[name]
    with committing(served):
        builders.case_in(step.state)
    right = {**opened(visitor.as_(step.by), name), **step.typed}
    for wrong, (value, told) in step.wrong.items():
        page = send(visitor, name, {**right, wrong: value})
        assert page.status_code == 400, wrong
        assert told in words(page), wrong
        kept = value if wrong == step.text else step.typed[step.text]
        assert kept.strip() in words(page)
    for version in ("0", "x", "９９", "-1"):
        stale = send(visitor, name, {**right, "version": version})
        assert stale.status_code == 409
        assert CHANGED in words(stale)
        assert step.typed[step.text] in words(stale)
        assert opened_again(stale, name)["version"] == right["version"]
    for missing in ({"version": ""}, {"version": "1" * 10}):
        assert send(visitor, name, {**right, **missing}).status_code == 400
    assert state_of(served) is step.state


def opened_again(page: TestResponse, name: str) -> dict[str, str]:
    return form(page, f"{URL}/{name}")


@pytest.mark.both_databases
@EVERY_STEP
def test_a_step_is_taken_once_however_often_its_form_is_sent(
    served: Served, visitor: Visitor, name: str
) -> None:
    step = STEPS[name]
    with committing(served):
        builders.case_in(step.state)
    sent = {**opened(visitor.as_(step.by), name), **step.typed}
    answer = send(visitor, name, sent)
    assert (answer.status_code, answer.location) == (302, URL)
    assert state_of(served) is step.after
    again = send(visitor, name, sent)
    assert again.status_code == 409
    assert step.typed[step.text] in words(again)
    assert state_of(served) is step.after
    page = words(visitor.get(URL))
    assert step.typed[step.text] in page


def one_in_each_state(served: Served) -> list[tuple[int, CaseState, int]]:
    """The number, state and version of a case in each state, and what was made on the way."""
    with committing(served):
        within = builders.audit()
        for state in CaseState:
            if state is not CaseState.WITHDRAWN:
                builders.case_in(state, within)
        last = builders.case(within)
        by = viewer("audit_manager")
        filing.withdraw_case(last, reason="重複", version=last.version, by=by)
        return [(each.number, each.state, each.version) for each in session.scalars(select(Case))]


def test_a_step_in_the_wrong_state_is_refused_in_words_and_keeps_what_was_typed(
    served: Served, visitor: Visitor
) -> None:
    known = one_in_each_state(served)
    for name, step in STEPS.items():
        visitor.as_(step.by)
        wrong = [
            (number, state, version)
            for number, state, version in known
            if not any(CASE.allows(state, move) for move in step.moves)
        ]
        assert wrong
        for number, state, version in wrong:
            url = f"/act/cases/CA-2026-{number:03}"
            fields = {**step.typed, "version": str(version), "seen_digest": "0" * 64}
            page = send(visitor, name, fields, url)
            assert page.status_code == 409, (name, state)
            assert TOO_LATE in words(page), (name, state)
            assert step.typed[step.text] in words(page), (name, state)
            assert state_of(served, number) is state


def test_an_owner_who_does_not_work_here_is_refused_and_nothing_typed_is_lost(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.case()
        gone = people.person(IDS["owner"])
        gone.left_on = TODAY - timedelta(days=1)
    sent = {**opened(visitor.as_("head"), "plan"), **PLAN}
    for owner in (str(IDS["owner"]), "999", "0", "9" * 12):
        refused = send(visitor, "plan", {**sent, "owner_id": owner})
        assert refused.status_code in {400, 409}, owner
        assert PLAN["cause"] in words(refused)
    assert state_of(served) is CaseState.PLANNING


def test_a_printed_list_says_each_due_day_itself(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case().turn_due_on = TODAY + timedelta(days=5)
    page = words(visitor.as_("privacy_manager").get("/act/cases/"))
    assert '<span class="print-only">11月29日(日)</span>' in page
