"""Whose turn it is follows roles and memberships of the day, whatever changes meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.act.cases import turns
from pms_tracker.act.cases.dossier import Dossier, rounds_of
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import leaving, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import RoleGrant, Unit
from pms_tracker.trail.trail import SYSTEM
from tests import builders, mailed
from tests.cast import BEGAN, IDS, TODAY, UNIT_IDS, viewer

YESTERDAY = TODAY - timedelta(days=1)


def end_role(role: Role, person: str) -> None:
    grant_id = session.scalars(
        select(RoleGrant.id).where(RoleGrant.role == role, RoleGrant.person_id == IDS[person])
    ).one()
    by = viewer("administrator" if role is Role.AUDITOR else "representative")
    staffing.end_role(
        people.person(IDS[person]), grant_id, until_on=YESTERDAY, by=by, reason="異動"
    )


def leave(person: str) -> None:
    leaving.leave(people.person(IDS[person]), on=YESTERDAY, by=SYSTEM)


def test_nothing_is_handed_over_while_everybody_may_still_act(app: Flask) -> None:
    audit = builders.audit()
    for position, state in enumerate((CaseState.PLANNING, CaseState.SUBMITTED), start=1):
        builders.case_in(state, audit, position)
    assert turns.hand_over() == []


def test_a_lost_role_hands_the_decision_over(app: Flask) -> None:
    case = builders.case_in(CaseState.SUBMITTED)
    end_role(Role.PRIVACY_MANAGER, "privacy_manager")
    assert turns.hand_over() == [case]
    assert case.turn_of_id == IDS["representative"]
    assert turns.hand_over() == []


def test_turns_are_looked_for_and_handed_over_in_portions(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "AT_A_TIME", 2)
    audit = builders.audit()
    cases = [builders.case_in(CaseState.SUBMITTED, audit, position) for position in (1, 2, 3, 4)]
    ids = [case.id for case in cases]
    assert turns.misplaced() == []
    end_role(Role.PRIVACY_MANAGER, "privacy_manager")
    assert turns.misplaced() == ids
    assert turns.hand_over(case_ids=ids[1:2]) == [cases[1]]
    assert turns.misplaced() == [ids[0], *ids[2:]]
    assert turns.hand_over() == [cases[0], *cases[2:]]
    assert {case.turn_of_id for case in cases} == {IDS["representative"]}


def test_a_new_head_takes_the_plan_over(app: Flask) -> None:
    case = builders.case()
    leave("head")
    staffing.enrol(
        people.person(IDS["owner"]),
        session.get_one(Unit, UNIT_IDS["松本教室"]),
        since_on=TODAY,
        is_head=True,
        by=SYSTEM,
    )
    assert turns.hand_over() == [case]
    assert case.turn_of_id == IDS["owner"]


def test_a_plan_sent_back_of_a_unit_without_a_head_goes_to_the_privacy_manager(app: Flask) -> None:
    case = builders.case_in(CaseState.SENT_BACK)
    leave("head")
    turns.hand_over()
    assert case.turn_of_id == IDS["privacy_manager"]


def test_another_auditor_judges_when_the_first_has_left(app: Flask) -> None:
    case = builders.case_in(CaseState.REVIEWING)
    leave("auditor")
    turns.hand_over()
    assert case.turn_of_id == IDS["audit_manager"]


def test_a_case_without_anybody_left_waits_for_nobody(app: Flask) -> None:
    case = builders.case()
    for person in ("head", "privacy_manager", "representative"):
        leave(person)
    assert turns.hand_over() == [case]
    assert case.turn_of_id is None
    assert Dossier(case).takers == ()


def test_the_head_has_the_turn_of_an_owner_who_cannot_sign_in(app: Flask) -> None:
    case = builders.submit(builders.case(), owner_id=IDS["without_account"])
    builders.approve(case)
    assert case.turn_of_id == IDS["head"]
    assert mailed.about(case.reference)[0].person_id == IDS["head"]
    assert turns.hand_over() == []


def test_the_head_takes_over_from_an_owner_who_left_and_the_owner_stays_named(app: Flask) -> None:
    case = builders.case_in(CaseState.DOING)
    leave("owner")
    assert turns.hand_over() == [case]
    assert case.turn_of_id == IDS["head"]
    assert Dossier(case).current.actions[0].owner_id == IDS["owner"]
    builders.report(case, by="head")
    assert case.state is CaseState.REVIEWING


def test_somebody_who_can_sign_in_is_asked_before_somebody_who_cannot(app: Flask) -> None:
    shop = session.get_one(Unit, UNIT_IDS["松本教室"])
    other, head = people.person(IDS["without_account"]), people.person(IDS["head"])
    # They have headed it from the beginning, and who can sign in only since today.
    staffing.enrol(other, shop, since_on=BEGAN, is_head=True, by=SYSTEM)
    staffing.enrol(head, shop, since_on=BEGAN, by=SYSTEM)
    staffing.enrol(head, shop, since_on=TODAY, is_head=True, by=SYSTEM)
    case = builders.case()
    assert Dossier(case).takers == (IDS["without_account"], IDS["head"])
    assert case.turn_of_id == IDS["head"]


def test_for_an_only_head_without_an_account_whoever_runs_the_pms_writes(app: Flask) -> None:
    leave("head")
    shop = session.get_one(Unit, UNIT_IDS["松本教室"])
    other = people.person(IDS["without_account"])
    staffing.enrol(other, shop, since_on=TODAY, is_head=True, by=SYSTEM)
    case = builders.case()
    assert case.turn_of_id == IDS["privacy_manager"]
    assert Dossier(case).takers == (IDS["without_account"], IDS["privacy_manager"])
    # The plan is a manager's own then, and the representative's to approve.
    builders.submit(case, by="privacy_manager")
    assert case.turn_of_id == IDS["representative"]


def test_a_case_that_opens_where_nobody_is_left_asks_nobody(app: Flask) -> None:
    audit = builders.audit()
    for person in ("head", "privacy_manager", "representative"):
        leave(person)
    case = builders.case(audit)
    assert case.turn_of_id is None
    assert mailed.about(case.reference) == []


@pytest.mark.parametrize(
    ("state", "takers"),
    [
        (CaseState.PLANNING, ["head"]),
        (CaseState.SENT_BACK, ["head"]),
        (CaseState.SUBMITTED, ["privacy_manager"]),
        (CaseState.DOING, ["owner"]),
        (CaseState.REVIEWING, ["auditor", "audit_manager", "second_auditor", "representative"]),
        (CaseState.CLOSED, []),
    ],
)
def test_each_state_has_its_takers_the_one_asked_first(
    app: Flask, state: CaseState, takers: list[str]
) -> None:
    case = builders.case_in(state)
    assert Dossier(case).takers == tuple(IDS[key] for key in takers)
    assert case.turn_of_id == (IDS[takers[0]] if takers else None)


def test_the_parties_of_a_case_are_all_who_had_a_hand_in_it(app: Flask) -> None:
    case = builders.case_in(CaseState.REVIEWING)
    hands = Dossier(case).parties(rounds_of(case.id))
    assert hands.writers == {IDS["head"]}
    assert hands.owners == hands.doers == {IDS["owner"]}
    assert hands.auditors == {IDS["auditor"]}
    assert hands.approvers == {IDS["privacy_manager"]}


class Slow:
    """A case whose row another process holds: whoever reads it waits until it is let go."""

    finding_id = 1

    def __init__(self) -> None:
        self.asked_for, self.let_go = Event(), Event()

    @property
    def id(self) -> int:
        self.asked_for.set()
        assert self.let_go.wait(20)
        return 1


def test_reading_one_case_does_not_wait_for_another_that_waits_itself(app: Flask) -> None:
    slow = Slow()

    def rounds(case: object) -> int:
        with app.app_context():
            return len(Dossier(case).rounds)  # type: ignore[arg-type]

    with ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(rounds, slow)
        assert slow.asked_for.wait(20)
        try:
            assert pool.submit(rounds, SimpleNamespace(id=0, finding_id=0)).result(10) == 0
        finally:
            slow.let_go.set()
        assert waiting.result(20) == 0
