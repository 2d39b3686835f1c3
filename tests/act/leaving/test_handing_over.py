"""What somebody who leaves still holds, and how heirs take it over: each thing by its own rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.leaving import heirs, holdings, leaving_duties
from pms_tracker.act.management import review_minutes
from pms_tracker.act.rules import leaving_rules
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.leaving_rules import What
from pms_tracker.act.tables.management_tables import ReviewDecision
from pms_tracker.check.audits import audits
from pms_tracker.database import session
from pms_tracker.do.checks.check_faults import FAULTS
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.logs.assets import ASSETS
from pms_tracker.do.logs.carry_outs import CARRY_OUTS
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.operation.check_rules import Frequency
from pms_tracker.do.rules.operation.log_rules import AssetKind
from pms_tracker.duties import reading
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import leaving, proposals
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Membership, Proposal
from pms_tracker.plan.rules.year_rules import AnnualKind, Done, Row
from pms_tracker.plan.years import year_results, years
from pms_tracker.registers import entries
from tests import builders, reviewing
from tests.cast import IDS, TODAY, UNIT_IDS, let_top_roles_sign_in, viewer
from tests.databases import Served
from tests.plan.years import a_year

DAY = timedelta(days=1)
LAST = TODAY + timedelta(days=20)
WHY = "退職に伴う引き継ぎ"


def leaves(key: str = "owner", on: Any = LAST) -> Any:
    who = people.person(IDS[key])
    leaving.leave(who, on=on, by=viewer("administrator").actor)
    return who


def held(key: str = "owner") -> list[tuple[What, str]]:
    return [(each.what, each.reference) for each in holdings.of(IDS[key])]


def give(
    key: str, heir: str, *which: What, by: str = "privacy_manager", seen: str | None = None
) -> int:
    its = holdings.of(IDS[key])
    chosen = {each.key: IDS[heir] for each in its if each.what in which}
    return heirs.hand_over(
        people.person(IDS[key]),
        chosen,
        reason=WHY,
        seen=leaving_rules.seen(its) if seen is None else seen,
        by=viewer(by),
    )


def check_of(owner: str = "owner", **more: Any) -> Any:
    told = {
        "title": "最終退出の点検",
        "unit_id": UNIT_IDS["松本教室"],
        "frequency": Frequency.DAY,
        "items": "鍵をかけた",
        "owner_id": IDS[owner],
        "starts_on": TODAY,
        **more,
    }
    return entries.enter(CHECKS, told, by=viewer("privacy_manager"))


def fault_of(owner: str = "owner") -> Any:
    told = {
        "item": "鍵をかけた",
        "found_on": TODAY,
        "unit_id": UNIT_IDS["松本教室"],
        "what": "書庫が開いていた",
        "owner_id": IDS[owner],
        "due_on": TODAY + DAY,
    }
    return entries.enter(FAULTS, told, by=viewer("privacy_manager"))


def test_everything_that_is_somebodys_is_listed_with_its_record(app: Flask) -> None:
    plan = a_year.approved()
    review = reviewing.signed()
    case = builders.case_in(CaseState.DOING)
    check, fault = check_of(), fault_of()
    assert held() == [
        (What.YEAR, plan.reference),
        (What.DECISION, review.reference),
        (What.ACTION, case.reference),
        (What.CHECK, CHECKS.name_of(check)),
        (What.FAULT, FAULTS.name_of(fault)),
    ]
    assert held("employee") == []


def test_a_head_and_an_audit_are_somebodys_too(app: Flask) -> None:
    audit = builders.audit()
    assert (What.AUDIT, audit.reference) in held("auditor")
    assert held("head") == [(What.HEAD, "")]
    leaves("head")
    # Their membership ends with their last day, and the unit has no head from then on.
    assert held("head") == [(What.HEAD, "")]


def test_what_is_done_struck_or_over_is_nobodys(app: Flask) -> None:
    check, fault = check_of(), fault_of()
    entries.retire(CHECKS, check, reason="二重", by=viewer("privacy_manager"))
    entries.change(
        *(FAULTS, fault, {"done_on": TODAY, "done": "鍵を替えた"}),
        seen=fault.version,
        by=viewer("privacy_manager"),
    )
    check_of(starts_on=TODAY - 9 * DAY, ends_on=TODAY - DAY)
    builders.case_in(CaseState.REVIEWING)
    assert [each for each in held() if each[0] is not What.TURN] == []


def test_a_turn_goes_on_by_itself_and_is_not_counted(app: Flask) -> None:
    case = builders.case_in(CaseState.PLANNING)
    assert (What.TURN, case.reference) in held("head")
    assert not leaving_rules.may_choose(What.TURN, viewer("privacy_manager").roles)
    leaves("head")
    assert leaving_duties.left()[0][1] == 1


def test_checks_and_faults_get_another_owner(app: Flask) -> None:
    check, fault = check_of(), fault_of()
    leaves()
    assert give("owner", "head", What.CHECK, What.FAULT) == 2
    assert (check.owner_id, fault.owner_id) == (IDS["head"], IDS["head"])
    assert held() == []
    assert reviewing.letters("handed_over") == ["髙山 由紀"]


def test_devices_and_what_is_carried_out_get_another_holder(app: Flask) -> None:
    at = {"unit_id": UNIT_IDS["松本教室"]}
    manager = viewer("privacy_manager")
    key = {"asset_number": "K-1", "name": "書庫の鍵", "kind": AssetKind.KEY, **at}
    asset = entries.enter(ASSETS, {**key, "holder_id": IDS["owner"]}, by=manager)
    whom = {"carrier_id": IDS["owner"], "permitted_by_id": IDS["head"]}
    days = {"out_on": TODAY - DAY, "due_on": TODAY + DAY}
    out = {"what": "説明会の名簿", "purpose": "説明会", **at, **whom, **days}
    carried = entries.enter(CARRY_OUTS, out, by=manager)
    leaves()
    assert held() == [
        (What.ASSET, ASSETS.name_of(asset)),
        (What.CARRIED, CARRY_OUTS.name_of(carried)),
    ]
    with pytest.raises(RuleBroken, match="heir_barred"):
        give("owner", "head", What.CARRIED)
    give("owner", "head", What.ASSET)
    give("owner", "employee", What.CARRIED)
    assert (asset.holder_id, carried.carrier_id) == (IDS["head"], IDS["employee"])
    assert held() == []


def test_nobody_reads_the_checks_that_they_see_to(app: Flask) -> None:
    check_of(reader_id=IDS["head"])
    with pytest.raises(RuleBroken, match="heir_barred"):
        give("head", "owner", What.READING)
    leaves()
    with pytest.raises(RuleBroken, match="heir_barred"):
        give("owner", "head", What.CHECK)


def test_the_plan_of_the_year_stays_as_it_was_signed(app: Flask) -> None:
    plan = a_year.approved()
    signed = years.subject(plan, years.duties_of(plan)).digest
    leaves()
    give("owner", "head", What.YEAR)
    assert years.subject(plan, years.duties_of(plan)).digest == signed
    (duty,) = [each for each in years.duties_of(plan) if each.heir_id is not None]
    assert (duty.owner_id, duty.holder_id) == (IDS["owner"], IDS["head"])
    due = reading.due(a_year.AHEAD, IDS["head"])
    assert ("annual_duty", plan.reference) in [(each.kind, each.reference) for each in due]
    assert not reading.due(a_year.AHEAD, IDS["owner"])
    with pytest.raises(NotAllowed, match="duty_owner_only"):
        year_results.report_done(plan, duty.position, Done("実施した。", TODAY), by=viewer("owner"))
    year_results.report_done(plan, duty.position, Done("実施した。", TODAY), by=viewer("head"))
    assert duty.done_by_id == IDS["head"]


def test_whoever_confirms_a_duty_does_not_take_it_over(app: Flask) -> None:
    row = Row(AnnualKind.EDUCATION, "教育", a_year.AHEAD, IDS["owner"], IDS["head"])
    a_year.approved((row,))
    leaves()
    with pytest.raises(RuleBroken, match="heir_barred"):
        give("owner", "head", What.YEAR)
    assert give("owner", "employee", What.YEAR) == 1


def test_a_decision_of_a_review_is_the_heirs_and_the_minutes_stay(app: Flask) -> None:
    review = reviewing.signed()
    content = review.content
    leaves()
    give("owner", "head", What.DECISION)
    decision = session.scalars(select(ReviewDecision)).one()
    assert (decision.owner_id, decision.holder_id) == (IDS["owner"], IDS["head"])
    assert review.content == content
    assert [each.kind for each in reading.due(reviewing.DUE_ON, IDS["head"])] == [
        "carry_out_decision"
    ]
    assert review_minutes.subject(review).digest


def test_an_action_is_reported_by_its_heir_and_judged_by_neither(app: Flask) -> None:
    case = builders.case_in(CaseState.DOING)
    leaves()
    give("owner", "employee", What.ACTION)
    assert case.turn_of_id == IDS["employee"]
    dossier = Dossier(case)
    assert {IDS["owner"], IDS["employee"]} <= dossier.parties(dossier.rounds).owners
    assert IDS["employee"] not in dossier.reviewers.person_ids
    action = dossier.current.actions[0]
    assert action.owner_id == IDS["owner"]
    builders.report(case, by="employee")
    assert (action.done_by_id, action.done_entered_by_id) == (IDS["employee"], None)


def test_whoever_approved_an_action_or_audited_it_does_not_take_it_over(app: Flask) -> None:
    builders.case_in(CaseState.DOING)
    leaves()
    for heir in ("privacy_manager", "auditor"):
        with pytest.raises(RuleBroken, match="heir_barred"):
            give("owner", heir, What.ACTION, by="representative")


def test_an_auditor_is_followed_by_an_independent_one(app: Flask) -> None:
    audit = builders.audit()
    team = [each.person_id for each in audits.team_of(audit.id)]
    assert IDS["auditor"] in team
    leaves("auditor")
    with pytest.raises(NotAllowed, match="heir_chosen_by_another"):
        give("auditor", "second_auditor", What.AUDIT)
    with pytest.raises(RuleBroken):
        give("auditor", "head", What.AUDIT, by="audit_manager")
    give("auditor", "second_auditor", What.AUDIT, by="audit_manager")
    after = [each.person_id for each in audits.team_of(audit.id)]
    assert IDS["auditor"] not in after
    assert IDS["second_auditor"] in after


def test_an_audit_that_began_is_finished_by_its_team(app: Flask) -> None:
    audit = builders.begun()
    assert (What.UNDER_WAY, audit.reference) in held("auditor")
    leaves("auditor")
    with pytest.raises(NotAllowed, match="heir_chosen_by_another"):
        give("auditor", "second_auditor", What.UNDER_WAY, by="audit_manager")


def test_a_unit_gets_its_next_head_by_two_persons(app: Flask) -> None:
    let_top_roles_sign_in()
    leaves("head")
    give("head", "owner", What.HEAD)
    (proposal,) = session.scalars(select(Proposal)).all()
    assert (proposal.person_id, proposal.is_head) == (IDS["owner"], True)
    assert proposal.since_on == LAST + DAY
    (row,) = holdings.of(IDS["head"])
    assert heirs.waiting([row]) == {row.key: IDS["owner"]}
    with pytest.raises(RuleBroken, match="proposed_already"):
        give("head", "owner", What.HEAD)
    proposals.agree([proposal.id], by=viewer("representative"), on=TODAY)
    assert held("head") == []
    next_one = select(Membership).where(
        Membership.person_id == IDS["owner"], Membership.is_head.is_(True)
    )
    assert session.scalars(next_one).one().since_on == LAST + DAY


def test_an_office_is_passed_on_by_two_persons_and_never_to_who_audits(app: Flask) -> None:
    let_top_roles_sign_in()
    assert (What.OFFICE, "") in held("privacy_manager")
    with pytest.raises(RuleBroken, match="roles_clash"):
        give("privacy_manager", "auditor", What.OFFICE, by="representative")
    give("privacy_manager", "employee", What.OFFICE, by="representative")
    (proposal,) = session.scalars(select(Proposal)).all()
    assert (proposal.role, proposal.person_id) == (Role.PRIVACY_MANAGER, IDS["employee"])


def drafted(by: str) -> Any:
    told = {"name": "名簿", "unit_id": UNIT_IDS["松本教室"]}
    row = entries.enter(LEDGER, told, by=viewer(by))
    row.writer_ids = [IDS[by]]
    session.flush()
    return row


def test_a_draft_is_written_on_by_who_may_and_then_approved_by_neither(app: Flask) -> None:
    row = drafted("head")
    leaves("head")
    assert (What.DRAFT, LEDGER.name_of(row)) in held("head")
    with pytest.raises(RuleBroken, match="heir_barred"):
        give("head", "owner", What.DRAFT)
    give("head", "privacy_manager", What.DRAFT)
    assert row.writer_ids == [IDS["head"], IDS["privacy_manager"]]
    assert (What.DRAFT, LEDGER.name_of(row)) not in held("head")


def test_heirs_stay_and_work_here(app: Flask) -> None:
    check_of()
    leaves()
    for heir in ("owner", "nobody"):
        if heir == "nobody":
            leaves("nobody", on=TODAY + DAY)
        with pytest.raises(RuleBroken, match="heir_"):
            give("owner", heir, What.CHECK)


def test_a_list_that_changed_is_read_again_and_nothing_is_handed_over(app: Flask) -> None:
    check = check_of()
    leaves()
    seen = leaving_rules.seen(holdings.of(IDS["owner"]))
    fault_of()
    with pytest.raises(Stale, match="holdings_changed"):
        give("owner", "head", What.CHECK, seen=seen)
    assert check.owner_id == IDS["owner"]
    with pytest.raises(BadInput, match="no_heir_chosen"):
        give("owner", "head")


@pytest.mark.parametrize("by", ["head", "owner", "administrator", "auditor", "audit_manager"])
def test_only_whoever_runs_the_pms_hands_over(app: Flask, by: str) -> None:
    check_of()
    with pytest.raises(NotAllowed, match="heir_chosen_by_another"):
        give("owner", "head", What.CHECK, by=by)


def duties(until: Any = LAST) -> list[tuple[int, Any, str]]:
    found = reading.due(until, kinds=(leaving_duties.HAND_OVER,))
    return [(each.person_id, each.due_on, each.title) for each in found]


def test_the_privacy_manager_is_told_what_is_left_until_nothing_is(app: Flask) -> None:
    check_of()
    fault_of()
    assert duties() == []
    leaves()
    assert duties() == [(IDS["privacy_manager"], LAST, "原 大地 (2)")]
    give("owner", "head", What.CHECK)
    assert duties() == [(IDS["privacy_manager"], LAST, "原 大地 (1)")]
    give("owner", "head", What.FAULT)
    assert duties() == []


def test_it_is_told_after_the_last_day_as_well(app: Flask) -> None:
    check_of()
    leaves(on=TODAY - DAY)
    assert duties() == [(IDS["privacy_manager"], TODAY - DAY, "原 大地 (1)")]


@contextmanager
def statements(served: Served) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def ran(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(served.engine, "before_cursor_execute", ran)
    try:
        yield asked
    finally:
        event.remove(served.engine, "before_cursor_execute", ran)


def test_however_many_leave_it_is_asked_in_one_statement(app: Flask, served: Served) -> None:
    check_of()
    leaves()
    session.flush()
    with statements(served) as one:
        leaving_duties.left()
    for key in ("head", "employee", "auditor"):
        leaves(key)
    session.flush()
    with statements(served) as four:
        leaving_duties.left()
    assert len(one) == len(four) == 1
