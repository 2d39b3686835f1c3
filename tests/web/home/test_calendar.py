"""The calendar's page: the month by day, the year by month, what is shown to whom."""

import re
from datetime import date, timedelta

import pytest

from pms_tracker.people.firm import people
from pms_tracker.web.words.holidays import NAMES, name_of
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, words

CELL = re.compile(r'<td class="([^"]*)">\s*<p class="cell-day"><b>(\d+)</b>(.*?)</td>', re.DOTALL)


def cells(page: str) -> dict[int, tuple[set[str], str]]:
    """The month's days: their classes and what is in them."""
    return {int(day): (set(marks.split()), body) for marks, day, body in CELL.findall(page)}


@pytest.fixture
def lived(served: Served) -> Served:
    with committing(served):
        builders.audit(planned_on=TODAY - timedelta(days=3))
        builders.audit(planned_on=date(2027, 1, 31))
        builders.audit(unit_id=UNIT_IDS["書店"], team_ids=[IDS["second_auditor"]])
    return served


def test_the_month_shows_each_duty_on_its_day_late_ones_too(
    lived: Served, visitor: Visitor
) -> None:
    page = words(visitor.as_("auditor").get("/calendar/"))
    days = cells(page)
    assert sorted(days) == list(range(1, 31))
    assert page.count('class="beyond"') == 12
    for said in ("/check/audits/AU-2026-001", "監査の実施", "3日超過"):
        assert said in days[21][1]
    assert {day for day, (_marks, body) in days.items() if "href" in body} == {21}
    assert {day for day, (marks, _body) in days.items() if "today" in marks} == {24}


def test_holidays_are_named_and_closed_days_marked(served: Served, visitor: Visitor) -> None:
    visitor.as_("employee")
    november = cells(words(visitor.get("/calendar/?month=2026-11")))
    assert "勤労感謝の日" in november[23][1]
    assert {day for day, (marks, _body) in november.items() if "rests" in marks} == {
        *(1, 7, 8, 14, 15, 21, 22, 28, 29), 3, 23,
    }  # fmt: skip
    september = cells(words(visitor.get("/calendar/?month=2026-09")))
    assert "国民の休日" in september[22][1]
    december = cells(words(visitor.get("/calendar/?month=2026-12")))
    assert "休業日" in december[30][1]
    assert "休業日" not in december[28][1]
    english = visitor.as_("administrator").get("/calendar/?month=2026-05", "en")
    assert english.status_code == 200


def test_one_sees_ones_own_first_and_all_one_may_see_when_asked(
    lived: Served, visitor: Visitor
) -> None:
    assert "AU-2026-003" not in words(visitor.as_("auditor").get("/calendar/"))
    assert "AU-2026-003" not in words(visitor.get("/calendar/?whose=all"))
    page = words(visitor.as_("representative").get("/calendar/?whose=all"))
    assert "AU-2026-001" in page
    assert "AU-2026-003" in page
    assert "AU-2026-001" not in words(visitor.get("/calendar/"))


def test_a_month_without_anything_says_so(lived: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("auditor").get("/calendar/?month=2026-05"))
    assert "2026年5月に期限が来るものは、ありません。" in page
    assert "whose=all" in page
    everybodys = words(visitor.get("/calendar/?month=2026-05&whose=all"))
    assert "方針の見直しの期日が決まると、ここに並びます。" in everybodys


def test_the_year_lists_twelve_months_of_the_fiscal_year(lived: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("auditor").get("/calendar/?year=2026"))
    names = re.findall(r"month=(\d{4}-\d{2})&whose=mine\">\d{4}年", page)
    assert (names[0], names[-1], len(names)) == ("2026-04", "2027-03", 12)
    assert "2027年1月31日(日)" in page
    assert "申込書の取扱い" in page
    assert "2025年度に期限が来るものは、まだありません。" in words(
        visitor.get("/calendar/?year=2025")
    )


def test_months_lead_to_their_neighbours_across_the_year(served: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("head").get("/calendar/?month=2027-01&whose=all"))
    assert 'rel="prev" href="/calendar/?month=2026-12&whose=all"' in page
    assert 'rel="next" href="/calendar/?month=2027-02&whose=all"' in page
    year = words(visitor.get("/calendar/?year=2026"))
    assert 'rel="prev" href="/calendar/?year=2025&whose=mine"' in year


@pytest.mark.parametrize(
    "query",
    ["month=2026-13", "month=x", "month=99999-01", "month=1868-01", "month=2037-01", "month="],
)
def test_a_month_out_of_reach_is_this_month(served: Served, visitor: Visitor, query: str) -> None:
    page = words(visitor.as_("head").get(f"/calendar/?{query}"))
    assert '<b aria-current="true">2026年11月</b>' in page


@pytest.mark.parametrize("year", ["x", "", "2037", "2015", "99999999999"])
def test_a_year_out_of_reach_is_this_year(served: Served, visitor: Visitor, year: str) -> None:
    page = words(visitor.as_("head").get(f"/calendar/?year={year}"))
    assert '<b aria-current="true">2026年度</b>' in page


def test_months_are_named_by_era_where_the_company_wishes(served: Served, visitor: Visitor) -> None:
    with committing(served):
        people.the_company().era_dates = True
    assert "令和8年11月" in words(visitor.as_("head").get("/calendar/"))


def test_every_holiday_has_a_name_here(served: Served) -> None:
    first = date(2019, 1, 1)
    with served.app.test_request_context():
        named = {name_of(first + timedelta(days=number)) for number in range(17 * 365 + 4)}
    assert named - {""} == {*NAMES, "振替休日"}


@pytest.mark.parametrize("asked", ["month=2026-11", "year=2026"])
def test_a_deputy_sees_for_whom_a_duty_of_the_role_is(
    served: Served, visitor: Visitor, asked: str
) -> None:
    address = f"/calendar/?{asked}"
    with committing(served):
        builders.policy().next_review_on = TODAY + timedelta(days=2)
        builders.absent("privacy_manager", "other_head")
    page = words(visitor.as_("other_head").get(address))
    assert "POL-001" in page
    assert "藤森 奈緒さんの代理" in page
    assert "さんの代理" not in words(visitor.as_("privacy_manager").get(address))
    assert "POL-001" not in words(visitor.as_("head").get(address))
