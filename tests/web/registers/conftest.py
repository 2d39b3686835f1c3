"""Ground of the tests of registers: what a register's entries name is there before they are, and
which registers are asked of both databases."""

from dataclasses import fields
from pathlib import Path

import pytest

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.registers import entry_fields
from pms_tracker.registers.register import Register
from tests.conftest import FULL, leave_out
from tests.registers import samples
from tests.web.browsing import committing

HERE = Path(__file__).parent


def traits(register: Register) -> set[str]:
    """What of a register makes a statement of its own: its kinds of fields, and all it declares."""
    kinds = {type(each).__name__ for each in register.fields}
    return kinds | {each.name for each in fields(register) if getattr(register, each.name)}


def telling() -> list[Register]:
    """A few registers that have among them whatever any register has."""
    left = set().union(*map(traits, REGISTERS))
    found = []
    while left:
        found.append(max(REGISTERS, key=lambda each: len(traits(each) & left)))
        left -= traits(found[-1])
    return found


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """One mechanism serves all registers: on PostgreSQL those are asked that use all of it
    (ADR 0053). `test_both_databases.py` asks each page of each of them there."""
    if FULL:
        return
    asked = telling()
    left = [
        item
        for item in items
        if HERE in item.path.parents
        and item.get_closest_marker("postgres")
        and isinstance(item, pytest.Function)
        and getattr(item, "callspec", None)
        and item.callspec.params.get("register", asked[0]) not in asked
    ]
    leave_out(left, items, config)


@pytest.fixture(autouse=True)
def _named(request: pytest.FixtureRequest) -> None:
    if "register" not in request.fixturenames or "served" not in request.fixturenames:
        return
    register = request.getfixturevalue("register")
    if entry_fields.of(register):
        with committing(request.getfixturevalue("served")):
            samples.make_named(register)
