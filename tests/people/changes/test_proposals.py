"""What needs two persons, on both databases: proposed once, agreed to or declined once."""

import threading
import time
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.database import session, transaction
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.changes import leaving, proposals, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Membership, Person, Proposal, ProposalKind, Unit
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY, UNIT_IDS, let_top_roles_sign_in, viewer
from tests.databases import Served
from tests.web.browsing import committing

ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def top_roles_sign_in(served: Served) -> None:
    """The company is not being set up any more."""
    with committing(served):
        let_top_roles_sign_in()


def person(key: str) -> Person:
    return people.person(IDS[key])


def moves(key: str) -> list[str]:
    trail.write_pending()
    return [entry.move for entry in trail.history(f"person-{IDS[key]}")]


def propose(by: str, key: str, role: Role) -> Proposal:
    made = proposals.grant_by(viewer(by), person(key), role, on=TODAY)
    assert isinstance(made, Proposal)
    return made


def test_nobody_grants_to_themselves(app: Flask) -> None:
    for role in (Role.AUDITOR, Role.REPRESENTATIVE):
        with pytest.raises(NotAllowed, match="no_grant_to_oneself"):
            proposals.grant_by(viewer("administrator"), person("administrator"), role, on=TODAY)


def test_a_role_that_shows_no_record_is_granted_at_once_and_named(app: Flask) -> None:
    proposals.grant_by(viewer("administrator"), person("employee"), Role.ADMINISTRATOR, on=TODAY)
    assert Role.ADMINISTRATOR in viewer("employee").roles
    assert moves("employee")[0] == "role_granted"


def test_a_top_role_waits_for_a_second_holder_of_one(app: Flask) -> None:
    proposal = propose("administrator", "employee", Role.AUDIT_MANAGER)
    assert Role.AUDIT_MANAGER not in viewer("employee").roles
    for key in ("administrator", "employee", "head", "auditor"):
        with pytest.raises(NotAllowed, match="second_top_role_needed"):
            proposals.agree([proposal.id], by=viewer(key), on=TODAY)
    proposals.agree([proposal.id], by=viewer("representative"), on=TODAY)
    assert Role.AUDIT_MANAGER in viewer("employee").roles
    with pytest.raises(RuleBroken, match="proposal_decided"):
        proposals.agree([proposal.id], by=viewer("privacy_manager"), on=TODAY)
    with pytest.raises(NotFound, match="no_such_proposal"):
        proposals.agree([99999], by=viewer("privacy_manager"), on=TODAY)
    assert moves("employee")[:2] == ["role_granted", "role_proposed"]


def test_a_holder_of_a_top_role_needs_another_one_too(app: Flask) -> None:
    proposal = propose("representative", "employee", Role.AUDIT_MANAGER)
    with pytest.raises(NotAllowed, match="second_top_role_needed"):
        proposals.agree([proposal.id], by=viewer("representative"), on=TODAY)


def test_agreeing_makes_no_clash_right(app: Flask) -> None:
    proposal = propose("administrator", "auditor", Role.PRIVACY_MANAGER)
    with pytest.raises(RuleBroken, match="roles_clash"):
        proposals.agree([proposal.id], by=viewer("representative"), on=TODAY)


def test_the_same_proposal_is_made_once_until_it_is_decided(app: Flask) -> None:
    first = propose("administrator", "employee", Role.AUDIT_MANAGER)
    for by in ("administrator", "privacy_manager"):
        with pytest.raises(RuleBroken, match="proposed_already"):
            propose(by, "employee", Role.AUDIT_MANAGER)
    propose("administrator", "owner", Role.AUDIT_MANAGER)
    waiting = [(each.name, each.proposer, each.role) for each in proposals.waiting()]
    assert waiting == [
        ("北原 美穂", "赤羽 学", Role.AUDIT_MANAGER),
        ("原 大地", "赤羽 学", Role.AUDIT_MANAGER),
    ]
    proposals.agree([first.id], by=viewer("representative"), on=TODAY)
    propose("administrator", "employee", Role.AUDIT_MANAGER)


def letters_to(key: str) -> list[str]:
    mine = select(OutboxLetter.key).where(OutboxLetter.person_id == IDS[key])
    return list(session.scalars(mine.order_by(OutboxLetter.id)))


def unit(name: str) -> Unit:
    return people.unit(UNIT_IDS[name])


def test_an_auditor_a_head_and_a_past_membership_wait_for_a_second(app: Flask) -> None:
    by, who = viewer("administrator"), person("employee")
    asked = [
        proposals.grant_by(by, who, Role.AUDITOR, on=TODAY),
        proposals.enrol_by(by, who, unit("教務部"), since_on=TODAY, is_head=True),
        proposals.enrol_by(by, who, unit("松本教室"), since_on=TODAY - ONE_DAY),
    ]
    assert all(isinstance(each, Proposal) for each in asked)
    assert viewer("employee").roles == {Role.EMPLOYEE}
    assert viewer("employee").unit_ids == {UNIT_IDS["書店"]}
    assert letters_to("privacy_manager") == ["proposal_made"] * 3
    proposals.agree([each.id for each in asked], by=viewer("representative"), on=TODAY)
    assert viewer("employee").roles == {Role.EMPLOYEE, Role.AUDITOR, Role.DEPARTMENT_HEAD}
    assert viewer("employee").headed_unit_ids == {UNIT_IDS["教務部"]}
    assert UNIT_IDS["松本教室"] in viewer("employee").unit_ids
    assert letters_to("privacy_manager")[3:] == ["proposal_agreed"]


