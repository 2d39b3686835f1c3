"""The organisation as of a day, under the names of that day, and what an appointment says."""

from datetime import timedelta

import pytest

from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import naming, organisation, staffing
from pms_tracker.people.changes.naming import PersonFacts, UnitFacts
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Language, UnitKind
from tests.cast import BEGAN, IDS, TODAY, UNIT_IDS, viewer

BEFORE, YESTERDAY = BEGAN - timedelta(days=1), TODAY - timedelta(days=1)


def ids(posts: tuple[organisation.Post, ...]) -> list[int]:
    return [post.person_id for post in posts]


def test_everybody_stands_where_they_hold_an_office_or_work(app: object) -> None:
    found = organisation.as_of(TODAY)
    assert ids(found.offices[Role.REPRESENTATIVE]) == [IDS["representative"]]
    assert ids(found.offices[Role.PRIVACY_MANAGER]) == [IDS["privacy_manager"]]
    assert ids(found.offices[Role.AUDIT_MANAGER]) == [IDS["audit_manager"]]
    assert IDS["auditor"] in ids(found.offices[Role.AUDITOR])
    assert tuple(found.offices) == organisation.OFFICES
    heads = {person_id for unit in found.units for person_id in ids(unit.heads)}
    members = {person_id for unit in found.units for person_id in ids(unit.members)}
    assert {IDS["head"], IDS["other_head"]} <= heads
    assert IDS["employee"] in members
    assert not heads & members


def test_before_anybody_came_nobody_was_there(app: object) -> None:
    assert organisation.as_of(BEFORE).is_empty
    assert not organisation.as_of(BEGAN).is_empty


def test_whose_place_ended_is_there_on_its_last_day_and_not_after(app: object) -> None:
    (row,) = [each for each in people.role_grants(IDS["auditor"]) if each.role is Role.AUDITOR]
    who, by = people.person(IDS["auditor"]), viewer("administrator")
    staffing.end_role(who, row.id, until_on=YESTERDAY, by=by, reason="異動")
    assert IDS["auditor"] in ids(organisation.as_of(YESTERDAY).offices[Role.AUDITOR])
    assert IDS["auditor"] not in ids(organisation.as_of(TODAY).offices[Role.AUDITOR])


def test_who_was_entered_into_a_unit_before_its_first_day_is_shown_there(app: object) -> None:
    by = viewer("administrator").actor
    unit = staffing.add_unit("湖西教室", UnitKind.SITE, by=by, opened_on=TODAY)
    assert unit.id in {each.id for each in organisation.as_of(TODAY).units}
    assert unit.id not in {each.id for each in organisation.as_of(YESTERDAY).units}
    staffing.enrol(people.person(IDS["owner"]), unit, since_on=YESTERDAY, by=by)
    (shown,) = [each for each in organisation.as_of(YESTERDAY).units if each.id == unit.id]
    assert ids(shown.members) == [IDS["owner"]]


def test_names_are_those_of_the_day(app: object) -> None:
    by = viewer("administrator").actor
    who, unit = people.person(IDS["head"]), next(iter(people.units()))
    was, unit_was = who.name, unit.name
    facts = PersonFacts("新井 花", "アライ ハナ", Language.JA)
    naming.change_person(who, facts, seen=who.version, since_on=TODAY, by=by)
    new = UnitFacts("湖東教室", unit.kind)
    naming.change_unit(unit, new, seen=unit.version, since_on=TODAY, by=by)
    for day, name, unit_name in ((YESTERDAY, was, unit_was), (TODAY, "新井 花", "湖東教室")):
        found = organisation.as_of(day)
        heads = {post.person_id: post.name for each in found.units for post in each.heads}
        assert heads[who.id] == name
        assert {each.id: each.name for each in found.units}[unit.id] == unit_name


def test_an_appointment_is_the_grant_under_whoever_represented_the_company(app: object) -> None:
    (row,) = people.role_grants(IDS["audit_manager"])
    made = organisation.appointment(IDS["audit_manager"], row.id)
    assert (made.role, made.since_on, made.until_on) == (Role.AUDIT_MANAGER, row.since_on, None)
    assert made.name == people.person(IDS["audit_manager"]).name
    assert made.by == people.person(IDS["representative"]).name


def test_the_head_of_a_unit_is_appointed_to_it(app: object) -> None:
    place = next(each for each in people.memberships(IDS["head"]) if each.is_head)
    made = organisation.headship(IDS["head"], place.id)
    assert made.role is Role.DEPARTMENT_HEAD
    assert UNIT_IDS[made.unit] == place.unit_id


def test_there_is_no_letter_of_another_persons_place_or_of_none(app: object) -> None:
    (manager,) = people.role_grants(IDS["audit_manager"])
    (top,) = people.role_grants(IDS["representative"])
    member = next(each for each in people.memberships(IDS["employee"]) if not each.is_head)
    for person_id, grant_id in (
        (IDS["head"], manager.id),
        (IDS["audit_manager"], 999_999),
        (IDS["representative"], top.id),
    ):
        with pytest.raises(NotFound):
            organisation.appointment(person_id, grant_id)
    for person_id, place_id in ((IDS["employee"], member.id), (IDS["head"], member.id)):
        with pytest.raises(NotFound):
            organisation.headship(person_id, place_id)
