"""The profile: a company keeps the parts that this release knows."""

from pms_tracker.kernel.profile import Part, parts


def test_the_light_profile_has_no_parts_and_unknown_ones_are_left_out() -> None:
    assert parts([]) == frozenset()
    assert parts(["grades", "horoscope"]) == {Part.GRADES}
    assert parts([each.value for each in Part]) == frozenset(Part)
