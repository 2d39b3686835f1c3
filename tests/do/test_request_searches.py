"""Units are asked for what is held of a person anew: what others chose stays, who is not asked any
more is left in peace."""

from typing import Any

import pytest
from flask import Flask

from pms_tracker.database import session
from pms_tracker.do.disclosure_requests import request_searches
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS, UNSEARCHED
from pms_tracker.do.disclosure_requests.request_duties import SEARCH
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.contact.request_rules import Asked, Ground, Item, Outcome
from pms_tracker.do.rules.contact.request_search_rules import rests_on_search
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.references import parse_reference
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.do import test_ledger
from tests.do.test_person_requests import (
    DAY,
    KNOWN,
    NUMBER,
    a_request,
    answer,
    approve,
    ask,
    change,
    due,
    hand_in,
    held,
    letters,
)
from tests.visitor import Visitor
from tests.web.browsing import committing, words


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


def test_asked_for_more_a_unit_goes_on_with_what_it_wrote(app: Flask) -> None:
    mine, second = LEDGER.name_of(held()), test_ledger.entered(name="保護者名簿")
    test_ledger.hand_in(second)
    test_ledger.decide(second, "privacy_manager")
    row = a_request()
    ask(row, [mine])
    says(row, found=True, note="書庫Bの3段目まで探した。")
    ask(row, [mine, LEDGER.name_of(second)])
    ((search, _unit),) = request_searches.of(row)
    assert (search.found, search.note) == (None, "書庫Bの3段目まで探した。")


def test_nobody_looks_without_a_clue(app: Flask) -> None:
    row = a_request(clue="　")
    with pytest.raises(RuleBroken, match="request_search_clue"):
        ask(row, [LEDGER.name_of(held())])


def says(row: Any, *, found: bool, note: str = "") -> None:
    """What 松本教室 says."""
    by, reference = viewer("head"), parse_reference(REQUESTS.name_of(row))
    assert reference is not None
    search = request_searches.by_unit(reference, UNIT_IDS["松本教室"], viewer=by)
    request_searches.answer(search, found, note, version=search.version, by=by)


def test_whoever_answers_the_person_hears_that_a_unit_says_otherwise(app: Flask) -> None:
    row = asked_and_answered_with(disclosure_outcome=Outcome.NONE)
    says(row, found=False)
    hand_in(row)
    approve(row)
    says(row, found=False, note="もう一度探した。")
    assert letters("request_found_otherwise") == []
    says(row, found=True)
    assert IDS["privacy_manager"] in letters("request_found_otherwise")


def test_a_first_answer_is_no_other_one(app: Flask) -> None:
    told = {"disclosure_ground": Ground.RIGHTS, "disclosure_reason": "ほかの生徒の記録を含むため"}
    row = asked_and_answered_with(disclosure_outcome=Outcome.REFUSED, **told)
    hand_in(row)
    says(row, found=True)
    assert letters("request_found_otherwise") == []


def asked_and_answered_with(**told: Any) -> Any:
    """A request whose answer is drafted while a unit still looks."""
    mine = LEDGER.name_of(held())
    row = a_request(**KNOWN)
    ask(row, [mine])
    change(row, **told)
    return row


@pytest.mark.parametrize("outcome", [Outcome.GRANTED, Outcome.NONE])
def test_nothing_is_handed_in_while_a_unit_still_looks(app: Flask, outcome: Outcome) -> None:
    row = asked_and_answered_with(disclosure_outcome=outcome)
    with pytest.raises(RuleBroken) as refused:
        hand_in(row)
    assert refused.value.values["words"] == UNSEARCHED
    answer("head")
    hand_in(row)
    approve(row)


def test_what_was_handed_in_before_is_not_approved_either(app: Flask) -> None:
    row = asked_and_answered_with(disclosure_outcome=Outcome.GRANTED)
    ((search, _unit),) = request_searches.of(row)
    answer("head")
    hand_in(row)
    search.found, search.answered_on, search.answered_by_id = None, None, None
    session.flush()
    with pytest.raises(RuleBroken, match="entry_refused"):
        approve(row)


def test_a_refusal_for_a_reason_of_law_needs_no_search(app: Flask) -> None:
    told = {"disclosure_ground": Ground.RIGHTS, "disclosure_reason": "ほかの生徒の記録を含むため"}
    row = asked_and_answered_with(disclosure_outcome=Outcome.REFUSED, **told)
    hand_in(row)


@pytest.mark.parametrize(
    ("item", "searched"),
    [
        (Item(Asked.STOP), False),
        (Item(Asked.DISCLOSURE, Outcome.REFUSED, Ground.RIGHTS), False),
        (Item(Asked.STOP, Outcome.REFUSED, Ground.UNFOUNDED), True),
        (Item(Asked.CORRECTION, Outcome.REFUSED, Ground.CORRECT), True),
        # That there is none is what the units say, too.
        (Item(Asked.DISCLOSURE, Outcome.NONE), True),
        (Item(Asked.DISCLOSURE, Outcome.PARTLY, Ground.RIGHTS), True),
    ],
)
def test_an_answer_rests_on_the_search_where_only_the_units_know(
    item: Item, searched: bool
) -> None:
    assert rests_on_search([Item(Asked.PURPOSE), item]) is searched


def test_the_record_leads_to_the_unit_that_still_looks(served: Served, visitor: Visitor) -> None:
    with committing(served):
        asked_and_answered_with(disclosure_outcome=Outcome.GRANTED, clue="")
    place = f"/do/requests/{NUMBER}"
    client = visitor.as_("privacy_manager")
    page = words(client.get(place))
    assert "提出までに、調査の回答が必要な部門：" in page
    assert page.count(f'href="{place}/search/{UNIT_IDS["松本教室"]}"') == 2
    assert f'action="{place}/hand-in"' not in page
    assert f'href="{place}/edit#clue"' in words(client.get(f"{place}/search"))
    with committing(served):
        answer("head")
    page = words(client.get(place))
    assert "調査の回答が必要な部門" not in page
    assert f'action="{place}/hand-in"' in page
