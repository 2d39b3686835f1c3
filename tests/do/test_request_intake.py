"""Requests that come in by the public form: in nobody's name, once, known by a code alone."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.disclosure_requests import request_intake
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.disclosure_requests.request_choices import Channel
from pms_tracker.do.disclosure_requests.request_duties import ANSWER
from pms_tracker.do.rules.contact import receipt_codes, request_rules
from pms_tracker.do.rules.contact.request_rules import Asked, Progress, Requester, Stand
from pms_tracker.do.tables.request_tables import PersonRequest
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.registers import entries
from pms_tracker.trail import trail
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.do.test_person_requests import DAY, due
from tests.do.test_request_procedure import open_desk

CODE = receipt_codes.code_of("seed", "key")
SAID: dict[str, Any] = {
    "kinds": (Asked.DISCLOSURE,),
    "requester": Requester.GUARDIAN,
    "requester_name": "𠮷村 太一",
    "about_name": "𠮷村 花",
    "contact": "長野県松本市 0263-00-0009",
    "clue": "S-1042",
    "wanted": "成績の写し🍎",
}


def take(code: str = CODE, **more: Any) -> PersonRequest:
    open_desk()
    return request_intake.take({**SAID, **more}, code)


def test_it_arrives_today_at_the_desk_which_hears_of_it(app: Flask) -> None:
    row = take()
    assert (row.arrived_on, row.unit_id, row.recorded_by_id) == (TODAY, UNIT_IDS["本部"], None)
    assert REQUESTS.field("channel").of(row) is Channel.FORM
    told = session.scalars(
        select(OutboxLetter.person_id).where(OutboxLetter.key == "request_arrived")
    ).all()
    assert IDS["privacy_manager"] in told
    assert row.receipt == receipt_codes.code_digest(CODE)
    trail.write_pending()
    told = str(trail.noted(REQUESTS.name_of(row)))
    assert "S-1042" in told
    assert "𠮷村" not in told
    assert due("privacy_manager") == [(ANSWER, TODAY + 14 * DAY)]


def test_sent_twice_it_is_one(app: Flask) -> None:
    first = take()
    assert take(wanted="ほかのこと") is first
    assert first.wanted == SAID["wanted"]
    assert take(receipt_codes.code_of("another", "key")) is not first


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"kinds": ()}, "kinds"),
        ({"requester": None}, "requester"),
        ({"requester_name": " "}, "requester_name"),
        ({"about_name": ""}, "about_name"),
        ({"contact": ""}, "contact"),
        ({"wanted": ""}, "wanted"),
        ({"wanted": "あ" * 4001}, "wanted"),
        ({"wanted": "番号は 1234 5678 9018 です"}, "wanted"),
        ({"contact": "１２３４５６７８９０１８"}, "contact"),
        ({"clue": "123456789018"}, "clue"),
    ],
)
def test_what_is_wrong_is_said_of_its_field_and_nothing_is_taken(
    app: Flask, wrong: dict[str, Any], name: str
) -> None:
    open_desk()
    assert [each for each, _refusal in request_intake.faults({**SAID, **wrong})] == [name]
    with pytest.raises(BadInput):
        take(**wrong)
    assert session.scalars(select(PersonRequest)).all() == []


def test_whoever_asks_for_themselves_names_nobody_else(app: Flask) -> None:
    open_desk()
    said = {**SAID, "requester": Requester.SELF, "about_name": ""}
    assert list(request_intake.faults(said)) == []


def test_the_code_tells_how_far_it_is_in_coarse_words(app: Flask) -> None:
    row = take()
    assert request_intake.by_code(CODE.lower().replace("-", " ")) is row
    assert request_intake.stand_of(row) is Stand.RECEIVED
    with pytest.raises(NotFound, match="no_such_request_receipt"):
        request_intake.by_code("Z" * 26)
    entries.retire(REQUESTS, row, reason="いたずら", by=viewer("privacy_manager"), agreed=True)
    assert request_intake.stand_of(row) is Stand.OVER


def test_every_progress_stands_somewhere() -> None:
    theirs = {
        Stand.RECEIVED: {Progress.RECEIVED},
        Stand.IDENTIFYING: {Progress.IDENTIFYING, Progress.CORRECTING, Progress.FEE},
        Stand.PREPARING: {Progress.SEARCHING, Progress.DRAFTED, Progress.APPROVED},
        Stand.ANSWERED: {Progress.SENT, Progress.CLOSED},
        Stand.OVER: {Progress.WITHDRAWN, Progress.UNIDENTIFIED},
    }
    for stand, its in theirs.items():
        assert {
            each for each in Progress if request_rules.stand(each, struck=False) is stand
        } == its
    assert {request_rules.stand(each, struck=True) for each in Progress} == {Stand.OVER}
