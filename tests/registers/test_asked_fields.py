"""What is asked for before an entry is handed in says so where it is typed, in every register."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.registers.fields import Choice
from pms_tracker.registers.register import Register
from tests.registers import samples


def said(register: Register) -> Iterator[dict[str, Any]]:
    """What an entry may say: a sample, with each choice of each field, or one of them empty."""
    whole = samples.values_of(register)
    yield whole
    for each in register.cells:
        members = each.members if isinstance(each, Choice) else ()
        yield from ({**whole, each.name: value} for value in (*members, each.nothing))


@pytest.mark.parametrize(
    "register", [each for each in REGISTERS if each.approvers], ids=lambda each: each.key
)
def test_a_field_says_when_it_is_needed(app: Flask, register: Register) -> None:
    asked = {name for values in said(register) for name in register.asks(values)}
    fields = [register.field(name) for name in asked]
    assert [each.name for each in fields if not each.asked and not each.aside] == []
