"""What renews a session: pages that are opened, and rarely what a page's script asks for."""

from datetime import timedelta

import pytest
import time_machine
from werkzeug.test import TestResponse

from pms_tracker import clock
from pms_tracker.people.accounts import sessions
from tests.cast import IDS, TODAY
from tests.databases import Served
from tests.signed_in import begun_at
from tests.visitor import Visitor

NOW = clock.at(TODAY, 10)


@pytest.fixture
def inside(served: Served) -> Visitor:
    """Somebody who signed in a moment ago."""
    visitor = Visitor(served).as_("auditor")
    with served.app.app_context():
        begun_at(IDS["auditor"], NOW)
    with visitor.client.session_transaction() as cookie:
        cookie.permanent = True
        cookie["seen"] = NOW.timestamp()
    return visitor


def asks(visitor: Visitor) -> TestResponse:
    """What a page's script asks for while somebody types."""
    return visitor.client.get("/days?typed=R8.12.1", headers={"Sec-Fetch-Mode": "cors"})


def test_what_scripts_ask_for_brings_no_older_session_back(inside: Visitor) -> None:
    """Else it could come after the answer to a form, and undo its notice or a sign-out."""
    for minutes in (2, 4):
        with time_machine.travel(NOW + timedelta(minutes=minutes)):
            assert "session=" in inside.get("/check/findings/").headers["Set-Cookie"]
    with time_machine.travel(NOW + timedelta(minutes=6)):
        answer = asks(inside)
    assert answer.status_code == 200
    assert answer.headers.getlist("Set-Cookie") == []


def test_pages_of_the_same_minute_bring_no_cookie_of_their_own(inside: Visitor) -> None:
    # The first brings the secret of its forms.
    inside.get("/check/findings/")
    with time_machine.travel(NOW + timedelta(seconds=50)):
        assert inside.get("/check/findings/").headers.getlist("Set-Cookie") == []


def test_who_opened_nothing_for_eight_hours_is_outside(inside: Visitor) -> None:
    with time_machine.travel(NOW + sessions.IDLE - timedelta(minutes=1)):
        assert inside.get("/check/findings/").status_code == 200
    with time_machine.travel(NOW + sessions.IDLE * 2):
        assert inside.get("/check/findings/").status_code == 302


def test_who_works_on_one_page_all_day_stays_inside_until_a_day_is_over(inside: Visitor) -> None:
    for hours in range(1, 24):
        with time_machine.travel(NOW + timedelta(hours=hours)):
            assert asks(inside).status_code == 200, hours
    with time_machine.travel(NOW + timedelta(hours=25)):
        assert asks(inside).status_code == 302
