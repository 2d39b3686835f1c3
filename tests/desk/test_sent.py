"""Forms sent twice: the key is taken once, also by two processes at the same moment."""

import threading
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.desk import sent
from pms_tracker.desk.desk_tables import SentForm
from pms_tracker.desk.sent import SentBefore
from tests.cast import IDS, TODAY
from tests.databases import Served

MINE = IDS["auditor"]
NOW = clock.at(TODAY, 10)


def test_a_key_is_taken_once_and_leads_where_the_first_was_led(app: Flask) -> None:
    with transaction():
        sent.begin("key", MINE).led_to = "/somewhere"
    with pytest.raises(SentBefore), transaction():
        sent.begin("key", MINE)
    assert sent.led_to("key", MINE) == "/somewhere"
    assert sent.led_to("key", IDS["head"]) == ""
    assert sent.led_to("other", MINE) == ""
    session.rollback()


def test_a_form_that_was_refused_may_be_sent_again(app: Flask) -> None:
    with transaction():
        sent.begin("key", MINE)
        session.rollback()
    with transaction():
        sent.begin("key", MINE, "/somewhere")
    assert sent.led_to("key", MINE) == "/somewhere"
    session.rollback()


def test_of_two_at_the_same_moment_one_waits_and_is_led_as_the_other(served: Served) -> None:
    begun, told = threading.Event(), []

    def second() -> None:
        with served.app.test_request_context():
            begun.wait(5)
            try:
                with transaction():
                    sent.begin("key", MINE)
                    told.append("taken twice")
            except SentBefore:
                told.append(sent.led_to("key", MINE))
            session.rollback()

    other = threading.Thread(target=second)
    other.start()
    with served.app.test_request_context():
        with transaction():
            row = sent.begin("key", MINE)
            begun.set()
            other.join(0.3)
            assert told == [], "the second waits for the first"
            row.led_to = "/somewhere"
        other.join(20)
        assert told == ["/somewhere"]
        session.rollback()


def test_keys_older_than_thirty_days_are_forgotten(app: Flask) -> None:
    sent.begin("old", MINE)
    with time_machine.travel(NOW + timedelta(days=10)):
        sent.begin("new", MINE)
    with time_machine.travel(NOW + timedelta(days=31)):
        sent.prune()
    assert session.get(SentForm, "new") is not None
    session.expire_all()
    assert session.query(SentForm.key).all() == [("new",)]
