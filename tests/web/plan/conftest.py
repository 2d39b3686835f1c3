"""What tests of the plan's pages begin with."""

import pytest

from tests.databases import Served
from tests.plan.years import a_year
from tests.web.browsing import committing


@pytest.fixture
def approved(served: Served) -> Served:
    """The plan of the running year is approved."""
    with committing(served):
        a_year.approved()
    return served
