"""The company's working days: two independent lists of Japan's holidays agree."""

from datetime import date, timedelta

import holidays
import pytest
from flask import Flask

from pms_tracker.database import session
from pms_tracker.people.firm import company
from pms_tracker.people.firm.company import Closing
from pms_tracker.people.firm.working_days import business_calendar, is_national_holiday
from tests.cast import viewer
from tests.databases import Served
from tests.visitor import Visitor


@pytest.mark.parametrize("year", range(2019, 2036))
def test_our_holidays_agree_with_another_list(year: int) -> None:
    other = holidays.country_holidays("JP", years=year)
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    assert [day for day in days if is_national_holiday(day)] == [
        day for day in days if day in other
    ]


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2026, 9, 22), True),  # 国民の休日, between two holidays
        (date(2026, 5, 6), True),  # 振替休日
        (date(2026, 11, 23), True),
        (date(2026, 11, 24), False),
        (date(2026, 12, 28), False),
        (date(2026, 12, 29), True),
        (date(2027, 1, 3), True),
        (date(2027, 1, 4), False),
    ],
)
def test_the_company_closes_on_holidays_and_around_new_year(
    app: Flask, day: date, closed: bool
) -> None:
    assert business_calendar().is_closed(day) is closed


def test_days_of_the_companys_own_stand_beside_the_rule_of_new_year(app: Flask) -> None:
    by = viewer("administrator").actor
    summer = company.add_holiday(Closing("夏季休業", date(2026, 8, 13), yearly=True), by=by)
    company.add_holiday(Closing("創立記念日", date(2026, 12, 4)), by=by)
    found = business_calendar()
    closed = (date(2026, 8, 13), date(2027, 8, 13), date(2026, 12, 4), date(2026, 12, 29))
    assert [found.is_closed(day) for day in closed] == [True, True, True, True]
    opened = (date(2026, 12, 28), date(2028, 12, 4), date(2026, 8, 12))
    assert [found.is_closed(day) for day in opened] == [False, False, False]
    company.remove_holiday(summer.id, by=by)
    assert not business_calendar().is_closed(date(2027, 8, 13))


def test_the_companys_days_are_read_once_per_transaction(served: Served) -> None:
    visitor = Visitor(served)
    with served.app.test_request_context(), visitor.counting() as statements:
        for _ in range(3):
            business_calendar()
        session.rollback()
    assert len(statements) == 1
