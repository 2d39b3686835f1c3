"""Ground of the tests of act: which of them are asked of both databases."""

from pathlib import Path

import pytest

from tests.conftest import FULL, leave_out

HERE = Path(__file__).parent
# Each kind of record there is erased by statements of its own.
OF_THEIR_OWN = HERE / "erasures"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test of several persons, states or gaps is asked of PostgreSQL with the first of them: the
    statements are the same, what differs is what rules say of what they found (ADR 0053).

    What the database itself refuses is marked `both_databases`.
    """
    if FULL:
        return
    asked: set[tuple[Path, str]] = set()
    left = []
    for item in items:
        if not _may_be_left(item):
            continue
        test = item.path, item.name.partition("[")[0]
        if test in asked:
            left.append(item)
        asked.add(test)
    leave_out(left, items, config)


def _may_be_left(item: pytest.Item) -> bool:
    return (
        HERE in item.path.parents
        and OF_THEIR_OWN not in item.path.parents
        and item.get_closest_marker("postgres") is not None
        and not item.get_closest_marker("both_databases")
    )
