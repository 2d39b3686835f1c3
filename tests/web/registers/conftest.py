"""Ground of the tests of registers: what a register's entries name is there before they are."""

import pytest

from pms_tracker.registers import entry_fields
from tests.registers import samples
from tests.web.browsing import committing


@pytest.fixture(autouse=True)
def _named(request: pytest.FixtureRequest) -> None:
    if "register" not in request.fixturenames or "served" not in request.fixturenames:
        return
    register = request.getfixturevalue("register")
    if entry_fields.of(register):
        with committing(request.getfixturevalue("served")):
            samples.make_named(register)