def test_whoever_may_agree_hears_of_it_where_nobody_else_runs_the_pms(app: Flask) -> None:
    """In a small firm who runs the PMS keeps people too: their own proposals told nobody."""
    propose("privacy_manager", "employee", Role.AUDITOR)
    for key in ("representative", "audit_manager"):
        assert letters_to(key) == ["proposal_made"], key
    assert letters_to("privacy_manager") == []
    propose("administrator", "privacy_manager", Role.AUDIT_MANAGER)
    assert letters_to("representative") == ["proposal_made"] * 2
    propose("administrator", "owner", Role.AUDITOR)
    assert letters_to("representative") == ["proposal_made"] * 2


def test_a_membership_from_today_or_later_is_entered_at_once(app: Flask) -> None:
    for name, day in (("教務部", TODAY), ("松本教室", TODAY + ONE_DAY)):
        made = proposals.enrol_by(
            viewer("administrator"), person("employee"), unit(name), since_on=day
        )
        assert isinstance(made, Membership)
    assert letters_to("privacy_manager") == []


def test_anothers_sign_in_address_waits_for_a_second(app: Flask) -> None:
    who = person("employee")
    asked = proposals.enter_mail_by(viewer("administrator"), who, "new@example.jp")
    assert asked is not None
    assert asked.kind is ProposalKind.MAIL
    assert who.mail == "employee@example.jp"
    assert letters_to("employee") == []
    with pytest.raises(RuleBroken, match="proposed_already"):
        proposals.enter_mail_by(viewer("administrator"), who, "other@example.jp")
    proposals.agree([asked.id], by=viewer("audit_manager"), on=TODAY)
    account = people.account_of(who.id)
    assert account is not None
    assert (who.mail, account.email) == ("new@example.jp", "new@example.jp")
    assert letters_to("employee") == ["mail_changed", "invitation"]


def test_a_first_address_that_leads_nowhere_is_entered_at_once(app: Flask) -> None:
    who = person("without_account")
    assert proposals.enter_mail_by(viewer("administrator"), who, "y@example.jp") is None
    assert who.mail == "y@example.jp"


def test_while_a_head_is_proposed_the_address_beside_it_stays(app: Flask) -> None:
    who, by = person("without_account"), viewer("administrator")
    assert proposals.enrol_by(by, who, unit("教務部"), since_on=TODAY, is_head=True)
    assert proposals.enter_mail_by(by, who, "y@example.jp") is not None
    assert who.mail is None


def test_while_no_top_role_can_sign_in_the_first_people_are_set_up_at_once(app: Flask) -> None:
    for key in ("representative", "privacy_manager", "audit_manager"):
        account = people.account_of(IDS[key])
        assert account is not None
        account.password = None
    by, who = viewer("administrator"), person("employee")
    proposals.enrol_by(by, who, unit("教務部"), since_on=TODAY - ONE_DAY, is_head=True)
    proposals.grant_by(by, who, Role.AUDIT_MANAGER, on=TODAY)
    assert proposals.enter_mail_by(by, who, "new@example.jp") is None
    assert viewer("employee").headed_unit_ids == {UNIT_IDS["教務部"]}
    assert Role.AUDIT_MANAGER in viewer("employee").roles
    assert letters_to("privacy_manager") == []


def test_where_one_top_role_alone_can_sign_in_it_acts_alone_and_nobody_else(app: Flask) -> None:
    for key in ("representative", "audit_manager"):
        account = people.account_of(IDS[key])
        assert account is not None
        account.password = None
    lone = viewer("privacy_manager")
    made = proposals.grant_by(lone, person("employee"), Role.AUDITOR, on=TODAY)
    assert not isinstance(made, Proposal)
    asked = proposals.enter_mail_by(
        viewer("administrator"), person("privacy_manager"), "thief@example.jp"
    )
    assert asked is not None
    with pytest.raises(NotAllowed, match="second_top_role_needed"):
        proposals.agree([asked.id], by=lone, on=TODAY)


def test_a_proposal_is_taken_back_or_declined_and_no_more(app: Flask) -> None:
    first, second = (
        propose("administrator", key, Role.AUDIT_MANAGER) for key in ("employee", "owner")
    )
    with pytest.raises(NotAllowed, match="second_top_role_needed"):
        proposals.decline([first.id], by=viewer("head"))
    proposals.decline([first.id], by=viewer("administrator"))
    proposals.decline([second.id], by=viewer("audit_manager"))
    assert proposals.waiting() == []
    assert moves("employee")[0] == "proposal_declined"
    with pytest.raises(RuleBroken, match="proposal_decided"):
        proposals.agree([first.id], by=viewer("representative"), on=TODAY)
    assert isinstance(propose("administrator", "employee", Role.AUDIT_MANAGER), Proposal)


def test_of_two_who_agree_at_once_the_second_is_told_so(served: Served) -> None:
    with committing(served):
        proposal_id = propose("administrator", "employee", Role.AUDIT_MANAGER).id
    told: list[str] = []
    both_know = threading.Barrier(2)

    def agree(key: str) -> None:
        with served.app.test_request_context():
            by = viewer(key)
            assert session.get_one(Proposal, proposal_id).decided_at is None
            both_know.wait(timeout=10)
            try:
                with transaction():
                    proposals.agree([proposal_id], by=by, on=TODAY)
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
                leaving.leave_by(viewer("administrator"), person("employee"), on=TODAY)
                left.set()
                time.sleep(0.3)  # the grant waits for this transaction
            session.remove()

    thread = threading.Thread(target=leave)
    thread.start()
    assert left.wait(timeout=10)
    with served.app.test_request_context():
        with pytest.raises(RuleBroken, match="has_left"), transaction():
            staffing.grant(person("employee"), Role.AUDITOR, since_on=TODAY, by=SYSTEM)
        session.remove()
    thread.join(timeout=30)
