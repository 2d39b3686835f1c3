"""How to ask as it is told outside: from settings and the policy, and what of it is nowhere."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from pms_tracker.do.disclosure_requests import request_procedure
from pms_tracker.do.disclosure_requests.publication_duties import SAY
from pms_tracker.do.disclosure_requests.request_choices import Channel, FeeWay
from pms_tracker.do.disclosure_requests.request_procedure import IDENTIFIED_BY, Procedure
from pms_tracker.do.rules.contact import publication_rules
from pms_tracker.do.rules.contact.publication_rules import Published, Source
from pms_tracker.do.rules.contact.request_rules import WITH_FEE, Asked
from pms_tracker.duties import kept_duties, reading as duty_reading
from pms_tracker.kernel.errors import BadInput, Stale
from pms_tracker.kernel.profile import Part
from pms_tracker.people.firm import contact_desk, people
from pms_tracker.people.firm.contact_desk import Desk
from pms_tracker.trail import trail
from tests import builders
from tests.cast import IDS, UNIT_IDS, viewer

SAID = Procedure(
    address="長野県松本市中央9-9-9",
    representative="代表取締役 𠮷村 花",
    channels=(Channel.POST, Channel.PHONE),
    purpose_fee=0,
    disclosure_fee=500,
    fee_ways=(FeeWay.CASH,),
    measures="アクセスを制限しています。",
)


def say(wanted: Procedure = SAID, by: str = "privacy_manager") -> None:
    request_procedure.change(wanted, seen=people.the_company().version, by=viewer(by))


def open_desk(unit: str | None = "本部") -> None:
    desk = Desk("お客様相談室", UNIT_IDS[unit] if unit else None, "0263-00-0001")
    contact_desk.change(desk, seen=people.the_company().version, by=viewer("privacy_manager"))


def test_what_is_said_is_kept_and_told(app: Flask) -> None:
    say()
    assert request_procedure.procedure() == SAID
    trail.write_pending()
    told = {each.field: each.after for each in trail.noted("company", 1)[0].values}
    assert told["procedure_channels"] == "郵送、電話"
    say(replace(SAID, disclosure_fee=None))
    assert request_procedure.procedure().disclosure_fee is None


def test_a_fee_is_asked_for_what_the_law_allows_alone(app: Flask) -> None:
    """Law art. 38: the notice of purposes and disclosures, of records too."""
    fees = {each: SAID.fee(each) for each in Asked}
    assert fees == {
        Asked.PURPOSE: 0,
        Asked.DISCLOSURE: 500,
        Asked.RECORDS: 500,
        **dict.fromkeys((Asked.CORRECTION, Asked.STOP, Asked.PROVISION), 0),
    }
    assert {each for each in Asked if Procedure().fee(each) is None} == WITH_FEE
    assert SAID.says_fees
    assert not replace(SAID, purpose_fee=None).says_fees


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"days": 0}, "request_days"),
        ({"days": 61}, "request_days"),
        ({"purpose_fee": -1}, "request_fee"),
        ({"disclosure_fee": 100_000}, "request_fee"),
    ],
)
def test_days_and_fees_are_bounded(app: Flask, wrong: dict[str, int], key: str) -> None:
    with pytest.raises(BadInput, match=key):
        say(replace(SAID, **wrong))
    say(replace(SAID, days=1, purpose_fee=99_999))


def test_a_form_that_is_old_changes_nothing(app: Flask) -> None:
    seen = people.the_company().version
    say()
    with pytest.raises(Stale):
        request_procedure.change(Procedure(), seen=seen, by=viewer("representative"))
    assert request_procedure.procedure() == SAID


def test_the_policy_says_what_nobody_entered(app: Flask) -> None:
    published = request_procedure.as_published()
    effective = published.procedure
    assert "宮下" in effective.representative
    assert effective.channels == (Channel.VISIT, Channel.POST)
    assert published.contact.phone
    say()
    assert request_procedure.as_published().procedure.representative == SAID.representative


def test_what_is_nowhere_is_found_missing_until_it_is_entered_and_open(app: Flask) -> None:
    before = request_procedure.as_published().sources
    lacking = publication_rules.missing(before)
    assert {Published.ADDRESS, Published.FEE} <= {*lacking}
    assert Published.BODY not in lacking, "said where it is so"
    say()
    closed = request_procedure.as_published().sources
    assert closed[Published.FEE] is Source.CLOSED
    assert closed[Published.NAME] is Source.POLICY
    open_desk()
    builders.profile(Part.REQUEST_PAGE)
    opened = request_procedure.as_published().sources
    assert opened[Published.FEE] is opened[Published.NAME] is Source.SETTINGS
    assert publication_rules.missing(opened) == []


def test_what_an_open_page_lacks_is_a_duty_of_whoever_runs_the_pms(app: Flask) -> None:
    assert due() == []
    builders.profile(Part.REQUEST_PAGE)
    assert due() == [IDS["privacy_manager"]]
    assert list(kept_duties.compare()) == []
    say()
    open_desk()
    assert due() == []
    say(replace(SAID, disclosure_fee=None))
    assert due() == [IDS["privacy_manager"]]
    builders.profile()
    assert due() == []
    assert list(kept_duties.compare()) == []


def due() -> list[int]:
    """Who is to say what the page lacks."""
    return [each.person_id for each in duty_reading.due(date.max, None, kinds=[SAY])]


def test_requests_are_taken_beside_an_open_page_with_a_desk_alone(app: Flask) -> None:
    builders.profile(Part.REQUEST_FORM)
    open_desk()
    assert not request_procedure.takes_requests()
    builders.profile(Part.REQUEST_FORM, Part.REQUEST_PAGE)
    assert request_procedure.takes_requests()
    open_desk(None)
    assert not request_procedure.takes_requests()


def test_every_way_to_ask_says_how_whoever_asks_is_identified() -> None:
    assert IDENTIFIED_BY.keys() == {*Channel}
    assert all(IDENTIFIED_BY.values())


def test_a_fee_without_its_amount_is_none() -> None:
    for line, is_said in (
        ("手数料は、開示1件につき500円です。", True),
        ("１件５００円の手数料をいただきます。", True),
        ("開示は無料です。", True),
        ("開示には、所定の手数料をいただきます。訂正には手数料はかかりません。", False),
    ):
        assert bool(publication_rules.found([line], "")[Published.FEE]) is is_said, line
