"""Findings that share a case: merged and split while planned, by few, with a trace on all sides."""

from datetime import timedelta

import pytest
from flask import Flask

from pms_tracker.act.cases import case_figures, cases, filing, grounds
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.several import merging
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from pms_tracker.tally import tallies
from pms_tracker.trail import trail
from tests import builders
from tests.act.cases import from_outside
from tests.cast import IDS, TODAY, UNIT_IDS, viewer


def two() -> tuple[Case, Case]:
    within = builders.audit()
    return builders.case(within), builders.case(within, 2)


def merged(one: Case, other: Case, by: str = "audit_manager") -> Case:
    return merging.merge(one, other, reason="同じ原因", version=one.version, by=viewer(by))


def parted(case: Case, *ids: int, by: str = "audit_manager") -> Case:
    return merging.split(case, ids, reason="別の原因", version=case.version, by=viewer(by))


def moves(reference: str) -> list[str]:
    trail.write_pending()
    return [entry.move for entry in trail.history(reference)]


def check_figures() -> None:
    tallies.write_pending()
    assert tallies.compare(case_figures.all_counted()) == []


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("by", ["audit_manager", "privacy_manager"])
def test_the_older_case_deals_with_both_and_the_other_one_ends(
    app: Flask, by: str, swapped: bool
) -> None:
    old, new = two()
    second = session.get_one(Finding, new.finding_id)
    stays = merged(new, old, by) if swapped else merged(old, new, by)
    assert stays is old
    assert (new.state, new.merged_into_id, new.withdrawal) == ("withdrawn", old.id, "同じ原因")
    assert [each.id for each in grounds.held(old)] == [old.finding_id, new.finding_id]
    assert grounds.held(new) == []
    assert cases.of_finding(second.id) is old
    assert second.state is FindingState.OPEN
    assert merging.went_to(new) == old.reference
    assert "merged" in moves(old.reference)
    assert "withdraw" in moves(new.reference)
    assert "case_changed" in moves(second.reference)
    # What was merged still tells what it was opened by, and is found by it no more.
    [ground] = grounds.of_case(new, viewer(by))
    assert ground.finding == second.reference
    check_figures()


def test_the_earlier_due_day_stays(app: Flask) -> None:
    old, new = two()
    builders.late(new, 3)
    merged(old, new)
    assert old.turn_due_on == TODAY - timedelta(days=3)
    check_figures()


def test_closing_settles_all_findings_and_bars_all_their_auditors(app: Flask) -> None:
    both = [IDS["second_auditor"], IDS["auditor"]]
    case = merged(builders.case(builders.audit()), builders.case(builders.audit(team_ids=both)))
    assert Dossier(case).auditors == set(both)
    builders.submit(case)
    builders.approve(case)
    builders.report(case)
    builders.judge(case)
    assert {each.state for each in grounds.held(case)} == {FindingState.SETTLED}
    check_figures()


def test_withdrawing_one_of_several_findings_leaves_the_case_to_the_others(app: Flask) -> None:
    old, new = two()
    case = merged(old, new)
    first, second = grounds.held(case)
    manager = viewer("audit_manager")
    filing.withdraw(second, reason="誤認", version=second.version, by=manager)
    assert case.state is CaseState.PLANNING
    assert "finding_left" in moves(case.reference)
    filing.withdraw(first, reason="誤認", version=first.version, by=manager)
    assert case.state is CaseState.WITHDRAWN
    check_figures()


def test_withdrawing_the_case_withdraws_all_its_findings(app: Flask) -> None:
    old, new = two()
    case = merged(old, new)
    filing.withdraw_case(case, reason="誤認", version=case.version, by=viewer("audit_manager"))
    assert case.state is CaseState.WITHDRAWN
    assert {each.state for each in grounds.held(case)} == {FindingState.WITHDRAWN}


@pytest.mark.parametrize("lead_leaves", [False, True])
def test_a_split_case_keeps_its_days_and_both_tell_it(app: Flask, lead_leaves: bool) -> None:
    old, new = two()
    case = merged(old, new)
    first, second = grounds.held(case)
    leaves, remains = (first, second) if lead_leaves else (second, first)
    due_on, opened_on = case.turn_due_on, case.opened_on
    made = parted(case, leaves.id)
    assert (made.turn_due_on, made.opened_on) == (due_on, opened_on)
    assert (made.state, made.turn_of_id) == (CaseState.PLANNING, IDS["head"])
    assert (case.finding_id, made.finding_id) == (remains.id, leaves.id)
    assert cases.of_finding(leaves.id) is made
    assert cases.of_finding(remains.id) is case
    assert "split" in moves(case.reference)
    assert "opened" in moves(made.reference)
    assert moves(leaves.reference).count("case_changed") >= 1
    check_figures()


@pytest.mark.parametrize("by", ["representative", "head", "auditor", "owner", "administrator"])
def test_nobody_but_the_two_managers_shares_or_parts(app: Flask, by: str) -> None:
    old, new = two()
    with pytest.raises(NotAllowed, match="managers_open_cases"):
        merged(old, new, by)
    case = merged(old, new)
    with pytest.raises(NotAllowed, match="managers_open_cases"):
        parted(case, grounds.held(case)[0].id, by=by)


def test_only_cases_being_planned_in_one_unit_share(app: Flask) -> None:
    old, new = two()
    for other, key in (
        (old, "merged_with_itself"),
        (from_outside.stated_case(), "only_audits_share"),
        (builders.case_in(CaseState.SUBMITTED), "shared_while_planned"),
        (builders.case_in(CaseState.CLOSED), "shared_while_planned"),
        (builders.case(builders.audit(unit_id=UNIT_IDS["教務部"])), "shared_in_one_unit"),
    ):
        with pytest.raises(RuleBroken, match=key):
            merged(old, other)
    with pytest.raises(Stale):
        merging.merge(old, new, reason="同じ", version=9, by=viewer("audit_manager"))
    with pytest.raises(BadInput, match="reason_needed"):
        merging.merge(old, new, reason=" ", version=old.version, by=viewer("audit_manager"))


def test_some_findings_leave_and_some_stay(app: Flask) -> None:
    old, new = two()
    case = merged(old, new)
    first, second = grounds.held(case)
    for ids in ((), (first.id, second.id), (999,)):
        with pytest.raises(BadInput, match="some_leave_some_stay"):
            parted(case, *ids)
    builders.submit(case)
    with pytest.raises(RuleBroken, match="shared_while_planned"):
        parted(case, second.id)


def test_what_could_be_shared_is_offered(app: Flask) -> None:
    old, new = two()
    from_outside.stated_case()
    builders.case_in(CaseState.DOING)
    assert merging.candidates(old, viewer("audit_manager")) == [new]
    assert merging.candidates(old, viewer("other_head")) == []
    assert merging.shareable(old)
    merged(old, new)
    assert not merging.shareable(new)
