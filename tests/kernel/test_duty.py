"""A duty is a value: the same step is the same duty, whoever derives it."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from pms_tracker.kernel.duty import Duty


def test_the_same_step_derived_twice_is_one_duty() -> None:
    first = Duty("do_case", "CA-2026-001", 7, date(2026, 12, 8))
    again = Duty("do_case", "CA-2026-001", 7, date(2026, 12, 8))
    assert {first, again} == {first}
    assert not first.legal


def test_a_duty_cannot_be_moved_after_it_was_derived() -> None:
    duty = Duty("do_case", "CA-2026-001", 7, date(2026, 12, 8))
    with pytest.raises(FrozenInstanceError):
        duty.due_on = date(2027, 1, 1)  # type: ignore[misc]
