"""Ground of the tests of registers: what a register's entries name is there before they are, and
which registers are asked for what one mechanism answers."""

import pytest

from pms_tracker.registers import entry_fields
from tests.conftest import FULL, leave_out
from tests.registers import samples
from tests.registers.telling import telling
from tests.web.browsing import committing

HERE = "tests/web/registers/"


def is_of_the_mechanism(item: pytest.Item) -> bool:
    """Whether every register that declares the same answers it alike: whatever PostgreSQL is asked
    (ADR 0053; `test_both_databases.py` asks each page there), and what is marked so."""
    return any(item.get_closest_marker(name) for name in ("postgres", "of_the_mechanism"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """One mechanism serves all registers: of it those are asked that use all of it."""
    if FULL:
        return
    asked = telling()
    left = [
        item
        for item in items
        if item.nodeid.startswith(HERE)
        and is_of_the_mechanism(item)
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
