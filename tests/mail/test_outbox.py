"""The outbox on both databases: letters wait in the sender's transaction, secrets stay hidden."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from pms_tracker.database import Order, session, transaction
from pms_tracker.mail import outbox
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.mail.outbox import Letter, Recipient
from pms_tracker.people.changes import people_letters
from tests.cast import IDS

HEAD = Recipient(IDS["head"], "髙山 由紀", "head@example.jp")


def post(reference: str = "", secret: bool = False) -> OutboxLetter:
    values = {"link_to": "http://127.0.0.1:8000/x"} if secret else {}
    row = people_letters.PASSWORD_RESET if secret else people_letters.PASSWORD_CHANGED
    made = outbox.post(Letter(row, values, reference, secret), HEAD)
    assert made is not None
    return made


def test_a_letter_waits_with_its_text_as_it_was_when_posted(app: Flask) -> None:
    row = post("CA-2026-001")
    assert (row.state, row.attempts, row.next_try_at) == (LetterState.WAITING, 0, row.created_at)
    assert (row.name, row.address, row.person_id) == ("髙山 由紀", "head@example.jp", IDS["head"])
    assert row.body is not None
    assert "髙山 由紀 様" in row.body


def test_nobody_without_an_address_gets_a_letter(app: Flask) -> None:
    assert outbox.post(Letter(people_letters.PASSWORD_CHANGED), None) is None
    assert outbox.unsent() == 0


def test_each_letter_has_a_message_id_of_its_own(app: Flask) -> None:
    first, second = post(), post()
    assert first.message_id != second.message_id
    assert first.message_id.startswith("<")
    assert first.message_id.endswith("@127.0.0.1>")


def test_a_letter_of_an_undone_transaction_was_never_posted(app: Flask) -> None:
    def fail() -> None:
        with transaction():
            post()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert session.scalar(select(func.count(OutboxLetter.id))) == 0


def test_secret_letters_are_listed_nowhere(app: Flask) -> None:
    shown = post("CA-2026-001")
    hidden = post("CA-2026-001", secret=True)
    assert outbox.letters() == [shown]
    assert hidden.secret
    assert outbox.unsent() == 2


def test_letters_are_paged_from_the_newest(app: Flask) -> None:
    first, second, third = post(), post(), post()
    assert outbox.letters(limit=2) == [third, second]
    assert outbox.letters(Order(after=(second.id,))) == [first]


def test_only_a_failed_letter_is_tried_again_from_the_start(app: Flask) -> None:
    failed, waiting = post(), post()
    failed.state, failed.attempts = LetterState.FAILED, 8
    waiting.attempts = 3
    for each in (failed, waiting):
        outbox.try_again(each.id)
    outbox.try_again(999)
    assert (failed.state, failed.attempts) == (LetterState.WAITING, 0)
    assert waiting.attempts == 3
