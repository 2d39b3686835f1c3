"""Drafts of risks, purposes and laws are one duty of whoever wrote them, as those that the product
drafts itself are, until they are handed in or struck."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from pms_tracker.do.registers import risk_proposals
from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules.purpose_rules import Audience
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.duty import Duty
from pms_tracker.plan.laws import law_lists
from pms_tracker.plan.laws.laws import LAWS
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import finished_by
from pms_tracker.registers.register import Register
from tests.cast import IDS, TODAY, viewer
from tests.do import test_ledger, test_risks
from tests.plan.laws.test_laws import LAW

KINDS = {
    RISKS: "confirm_risk_drafts",
    PURPOSES: "confirm_purpose_drafts",
    LAWS: "confirm_law_drafts",
}

SAID: dict[Register, dict[str, Any]] = {
    PURPOSES: {"text": "教材の発送", "audience": Audience.CUSTOMER, "published_in": "ホームページ"},
    LAWS: LAW,
}


def due(register: Register, name: str) -> list[Duty]:
    found = list(reading.due(date.max, IDS[name], kinds=[KINDS[register]]))
    assert list(kept_duties.compare()) == []
    return found


def drafted(register: Register, by: str = "privacy_manager") -> Any:
    if register is RISKS:
        return test_risks.a_risk(by)
    return entries.enter(register, SAID[register], by=viewer(by))


def test_what_is_proposed_and_drafted_is_finished_as_one_duty(app: Flask) -> None:
    row, by = test_ledger.entered(), viewer("head")
    risk_proposals.draft(row, {"bag_left", "fire"}, str, by=by)
    (asked,) = due(RISKS, "head")
    assert asked.title == "RK-2026-001 / RK-2026-002"
    assert asked.due_on == finished_by(TODAY)
    norms = [each.code for each in law_lists.shipped().norms]
    law_lists.draft(norms, by=viewer("privacy_manager"))
    (asked,) = due(LAWS, "privacy_manager")
    assert asked.title.endswith(f"… ({len(norms)})")


@pytest.mark.parametrize("register", KINDS, ids=lambda register: register.key)
def test_it_is_over_with_its_handing_in_or_its_end(app: Flask, register: Register) -> None:
    first, second = drafted(register), drafted(register)
    (asked,) = due(register, "privacy_manager")
    assert asked.title == f"{register.name_of(first)} / {register.name_of(second)}"
    test_risks.hand_in(first, "privacy_manager", register)
    entries.retire(register, second, reason="重複", by=viewer("privacy_manager"))
    assert due(register, "privacy_manager") == []


def test_what_a_former_keeper_wrote_is_of_whoever_manages(app: Flask) -> None:
    row = drafted(RISKS, "head")
    assert len(due(RISKS, "head")) == 1
    row.writer_ids = [IDS["other_head"]]
    kept_duties.write_pending()
    assert [due(RISKS, each) for each in ("head", "other_head")] == [[], []]
    assert len(due(RISKS, "privacy_manager")) == 1
