"""The figures page shows what came from outside and what went wrong, where there is something."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.rules.incidents.incident_rules import Cause, Nature
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.registers import entries
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.do import test_contractors
from tests.do.test_complaints import entered as complaint
from tests.do.test_incidents import entered as incident, struck
from tests.do.test_person_requests import KNOWN, a_request, held
from tests.visitor import Visitor
from tests.web.browsing import committing, words

pytestmark = pytest.mark.both_databases

PLACE = "/act/figures/"
LONG_AGO = timedelta(days=40)
LINK = re.compile(r'<a class="figure-link" href="([^"]+)">([0-9]+)<')
BOARD = re.compile(r'<span class="end"><a href="([^"]+)">([0-9]+)件<')
TOTAL = re.compile(r'<span class="figure">([0-9]+)件</span>')
TITLES = (
    *("開示等の請求への回答", "苦情・相談の種類"),
    *("報告の理由別の事故", "原因別の事故・ヒヤリハット"),
)


def figures(page: str) -> Iterator[tuple[str, int]]:
    """Each figure of a page with the list that it leads to."""
    for url, amount in LINK.findall(page):
        yield unescape(url), int(amount)


def total(page: str) -> int:
    """How many a list says that it has."""
    (found,) = TOTAL.findall(page)
    return int(found)


@pytest.fixture
def came(served: Served) -> Served:
    with committing(served):
        a_request()
        complaint()
        incident(affected=3, sensitive=True, causes=(Cause.ATTACK, Cause.SETTINGS))
        incident(nature=Nature.NEAR_MISS, causes=(Cause.ATTACK,))
    return served


def test_each_chart_stands_with_its_table_for_who_sees_all(came: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("privacy_manager").get(PLACE))
    assert all(each in page for each in TITLES)
    # No contractor was evaluated.
    assert "委託先の評価の判定" not in page
    assert "不正アクセス・ウイルス" in page
    assert "盗難" not in page
    file = visitor.get(f"{PLACE}export.csv").text
    assert "原因別の事故・ヒヤリハット,不正アクセス・ウイルス,事故,1" in file
    assert "原因別の事故・ヒヤリハット,不正アクセス・ウイルス,ヒヤリハット,1" in file
    assert "開示等の請求への回答,開示等の請求,回答なし,1" in file


def test_nobody_else_is_told(came: Served, visitor: Visitor) -> None:
    assert not any(each in words(visitor.as_("head").get(PLACE)) for each in TITLES)


def test_what_is_kept_is_drawn_anew_for_others_and_once_it_changed(
    came: Served, visitor: Visitor
) -> None:
    """Who sees all, then somebody who sees few, in the same process; and as others change it."""

    def main(who: str) -> str:
        return words(visitor.as_(who).get(PLACE)).partition("<main")[2]

    first, seen = main("privacy_manager"), main("head")
    assert not any(each in seen for each in TITLES)
    assert main("privacy_manager") == first
    with committing(came):
        one = session.scalars(select(Incident).where(Incident.nature == Nature.INCIDENT)).one()
        one.causes = [Cause.THEFT.value]
    assert "盗難" not in first
    assert "盗難" in main("privacy_manager")
    assert main("head") == seen


def test_where_nothing_came_nothing_is_shown(served: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("privacy_manager").get(PLACE))
    assert not any(each in page for each in TITLES)


def test_incidents_are_listed_by_their_cause(came: Served, visitor: Visitor) -> None:
    place = "/do/incidents/?causes="
    visitor.as_("privacy_manager")
    found = {each: visitor.get(f"{place}{each}").text for each in ("attack", "settings", "theft")}
    assert [found[each].count("/do/incidents/IN-2026-") > 0 for each in found] == [
        *(True, True, False)
    ]
    assert "IN-2026-002" not in found["settings"]


def test_every_figure_of_causes_leads_to_its_list_and_the_sum_counts_each_once(
    came: Served, visitor: Visitor
) -> None:
    with committing(came):
        incident(nature=Nature.DRILL, causes=(Cause.ATTACK,))
        incident(affected=3)
    page = visitor.as_("privacy_manager").get(PLACE).text
    table = page.partition(">原因別の事故・ヒヤリハット</caption>")[2].partition("</table>")[0]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", each) for each in table.split("<tr>")[2:]]
    assert [[len(LINK.findall(cell)) for cell in row] for row in rows] == [
        *([1, 1, 1], [1, 1, 1], [1, 0, 1])
    ]
    told = [[int(re.sub("<[^>]*>", " ", cell).split()[0]) for cell in row] for row in rows]
    assert told == [[1, 1, 2], [1, 1, 2], [1, 0, 1]]
    for url, amount in figures(table):
        assert total(visitor.get(url).text) == amount, url


def test_each_figure_is_the_total_of_the_list_it_leads_to(came: Served, visitor: Visitor) -> None:
    with committing(came):
        held()
        for after in (14, 15):
            row = a_request(**{**KNOWN, "arrived_on": TODAY - LONG_AGO, "identified_on": TODAY})
            row.sent_on = row.arrived_on + timedelta(days=after)
        entries.retire(COMPLAINTS, complaint(), reason="誤記", by=viewer("privacy_manager"))
        incident(nature=Nature.DRILL, causes=(Cause.ATTACK,))
        struck(incident(affected=3, causes=(Cause.ATTACK,)), "重複")
        test_contractors.candidate()
        test_contractors.evaluation()
        test_contractors.evaluated()
    visitor.as_("privacy_manager")
    for period in ("", "?period=2026", "?period=2025"):
        told = dict(figures(visitor.get(f"{PLACE}{period}").text))
        listed = {url: total(visitor.get(url).text) for url in told}
        assert listed == told
        if period != "?period=2025":
            assert len(told) > 10
    # So does the board of operation, for the year.
    for url, amount in BOARD.findall(visitor.get("/do/carried-out/").text):
        assert total(visitor.get(unescape(url)).text) == int(amount)
