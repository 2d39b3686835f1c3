"""Work taken from clients: an incident that touches it has the client's clock from the contract."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from pms_tracker.do.contractors.client_works import CLIENT_WORKS
from pms_tracker.do.incidents.incident_duties import FIRST
from pms_tracker.do.incidents.incidents import INCIDENTS, reported
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules import client_rules
from pms_tracker.do.rules.client_rules import Taken, Unit
from pms_tracker.do.rules.incidents.leak_rules import Office, Role
from pms_tracker.kernel.errors import BadInput
from pms_tracker.registers import entries
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.do.test_incidents import KNOWN_ON, change, due, entered, refused
from tests.do.test_ledger import entered as held

GIVEN = {
    "client": "あかね市教育委員会",
    "work": "放課後学習教室の運営",
    "unit_id": UNIT_IDS["松本教室"],
    "term_from": TODAY - timedelta(days=100),
    "term_until": TODAY + timedelta(days=100),
}


def taken(**more: Any) -> str:
    row = entries.enter(CLIENT_WORKS, {**GIVEN, **more}, by=viewer("privacy_manager"))
    return CLIENT_WORKS.name_of(row)


def client_by(row: Any) -> date | None:
    """By when the client is told of an incident."""
    its = [each.clock.first for each in reported(row) if each.clock.office is Office.CLIENT]
    return its[0][1] if its and its[0] is not None else None


@pytest.mark.parametrize(
    ("within", "unit", "expected"),
    [
        (None, Unit.HOURS, None),
        (3, Unit.DAYS, 3),
        (1, Unit.HOURS, 1),
        (24, Unit.HOURS, 1),
        (25, Unit.HOURS, 2),
        (48, Unit.HOURS, 2),
        (72, Unit.HOURS, 3),
    ],
)
def test_hours_are_counted_from_the_beginning_of_the_day_of_knowing(
    within: int | None, unit: Unit, expected: int | None
) -> None:
    of = Taken("甲", TODAY, within, unit)
    assert client_rules.days_to_tell(of) == expected
    sooner = Taken("乙", TODAY, 2)
    assert client_rules.soonest([of, sooner]) == min(expected or 2, 2)


def test_a_contract_binds_from_its_first_day_and_after_its_end() -> None:
    of = Taken("甲", TODAY)
    day = timedelta(days=1)
    assert [of.binds(each) for each in (TODAY - day, TODAY, TODAY + day)] == [False, True, True]


def test_the_clock_of_the_client_comes_from_the_contract(app: Flask) -> None:
    row = entered("privacy_manager", works=(taken(tell_within=2),), affected=3)
    assert row.role is Role.AS_CONTRACTOR
    said = INCIDENTS.values_of(row)
    assert (said["client"], said["client_days"]) == ("あかね市教育委員会", 2)
    assert client_by(row) == KNOWN_ON + timedelta(days=1)
    assert [day for _its, day in due(FIRST)] == [KNOWN_ON + timedelta(days=1)]


def test_what_is_done_with_an_entry_of_the_ledger_is_touched_by_it(app: Flask) -> None:
    row = held()
    taken(rows=(LEDGER.name_of(row),), tell_within=24, tell_unit=Unit.HOURS)
    assert client_by(entered("privacy_manager", rows=(LEDGER.name_of(row),))) == KNOWN_ON
    assert client_by(entered("privacy_manager")) is None


def test_what_the_firm_holds_for_itself_is_told_to_the_commission_all_the_same(app: Flask) -> None:
    clients, own = (LEDGER.name_of(held(name=each)) for each in ("学習教室の名簿", "会員の名簿"))
    taken(rows=(clients,), tell_within=2)
    told = {"told_client_on": TODAY, "sensitive": True, "affected": 3}
    freed = entered("privacy_manager", rows=(clients,), **told)
    assert {each.clock.office for each in reported(freed) if each.clock.is_needed} == {
        *(Office.BODY, Office.CLIENT)
    }
    both = entered("privacy_manager", rows=(clients, own), **told)
    assert both.role is Role.AS_CONTRACTOR
    assert INCIDENTS.values_of(both)["own_too"] is True
    its = {each.clock.office: each.clock for each in reported(both)}
    assert its[Office.COMMISSION].final == KNOWN_ON + timedelta(days=29)
    assert client_by(both) == KNOWN_ON + timedelta(days=1)
    # Nobody alone says that it was the client's alone after all.
    change(freed, own_too=True)
    assert refused(freed, own_too=False) == "own_too"
    # An entry that is the firm's own is said again as long as it is named.
    change(both, own_too=False)
    assert INCIDENTS.values_of(both)["own_too"] is True


def test_work_that_was_registered_once_it_was_known_frees_nobody_alone(app: Flask) -> None:
    row = entered("privacy_manager", sensitive=True, affected=3)
    work = entries.enter(CLIENT_WORKS, GIVEN, by=viewer("head"))
    told = {"works": (CLIENT_WORKS.name_of(work),), "told_client_on": TODAY}
    assert refused(row, **told) == "role"
    work.recorded_at -= timedelta(days=2)
    change(row, **told)
    assert Office.COMMISSION not in {
        each.clock.office for each in reported(row) if each.clock.is_needed
    }


def test_of_two_the_sooner_counts_and_no_form_makes_it_later(app: Flask) -> None:
    works = (
        taken(tell_within=3),
        taken(client="みすず模試センター", tell_within=30, tell_unit=Unit.HOURS),
    )
    row = entered("privacy_manager", works=works, client_days=9)
    said = INCIDENTS.values_of(row)
    assert (said["client_days"], said["client"]) == (2, "あかね市教育委員会、みすず模試センター")
    change(row, client_days=1)
    assert client_by(row) == KNOWN_ON
    assert refused(row, client_days=9) == "client_days"


def test_a_contract_without_a_time_leaves_what_the_law_reads(app: Flask) -> None:
    row = entered("privacy_manager", works=(taken(),))
    assert client_by(row) == KNOWN_ON + timedelta(days=4)


def test_before_the_contract_began_nothing_was_taken(app: Flask) -> None:
    row = entered("privacy_manager", works=(taken(term_from=TODAY, tell_within=2),))
    assert (row.role, client_by(row)) == (Role.OWN, None)


def test_work_that_is_struck_touches_nothing(app: Flask) -> None:
    row = held()
    entries.retire(
        CLIENT_WORKS,
        entries.enter(
            CLIENT_WORKS, {**GIVEN, "rows": (LEDGER.name_of(row),)}, by=viewer("privacy_manager")
        ),
        reason="重複",
        by=viewer("privacy_manager"),
    )
    assert entered("privacy_manager", rows=(LEDGER.name_of(row),)).role is Role.OWN


@pytest.mark.parametrize(
    ("told", "beside"),
    [
        ({"tell_within": 31}, "tell_within"),
        ({"term_until": TODAY - timedelta(days=101)}, "term_until"),
    ],
)
def test_a_contract_is_judged(app: Flask, told: dict[str, Any], beside: str) -> None:
    with pytest.raises(BadInput, match="entry_refused") as refusal:
        taken(**told)
    assert refusal.value.values["beside"] == beside
