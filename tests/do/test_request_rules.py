"""By when a request is answered, what may be refused and why, and how far one is: tables counted
and read apart from the rules."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pms_tracker.do.rules.contact.request_rules import (
    GROUNDS,
    OUTCOMES,
    OVER,
    Asked,
    Ending,
    Ground,
    Identity,
    Item,
    Lack,
    Outcome,
    Paper,
    Progress,
    Requester,
    Told,
    asks_fee,
    days_of,
    eases,
    item_faults,
    lacking,
    lacks_papers,
    progress,
    rules_on,
)

with (Path(__file__).parent / "request_days.csv").open(encoding="utf-8") as opened:
    TABLE = list(csv.DictReader(opened))
DAY = date(2026, 4, 1)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['arrived']} {row['refused']}")
def test_days_follow_from_the_day_of_arrival(row: dict[str, str]) -> None:
    refused_on = date.fromisoformat(row["refused"]) if row["refused"] else None
    found = days_of(date.fromisoformat(row["arrived"]), refused_on)
    if not row["rules"]:
        assert found is None
        return
    assert found is not None
    told = [found.search_by, found.target, found.limit, found.suit_from]
    assert [each.isoformat() for each in told] == [
        row[each] for each in ("search", "target", "limit", "suit")
    ]
    assert found.rules == row["rules"]


def test_rules_say_where_they_come_from() -> None:
    assert rules_on(date(2017, 5, 29)) is None
    law = rules_on(DAY)
    assert law is not None
    assert "32条〜39条" in law.source


# What is asked for, its outcome, its ground, whether it has a reason; beside what it is refused.
ITEMS = (
    ("disclosure", "granted", None, False, []),
    ("disclosure", "none", None, False, []),
    ("disclosure", None, None, False, []),
    ("disclosure", "refused", "rights", True, []),
    ("disclosure", "refused", "hindrance", True, []),
    ("disclosure", "refused", "other_law", True, []),
    ("disclosure", "refused", "excluded", True, ["ground"]),
    ("disclosure", "refused", "clear", True, ["ground"]),
    ("disclosure", "refused", None, True, ["ground"]),
    ("disclosure", "refused", None, False, ["ground", "reason"]),
    ("disclosure", "refused", "rights", False, ["reason"]),
    ("disclosure", "partly", "rights", False, ["reason"]),
    ("disclosure", "partly", "rights", True, []),
    ("disclosure", "granted", "rights", False, []),
    ("disclosure", "substitute", "rights", True, ["outcome"]),
    ("records", "refused", "excluded", True, []),
    ("records", "refused", "interests", True, ["ground"]),
    ("purpose", "refused", "clear", True, []),
    ("purpose", "refused", "state", True, []),
    ("purpose", "partly", "clear", True, ["outcome"]),
    ("purpose", "refused", "rights", True, ["ground"]),
    ("correction", "refused", "correct", True, []),
    ("correction", "partly", "beyond", True, []),
    ("correction", "refused", "procedure", True, []),
    ("correction", "refused", "unfounded", True, ["ground"]),
    ("correction", "substitute", "hard", True, ["outcome"]),
    ("stop", "refused", "unfounded", True, []),
    ("stop", "refused", "hard", True, ["outcome"]),
    ("stop", "substitute", "hard", True, []),
    ("stop", "substitute", "hard", False, ["reason"]),
    ("stop", "substitute", "unfounded", True, ["ground"]),
    ("stop", "substitute", None, True, ["ground"]),
    ("provision", "refused", "unfounded", True, []),
    ("provision", "refused", "other_law", True, ["ground"]),
    ("provision", "none", "unfounded", False, []),
)


@pytest.mark.parametrize(("asked", "outcome", "ground", "reasoned", "beside"), ITEMS)
def test_an_answer_has_what_the_law_wants_of_it(
    asked: str, outcome: str | None, ground: str | None, reasoned: bool, beside: list[str]
) -> None:
    item = Item(
        Asked(asked),
        Outcome(outcome) if outcome else None,
        Ground(ground) if ground else None,
        "合否判定の方法が知られるため" if reasoned else " \n",
    )
    assert [each for each, _words in item_faults(item)] == beside


def test_every_kind_may_be_refused_and_has_grounds() -> None:
    for asked in Asked:
        assert Outcome.REFUSED in OUTCOMES[asked]
        assert GROUNDS[asked]


@pytest.mark.parametrize(
    ("kinds", "fee"),
    [
        (["purpose"], True),
        (["disclosure"], True),
        (["records"], True),
        (["correction"], False),
        (["stop"], False),
        (["provision"], False),
        (["correction", "disclosure"], True),
        ([], False),
    ],
)
def test_a_fee_is_for_notice_and_disclosure_alone(kinds: list[str], fee: bool) -> None:
    assert asks_fee([Asked(each) for each in kinds]) is fee


@pytest.mark.parametrize(
    ("requester", "papers", "lacks"),
    [
        (Requester.SELF, (), False),
        (Requester.GUARDIAN, (), True),
        (Requester.GUARDIAN, (Paper.MANDATE,), True),
        (Requester.GUARDIAN, (Paper.FAMILY,), False),
        (Requester.GUARDIAN, (Paper.RESIDENCE,), False),
        (Requester.GUARDIAN, (Paper.INSURANCE,), False),
        (Requester.GUARDIAN, (Paper.COURT,), False),
        (Requester.GUARDIAN, (Paper.SEAL,), True),
        (Requester.AGENT, (Paper.FAMILY,), True),
        (Requester.AGENT, (Paper.SEAL,), True),
        (Requester.AGENT, (Paper.MANDATE, Paper.SEAL), False),
    ],
)
def test_whoever_acts_for_somebody_shows_that_they_may(
    requester: Requester, papers: tuple[Paper, ...], lacks: bool
) -> None:
    assert lacks_papers(requester, papers) is lacks


OPEN, DONE = (Item(Asked.DISCLOSURE),), (Item(Asked.DISCLOSURE, Outcome.GRANTED),)
HALF = (*DONE, Item(Asked.STOP))
KNOWN: dict[str, Any] = {"method": True, "identity": Identity.CONFIRMED}
STATES = (
    (Progress.RECEIVED, OPEN, {}),
    (Progress.IDENTIFYING, OPEN, {"method": True}),
    (Progress.IDENTIFYING, OPEN, {"identity": Identity.LACKING}),
    (Progress.IDENTIFYING, DONE, {"identity": Identity.FAILED}),
    (Progress.CORRECTING, OPEN, {"supplement_on": DAY}),
    (Progress.CORRECTING, OPEN, {**KNOWN, "supplement_on": DAY}),
    (Progress.SEARCHING, OPEN, {**KNOWN, "supplement_on": DAY, "supplemented_on": DAY}),
    (Progress.FEE, OPEN, {**KNOWN, "fee": 800}),
    (Progress.SEARCHING, OPEN, {**KNOWN, "fee": 800, "paid_on": DAY}),
    (Progress.SEARCHING, OPEN, {**KNOWN, "fee": 0}),
    (Progress.SEARCHING, (Item(Asked.STOP),), {**KNOWN, "fee": 800}),
    (Progress.SEARCHING, HALF, KNOWN),
    (Progress.DRAFTED, DONE, KNOWN),
    # What is sent before it is approved counts for nothing.
    (Progress.DRAFTED, DONE, {**KNOWN, "sent_on": DAY}),
    (Progress.APPROVED, DONE, {**KNOWN, "approved": True}),
    (Progress.SENT, DONE, {**KNOWN, "approved": True, "sent_on": DAY}),
    (Progress.CLOSED, DONE, {**KNOWN, "approved": True, "sent_on": DAY, "closed_on": DAY}),
    (Progress.WITHDRAWN, OPEN, {"closed_on": DAY, "ending": Ending.WITHDRAWN}),
    (Progress.UNIDENTIFIED, OPEN, {"closed_on": DAY, "ending": Ending.UNIDENTIFIED}),
)


@pytest.mark.parametrize(("expected", "items", "told"), STATES)
def test_how_far_it_is_follows_from_what_is_recorded(
    expected: Progress, items: tuple[Item, ...], told: dict[str, Any]
) -> None:
    assert progress(Told(items, **told)) is expected


def test_a_request_is_over_however_it_ended() -> None:
    assert {expected for expected, _items, told in STATES if "closed_on" in told} == OVER


def test_what_an_answer_lacks_to_be_handed_in() -> None:
    none: tuple[Paper, ...] = ()
    assert lacking(Told(OPEN, fee=800), Requester.GUARDIAN, none) == list(Lack)
    assert lacking(Told(HALF, **KNOWN), Requester.SELF, none) == [Lack.OUTCOMES]
    assert lacking(Told(DONE, **KNOWN, fee=800), Requester.SELF, none) == [Lack.FEE]
    assert not lacking(Told(DONE, **KNOWN), Requester.GUARDIAN, (Paper.FAMILY,))


ARRIVED = date(2026, 11, 2)
RUNNING: dict[str, Any] = {
    **{"arrived_on": ARRIVED, "longer_until": None, "sent_on": None, "closed_on": None}
}
LIMIT, LATER = date(2026, 11, 16), date(2026, 11, 30)
LONGER = {"longer_until": LATER}


@pytest.mark.parametrize(
    ("before", "after", "eased"),
    [
        ({}, {}, False),
        ({}, LONGER, True),
        # A sooner day, or the limit itself, eases nothing.
        ({}, {"longer_until": LIMIT}, False),
        (LONGER, {}, False),
        # The clock stops with the end, or runs from a later day.
        ({}, {"closed_on": LATER}, True),
        ({}, {"arrived_on": date(2026, 11, 3)}, True),
        ({}, {"arrived_on": date(2026, 11, 1)}, False),
        # The answer may be given by a longer day, yet the court is open later.
        (LONGER, {**LONGER, "arrived_on": date(2026, 11, 3)}, True),
        # An answer that was sent stops it by itself.
        ({}, {"sent_on": LIMIT}, False),
        ({}, {"sent_on": LIMIT, "closed_on": LATER}, False),
        ({"sent_on": LIMIT}, {"sent_on": LIMIT, "closed_on": LATER}, False),
        # That it was not sent, or is not over after all, starts it again.
        ({"sent_on": LIMIT}, {}, False),
        ({"closed_on": LATER}, {}, False),
        ({"closed_on": LATER}, {"closed_on": LATER, **LONGER}, False),
        # Of what came before a person could go to court no clock runs.
        ({"arrived_on": date(2017, 5, 29)}, LONGER, False),
    ],
)
def test_whatever_stops_the_clock_of_a_request_or_gives_it_a_later_day_eases(
    before: dict[str, Any], after: dict[str, Any], eased: bool
) -> None:
    assert eases({**RUNNING, **before}, {**RUNNING, **after}) is eased
