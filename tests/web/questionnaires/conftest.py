"""A contractor that was sent a questionnaire, and whoever there opened its link."""

import pytest

from tests.databases import Served
from tests.visitor import Visitor
from tests.web.questionnaires.asked import Outsider, contractor, link, send


@pytest.fixture
def asked(served: Served) -> Served:
    contractor(served)
    assert send(Visitor(served).as_("head")).status_code == 302
    return served


@pytest.fixture
def outsider(asked: Served) -> Outsider:
    made = Outsider(asked)
    assert made.comes(link(asked)).status_code == 200
    return made
