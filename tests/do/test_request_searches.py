"""Units are asked for what is held of a person anew: what others chose stays, who is not asked any
more is left in peace."""

from flask import Flask

from pms_tracker.database import session
from pms_tracker.do.disclosure_requests import request_searches
from pms_tracker.do.disclosure_requests.request_duties import SEARCH
from pms_tracker.do.registers.ledger import LEDGER
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.do import test_ledger
from tests.do.test_person_requests import DAY, a_request, answer, ask, due, held


def another() -> str:
    """An entry of 書店."""
    row = test_ledger.entered("other_head", unit_id=UNIT_IDS["書店"])
    test_ledger.hand_in(row, "other_head")
    test_ledger.decide(row, "privacy_manager")
    return LEDGER.name_of(row)


def test_what_somebody_may_not_see_stays_asked_when_they_ask_again(app: Flask) -> None:
    mine = LEDGER.name_of(held())
    other = another()
    row = a_request("head", unit_id=UNIT_IDS["松本教室"])
    ask(row, [mine, other])
    by = viewer("head")
    assert [each[0] for each in request_searches.candidates(row, by)] == [mine]
    request_searches.ask(row, (mine,), version=row.version, by=by)
    assert set(row.rows) == {mine, other}
    assert {unit for _search, unit in request_searches.of(row)} == {"松本教室", "書店"}
    assert due("other_head") == [(SEARCH, TODAY + 5 * DAY)]


def test_who_is_not_asked_any_more_waits_for_nothing(app: Flask) -> None:
    mine = LEDGER.name_of(held())
    other = another()
    row = a_request()
    ask(row, [mine, other])
    ask(row, [mine])
    assert due("other_head") == []
    assert {unit for _search, unit in request_searches.of(row)} == {"松本教室"}
    # What a unit said stays.
    answer("head")
    ask(row, [other])
    assert {unit for _search, unit in request_searches.of(row)} == {"松本教室", "書店"}


def test_what_is_asked_late_is_due_that_day(app: Flask) -> None:
    mine = LEDGER.name_of(held())
    row = a_request(arrived_on=TODAY - 9 * DAY)
    ask(row, [mine])
    assert due("head") == [(SEARCH, TODAY)]
    ((search, _unit),) = request_searches.of(row)
    assert request_searches.due_on(row, search.asked_on) == TODAY
    session.flush()
