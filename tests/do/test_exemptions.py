"""Decisions that a requirement does not concern a unit for a year: by two, never over what is."""

from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask

from pms_tracker import clock
from pms_tracker.act.management import review_carried_out
from pms_tracker.do.carried_out import carried_out
from pms_tracker.do.carried_out.exemptions import EXEMPTIONS
from pms_tracker.do.rules.carried_out_rules import Carried, Ground, Required
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken
from pms_tracker.kernel.references import parse_reference
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries
from tests.cast import IDS, UNIT_IDS, viewer
from tests.databases import Served
from tests.do import test_carried_out, test_risks
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words

GIVEN: dict[str, Any] = {
    "of_year": 2026,
    "unit_id": UNIT_IDS["松本教室"],
    "required": Required.CONTRACTORS,
    "ground": Ground.NOBODY_ASKED,
    "reason": "委託先がない。",
}
BOARD = "/do/carried-out/"


def proposed(by: str = "head", **more: Any) -> Any:
    return entries.enter(EXEMPTIONS, {**GIVEN, **more}, by=viewer(by))


def through(row: Any, by: str = "head", to: str = "privacy_manager") -> Any:
    test_risks.hand_in(row, by, EXEMPTIONS)
    test_risks.approve(row, to, EXEMPTIONS)
    return row


def stands(required: Required = Required.CONTRACTORS, year: int = 2026) -> Carried:
    found = carried_out.stands(UNIT_IDS["松本教室"], required, year)
    assert found is not None
    return found.carried


def test_a_second_person_approves_it_and_it_ends_with_its_year(app: Flask) -> None:
    row = proposed()
    assert stands() is Carried.BLANK
    test_risks.hand_in(row, "head", EXEMPTIONS)
    assert stands() is Carried.BLANK
    waits = reading.due(date.max, IDS["privacy_manager"], kinds=["approve_exemptions"])
    assert [each.title for each in waits] == ["EX-2026-001"]
    for name in ("head", "owner", "auditor"):
        with pytest.raises(NotAllowed):
            test_risks.approve(row, name, EXEMPTIONS)
    test_risks.approve(row, "privacy_manager", EXEMPTIONS)
    assert (stands(), stands(Required.TRAINING)) == (Carried.EXEMPT, Carried.BLANK)
    assert carried_out.board(viewer("privacy_manager"), 2027).count(Carried.EXEMPT) == 0
    assert review_carried_out.told(2026)["counts"]["exempt"] == 1
    assert list(kept_duties.compare()) == []


def test_what_the_privacy_manager_proposes_the_representative_approves(app: Flask) -> None:
    row = proposed("privacy_manager")
    test_risks.hand_in(row, "privacy_manager", EXEMPTIONS)
    with pytest.raises(NotAllowed):
        test_risks.approve(row, "privacy_manager", EXEMPTIONS)
    test_risks.approve(row, "representative", EXEMPTIONS)
    assert stands() is Carried.EXEMPT


def test_what_is_asked_of_a_unit_is_not_exempt(app: Flask) -> None:
    test_carried_out.a_check()
    row = proposed(required=Required.CHECKS)
    with pytest.raises(RuleBroken, match="exemption_of_what_is_asked"):
        test_risks.hand_in(row, "head", EXEMPTIONS)
    waiting = proposed(required=Required.RISKS)
    test_risks.hand_in(waiting, "head", EXEMPTIONS)
    given = through(proposed())
    # Asked afterwards, it counts whatever was decided before.
    test_risks.a_risk("head")
    test_risks.in_force("head")
    assert stands(Required.RISKS) is Carried.DONE
    with pytest.raises(RuleBroken, match="exemption_of_what_is_asked"):
        test_risks.approve(waiting, "privacy_manager", EXEMPTIONS)
    # It is decided once, and ended as it was decided.
    again = proposed()
    with pytest.raises(RuleBroken, match="exemption_known"):
        test_risks.hand_in(again, "head", EXEMPTIONS)
    by, version = viewer("head"), given.version
    entry_decisions.propose_end(EXEMPTIONS, given, "委託を始める", version=version, by=by)
    assert stands() is Carried.EXEMPT
    test_risks.approve(given, "privacy_manager", EXEMPTIONS)
    assert stands() is Carried.BLANK


def test_nothing_is_exempt_beforehand_or_where_nobody_was(app: Flask) -> None:
    with pytest.raises(BadInput):
        proposed(of_year=2027)
    with pytest.raises(BadInput):
        proposed(reason=" ")
    with time_machine.travel(clock.at(date(2027, 4, 1), 10)):
        row = proposed(of_year=2026)
        test_risks.hand_in(row, "head", EXEMPTIONS)
        assert stands() is Carried.BLANK


def test_another_units_decision_is_neither_seen_nor_made(app: Flask) -> None:
    row = proposed("privacy_manager", unit_id=UNIT_IDS["書店"])
    named = parse_reference(EXEMPTIONS.name_of(row))
    assert named is not None
    with pytest.raises(NotFound):
        entries.find(EXEMPTIONS, named, seen_by=viewer("head"))
    with pytest.raises(RuleBroken, match="entry_not_yours"):
        proposed(unit_id=UNIT_IDS["書店"])


def test_the_board_leads_to_the_decision_and_shows_it(served: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("head").get(BOARD))
    unit, asks = UNIT_IDS["松本教室"], "/do/exemptions/new"
    lead = f"{asks}?unit_id={unit}&required=contractors&of_year=2026"
    assert lead in page
    assert asks not in words(visitor.as_("auditor").get(BOARD))
    filled = form(visitor.as_("head").get(lead), "/do/exemptions/")
    assert (filled["unit_id"], filled["required"], filled["of_year"]) == (
        *(str(unit), "contractors"),
        "2026",
    )
    with committing(served):
        proposed()
    assert "対象外の承認前" in words(visitor.get(BOARD))
    with committing(served):
        through(entries.find(EXEMPTIONS, parse_reference("EX-2026-001"), seen_by=viewer("head")))
    page = words(visitor.get(BOARD))
    assert 'href="/do/exemptions/EX-2026-001">EX-2026-001' in page
    sheet = visitor.get(f"{BOARD}export.csv").data.decode("utf-8-sig")
    assert "対象外 EX-2026-001" in sheet
