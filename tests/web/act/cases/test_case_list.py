"""The list of cases on both databases: what its address asks for, sorted, page by page."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from pms_tracker.act.cases import case_lists
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import PAGE, session
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, words

pytestmark = pytest.mark.both_databases

LIST = "/act/cases/"
ONLY_OPEN = "期限のある（終わっていない）ものだけを表示します"


@pytest.fixture
def three(served: Served) -> list[int]:
    """The ids of one late and submitted, one due within a week, one closed, in order of filing."""
    with committing(served):
        late = builders.case_in(CaseState.SUBMITTED)
        late.turn_due_on = TODAY - timedelta(days=2)
        late.opened_on = TODAY - timedelta(days=30)
        soon = builders.case(builders.audit(), 2)
        soon.turn_due_on = TODAY + timedelta(days=7)
        return [late.id, soon.id, builders.case_in(CaseState.CLOSED).id]


def shown(visitor: Visitor, query: str = "") -> list[int]:
    page = visitor.get(LIST + query)
    assert page.status_code == 200
    found = re.findall(r'<td class="ref"><a[^>]*>CA-2026-(\d+)</a>', words(page))
    return [int(number) for number in found]


def test_the_list_shows_what_its_address_asks_for(three: list[int], visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    clause = second_clause_of(visitor)
    for query, expected in (
        ("", [3, 2, 1]),
        ("?due=late", [1]),
        ("?due=soon", [2]),
        ("?due=later", []),
        ("?due=yesterday", [3, 2, 1]),
        ("?open=1", [2, 1]),
        ("?turn=mine", [1]),
        ("?turn=2", [3, 2, 1]),
        (f"?owner={IDS['owner']}", [3, 1]),
        (f"?owner={IDS['employee']}", [3, 2, 1]),
        (f"?unit={UNIT_IDS['松本教室']}&state=planning", [2]),
        (f"?requirement={clause}", [2]),
        ("?requirement=9999", [3, 2, 1]),
        ("?opened=..2026-11-01", [1]),
        ("?closed=2026-11-24..", [3]),
        ("?sort=due", [1, 2]),
        ("?sort=-due", [2, 1]),
        (f"?sort=due&after=2026-11-22~{three[0]}", [2]),
        ("?sort=opened", [1, 2, 3]),
        (f"?sort=-unit&after=4~{three[1]}", [1]),
        ("?sort=title&after=x", [3, 2, 1]),
    ):
        assert shown(visitor, query) == expected, query


def second_clause_of(visitor: Visitor) -> int:
    """The clause that the second case's finding is held against, as the list of findings has it."""
    page = words(visitor.get("/check/findings/"))
    (found,) = re.findall(r'<option value="(\d+)">1\(1\) ', page)
    return int(found)


@pytest.mark.usefixtures("three")
def test_an_order_by_due_day_says_that_ended_cases_are_left_out(visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    page = words(visitor.get(LIST + "?sort=due"))
    assert ONLY_OPEN in page
    assert '<span class="figure">2件</span>' in page
    assert ONLY_OPEN not in words(visitor.get(LIST + "?sort=-opened"))


@pytest.mark.usefixtures("three")
def test_owners_are_offered_only_where_one_sees_their_cases(visitor: Visitor) -> None:
    for key, offered in (("head", True), ("owner", True), ("other_head", False)):
        page = words(visitor.as_(key).get(LIST + "?open=1"))
        assert (">原 大地（松本教室）</option>" in page) is offered, key
        assert ">北原 美穂" not in page


def test_a_deep_page_costs_what_the_first_costs(served: Served, visitor: Visitor) -> None:
    with committing(served):
        within = builders.audit()
        for number in range(PAGE + 2):
            case = builders.case(within)
            case.turn_due_on = TODAY + timedelta(days=number // 7)
    visitor.as_("privacy_manager").get(LIST)
    for query in ("", "?sort=due", "?sort=-unit&open=1"):
        with visitor.counting() as first:
            page = words(visitor.get(LIST + query))
        (url,) = re.findall(r'rel="next" href="([^"]+)"', page)
        with visitor.counting() as deep:
            rest = shown(visitor, url.removeprefix(LIST))
        assert len(rest) == 2, query
        assert not set(rest) & set(shown(visitor, query)), query
        assert len(deep) == len(first), query
        assert "最初のページへ" in words(visitor.get(url))
    with served.app.test_request_context():
        top = viewer("privacy_manager")
        every = session.scalars(select(Case.id)).all()
        assert case_lists.CASES.count(top, case_lists.Filter()) == len(every) == PAGE + 2
        session.rollback()


def test_owners_are_offered_with_their_department(three: list[int], visitor: Visitor) -> None:
    assert len(three) == 3
    page = words(visitor.as_("privacy_manager").get(LIST))
    offered = re.search(rf'<option value="{IDS["owner"]}"[^>]*>([^<]*)</option>', page)
    assert offered is not None
    assert re.fullmatch(r"\S+ \S+（.+）", offered[1])
