"""Whom a leak is reported to and by when: a table of days counted apart, and each border."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jpholiday
import pytest

from pms_tracker.do.rules.incidents.leak_rules import (
    Class,
    Clock,
    Facts,
    NoLeakRules,
    Office,
    Role,
    clocks,
    day_of,
    rules_on,
)

KNOWN_ON, LATER = date(2026, 9, 1), date(2026, 9, 8)
with (Path(__file__).parent / "leak_days.csv").open(encoding="utf-8") as opened:
    TABLE = list(csv.DictReader(opened))


def every(known_on: date = KNOWN_ON, **facts: Any) -> dict[Office, Clock]:
    told = clocks(Facts(known_on, **facts), jpholiday.is_holiday)
    return {each.office: each for each in told}


def commission(**facts: Any) -> Clock:
    return every(**facts)[Office.COMMISSION]


def facts_of(words: str) -> dict[str, Any]:
    pairs = (each.partition("=") for each in words.split())
    return {name: int(value) if value else True for name, _, value in pairs}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['office']} {row['known_on']}")
def test_every_clock_ends_on_the_day_counted_apart_from_it(row: dict[str, str]) -> None:
    told = every(date.fromisoformat(row["known_on"]), **facts_of(row["facts"]))
    clock = told[Office(row["office"])]
    first = tuple(map(date.isoformat, clock.first)) if clock.first else ("", "")
    final = clock.final.isoformat() if clock.final else ""
    assert (*first, final) == (row["first_from"], row["first_by"], row["final"])
    assert clock.is_needed is bool(row["final"])


def test_the_table_has_as_many_days_for_each_clock() -> None:
    offices = [row["office"] for row in TABLE]
    wanted = (Office.COMMISSION, Office.COMMISSION_MY_NUMBER, Office.BODY)
    assert {each: offices.count(each) for each in offices} == dict.fromkeys(wanted, 85)


@pytest.mark.parametrize(
    ("fact", "found"),
    [("sensitive", Class.SENSITIVE), ("property", Class.PROPERTY), ("malice", Class.MALICE)],
)
def test_one_person_is_enough(fact: str, found: Class) -> None:
    assert commission(persons=1, **{fact: True}).classes == (found,)


@pytest.mark.parametrize(("persons", "many"), [(1_000, ()), (1_001, (Class.MANY,))])
def test_many_are_more_than_a_thousand_at_the_most(persons: int, many: tuple[Class, ...]) -> None:
    assert commission(persons=persons).classes == many
    assert commission(persons=1, persons_most=persons).classes == many


def test_what_was_later_known_to_be_many_counts_from_then() -> None:
    later = commission(persons=1_200, many_on=LATER)
    assert (later.known_on, later.final) == (LATER, date(2026, 10, 7))
    # Another class was there from the first day.
    both = commission(persons=1_200, many_on=LATER, sensitive=True)
    assert (both.known_on, both.final) == (KNOWN_ON, date(2026, 9, 30))


@pytest.mark.parametrize(
    ("known_on", "more", "moved_from"),
    [
        (date(2026, 11, 29), {"sensitive": True}, None),
        (date(2026, 11, 30), {"sensitive": True}, date(2026, 12, 29)),
        (date(2026, 4, 4), {"malice": True}, None),
        (date(2026, 3, 5), {"malice": True}, date(2026, 5, 3)),
        (date(2026, 9, 30), {"persons": 1_200, "many_on": date(2026, 10, 5)}, date(2026, 11, 3)),
    ],
)
def test_a_last_day_that_is_closed_is_known_as_it_was_counted(
    known_on: date, more: dict[str, Any], moved_from: date | None
) -> None:
    assert every(known_on, **more)[Office.COMMISSION].moved_from == moved_from


def test_what_asks_for_no_final_report_moves_none() -> None:
    told = every(role=Role.AS_CONTRACTOR)
    assert {each.moved_from for each in told.values()} == {None}
    assert commission().moved_from is None


def test_whatever_is_known_later_the_body_has_its_final_report_in_time() -> None:
    told = every(persons=1_200, many_on=LATER)[Office.BODY]
    assert told.final == every(persons=1)[Office.BODY].final == date(2026, 9, 30)
    # The first report is of what came to be grave.
    assert told.first == (LATER + timedelta(days=2), LATER + timedelta(days=4))


def test_that_they_are_a_thousand_was_no_news_for_my_number() -> None:
    told = every(my_number=True, persons=1_001, many_on=LATER)
    soon = every(my_number=True, persons=150)
    for office in (Office.COMMISSION_MY_NUMBER, Office.BODY):
        assert (told[office].first, told[office].final) == (soon[office].first, soon[office].final)
    assert told[Office.COMMISSION].known_on == LATER


def test_my_number_has_a_clock_of_its_own_only_where_it_is_concerned() -> None:
    assert Office.COMMISSION_MY_NUMBER not in every(malice=True)
    told = every(my_number=True, persons=101)
    assert told[Office.COMMISSION_MY_NUMBER].classes == (Class.MANY,)
    # So many are not many for the law that is not about My Number.
    assert not told[Office.COMMISSION].is_needed


def test_encryption_frees_of_the_commission_and_not_of_the_body() -> None:
    told = every(encrypted=True, malice=True, my_number=True, persons=5_000)
    assert not told[Office.COMMISSION].is_needed
    assert not told[Office.COMMISSION_MY_NUMBER].is_needed
    assert (told[Office.BODY].is_needed, told[Office.BODY].days) == (True, 60)


def test_a_contractor_that_told_its_client_is_freed_and_the_body_still_hears() -> None:
    as_contractor = {"role": Role.AS_CONTRACTOR, "sensitive": True}
    assert commission(**as_contractor).is_needed
    told = every(**as_contractor, told_client_on=date(2026, 9, 3))
    assert not told[Office.COMMISSION].is_needed
    assert told[Office.BODY].is_needed
    # Whoever holds it for itself is freed by nobody.
    assert commission(sensitive=True, told_client_on=date(2026, 9, 3)).is_needed


def test_what_a_contractor_holds_for_itself_is_reported_though_its_client_was_told() -> None:
    told = every(
        role=Role.AS_CONTRACTOR,
        own_too=True,
        sensitive=True,
        my_number=True,
        my_number_open=True,
        told_client_on=date(2026, 9, 3),
    )
    assert {each for each, clock in told.items() if clock.is_needed} == set(Office)
    assert (told[Office.COMMISSION].final, told[Office.COMMISSION].days) == (date(2026, 9, 30), 30)


@pytest.mark.parametrize(
    ("client_days", "first"),
    [
        (None, (date(2026, 9, 3), date(2026, 9, 5))),
        (1, (KNOWN_ON, KNOWN_ON)),
        (2, (date(2026, 9, 2), date(2026, 9, 2))),
    ],
)
def test_the_client_is_told_by_the_contract_or_as_the_law_reads(
    client_days: int | None, first: tuple[date, date]
) -> None:
    clock = every(role=Role.AS_CONTRACTOR, client_days=client_days)[Office.CLIENT]
    assert (clock.first, clock.final) == (first, None)
    assert Office.CLIENT not in every(role=Role.AT_CONTRACTOR)


def test_the_day_of_knowing_is_the_first_day() -> None:
    assert [day_of(KNOWN_ON, date(2026, 9, day)) for day in (1, 3, 5)] == [1, 3, 5]


def test_each_deadline_names_the_rules_it_was_counted_by() -> None:
    assert {each.rules for each in every(my_number=True).values()} == {"2022-04"}
    assert rules_on(date(2022, 4, 1)).key == "2022-04"
    with pytest.raises(NoLeakRules):
        rules_on(date(2022, 3, 31))
