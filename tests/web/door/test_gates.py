"""Gates: how many are let through at once."""

from pms_tracker.web.door.gates import Gate


def test_the_gate_lets_so_many_through_of_each_and_of_all_within_its_time() -> None:
    gate = Gate(2, 3, 60)
    asked = [("a", 0), ("a", 1), ("a", 2), ("b", 3), ("b", 4), ("c", 59.9), ("a", 60), ("c", 61)]
    passed = [gate.passes(source, at) for source, at in asked]
    assert passed == [True, True, False, True, False, False, True, True]
