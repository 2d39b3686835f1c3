"""Pages about risks beside their register: those that are proposed for an entry."""

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.tables.risk_tables import Risk
from pms_tracker.registers import entries
from tests.cast import viewer
from tests.databases import Served
from tests.do.test_ledger import STUDENTS
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

ROW = "/do/ledger/PI-2026-001"
CANDIDATES = f"{ROW}/risks"
MOST = 8
pytestmark = pytest.mark.both_databases


def a_row(served: Served) -> None:
    with committing(served):
        entries.enter(LEDGER, STUDENTS, by=viewer("head"))


def scenarios(served: Served) -> list[str]:
    with reading(served):
        return list(session.scalars(select(Risk.scenario).order_by(Risk.id)))


def test_the_chosen_are_drafted_in_one_press_and_proposed_no_more(
    served: Served, visitor: Visitor
) -> None:
    a_row(served)
    assert CANDIDATES in words(visitor.as_("head").get(ROW))
    page = visitor.get(CANDIDATES)
    assert "checked" not in words(page)
    sent = {**form(page, CANDIDATES), "chosen": ["fire", "bag_left"]}
    drafted = visitor.post(CANDIDATES, **sent)
    assert (drafted.status_code, drafted.location) == (302, ROW)
    assert len(scenarios(served)) == 2
    record = words(visitor.get(ROW))
    assert all(f"/do/risks/RK-2026-00{number}" in record for number in (1, 2))
    again = words(visitor.get(CANDIDATES))
    assert not any(each in again for each in scenarios(served))


def test_nothing_ticked_is_said_on_its_own_page(served: Served, visitor: Visitor) -> None:
    a_row(served)
    refused = visitor.as_("head").post(CANDIDATES, **form(visitor.get(CANDIDATES), CANDIDATES))
    assert refused.status_code == 409
    assert "1件以上選んでください" in words(refused)
    assert scenarios(served) == []


def test_what_is_another_units_is_not_proposed_for(served: Served, visitor: Visitor) -> None:
    a_row(served)
    assert visitor.as_("other_head").get(CANDIDATES).status_code == 404
    assert visitor.post(CANDIDATES, chosen="fire").status_code == 404


def test_what_the_page_costs(served: Served, visitor: Visitor) -> None:
    a_row(served)
    visitor.as_("privacy_manager")
    with visitor.counting() as statements:
        assert visitor.get(CANDIDATES).status_code == 200
    assert len(statements) <= MOST
