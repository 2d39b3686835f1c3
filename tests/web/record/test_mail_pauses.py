"""What an administrator is told while mail is paused, and what they do about it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.mail import delivery, pauses
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from tests.databases import Served
from tests.mail.smtp_server import Postbox, listening
from tests.mail.test_dripping import dripping
from tests.mail.test_pauses import NO_TLS, asking
from tests.visitor import Visitor
from tests.web.browsing import committing, configured, reading, words
from tests.web.company.test_letters import letter, post

NOTICE = "メールの送信を一時停止しています。"


@dataclass
class Guarded(Postbox):
    """A server that refuses the sender until it is told otherwise."""

    sender: str = "553 5.7.1 pms@example.jp: not yours"

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.sender or "250 OK"


@contextmanager
def refusing(served: Served) -> Iterator[Guarded]:
    """Mail is paused, with the server there that refuses us."""
    postbox = Guarded()
    with listening(postbox) as port, configured(served, f"smtp://127.0.0.1:{port}"):
        served.dirty = True
        with served.app.app_context():
            delivery.deliver(served.app.extensions["pms"])
            session.remove()
        yield postbox


def test_the_administrator_is_told_on_every_page_and_nobody_else(
    served: Served, visitor: Visitor
) -> None:
    post(served)
    costs: dict[str, int] = {}
    for name in ("administrator", "head", "privacy_manager"):
        visitor.as_(name).get("/")
        with visitor.counting() as statements:
            assert NOTICE not in words(visitor.get("/"))
        costs[name] = len(statements)
    with refusing(served):
        for name, cost in costs.items():
            visitor.as_(name).get("/")
            with visitor.counting() as statements:
                page = words(visitor.get("/"))
            assert (NOTICE in page) is (name == "administrator")
            assert len(statements) == cost
            assert sum("mail_pause" in each for each in statements) == (name == "administrator")
        visitor.as_("administrator")
        for page in ("/people/", "/company/", "/me/", "/reminders/"):
            assert NOTICE in words(visitor.get(page)), page
        visitor.post("/language", language="en", next="/")
        assert "Sending email is paused." in words(visitor.get("/people/"))
        told = visitor.get("/readyz")
        assert (told.status_code, told.get_json()["mail"]) == (200, "paused")


def test_the_page_of_mail_says_why_and_tries_now(served: Served, visitor: Visitor) -> None:
    ids = post(served, 2)
    with refusing(served) as postbox:
        page = words(visitor.as_("administrator").get("/letters/"))
        assert "差出人または送信元のサーバーを断りました" in page
        assert "553 5.7.1 pms@example.jp: not yours" in page
        assert "次の送信" in page
        for name in ("privacy_manager", "head"):
            assert Visitor(served).as_(name).post("/letters/try-now").status_code == 403
        assert visitor.post("/letters/try-now").location == "/letters/"
        assert "まだ送れません。" in words(visitor.get("/letters/"))
        assert [letter(served, each) for each in ids] == [(LetterState.WAITING, 0)] * 2
        postbox.sender = ""
        visitor.post("/letters/try-now")
        page = words(visitor.get("/letters/"))
        assert "メールの送信を再開しました。" in page
        assert "553 5.7.1" not in page
        assert letter(served, ids[0]) == (LetterState.SENT, 1)
        assert len(postbox.taken) == 1
        assert visitor.get("/readyz").get_json()["mail"] == "ok"
        # Where nothing is paused the button does nothing worse than deliver.
        visitor.post("/letters/try-now")
        assert letter(served, ids[1]) == (LetterState.SENT, 1)


def test_failed_letters_are_chosen_and_sent_again_together(
    served: Served, visitor: Visitor
) -> None:
    failed = post(served, 2, state=LetterState.FAILED, attempts=8, trouble="554 no")
    (bounced,) = post(served, state=LetterState.BOUNCED, attempts=1, trouble="550 unknown")
    (sent,) = post(served, state=LetterState.SENT, attempts=1, sent_at=clock.now())
    (left,) = post(served, state=LetterState.FAILED, attempts=8, trouble="554 no")
    visitor.as_("administrator")
    page = visitor.get("/letters/").text
    for each in (*failed, bounced, left):
        assert f'name="letter" value="{each}"' in page
    assert f'name="letter" value="{sent}"' not in page
    assert visitor.post("/letters/retry").status_code == 400
    assert visitor.post("/letters/retry", token=False, letter=str(left)).status_code == 400
    chosen = [str(each) for each in (*failed, bounced, sent, 999_999)]
    assert visitor.post("/letters/retry", letter=chosen).location == "/letters/"
    assert "3通をもう一度送るよう" in words(visitor.get("/letters/"))
    for each in (*failed, bounced):
        assert letter(served, each) == (LetterState.WAITING, 0)
    assert letter(served, sent) == (LetterState.SENT, 1)
    assert letter(served, left) == (LetterState.FAILED, 8)
    assert visitor.post("/letters/retry", letter=[str(n) for n in range(1, 60)]).status_code == 400
    assert visitor.as_("head").post("/letters/retry", letter=chosen).status_code == 403


def tried(visitor: Visitor) -> str:
    """What somebody reads who sent a letter to try."""
    began = time.monotonic()
    answer = visitor.as_("administrator").post("/reminders/test")
    assert time.monotonic() - began < 10
    return words(visitor.get(str(answer.location)))


@NO_TLS
def test_a_letter_to_try_is_answered_at_once_in_words(served: Served, visitor: Visitor) -> None:
    postbox = Guarded()
    with listening(postbox) as port, configured(served, f"smtp://127.0.0.1:{port}"):
        assert "差出人または送信元のサーバーを断りました" in tried(visitor)
        postbox.sender = ""
        assert "テストメールを受け取りました。" in tried(visitor)
        assert [str(got["To"].addresses[0].addr_spec) for got in postbox.taken] == [
            "administrator@example.jp"
        ]
        postbox.refused = "administrator"
        assert "宛先のメールアドレスが見つからない" in tried(visitor)
    with configured(served, f"smtp://127.0.0.1:{port}"):
        assert "メールサーバーにつながりませんでした" in tried(visitor)
    with asking("right") as (_box, port), configured(served, f"smtp://pms:word@127.0.0.1:{port}"):
        assert "サインインできませんでした" in tried(visitor)
    with reading(served):
        ends = session.scalars(select(OutboxLetter.state).order_by(OutboxLetter.id)).all()
    failed, sent, bounced = LetterState.FAILED, LetterState.SENT, LetterState.BOUNCED
    assert ends == [failed, sent, bounced, failed, failed]


def test_a_letter_to_try_is_answered_within_ten_seconds_by_a_server_that_drips(
    served: Served, visitor: Visitor
) -> None:
    with dripping(0.5) as port, configured(served, f"smtp://127.0.0.1:{port}"):
        assert "メールサーバーから返事がありませんでした" in tried(visitor)


def test_a_letter_to_try_that_is_taken_ends_the_pause(served: Served, visitor: Visitor) -> None:
    (waiting,) = post(served)
    with refusing(served) as postbox:
        postbox.sender = ""
        assert "テストメールを受け取りました。" in tried(visitor)
        with reading(served):
            assert pauses.standing() is None
            settings = served.app.extensions["pms"]
        with served.app.app_context(), clock.set_to(clock.now() + timedelta(seconds=1)):
            assert delivery.deliver(settings) == 1
    assert letter(served, waiting) == (LetterState.SENT, 1)
    assert len(postbox.taken) == 2


def test_a_letter_to_try_whose_process_died_is_sent_as_any_other(served: Served) -> None:
    (held,) = post(served)
    with committing(served):
        delivery.hold(session.get_one(OutboxLetter, held))
    with listening(Postbox()) as port, configured(served, f"smtp://127.0.0.1:{port}"):
        settings = served.app.extensions["pms"]
        for minutes, sent in ((9, 0), (11, 1)):
            later = clock.now() + timedelta(minutes=minutes)
            with served.app.app_context(), clock.set_to(later):
                assert delivery.deliver(settings) == sent
