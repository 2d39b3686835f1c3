"""A field of a register that keeps the questions of a test: part of what is approved, frozen with
its edition, and written on pages of its own."""

from dataclasses import dataclass
from typing import ClassVar

from pms_tracker.do.rules.training import quiz_rules
from pms_tracker.registers.fields import Facts, Field, Value


@dataclass(frozen=True)
class Quiz(Field):
    """The questions of a test, in their order."""

    nothing: ClassVar[Value] = ()
    in_sheet: ClassVar[bool] = False
    is_json: ClassVar[bool] = True
    has_pages: ClassVar[bool] = True

    def packed(self, value: Value) -> Value:
        return [each.packed() for each in value]

    def unpacked(self, value: Value) -> Value:
        return quiz_rules.unpacked(value or ())

    def check(self, value: Value, facts: Facts) -> None:
        """Raises BadInput as `quiz_rules.check` does, RuleBroken for too many."""
        quiz_rules.check_number(value)
        for each in value:
            quiz_rules.check(each)
