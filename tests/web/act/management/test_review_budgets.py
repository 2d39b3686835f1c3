"""Saves of management reviews stay within their budget."""

import pytest

from tests.databases import Served
from tests.visitor import Visitor
from tests.web.act.management.review_pages import (
    DECISION,
    MINUTES,
    NEW,
    SIGN,
    called,
    decision,
    typed,
)
from tests.web.browsing import form
from tests.web.budgets import SAVE, STEP

pytestmark = pytest.mark.both_databases

# A review takes a number, a one-time key and the plan's duty; two are written to.
CONVENE = STEP + 2
# Handing in counts all figures and freezes them; a signature hands decisions on and writes to four.
# What reviews of the register of personal information came to is one figure more, and how units
# stand with what do asks of them four; trainings, whether reported on or under way, one; risks one.
SUBMIT, SIGN_THEM = STEP + 16, STEP + 8


def cost(visitor: Visitor, url: str, sent: dict[str, object]) -> int:
    with visitor.counting() as statements:
        assert visitor.post(url, **sent).status_code == 302, url
    return len(statements)


def spent(visitor: Visitor) -> dict[str, int]:
    """What one review costs from its invitation to the report of its decision."""
    visitor.as_("privacy_manager")
    found = {"convene": cost(visitor, NEW, called(planned_on="2026/11/24"))}
    found["save"] = cost(visitor, MINUTES, typed(visitor, "save"))
    found["submit"] = cost(visitor, MINUTES, typed(visitor))
    found["sign"] = cost(visitor, SIGN, decision(visitor, "representative"))
    sent: dict[str, object] = dict(form(visitor.as_("owner").get(DECISION), DECISION))
    found["report"] = cost(visitor, DECISION, {**sent, "result": "した。", "no_proof": "ない。"})
    return found


def test_every_save_of_a_review_stays_within_its_budget(served: Served, visitor: Visitor) -> None:
    found = spent(visitor)
    assert found["report"] <= STEP
    assert found["save"] <= SAVE
    assert found["convene"] <= CONVENE
    assert found["submit"] <= SUBMIT
    assert found["sign"] <= SIGN_THEM
