"""Pages about risks beside their register: those that are proposed, and the map."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.risk_rules import Degree
from pms_tracker.do.tables.risk_tables import Risk
from pms_tracker.registers import entries
from tests import papers
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.do.test_ledger import STUDENTS
from tests.do.test_risks import PLAN, a_risk, in_force
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

ROW = "/do/ledger/PI-2026-001"
CANDIDATES, MAP = f"{ROW}/risks", "/do/risks/map/"
MOST = 8


def a_row(served: Served) -> None:
    with committing(served):
        entries.enter(LEDGER, STUDENTS, by=viewer("head"))


def scenarios(served: Served) -> list[str]:
    with reading(served):
        return list(session.scalars(select(Risk.scenario).order_by(Risk.id)))


@pytest.mark.both_databases
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


@pytest.mark.both_databases
def test_what_is_another_units_is_not_proposed_for(served: Served, visitor: Visitor) -> None:
    a_row(served)
    assert visitor.as_("other_head").get(CANDIDATES).status_code == 404
    assert visitor.post(CANDIDATES, chosen="fire").status_code == 404


def places(page: str) -> list[tuple[str, int]]:
    """Where the map leads, with how many it says stand there."""
    found = re.findall(r'<td class="\w+"><a href="([^"]+)"><span aria-hidden="true">(\d+)', page)
    return [(url.replace("&amp;", "&"), int(count)) for url, count in found]


@pytest.mark.both_databases
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


@pytest.mark.both_databases
def test_what_the_pages_cost(served: Served, visitor: Visitor) -> None:
    with committing(served):
        for number in range(3):
            in_force(scenario=f"その{number}", review_on=TODAY)
    visitor.as_("privacy_manager")
    for place in (MAP, CANDIDATES):
        with visitor.counting() as statements:
            assert visitor.get(place).status_code == 200
        assert len(statements) <= MOST, place


def test_the_risk_analysis_is_printed_whole_on_a3_and_without_some_columns_on_a4(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        in_force(**PLAN)
    page = words(visitor.as_("privacy_manager").get("/do/risks/"))
    assert 'href="/do/risks/list.pdf?size=a4"' in page
    whole, small = (
        papers.flat(papers.told(visitor.get(f"/do/risks/list.pdf{size}").get_data(), tmp_path))
        for size in ("", "?size=a4")
    )
    for paper in (whole, small):
        assert "リスク分析表" in paper
        assert f"PI-2026-001{papers.flat(str(STUDENTS['name']))}" in paper
        assert papers.flat(str(PLAN["measure"])) in paper
    assert "次の見直し日" in whole
    assert "次の見直し日" not in small


@pytest.mark.both_databases
def test_the_paper_names_no_entry_that_its_reader_may_not_know_of(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        row = in_force(**PLAN)
        hidden = entries.enter(LEDGER, {**STUDENTS, "unit_id": UNIT_IDS["書店"]}, by=None)
        name = LEDGER.name_of(hidden)
        row.rows = [*row.rows, name]
    paper = papers.flat(
        papers.told(visitor.as_("head").get("/do/risks/list.pdf").get_data(), tmp_path)
    )
    assert name not in paper
    assert "（閲覧できない記録）" in paper


def test_the_form_says_what_is_needed_to_submit_and_when(visitor: Visitor) -> None:
    page = visitor.as_("head").get("/do/risks/new").text
    label = re.compile(r'<span class="label-text">([^<]+)</span> <span class="m[^"]+">([^<]+)<')
    needs = dict(label.findall(page))
    assert needs["リスクの内容"] == "必須"
    assert needs["起こりやすさ"] == needs["次の見直し日"] == "提出までに必要"
    assert needs["現在の対策"] == "任意"
    assert needs["対策後の起こりやすさ"] == "任意 · 追加対策があるとき提出までに必要"
    assert needs["期限"] == "任意 · 実施済でない追加対策があるとき提出までに必要"
