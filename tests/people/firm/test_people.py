"""Who is who on a given day: viewers, candidates, heads and holders, on both databases."""

from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Company, Language, Unit
from pms_tracker.trail.trail import SYSTEM
from tests.cast import BEGAN, IDS, TODAY, UNIT_IDS, viewer

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def unit(name: str) -> Unit:
    return session.get_one(Unit, UNIT_IDS[name])


@pytest.mark.parametrize(
    ("key", "roles"),
    [
        ("representative", {Role.REPRESENTATIVE, Role.EMPLOYEE}),
        ("privacy_manager", {Role.PRIVACY_MANAGER, Role.EMPLOYEE, Role.DEPARTMENT_HEAD}),
        ("head", {Role.EMPLOYEE, Role.DEPARTMENT_HEAD}),
        ("employee", {Role.EMPLOYEE}),
        ("nobody", set()),
    ],
)
def test_heads_and_employees_follow_from_memberships(
    app: Flask, key: str, roles: set[Role]
) -> None:
    assert viewer(key).roles == roles


def test_a_viewer_acts_under_their_own_name(app: Flask) -> None:
    head = viewer("head")
    assert (head.actor.id, head.actor.name) == (IDS["head"], "髙山 由紀")
    assert head.unit_ids == head.headed_unit_ids == {UNIT_IDS["松本教室"]}
    assert not head.sees_all
    assert head.may(Permission.HANDLE_CASES)
    assert not head.may(Permission.ERASE)


@pytest.mark.parametrize("key", ["representative", "privacy_manager", "audit_manager"])
def test_the_three_top_roles_see_all(app: Flask, key: str) -> None:
    assert viewer(key).sees_all


@pytest.mark.parametrize(
    ("on", "member"), [(BEGAN - timedelta(days=1), False), (BEGAN, True), (TODAY, True)]
)
def test_a_person_is_seen_as_they_stood_on_the_day(app: Flask, on: date, member: bool) -> None:
    found = people.viewer(IDS["head"], on)
    assert bool(found.unit_ids) is member
    by_id = {each.person_id: each for each in Firm(on).candidates}
    assert bool(by_id[IDS["head"]].unit_ids) is member
    as_member = {Role.DEPARTMENT_HEAD, Role.EMPLOYEE}
    assert by_id[IDS["head"]].roles == found.roles == (as_member if member else set())


def test_heads_and_holders_come_longest_in_office_first(app: Flask) -> None:
    staffing.enrol(
        people.person(IDS["nobody"]), unit("松本教室"), since_on=BEGAN - timedelta(days=9),
        by=SYSTEM, is_head=True,
    )  # fmt: skip
    assert Firm(TODAY).heads_of(UNIT_IDS["松本教室"]) == [IDS["nobody"], IDS["head"]]
    assert Firm(BEGAN - timedelta(days=10)).heads_of(UNIT_IDS["松本教室"]) == []
    assert Firm(TODAY).holders(Role.AUDITOR) == [IDS["auditor"], IDS["second_auditor"]]


def test_units_and_persons_of_a_day_leave_out_what_had_ended(app: Flask) -> None:
    unit("書店").closed_on = YESTERDAY
    people.person(IDS["nobody"]).left_on = YESTERDAY
    session.flush()
    assert [each.name for each in people.units()] == ["本部", "教務部", "書店", "松本教室"]
    assert [each.name for each in people.units(TODAY)] == ["本部", "教務部", "松本教室"]
    assert len(people.units(YESTERDAY)) == 4
    assert len(people.persons()) == 12
    assert IDS["nobody"] not in {each.id for each in people.persons(TODAY)}
    assert IDS["nobody"] in {each.id for each in people.persons(YESTERDAY)}


def test_names_are_fetched_for_those_who_are_asked_for(app: Flask) -> None:
    assert people.names([]) == people.names([None]) == {}
    assert people.names([IDS["head"], None, 99]) == {IDS["head"]: "髙山 由紀"}


@pytest.mark.parametrize(
    ("key", "left_on", "reached"),
    [
        ("head", None, True),
        ("head", TODAY, True),
        ("head", YESTERDAY, False),
        ("without_account", None, False),
    ],
)
def test_letters_go_to_those_with_an_address_until_they_leave(
    app: Flask, key: str, left_on: date | None, reached: bool
) -> None:
    who = people.person(IDS[key])
    who.left_on, who.language = left_on, Language.EN
    found = people.recipient(who.id)
    assert (found is not None) is reached
    if found is not None:
        assert (found.name, found.address, found.language) == (who.name, who.mail, "en")


def test_whoever_has_an_active_account_signs_in_until_they_leave(app: Flask) -> None:
    people.person(IDS["auditor"]).left_on = YESTERDAY
    people.person(IDS["employee"]).left_on = TODAY
    account = people.account_of(IDS["owner"])
    assert account is not None
    account.active = False
    session.flush()
    keys = ("employee", "without_account", "owner", "auditor", "head")
    able = Firm(TODAY).who_sign_in([IDS[key] for key in keys])
    assert able == (IDS["employee"], IDS["head"])
    assert Firm(TODAY).who_sign_in([]) == ()


def test_what_does_not_exist_is_not_found(app: Flask) -> None:
    with pytest.raises(NotFound, match="no_such_person"):
        people.person(99)
    with pytest.raises(NotFound, match="no_such_person"):
        people.viewer(99)
    with pytest.raises(NotFound, match="no_such_unit"):
        people.unit(99)
    assert people.account_of(IDS["without_account"]) is None


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (TOMORROW, 2026)]
)
def test_the_fiscal_year_is_the_companys(app: Flask, day: date, year: int) -> None:
    assert people.fiscal_year_of(day) == year


def test_before_the_set_up_there_is_no_company(app: Flask) -> None:
    session.delete(session.get_one(Company, 1))
    session.flush()
    assert people.company() is None
    with pytest.raises(NotFound, match="no_company"):
        people.fiscal_year_of(TODAY)
