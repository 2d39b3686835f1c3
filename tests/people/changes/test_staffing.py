"""Changes to who is who on both databases: noted, dated, and refused where roles would clash."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.changes import account_links, invitations, leaving, staffing, units
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import (
    AccountLink,
    Membership,
    Person,
    RoleGrant,
    Unit,
    UnitKind,
)
from pms_tracker.people.tables.security_tables import SecurityEvent
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY, UNIT_IDS, viewer

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def person(key: str) -> Person:
    return people.person(IDS[key])


def moves(key: str) -> list[str]:
    trail.write_pending()
    return [entry.move for entry in trail.history(f"person-{IDS[key]}")]


def grant_of(key: str, role: Role) -> RoleGrant:
    statement = select(RoleGrant).where(RoleGrant.person_id == IDS[key], RoleGrant.role == role)
    return session.scalars(statement).one()


def grant(key: str, role: Role, since_on: date = TODAY) -> RoleGrant:
    return staffing.grant(person(key), role, since_on=since_on, by=SYSTEM)


def test_there_is_one_company(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="company_exists"):
        staffing.found_company("別の会社", fiscal_start=FiscalStart(1), by=SYSTEM, started_on=TODAY)


def test_units_have_names_of_their_own_and_come_last(app: Flask) -> None:
    made = staffing.add_unit("塩尻教室", UnitKind.SITE, by=SYSTEM)
    assert people.units()[-1] is made
    with pytest.raises(BadInput, match="unit_name_taken"):
        staffing.add_unit("塩尻教室", UnitKind.OFFICE, by=SYSTEM)
    new = staffing.add_unit("諏訪教室", UnitKind.SITE, by=SYSTEM, opened_on=TODAY)
    assert new.opened_on == TODAY
    with pytest.raises(RuleBroken, match="day_in_future"):
        staffing.add_unit("岡谷教室", UnitKind.SITE, by=SYSTEM, opened_on=TODAY + timedelta(days=1))


def test_a_person_may_belong_to_several_units(app: Flask) -> None:
    shop = session.get_one(Unit, UNIT_IDS["書店"])
    staffing.enrol(person("head"), shop, since_on=TODAY, by=SYSTEM)
    assert viewer("head").unit_ids == {UNIT_IDS["書店"], UNIT_IDS["松本教室"]}
    assert viewer("head").headed_unit_ids == {UNIT_IDS["松本教室"]}
    assert moves("head")[0] == "enrolled"


def test_a_membership_ends_with_its_last_day(app: Flask) -> None:
    row = session.scalars(select(Membership).where(Membership.person_id == IDS["owner"])).one()
    early = row.since_on - timedelta(days=1)
    with pytest.raises(BadInput, match="ends_before_it_begins"):
        staffing.end_membership(person("owner"), row.id, until_on=early, by=SYSTEM)
    staffing.end_membership(person("owner"), row.id, until_on=TODAY, by=SYSTEM)
    assert people.viewer(IDS["owner"], TODAY).unit_ids
    assert not people.viewer(IDS["owner"], TOMORROW).unit_ids
    with pytest.raises(NotFound, match="no_such_membership"):
        staffing.end_membership(person("head"), row.id, until_on=TODAY, by=SYSTEM)


@pytest.mark.parametrize(
    ("key", "role"),
    [
        ("auditor", Role.REPRESENTATIVE),
        ("auditor", Role.PRIVACY_MANAGER),
        ("audit_manager", Role.PRIVACY_MANAGER),
        ("privacy_manager", Role.AUDITOR),
        ("representative", Role.AUDIT_MANAGER),
    ],
)
def test_management_and_auditing_are_never_given_to_one_person(
    app: Flask, key: str, role: Role
) -> None:
    with pytest.raises(RuleBroken, match="roles_clash"):
        grant(key, role)


def test_roles_clash_also_where_one_only_begins_later(app: Flask) -> None:
    grant("employee", Role.PRIVACY_MANAGER, since_on=TODAY + timedelta(days=90))
    with pytest.raises(RuleBroken, match="roles_clash"):
        grant("employee", Role.AUDITOR)


def test_roles_clash_with_a_later_one_that_is_to_end_again(app: Flask) -> None:
    later = grant("employee", Role.PRIVACY_MANAGER, since_on=TODAY + timedelta(days=90))
    later.until_on = TODAY + timedelta(days=120)
    with pytest.raises(RuleBroken, match="roles_clash"):
        grant("employee", Role.AUDITOR)


def test_a_role_that_ended_before_does_not_clash(app: Flask) -> None:
    grant_of("auditor", Role.AUDITOR).until_on = YESTERDAY
    grant("auditor", Role.PRIVACY_MANAGER)
    assert viewer("auditor").roles == {Role.PRIVACY_MANAGER, Role.EMPLOYEE}


def test_a_role_is_held_once_and_again_after_it_ended(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="role_held_already"):
        grant("auditor", Role.AUDITOR)
    grant_of("auditor", Role.AUDITOR).until_on = YESTERDAY
    grant("auditor", Role.AUDITOR)
    assert Role.AUDITOR in viewer("auditor").roles


def test_a_role_ends_and_its_holder_is_signed_out(app: Flask) -> None:
    account = people.account_of(IDS["auditor"])
    assert account is not None
    before = account.fs_uniquifier
    row = grant_of("auditor", Role.AUDITOR)
    staffing.end_role(
        person("auditor"), row.id, until_on=YESTERDAY, by=viewer("administrator"), reason="異動"
    )
    assert Role.AUDITOR not in viewer("auditor").roles
    assert account.fs_uniquifier != before
    assert moves("auditor")[0] == "role_ended"
    with pytest.raises(NotFound, match="no_such_grant"):
        staffing.end_role(person("head"), row.id, until_on=TODAY, by=viewer("administrator"))


def signed_in_by(key: str) -> str:
    account = people.account_of(IDS[key])
    assert account is not None
    return account.fs_uniquifier


def noted(key: str) -> list[tuple[str, str]]:
    ordered = select(SecurityEvent).order_by(SecurityEvent.id)
    found = session.scalars(ordered.where(SecurityEvent.person_id == IDS[key]))
    return [(each.kind, each.about) for each in found]


def test_whoever_begins_or_ceases_to_head_a_unit_is_signed_out(app: Flask) -> None:
    unit, before = people.unit(UNIT_IDS["書店"]), signed_in_by("employee")
    staffing.enrol(person("employee"), people.unit(UNIT_IDS["本部"]), since_on=TODAY, by=SYSTEM)
    assert signed_in_by("employee") == before
    staffing.enrol(person("employee"), unit, since_on=TODAY, by=SYSTEM, is_head=True)
    heading = signed_in_by("employee")
    assert heading != before
    staffing.enrol(person("employee"), unit, since_on=TOMORROW, by=SYSTEM)
    assert signed_in_by("employee") != heading
    (membership,) = people.memberships(IDS["head"])
    before = signed_in_by("head")
    staffing.end_membership(person("head"), membership.id, until_on=TODAY, by=SYSTEM)
    assert signed_in_by("head") != before
    begun, ended = ("role_granted", "department_head"), ("role_ended", "department_head")
    assert (noted("employee")[-2:], noted("head")[-1:]) == ([begun, ended], [ended])


def test_the_head_of_a_unit_that_ends_is_signed_out_and_no_member(app: Flask) -> None:
    head, member = signed_in_by("other_head"), signed_in_by("employee")
    units.close(people.unit(UNIT_IDS["書店"]), until_on=TODAY, by=SYSTEM)
    assert signed_in_by("other_head") != head
    assert signed_in_by("employee") == member


def test_somebody_without_an_account_can_hold_a_role_and_lose_it(app: Flask) -> None:
    row = grant("without_account", Role.AUDITOR)
    staffing.end_role(person("without_account"), row.id, until_on=TODAY, by=viewer("administrator"))
    assert people.viewer(IDS["without_account"], TOMORROW).roles == {Role.EMPLOYEE}


@pytest.mark.parametrize("key", ["administrator", "privacy_manager"])
def test_a_top_role_is_ended_by_another_holder_of_one(app: Flask, key: str) -> None:
    row = grant_of("privacy_manager", Role.PRIVACY_MANAGER)
    who = person("privacy_manager")
    with pytest.raises(NotAllowed, match="top_role_ended_by_another"):
        staffing.end_role(who, row.id, until_on=TODAY, by=viewer(key))
    with pytest.raises(NotAllowed, match="top_role_ended_by_another"):
        leaving.leave_by(viewer(key), who, on=TODAY)
    staffing.end_role(who, row.id, until_on=TODAY, by=viewer("representative"))
    assert row.until_on == TODAY


def test_other_roles_are_ended_by_the_administrator(app: Flask) -> None:
    row = grant_of("auditor", Role.AUDITOR)
    with pytest.raises(NotAllowed, match="administrator_only"):
        staffing.end_role(person("auditor"), row.id, until_on=TODAY, by=viewer("representative"))
    leaving.leave_by(viewer("administrator"), person("auditor"), on=YESTERDAY, reason="退職")
    assert viewer("auditor").roles == frozenset()


def test_an_account_needs_an_address_that_nobody_else_uses(app: Flask) -> None:
    with pytest.raises(BadInput, match="account_needs_mail"):
        staffing.open_account(person("without_account"), password_hash=None, by=SYSTEM)
    person("without_account").mail = "HEAD@example.jp"
    with pytest.raises(BadInput, match="mail_taken"):
        staffing.open_account(person("without_account"), password_hash=None, by=SYSTEM)
    person("without_account").mail = "Yoshida@example.jp"
    made = staffing.open_account(person("without_account"), password_hash=None, by=SYSTEM)
    assert made.email == "yoshida@example.jp"


def test_whoever_leaves_loses_account_roles_and_memberships_with_that_day(app: Flask) -> None:
    leaving.leave(person("auditor"), on=TODAY, by=SYSTEM)
    account = people.account_of(IDS["auditor"])
    assert account is not None
    assert not account.active
    assert people.viewer(IDS["auditor"], TODAY).roles == {Role.AUDITOR, Role.EMPLOYEE}
    assert people.viewer(IDS["auditor"], TOMORROW).roles == frozenset()
    assert moves("auditor")[0] == "left"


def test_an_address_is_free_for_whoever_comes_back_once_its_account_is_closed(app: Flask) -> None:
    back = staffing.add_person("小口 彩香", mail="auditor@example.jp", by=SYSTEM)
    leaving.leave(person("auditor"), on=TOMORROW, by=SYSTEM)
    with pytest.raises(BadInput, match="mail_taken"):
        staffing.open_account(back, password_hash=None, by=SYSTEM)
    before = people.account_of(IDS["auditor"])
    assert before is not None
    session.add(AccountLink(account_id=before.id, issuer="i", subject="s", linked_at=clock.now()))
    with time_machine.travel(clock.at(TOMORROW + timedelta(days=1))):
        assert leaving.close_accounts() == 1
        made = staffing.open_account(back, password_hash=None, by=SYSTEM)
        assert made.email == "auditor@example.jp"
        assert not before.active
        account_links.link(made, "i", "s", provider="IdP")
        assert account_links.owner("i", "s") is made


def test_whoever_leaves_later_may_sign_in_until_then(app: Flask) -> None:
    leaving.leave(person("auditor"), on=TOMORROW, by=SYSTEM)
    account = people.account_of(IDS["auditor"])
    assert account is not None
    assert account.active


def test_leaving_ends_also_what_was_to_end_later_anyway(app: Flask) -> None:
    row = session.scalars(select(Membership).where(Membership.person_id == IDS["head"])).one()
    row.until_on = TODAY + timedelta(days=100)
    grant_of("auditor", Role.AUDITOR).until_on = TODAY + timedelta(days=100)
    for key in ("head", "auditor"):
        leaving.leave(person(key), on=YESTERDAY, by=SYSTEM)
    assert Firm(TODAY).heads_of(UNIT_IDS["松本教室"]) == []
    assert Firm(TODAY).holders(Role.AUDITOR) == [IDS["second_auditor"]]


def test_what_has_ended_is_not_revived_by_a_later_end(app: Flask) -> None:
    row = grant_of("auditor", Role.AUDITOR)
    who, by = person("auditor"), viewer("administrator")
    staffing.end_role(who, row.id, until_on=YESTERDAY, by=by, reason="異動")
    with pytest.raises(BadInput, match="ended_already"):
        staffing.end_role(who, row.id, until_on=TOMORROW, by=by)
    membership = session.scalars(select(Membership).where(Membership.person_id == who.id)).one()
    staffing.end_membership(who, membership.id, until_on=YESTERDAY, by=SYSTEM, reason="異動")
    with pytest.raises(BadInput, match="ended_already"):
        staffing.end_membership(who, membership.id, until_on=TOMORROW, by=SYSTEM)


@pytest.mark.parametrize("reason", ["", " \u3000"])
def test_nothing_ends_in_the_past_without_a_reason(app: Flask, reason: str) -> None:
    """Independence is judged by past days, so nobody moves them in silence."""
    who, by = person("auditor"), viewer("administrator")
    (membership,) = people.memberships(who.id)
    grant_id = grant_of("auditor", Role.AUDITOR).id
    with pytest.raises(BadInput, match="past_end_needs_reason"):
        staffing.end_membership(who, membership.id, until_on=YESTERDAY, by=by.actor, reason=reason)
    with pytest.raises(BadInput, match="past_end_needs_reason"):
        staffing.end_role(who, grant_id, until_on=YESTERDAY, by=by, reason=reason)
    with pytest.raises(BadInput, match="past_end_needs_reason"):
        leaving.leave_by(by, who, on=YESTERDAY, reason=reason)
    assert membership.until_on is None


def test_the_reason_for_an_end_in_the_past_is_kept_by_the_trail(app: Flask) -> None:
    who = person("auditor")
    (membership,) = people.memberships(who.id)
    staffing.end_membership(
        who, membership.id, until_on=YESTERDAY, by=SYSTEM, reason="異動の届けが遅れた"
    )
    trail.write_pending()
    values = {each.field: each.after for each in trail.history(f"person-{who.id}")[0].values}
    assert values == {"until_on": YESTERDAY.isoformat(), "reason": "異動の届けが遅れた"}


def test_an_invitation_opens_the_account_and_is_posted_at_once(app: Flask) -> None:
    who = person("without_account")
    who.mail = "yoshida@example.jp"
    invitations.invite(who, by=SYSTEM)
    letter = session.scalars(select(OutboxLetter)).one()
    assert (letter.key, letter.secret, letter.address) == ("invitation", True, who.mail)
    assert people.account_of(who.id) is not None


def test_no_back_dated_leave_takes_a_top_role_away(app: Flask) -> None:
    for day in (date(1990, 1, 1), YESTERDAY, TODAY, TOMORROW):
        with pytest.raises(NotAllowed, match="top_role_ended_by_another"):
            leaving.leave_by(viewer("administrator"), person("representative"), on=day)


def test_nobody_leaves_before_they_came(app: Flask) -> None:
    with pytest.raises(BadInput, match="ends_before_it_begins"):
        leaving.leave_by(viewer("administrator"), person("owner"), on=date(1990, 1, 1))


def test_nothing_is_given_to_somebody_who_has_left(app: Flask) -> None:
    who = person("owner")
    leaving.leave(who, on=YESTERDAY, by=SYSTEM)
    with pytest.raises(RuleBroken, match="has_left"):
        staffing.grant(who, Role.AUDITOR, since_on=TODAY, by=SYSTEM)
    with pytest.raises(RuleBroken, match="has_left"):
        staffing.enrol(who, people.unit(UNIT_IDS["書店"]), since_on=TODAY, by=SYSTEM)
    with pytest.raises(RuleBroken, match="has_left"):
        staffing.open_account(who, password_hash=None, by=SYSTEM)


def test_who_has_left_is_not_given_more_time_by_leaving_again(app: Flask) -> None:
    who, by = person("auditor"), viewer("administrator")
    leaving.leave_by(by, who, on=YESTERDAY, reason="退職")
    with pytest.raises(BadInput, match="ended_already"):
        leaving.leave_by(by, who, on=TOMORROW)
    earlier = YESTERDAY - timedelta(days=1)
    leaving.leave_by(by, who, on=earlier, reason="日付の訂正")
    assert who.left_on == earlier


def test_the_last_administrator_stays_one_until_there_is_another(app: Flask) -> None:
    row, by = grant_of("administrator", Role.ADMINISTRATOR), viewer("administrator")
    who = person("administrator")
    # Nobody without an account, or with an end already, keeps the accounts of the others.
    staffing.grant(person("without_account"), Role.ADMINISTRATOR, since_on=TODAY, by=SYSTEM)
    until_tomorrow = staffing.grant(person("owner"), Role.ADMINISTRATOR, since_on=TODAY, by=SYSTEM)
    until_tomorrow.until_on = TOMORROW
    with pytest.raises(RuleBroken, match="last_administrator"):
        staffing.end_role(who, row.id, until_on=TODAY, by=by)
    with pytest.raises(RuleBroken, match="last_administrator"):
        leaving.leave_by(by, who, on=TODAY)
    staffing.grant(person("employee"), Role.ADMINISTRATOR, since_on=TODAY, by=SYSTEM)
    staffing.end_role(who, row.id, until_on=TODAY, by=by)
    assert row.until_on == TODAY
