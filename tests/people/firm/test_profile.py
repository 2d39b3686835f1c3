"""The company's profile on both databases: light at first, switched part by part, and noted."""

from flask import Flask

from pms_tracker.kernel.profile import Part
from pms_tracker.people.firm import company_profile, people
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM


def test_a_company_is_light_until_it_takes_on_parts(app: Flask) -> None:
    assert company_profile.parts() == frozenset()
    company_profile.switch({Part.DISPUTE}, by=SYSTEM)
    assert company_profile.parts() == {Part.DISPUTE}
    company_profile.switch(frozenset(Part), by=SYSTEM)
    assert people.the_company().full_parts == [each.value for each in Part]
    company_profile.switch((), by=SYSTEM)
    assert company_profile.parts() == frozenset()


def test_each_part_that_changes_is_noted_and_nothing_else(app: Flask) -> None:
    company_profile.switch({Part.GRADES}, by=SYSTEM)
    company_profile.switch({Part.GRADES}, by=SYSTEM)
    company_profile.switch({Part.DISPUTE}, by=SYSTEM)
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
