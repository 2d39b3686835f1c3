"""Units that end: closed, or merged by a day; records and earlier days keep them."""

from datetime import timedelta

import pytest
from flask import Flask

from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.people.changes import staffing, units
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY, UNIT_IDS, viewer

ONE_DAY = timedelta(days=1)
BY = "administrator"


def unit(name: str) -> Unit:
    return people.unit(UNIT_IDS[name])


def on(key: str, days: int) -> frozenset[int]:
    return people.viewer(IDS[key], TODAY + days * ONE_DAY).unit_ids


def test_a_closed_unit_leaves_choices_and_its_people_on_its_last_day(app: Flask) -> None:
    units.close(unit("書店"), until_on=TODAY, by=viewer(BY).actor)
    assert "書店" in {each.name for each in people.units(TODAY)}
    assert "書店" not in {each.name for each in people.units(TODAY + ONE_DAY)}
    assert "書店" in {each.name for each in people.units()}
    assert UNIT_IDS["書店"] in on("employee", 0)
    assert on("employee", 1) == frozenset()
    with pytest.raises(RuleBroken, match="unit_closed_already"):
        units.close(unit("書店"), until_on=TODAY, by=viewer(BY).actor)
    with pytest.raises(RuleBroken, match="unit_closed"):
        staffing.enrol(
            people.person(IDS["owner"]), unit("書店"), since_on=TODAY + ONE_DAY, by=SYSTEM
        )


def test_a_merger_moves_members_by_a_day_and_makes_nobody_a_head(app: Flask) -> None:
    old, new = UNIT_IDS["書店"], UNIT_IDS["教務部"]
    units.merge(unit("書店"), unit("教務部"), since_on=TODAY, by=viewer(BY).actor)
    assert unit("書店").closed_on == TODAY - ONE_DAY
    for key in ("employee", "other_head"):
        assert on(key, -1) == {old}
        assert on(key, 0) == {new}
    assert viewer("other_head").headed_unit_ids == frozenset()
    assert viewer("audit_manager").headed_unit_ids == {new}


def test_whoever_is_in_both_stays_as_they_are_in_the_other(app: Flask) -> None:
    staffing.enrol(people.person(IDS["employee"]), unit("教務部"), since_on=TODAY, by=SYSTEM)
    units.merge(unit("書店"), unit("教務部"), since_on=TODAY, by=viewer(BY).actor)
    mine = [row for row in people.memberships(IDS["employee"]) if row.until_on is None]
    assert [row.unit_id for row in mine] == [UNIT_IDS["教務部"]]


def test_what_cannot_end_is_refused_with_the_reason(app: Flask) -> None:
    by = viewer(BY).actor
    with pytest.raises(RuleBroken, match="merged_into_itself"):
        units.merge(unit("書店"), unit("書店"), since_on=TODAY, by=by)
    with pytest.raises(BadInput, match="past_end_needs_reason"):
        units.close(unit("書店"), until_on=TODAY - 9 * ONE_DAY, by=by)
    staffing.enrol(people.person(IDS["nobody"]), unit("書店"), since_on=TODAY + ONE_DAY, by=SYSTEM)
    with pytest.raises(BadInput, match="joined_after_the_end"):
        units.close(unit("書店"), until_on=TODAY, by=by)
    for name in ("本部", "教務部", "松本教室"):
        units.close(unit(name), until_on=TODAY - ONE_DAY, by=by)
    with pytest.raises(RuleBroken, match="last_unit"):
        units.close(unit("書店"), until_on=TODAY + ONE_DAY, by=by)


def test_the_same_unit_again_is_no_second_membership(app: Flask) -> None:
    who = people.person(IDS["employee"])
    for day in (TODAY, TODAY + ONE_DAY):
        with pytest.raises(RuleBroken, match="member_already"):
            staffing.enrol(who, unit("書店"), since_on=day, by=SYSTEM)
    assert len(people.memberships(who.id)) == 1


def test_a_member_becomes_head_and_is_in_the_unit_once(app: Flask) -> None:
    who = people.person(IDS["employee"])
    staffing.enrol(who, unit("書店"), since_on=TODAY, by=SYSTEM, is_head=True)
    before, now = people.memberships(who.id)
    assert (before.until_on, before.is_head) == (TODAY - ONE_DAY, False)
    assert (now.since_on, now.until_on, now.is_head) == (TODAY, None, True)
    staffing.enrol(who, unit("書店"), since_on=TODAY, by=SYSTEM)
    assert [row.is_head for row in people.memberships(who.id)] == [False, False]
