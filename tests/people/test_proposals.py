"""Grants of top roles on both databases: proposed once, agreed to once, by two persons."""

import threading
import time

import pytest
from flask import Flask

from pms_tracker.database import session, transaction
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.people import people, proposals, staffing
from pms_tracker.people.models import Person, RoleProposal
from pms_tracker.trail import trail
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.web.browsing import committing


def person(key: str) -> Person:
    return people.person(IDS[key])


def moves(key: str) -> list[str]:
    trail.write_pending()
    return [entry.move for entry in trail.history(f"person-{IDS[key]}")]


def propose(by: str, key: str, role: Role) -> RoleProposal:
    made = proposals.grant_by(viewer(by), person(key), role, on=TODAY)
    assert isinstance(made, RoleProposal)
    return made


def test_nobody_grants_to_themselves(app: Flask) -> None:
    for role in (Role.AUDITOR, Role.REPRESENTATIVE):
        with pytest.raises(NotAllowed, match="no_grant_to_oneself"):
            proposals.grant_by(viewer("administrator"), person("administrator"), role, on=TODAY)


def test_a_lower_role_is_granted_at_once_and_named(app: Flask) -> None:
    proposals.grant_by(viewer("administrator"), person("employee"), Role.AUDITOR, on=TODAY)
    assert Role.AUDITOR in viewer("employee").roles
    assert moves("employee")[0] == "role_granted"


def test_a_top_role_waits_for_a_second_holder_of_one(app: Flask) -> None:
    proposal = propose("administrator", "employee", Role.AUDIT_MANAGER)
    assert Role.AUDIT_MANAGER not in viewer("employee").roles
    for key in ("administrator", "employee", "head", "auditor"):
        with pytest.raises(NotAllowed, match="second_top_role_needed"):
            proposals.agree_to(proposal.id, by=viewer(key), on=TODAY)
    proposals.agree_to(proposal.id, by=viewer("representative"), on=TODAY)
    assert Role.AUDIT_MANAGER in viewer("employee").roles
    with pytest.raises(RuleBroken, match="proposal_decided"):
        proposals.agree_to(proposal.id, by=viewer("privacy_manager"), on=TODAY)
    with pytest.raises(NotFound, match="no_such_proposal"):
        proposals.agree_to(99999, by=viewer("privacy_manager"), on=TODAY)
    assert moves("employee")[:2] == ["role_granted", "role_proposed"]


def test_a_holder_of_a_top_role_needs_another_one_too(app: Flask) -> None:
    proposal = propose("representative", "employee", Role.AUDIT_MANAGER)
    with pytest.raises(NotAllowed, match="second_top_role_needed"):
        proposals.agree_to(proposal.id, by=viewer("representative"), on=TODAY)


def test_agreeing_makes_no_clash_right(app: Flask) -> None:
    proposal = propose("administrator", "auditor", Role.PRIVACY_MANAGER)
    with pytest.raises(RuleBroken, match="roles_clash"):
        proposals.agree_to(proposal.id, by=viewer("representative"), on=TODAY)


def test_the_same_proposal_is_made_once_until_it_is_decided(app: Flask) -> None:
    first = propose("administrator", "employee", Role.AUDIT_MANAGER)
    for by in ("administrator", "privacy_manager"):
        with pytest.raises(RuleBroken, match="role_proposed_already"):
            propose(by, "employee", Role.AUDIT_MANAGER)
    propose("administrator", "owner", Role.AUDIT_MANAGER)
    waiting = [(each.name, each.proposer, each.role) for each in proposals.waiting()]
    assert waiting == [
        ("北原 美穂", "赤羽 学", Role.AUDIT_MANAGER),
        ("原 大地", "赤羽 学", Role.AUDIT_MANAGER),
    ]
    proposals.agree_to(first.id, by=viewer("representative"), on=TODAY)
    propose("administrator", "employee", Role.AUDIT_MANAGER)


def test_of_two_who_agree_at_once_the_second_is_told_so(served: Served) -> None:
    with committing(served):
        proposal_id = propose("administrator", "employee", Role.AUDIT_MANAGER).id
    told: list[str] = []
    both_know = threading.Barrier(2)

    def agree(key: str) -> None:
        with served.app.test_request_context():
            by = viewer(key)
            assert session.get_one(RoleProposal, proposal_id).decided_at is None
            both_know.wait(timeout=10)
            try:
                with transaction():
                    proposals.agree_to(proposal_id, by=by, on=TODAY)
                told.append("agreed")
            except RuleBroken as refusal:
                told.append(refusal.key)
            session.remove()

    threads = [
        threading.Thread(target=agree, args=(key,)) for key in ("representative", "privacy_manager")
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=30)
    assert sorted(told) == ["agreed", "proposal_decided"]


def test_who_leaves_while_a_role_is_granted_ends_up_without_it(served: Served) -> None:
    left = threading.Event()

    def leave() -> None:
        with served.app.test_request_context():
            with transaction():
                staffing.leave_by(viewer("administrator"), person("employee"), on=TODAY)
                left.set()
                time.sleep(0.3)  # the grant waits for this transaction
            session.remove()

    thread = threading.Thread(target=leave)
    thread.start()
    assert left.wait(timeout=10)
    with served.app.test_request_context():
        with pytest.raises(RuleBroken, match="has_left"), transaction():
            proposals.grant_by(viewer("administrator"), person("employee"), Role.AUDITOR, on=TODAY)
        session.remove()
    thread.join(timeout=30)
