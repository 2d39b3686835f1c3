"""The company's settings and closed days: changed, noted with before and after, numbers kept."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken, Stale
from pms_tracker.people.firm import company, people, working_days
from pms_tracker.people.firm.company import Closing, Settings
from pms_tracker.people.tables.people_tables import Company
from pms_tracker.trail import trail
from tests import builders
from tests.cast import TODAY, viewer


def test_a_change_is_noted_with_before_and_after(app: Flask) -> None:
    by = viewer("administrator").actor
    company.change(Settings("みなと書房株式会社", 10, era_dates=True, digest_hour=7), seen=1, by=by)
    found = people.the_company()
    assert (found.name, found.fiscal_start_month, found.era_dates) == (
        "みなと書房株式会社",
        10,
        True,
    )
    trail.write_pending()
    entry = trail.history("company")[0]
    assert (entry.move, entry.actor_name) == ("company_changed", "赤羽 学")
    assert {each.field: (each.before, each.after) for each in entry.values} == {
        "name": ("みなと学習舎株式会社", "みなと書房株式会社"),
        "fiscal_start_month": ("4", "10"),
        "era_dates": ("False", "True"),
    }


def test_of_two_who_change_the_company_the_later_one_is_told(app: Flask) -> None:
    by = viewer("administrator").actor
    company.change(Settings("甲株式会社", 4, era_dates=False, digest_hour=7), seen=1, by=by)
    with pytest.raises(Stale, match="changed_meanwhile"):
        company.change(Settings("乙株式会社", 4, era_dates=False, digest_hour=7), seen=1, by=by)
    assert people.the_company().name == "甲株式会社"


def test_saving_what_is_there_notes_nothing(app: Flask) -> None:
    company.change(
        Settings("みなと学習舎株式会社", 4, era_dates=False, digest_hour=7),
        seen=1,
        by=viewer("administrator").actor,
    )
    trail.write_pending()
    assert [entry.move for entry in trail.history("company")] == ["founded"]


def test_a_new_start_month_counts_from_the_next_record_on(app: Flask) -> None:
    assert not company.has_numbered_records()
    first = builders.audit()
    assert (first.reference, company.has_numbered_records()) == ("AU-2026-001", True)
    company.change(
        Settings("みなと学習舎株式会社", 12, era_dates=False, digest_hour=7),
        seen=1,
        by=viewer("administrator").actor,
    )
    assert people.fiscal_year_of(TODAY) == 2025
    assert (first.reference, builders.audit().reference) == ("AU-2026-001", "AU-2025-001")


def test_a_new_start_day_counts_from_the_next_record_on(app: Flask) -> None:
    by, same = viewer("administrator").actor, ("みなと学習舎株式会社", 11)
    wanted = Settings(*same, era_dates=False, digest_hour=7, fiscal_start_day=TODAY.day + 1)
    company.change(wanted, seen=1, by=by)
    assert people.fiscal_year_of(TODAY) == 2025
    assert people.fiscal_year_of(TODAY + timedelta(days=1)) == 2026
    none = Settings(*same, era_dates=False, digest_hour=7, fiscal_start_day=31)
    with pytest.raises(BadInput, match="fiscal_start_not_yearly"):
        company.change(none, seen=2, by=by)


def test_a_closed_day_is_entered_and_removed_on_the_trail(app: Flask) -> None:
    by = viewer("administrator").actor
    made = company.add_holiday(Closing("夏季休業", date(2026, 8, 13), yearly=True), by=by)
    once = company.add_holiday(Closing("創立記念日", date(2026, 12, 4)), by=by)
    assert [each.name for each in working_days.company_holidays()] == [
        *("夏季休業", "年末年始休業"),
        "創立記念日",
    ]
    company.remove_holiday(made.id, by=by)
    assert [each.id for each in working_days.company_holidays()][1:] == [once.id]
    trail.write_pending()
    told = [
        (entry.move, {each.field: (each.before, each.after) for each in entry.values})
        for entry in trail.history("company")[:3]
    ]
    assert told == [
        ("holiday_removed", {"holiday": ("夏季休業", None), "yearly": ("8/13", None)}),
        ("holiday_added", {"holiday": (None, "創立記念日"), "once_on": (None, "2026-12-04")}),
        ("holiday_added", {"holiday": (None, "夏季休業"), "yearly": (None, "8/13")}),
    ]


def test_a_day_is_entered_once_and_removed_once(app: Flask) -> None:
    by = viewer("administrator").actor
    made = company.add_holiday(Closing("夏季休業", date(2026, 8, 13), yearly=True), by=by)
    with pytest.raises(RuleBroken, match="holiday_entered_already"):
        company.add_holiday(Closing("お盆", date(2027, 8, 13), yearly=True), by=by)
    company.add_holiday(Closing("お盆", date(2027, 8, 13)), by=by)
    company.remove_holiday(made.id, by=by)
    with pytest.raises(NotFound, match="no_such_holiday"):
        company.remove_holiday(made.id, by=by)


def test_so_many_closed_days_leave_a_year_open_days(app: Flask) -> None:
    by = viewer("administrator").actor
    # Beside those of the rule around New Year.
    for number in range(company.MOST_HOLIDAYS - 6):
        day = TODAY + timedelta(days=number)
        company.add_holiday(Closing("休業", day), by=by)
    assert working_days.business_calendar().next_open(TODAY) == date(2027, 2, 26)
    with pytest.raises(RuleBroken, match="too_many_holidays"):
        company.add_holiday(Closing("休業", date(2028, 2, 29), yearly=True), by=by)


def test_a_rule_is_changed_and_removed_on_the_trail(app: Flask) -> None:
    by = viewer("administrator").actor
    rule = working_days.company_holidays()[0]
    longer = Closing("冬季休業", date(2026, 12, 28), date(2027, 1, 5), yearly=True)
    company.change_holiday(rule.id, longer, by=by)
    company.change_holiday(rule.id, longer, by=by)
    found = working_days.business_calendar()
    closed = [date(2026, 12, 28), date(2029, 1, 5), date(2026, 12, 25), date(2027, 1, 6)]
    assert [found.is_closed(day) for day in closed] == [True, True, False, False]
    company.remove_holiday(rule.id, by=by)
    assert not working_days.business_calendar().is_closed(date(2026, 12, 29))
    trail.write_pending()
    told = [
        (entry.move, {each.field: (each.before, each.after) for each in entry.values})
        for entry in trail.history("company")[:2]
    ]
    assert told == [
        ("holiday_removed", {"holiday": ("冬季休業", None), "yearly": ("12/28–1/5", None)}),
        (
            "holiday_changed",
            {"holiday": ("年末年始休業", "冬季休業"), "yearly": ("12/29–1/3", "12/28–1/5")},
        ),
    ]


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        (Closing("夏季休業", date(2026, 8, 12), date(2026, 8, 14)), "single_days_one_by_one"),
        (Closing("長い休み", date(2026, 7, 1), date(2026, 8, 1), yearly=True), "closing_too_long"),
        # From the second of January round to the first.
        (Closing("一年中", date(2026, 1, 2), date(2027, 1, 1), yearly=True), "closing_too_long"),
        (Closing("年末", date(2026, 12, 29), yearly=True), "holiday_entered_already"),
    ],
)
def test_what_is_no_rule_is_refused(app: Flask, wanted: Closing, key: str) -> None:
    by = viewer("administrator").actor
    with pytest.raises(RuleBroken, match=key):
        company.add_holiday(wanted, by=by)
    other = company.add_holiday(Closing("創立記念日", date(2026, 12, 4)), by=by)
    with pytest.raises(RuleBroken, match=key):
        company.change_holiday(other.id, wanted, by=by)


def test_a_rule_of_one_day_is_that_day_in_leap_years_too(app: Flask) -> None:
    leap_day = date(2028, 2, 29)
    wanted = Closing("うるう日", leap_day, leap_day, yearly=True)
    made = company.add_holiday(wanted, by=viewer("administrator").actor)
    assert (made.until_month, company.next_time(made, TODAY)) == (None, (leap_day, None))
    assert working_days.business_calendar().is_closed(leap_day)


def test_a_form_offers_the_next_time_that_a_closing_comes(app: Flask) -> None:
    rule = company.holiday(working_days.company_holidays()[0].id)
    assert company.next_time(rule, TODAY) == (date(2026, 12, 29), date(2027, 1, 3))
    assert company.next_time(rule, date(2026, 12, 30)) == (date(2027, 12, 29), date(2028, 1, 3))


def test_whoever_signs_in_is_told_the_company_as_its_row_holds_it(app: Flask) -> None:
    company.change(
        Settings("甲株式会社", 10, era_dates=True, digest_hour=8, evidence_megabytes=20),
        seen=1,
        by=viewer("administrator").actor,
    )
    found, told = people.the_company(), people.told_company(session.scalar(select(people.TOLD)))
    assert told is not None
    assert inspect(told).transient
    for column in Company.__table__.columns:
        assert getattr(told, column.key) == getattr(found, column.key)
