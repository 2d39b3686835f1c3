"""A few registers that have among them whatever any register has: one mechanism serves all of them,
and what it answers alike is asked of these few (ADR 0053)."""

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.registers.register import Register


def declared(row: Any) -> Iterator[tuple[str, bool]]:
    """What a register or a field may say, and whether this one does: a test has a way for each."""
    return ((each.name, bool(getattr(row, each.name))) for each in fields(row))


def traits(register: Register) -> set[object]:
    """What of a register makes a statement of its own: its kinds of fields, what these say, and
    all that it says or leaves unsaid itself."""
    kinds = {type(each) for each in register.fields}
    said = {name for each in register.fields for name, is_so in declared(each) if is_so}
    return {*kinds, *said, *declared(register)}


@cache
def telling() -> list[Register]:
    left = set().union(*map(traits, REGISTERS))
    found = []
    while left:
        found.append(max(REGISTERS, key=lambda each: len(traits(each) & left)))
        left -= traits(found[-1])
    return found
