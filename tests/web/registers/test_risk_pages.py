"""Pages about risks beside their register: those that are proposed, and the map."""

import re

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.risk_rules import Degree
from pms_tracker.do.tables.risk_tables import Risk
from pms_tracker.registers import entries
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.do.test_ledger import STUDENTS
from tests.do.test_risks import PLAN, a_risk, in_force
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

ROW = "/do/ledger/PI-2026-001"
CANDIDATES, MAP = f"{ROW}/risks", "/do/risks/map/"
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


def places(page: str) -> list[tuple[str, int]]:
    """Where the map leads, with how many it says stand there."""
    found = re.findall(r'<td class="\w+"><a href="([^"]+)"><span aria-hidden="true">(\d+)', page)
    return [(url.replace("&amp;", "&"), int(count)) for url, count in found]


def test_the_map_counts_what_is_in_force_and_leads_to_it(served: Served, visitor: Visitor) -> None:
    with committing(served):
        in_force(**PLAN)
        in_force(scenario="同じ評価のもう1件")
        in_force(scenario="小さいもの", likelihood=Degree.LOW, impact=Degree.LOW)
        a_risk(scenario="下書き")
    found = places(words(visitor.as_("head").get(MAP)))
    assert sorted(count for _url, count in found) == [1, 1, 2]
    for url, count in found:
        listed = words(visitor.get(url))
        assert len(set(re.findall(r"RK-2026-\d{3}", listed))) == count, url
        assert "条件を外す" in listed
    assert places(words(visitor.as_("other_head").get(MAP))) == []


def test_the_map_names_what_is_to_be_assessed_again(served: Served, visitor: Visitor) -> None:
    with committing(served):
        in_force(review_on=TODAY)
    assert "RK-2026-001" in words(visitor.as_("privacy_manager").get(MAP))
    assert "RK-2026-001" not in words(visitor.as_("other_head").get(MAP))


def test_what_the_pages_cost(served: Served, visitor: Visitor) -> None:
    with committing(served):
        for number in range(3):
            in_force(scenario=f"その{number}", review_on=TODAY)
    visitor.as_("privacy_manager")
    for place in (MAP, CANDIDATES):
        with visitor.counting() as statements:
            assert visitor.get(place).status_code == 200
        assert len(statements) <= MOST, place
