"""Ground of the page tests: which of them are asked of both databases."""

import pytest

from tests.conftest import FULL, leave_out
from tests.passwords import digest_quickly

HERE = "tests/web/"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Pages that show what a use case did are looked at over SQLite alone (ADR 0053).

    Their use cases run on both databases in their own rooms, and `test_both_databases.py` presses
    everything there is on both. What a database may answer by itself is marked `both_databases`.
    """
    if FULL:
        return
    left = [
        item
        for item in items
        if item.nodeid.startswith(HERE)
        and item.get_closest_marker("postgres")
        and not item.get_closest_marker("both_databases")
    ]
    leave_out(left, items, config)


@pytest.fixture(autouse=True)
def quick_passwords(request: pytest.FixtureRequest) -> None:
    """Whoever signs in with a password need not wait; `test_setup.py` looks at a real digest."""
    if "served" in request.fixturenames:
        digest_quickly(request.getfixturevalue("served").app)
