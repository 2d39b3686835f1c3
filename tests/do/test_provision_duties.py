"""A partner abroad is looked at once a year, what it does and the system of its country alike."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from pms_tracker.do.registers.provision_duties import CHECK
from pms_tracker.do.registers.provisions import PROVISIONS
from pms_tracker.do.rules.provision_rules import Abroad, check_abroad_by
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.days import Days
from pms_tracker.registers import entries
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.do.test_provisions import entered
from tests.visitor import Visitor
from tests.web.browsing import committing, words

BEGAN = date(2025, 9, 1)


@pytest.mark.parametrize(
    ("done_on", "regime_on", "by"),
    [
        (None, None, date(2026, 9, 1)),
        (date(2026, 3, 1), None, date(2026, 9, 1)),
        (None, date(2026, 3, 1), date(2026, 9, 1)),
        (date(2026, 3, 1), date(2026, 2, 1), date(2027, 2, 1)),
        (date(2026, 3, 1), date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_both_halves_are_looked_at_a_year_after_the_older(
    done_on: date | None, regime_on: date | None, by: date
) -> None:
    assert check_abroad_by(BEGAN, done_on, regime_on) == by


def abroad(basis: Abroad = Abroad.SYSTEM, **more: Any) -> Any:
    told = {"abroad": basis, "country": "カナダ", "provided_on": BEGAN}
    return entered(**told, **more)


def due(name: str | None = None) -> list[tuple[str, date]]:
    found = reading.due(date.max, IDS[name] if name else None, kinds=[CHECK])
    return [(each.reference, each.due_on) for each in found]


def change(row: Any, **values: Any) -> None:
    entries.change(PROVISIONS, row, values, seen=row.version, by=viewer("head"))


def test_the_privacy_manager_is_asked_until_both_were_looked_at(app: Flask) -> None:
    row = abroad()
    name = PROVISIONS.name_of(row)
    assert due() == due("privacy_manager") == [(name, date(2026, 9, 1))]
    change(row, done_checked_on=TODAY)
    assert due() == [(name, date(2026, 9, 1))]
    change(row, regime_checked_on=TODAY)
    assert due() == [(name, TODAY.replace(year=TODAY.year + 1))]
    assert list(kept_duties.compare()) == []


@pytest.mark.parametrize("basis", [Abroad.CONSENT, Abroad.EQUAL])
def test_consent_and_an_equal_country_ask_for_no_yearly_check(app: Flask, basis: Abroad) -> None:
    abroad(basis)
    assert due() == []


def test_who_has_the_data_no_more_is_looked_at_no_more(app: Flask) -> None:
    row, mistaken = abroad(), abroad()
    change(row, ended_on=TODAY)
    entries.retire(PROVISIONS, mistaken, reason="誤記", by=viewer("head"))
    assert due() == []
    assert list(kept_duties.compare()) == []


def test_another_units_partner_is_not_told_of(app: Flask) -> None:
    abroad()
    days = Days(None, date.max)
    seen = {name: reading.seen(viewer(name), days, 10) for name in ("head", "other_head")}
    assert [CHECK in {each.kind for each in found} for found in seen.values()] == [True, False]


def test_home_leads_to_the_record(served: Served, visitor: Visitor) -> None:
    with committing(served):
        name = PROVISIONS.name_of(abroad())
    page = words(visitor.as_("privacy_manager").get("/"))
    assert "外国の提供先の年1回の確認" in page
    assert f"/do/provisions/{name}" in page
