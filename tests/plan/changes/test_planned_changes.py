"""Planned changes: begun with what they touch, told to the body, and closed once all is done."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.plan.changes import change_starters, planned_changes
from pms_tracker.plan.changes.change_fields import AREAS
from pms_tracker.plan.changes.change_starters import STARTERS
from pms_tracker.plan.changes.planned_changes import CHANGES, CLOSE, MEET
from pms_tracker.plan.rules.impact_rules import Need
from pms_tracker.plan.rules.planned_change_rules import ChangeState, Ending, Fact
from pms_tracker.registers import entries
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.do import test_risks
from tests.plan.laws.test_laws import due
from tests.visitor import Visitor
from tests.web.browsing import committing

STARTS = TODAY + timedelta(days=60)
SAID: dict[str, Any] = {"why": "通いやすくする。", "decided_on": TODAY, "whole": "途切れない。"}


def drafted(key: str = "site") -> Any:
    by = viewer("privacy_manager")
    return change_starters.draft(key, "塩尻教室を開く", STARTS, str, by=by)


def change(row: Any, **values: Any) -> None:
    entries.change(CHANGES, row, values, seen=row.version, by=viewer("privacy_manager"))


NEEDED = {f"{area}_need": Need.NEEDED for area in AREAS}


def test_a_new_classroom_opens_nine_impacts_of_which_none_is_judged_yet(app: Flask) -> None:
    row = drafted()
    assert len(AREAS) == 9
    values = CHANGES.values_of(row)
    assert {values[f"{area}_need"] for area in AREAS} == {None}
    assert all(values[f"{area}_what"] for area in AREAS)
    assert {values[f"{area}_due"] for area in AREAS} == {STARTS}


@pytest.mark.parametrize("key", [each.key for each in STARTERS])
def test_every_start_makes_a_draft_that_asks_for_the_rest(app: Flask, key: str) -> None:
    row = drafted(key)
    with pytest.raises(RuleBroken):
        test_risks.hand_in(row, "privacy_manager", CHANGES)


def test_a_change_goes_from_its_plan_to_its_end(app: Flask) -> None:
    row = drafted()
    change(row, **SAID, **NEEDED, end_on=STARTS + timedelta(days=30))
    test_risks.hand_in(row, "privacy_manager", CHANGES)
    test_risks.approve(row, "representative", CHANGES)
    assert planned_changes.state_of(row) is ChangeState.PLANNED
    assert ([day for _p, day in due(MEET, STARTS)], len(due(CLOSE, STARTS))) == ([STARTS], 1)
    ended = {"closed_on": TODAY, "ending": Ending.DONE}
    with pytest.raises(BadInput):
        change(row, **ended)
    change(row, **{f"{area}_done": TODAY for area in AREAS}, **ended, result="開いた。")
    assert planned_changes.state_of(row) is ChangeState.DONE
    assert (due(MEET), due(CLOSE)) == ([], [])


def test_a_new_representative_is_told_to_the_body(app: Flask) -> None:
    row = drafted()
    told = {"body_need": Need.NOT_NEEDED, "body_what": "届け出ない", "body_due": None}
    change(row, facts_changed=(Fact.AUDIT_MANAGER,), **told)
    with pytest.raises(BadInput):
        change(row, facts_changed=(Fact.REPRESENTATIVE,))


def test_what_is_needed_leads_to_where_it_is_done_as_long_as_it_is_open(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        row = drafted()
        change(row, ledger_need=Need.NEEDED, risk_need=Need.NEEDED, risk_done=TODAY)
    page = visitor.as_("privacy_manager").get("/plan/changes/CH-2026-001").text
    assert 'href="/do/ledger/new?changes=CH-2026-001"' in page
    # Done, or not judged yet.
    assert 'href="/do/risks/new' not in page
    assert 'href="/do/contractors/new' not in page
    assert visitor.get("/do/ledger/new").status_code == 200
    assert (
        'href="/do/ledger/new"' not in visitor.as_("employee").get("/plan/changes/CH-2026-001").text
    )
