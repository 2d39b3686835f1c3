"""How old a case is and how long it is in its step, on its page: a new due day hides neither."""

import csv
import io
import re
from datetime import timedelta

from pms_tracker.act.rules.case_rules import CaseState
from tests import builders
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing


def test_the_record_says_how_long_a_case_is_open_and_in_its_step(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        case = builders.case_in(CaseState.PLANNING)
        case.opened_on -= timedelta(days=12)
        address = f"/act/cases/{case.reference}"
    visitor.as_("privacy_manager")
    text = visitor.get(address).text
    assert "2026年11月12日(木)（12日前）" in text
    assert "現在の段階</dt> <dd>2026年11月24日(火)から" in text


def test_the_list_shows_the_age_of_what_is_open_and_sorts_by_it(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        ages = [3, 30, 12]
        for position, age in enumerate(ages, start=1):
            builders.case(builders.audit(), position).opened_on -= timedelta(days=age)
        builders.case_in(CaseState.CLOSED)
    visitor.as_("privacy_manager")
    head = '<th scope="col" class="number"><a href="/act/cases/?sort=opened">経過日数'
    assert head in visitor.get("/act/cases/").text
    oldest_first = visitor.get("/act/cases/?sort=opened").text
    assert 'aria-sort="descending"><a href="/act/cases/?sort=-opened">経過日数' in oldest_first
    cells = re.findall(r'(?:data-label="経過日数">(\d+)|<td>)</td></tr>', oldest_first)
    assert cells == ["30", "12", "3", ""]
    lines = visitor.get("/act/cases/export.csv?sort=opened&headings=keys").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(lines)))
    assert [row["days_open"] for row in rows] == cells
    assert [bool(row["closed_on"]) for row in rows] == [False, False, False, True]


def test_a_closed_case_is_in_no_step(served: Served, visitor: Visitor) -> None:
    with committing(served):
        address = f"/act/cases/{builders.case_in(CaseState.CLOSED).reference}"
    visitor.as_("privacy_manager")
    assert "現在の段階" not in visitor.get(address).text
