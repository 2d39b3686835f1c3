"""Whose letters do not arrive: known from how the last one to an address ended."""

from flask import Flask

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.mail import outbox
from pms_tracker.mail.mail_tables import LetterState
from pms_tracker.mail.outbox import Letter, Recipient
from pms_tracker.people.changes import people_letters


def test_whose_letters_do_not_arrive_is_known_until_one_does(app: Flask) -> None:
    def told(state: LetterState, person_id: int | None = 6, address: str = "head@x.jp") -> int:
        row = outbox.post(
            Letter(people_letters.PASSWORD_CHANGED), Recipient(person_id, "髙山 由紀", address)
        )
        assert row is not None
        row.state, row.sent_at = state, clock.now()
        session.flush()
        return row.id

    told(LetterState.SENT)
    told(LetterState.BOUNCED, None)
    assert outbox.bounced() == set()
    told(LetterState.BOUNCED)
    told(LetterState.BOUNCED)
    told(LetterState.SENT, 6, "other@x.jp")
    told(LetterState.WAITING)
    assert outbox.bounced() == outbox.bounced(6) == {(6, "head@x.jp")}
    assert outbox.bounced(7) == set()
    last = told(LetterState.SENT)
    assert outbox.bounced() == set()
    assert outbox.came_back(last, "550 user unknown") is not None
    assert outbox.bounced() == {(6, "head@x.jp")}
    assert outbox.came_back(last, "again") is None
    assert outbox.came_back(999_999, "nobody") is None
