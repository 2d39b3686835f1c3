"""Personal information whose acquisition is approved before, and its handling afterwards."""

from typing import Any

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.act import act_undecided
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger.ledger_rules import Way
from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from pms_tracker.kernel.profile import Part
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import Standing
from tests import builders
from tests.cast import TODAY, viewer
from tests.do.test_ledger import STUDENTS

# What is known before anything is acquired.
PLANNED = {name: STUDENTS[name] for name in ("name", "unit_id", "items", "purposes")} | {
    "acquired": (Way.WRITTEN,)
}
LATER = {name: value for name, value in STUDENTS.items() if name not in PLANNED}


def drafted(**values: Any) -> Any:
    builders.profile(Part.ACQUISITION_APPROVAL)
    return entries.enter(LEDGER, {**PLANNED, **values}, by=viewer("head"))


def hand_in(row: Any) -> None:
    entry_decisions.hand_in(LEDGER, row, version=row.version, by=viewer("head"))


def decide(row: Any, by: str = "privacy_manager", decision: Decision = Decision.APPROVED) -> Any:
    firm = Firm(clock.today())
    (offer,) = entry_decisions.offered(LEDGER, [row])
    digest = entry_decisions.waiting(LEDGER, offer, firm).about.digest
    decided = Decided(decision, digest, reason="理由")
    return entry_decisions.decide(LEDGER, row, decided, firm, version=row.version, by=viewer(by))


def change(row: Any, **values: Any) -> None:
    entries.change(LEDGER, row, values, seen=row.version, by=viewer("head"))


def cleared(**values: Any) -> Any:
    row = drafted(**values)
    hand_in(row)
    decide(row)
    return row


def test_what_is_not_acquired_yet_is_approved_without_saying_where_it_is_kept(app: Flask) -> None:
    row = drafted()
    hand_in(row)
    assert row.state is Standing.WAITING
    signed = decide(row)
    assert signed.step == "acquisition"
    assert (row.state, row.edition, row.cleared_on) == (Standing.DRAFT, 0, TODAY)


def test_handling_is_approved_by_itself_once_the_rest_is_said(app: Flask) -> None:
    row = cleared()
    with pytest.raises(RuleBroken, match="entry_lacks"):
        hand_in(row)
    change(row, **LATER)
    assert row.cleared_on == TODAY
    hand_in(row)
    assert decide(row).step == "edition-1"
    assert (row.state, row.edition) == (Standing.IN_FORCE, 1)
    made = approvals.decisions(LEDGER.name_of(row))
    assert [each.step for each in made] == ["acquisition", "edition-1"]


@pytest.mark.parametrize("lacking", ["items", "purposes", "acquired"])
def test_what_the_approval_is_about_has_to_be_said(app: Flask, lacking: str) -> None:
    row = drafted(**{lacking: LEDGER.field(lacking).nothing})
    with pytest.raises(RuleBroken, match="entry_lacks"):
        hand_in(row)


@pytest.mark.parametrize("is_cleared", [False, True])
def test_who_wrote_it_approves_neither(app: Flask, is_cleared: bool) -> None:
    builders.profile(Part.ACQUISITION_APPROVAL)
    row = entries.enter(LEDGER, {**PLANNED, **LATER}, by=viewer("privacy_manager"))
    for _stage in range(1 + is_cleared):
        manager = viewer("privacy_manager")
        entry_decisions.hand_in(LEDGER, row, version=row.version, by=manager)
        with pytest.raises(NotAllowed):
            decide(row)
        decide(row, "representative")
    assert row.edition == int(is_cleared)


def test_what_was_approved_beforehand_is_asked_again_once_it_is_written_anew(app: Flask) -> None:
    row = cleared()
    change(row, place="書庫")
    assert row.cleared_on == TODAY
    change(row, items=("氏名", "学年", "成績"))
    assert row.cleared_on is None
    (void,) = approvals.decisions(LEDGER.name_of(row))
    assert void.voided_at is not None
    hand_in(row)
    assert decide(row).step == "acquisition"


def test_sent_back_it_is_applied_for_again(app: Flask) -> None:
    row = drafted()
    hand_in(row)
    decide(row, decision=Decision.SENT_BACK)
    assert (row.state, row.cleared_on) == (Standing.DRAFT, None)
    hand_in(row)
    assert decide(row).submission == 2


def test_one_approval_answers_both_in_the_light_profile(app: Flask) -> None:
    row = entries.enter(LEDGER, {**PLANNED, **LATER}, by=viewer("head"))
    hand_in(row)
    assert decide(row).step == "edition-1"
    assert (row.state, row.cleared_on) == (Standing.IN_FORCE, None)


def test_what_is_in_force_is_revised_by_one_approval(app: Flask) -> None:
    row = cleared(**LATER)
    hand_in(row)
    decide(row)
    change(row, items=("氏名",))
    hand_in(row)
    assert decide(row).step == "edition-2"
    assert row.cleared_on == TODAY


@pytest.mark.parametrize("is_handed_in", [False, True])
def test_an_approval_that_is_void_is_waited_for_again(app: Flask, is_handed_in: bool) -> None:
    row = cleared(**LATER)
    (signed,) = approvals.decisions(LEDGER.name_of(row))
    if is_handed_in:
        hand_in(row)
    act_undecided.take_back(signed.id, by=viewer("privacy_manager"))
    assert (row.state, row.cleared_on) == (Standing.WAITING, None)
    assert decide(row).step == "acquisition"


def test_both_are_bound_to_what_they_approved(app: Flask) -> None:
    row = cleared(**LATER)
    hand_in(row)
    decide(row)
    reference = LEDGER.name_of(row)
    for each in approvals.decisions(reference):
        assert digest_now(each) == each.digest
    change(row, items=("氏名",))
    assert all(digest_now(each) == each.digest for each in approvals.decisions(reference))


def digest_now(made: Any) -> str | None:
    reference = parse_reference(made.reference)
    assert reference is not None
    return entry_decisions.digest_of(LEDGER, reference, made.step, made.submission)
