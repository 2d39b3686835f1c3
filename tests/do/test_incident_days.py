"""What is said of the days of an incident: from which they count, and what moved the last."""

from datetime import date

from tests.databases import Served
from tests.do.test_incidents import INCIDENTS, PLACE, entered
from tests.visitor import Visitor
from tests.web.browsing import committing, words


def test_a_report_says_what_moved_its_last_day_and_from_which_day_it_counts(
    served: Served, visitor: Visitor
) -> None:
    noticed, many_on = date(2026, 9, 30), date(2026, 10, 5)
    with committing(served):
        row = entered(known_on=noticed, affected=1_200, many_on=many_on)
        address = f"{PLACE}{INCIDENTS.name_of(row)}"
    page = words(visitor.as_("privacy_manager").get(address))
    # The day of Culture, a Tuesday.
    assert "30日目（1日目は10月5日(月)）、11月3日(火)が休日のため次の平日" in page
    assert "3〜5日目（1日目は10月5日(月)）" in page
    # The body counts its final report from the first day, which ends on an open one.
    assert "2026年10月29日(木)" in page
    assert "12月29日〜1月3日" in page
    visitor.post("/language", language="en")
    told = words(visitor.get(address))
    assert "Day 30 (day 1 is Mon 5 Oct); Tue 3 Nov is a closed day, so the next weekday" in told
