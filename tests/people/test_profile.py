"""The company's profile on both databases: light at first, switched part by part, and noted."""

from flask import Flask

from pms_tracker.kernel.profile import Part
from pms_tracker.people import people, profile
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM


def test_a_company_is_light_until_it_takes_on_parts(app: Flask) -> None:
    assert profile.parts() == frozenset()
    profile.switch({Part.DISPUTE}, by=SYSTEM)
    assert profile.parts() == {Part.DISPUTE}
    profile.switch(frozenset(Part), by=SYSTEM)
    assert people.the_company().full_parts == [each.value for each in Part]
    profile.switch((), by=SYSTEM)
    assert profile.parts() == frozenset()


def test_each_part_that_changes_is_noted_and_nothing_else(app: Flask) -> None:
    profile.switch({Part.GRADES}, by=SYSTEM)
    profile.switch({Part.GRADES}, by=SYSTEM)
    profile.switch({Part.DISPUTE}, by=SYSTEM)
    trail.write_pending()
    told = [
        [(each.field, each.before, each.after) for each in entry.values]
        for entry in trail.history("company")
        if entry.move == "profile_switched"
    ]
    assert told == [
        [("part_grades", "True", "False"), ("part_dispute", "False", "True")],
        [("part_grades", "False", "True")],
    ]
