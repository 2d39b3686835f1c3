"""A server that refuses us pauses all mail and loses none; one that refuses a letter does not."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from flask import Flask
from sqlalchemy import select, update

from pms_tracker import clock
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.mail import delivery, outbox, pauses
from pms_tracker.mail.mail_tables import LetterState, MailPause, OutboxLetter
from pms_tracker.mail.refusals import Reason
from tests.databases import Served
from tests.mail.smtp_server import Postbox, listening
from tests.mail.test_delivery import letter, post

# On loopback, where nobody listens.
NO_TLS = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@dataclass
class Choosy(Postbox):
    """A postbox that may refuse the sender, where a server says so, and names it in its answer."""

    sender: str = ""
    recipient: str = ""

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.sender:
            return self.sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient:
            return self.recipient
        return await super().handle_RCPT(server, session, envelope, address, options)


def paused() -> MailPause | None:
    session.rollback()
    return pauses.standing()


def untouched(ids: list[int]) -> bool:
    """Whether all of these wait and none has used up a try."""
    return all((letter(i).state, letter(i).attempts) == (LetterState.WAITING, 0) for i in ids)


def arrived(postbox: Postbox, ids: list[int]) -> bool:
    """Whether all of these arrived, each once, in their order and under their own ids."""
    return [got["Message-ID"] for got in postbox.taken] == [letter(i).message_id for i in ids]


def at_its_next_try(settings: Settings) -> int:
    """Deliver at the moment for which the next try is announced."""
    found = paused()
    assert found is not None
    with clock.set_to(found.next_try_at):
        return delivery.deliver(settings)


@contextmanager
def asking(word: str) -> Iterator[tuple[Postbox, int]]:
    """A server that lets in whoever knows a password."""

    def authenticate(
        _server: SMTP, _session: Session, _envelope: Envelope, _way: str, said: LoginPassword
    ) -> AuthResult:
        return AuthResult(success=said.password == word.encode(), handled=False)

    postbox = Postbox()
    more = {"authenticator": authenticate, "auth_require_tls": False, "auth_required": True}
    with listening(postbox, **more) as port:
        yield postbox, port


@NO_TLS
def test_a_wrong_password_pauses_all_mail_and_the_right_one_sends_it_in_order(
    app: Flask, served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    ids = [post() for _ in range(25)]
    with asking("right") as (postbox, port):
        wrong = replace(served.settings, smtp_url=f"smtp://pms:wr0ng-word@127.0.0.1:{port}")
        with caplog.at_level(logging.WARNING):
            assert delivery.deliver(wrong) == 0
            for _try in range(3):
                assert at_its_next_try(wrong) == 0
        found = paused()
        assert found is not None
        assert (found.reason, found.tries, found.words[:3]) == (Reason.SIGN_IN, 4, "535")
        assert untouched(ids)
        assert [line.levelname for line in caplog.records if "paused" in line.getMessage()] == [
            "WARNING"
        ]
        assert "wr0ng-word" not in caplog.text + found.words
        right = replace(wrong, smtp_url=f"smtp://pms:right@127.0.0.1:{port}")
        assert at_its_next_try(right) == 25
        assert arrived(postbox, ids)
    assert paused() is None


@NO_TLS
def test_who_does_not_sign_in_where_that_is_asked_for_loses_nothing(
    app: Flask, served: Served
) -> None:
    ids = [post(), post()]
    with asking("right") as (_postbox, port):
        unknown = replace(served.settings, smtp_url=f"smtp://127.0.0.1:{port}")
        assert delivery.deliver(unknown) == 0
    found = paused()
    assert found is not None
    assert (found.reason, found.words[:3]) == (Reason.SIGN_IN, "530")
    assert untouched(ids)


@pytest.mark.parametrize(
    ("sender", "recipient", "reason"),
    [
        ("553 5.7.1 sender not owned by you", "", Reason.SENDER),
        ("550 5.1.8 no such domain", "", Reason.SENDER),
        ("451 4.3.0 later", "", Reason.OTHER),
        ("421 4.7.0 too many of you", "", Reason.OTHER),
        # Postfix refuses a sender only when it hears a recipient.
        ("", "553 5.7.1 <a@b.jp>: Sender address rejected: not owned by user", Reason.SENDER),
        ("", "554 5.7.1 <host>: Client host rejected: Access denied", Reason.SENDER),
        ("", "530 5.7.0 must sign in", Reason.SIGN_IN),
        ("", "421 4.3.2 closing", Reason.OTHER),
    ],
)
def test_a_server_that_refuses_us_at_any_step_pauses_all_mail(
    app: Flask, served: Served, sender: str, recipient: str, reason: Reason
) -> None:
    ids = [post(f"head{number}") for number in range(3)]
    postbox = Choosy(sender=sender, recipient=recipient)
    with listening(postbox) as port:
        settings = replace(served.settings, smtp_url=f"smtp://127.0.0.1:{port}")
        assert delivery.deliver(settings) == 0
        found = paused()
        assert found is not None
        assert (found.reason, found.words) == (reason, sender or recipient)
        assert untouched(ids)
        # Until the next try is due nobody asks the server.
        asked = postbox.connections
        assert delivery.deliver(settings) == 0
        assert postbox.connections == asked
        postbox.sender = postbox.recipient = ""
        assert at_its_next_try(settings) == 3
        assert arrived(postbox, ids)
    assert paused() is None


def test_what_exchange_says_of_a_sender_after_the_letter_pauses_all_mail(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    ids = [post(), post()]
    postbox.answers = ["554 5.2.252 SendAsDenied; a@b.jp not allowed to send as c@d.jp"]
    assert delivery.deliver(settings) == 0
    found = paused()
    assert found is not None
    assert found.reason is Reason.SENDER
    assert untouched(ids)
    assert at_its_next_try(settings) == 2


def test_a_letter_that_is_too_large_fails_alone(app: Flask, served: Served) -> None:
    large = post()
    postbox = Choosy(sender="552 5.3.4 message too large")
    with listening(postbox) as port:
        delivery.deliver(replace(served.settings, smtp_url=f"smtp://127.0.0.1:{port}"))
    assert letter(large).state is LetterState.FAILED
    assert paused() is None


@pytest.mark.parametrize(
    ("scheme", "said"), [("smtps", "SSLError"), ("smtp+starttls", "SMTPNotSupportedError")]
)
def test_a_line_that_cannot_be_encrypted_pauses_all_mail(
    app: Flask, settings: Settings, postbox: Postbox, scheme: str, said: str
) -> None:
    ids = [post()]
    tls = replace(settings, smtp_url=settings.smtp_url.replace("smtp:", f"{scheme}:"))
    assert delivery.deliver(tls) == 0
    found = paused()
    assert found is not None
    assert found.words.startswith(said)
    assert untouched(ids)
    assert at_its_next_try(settings) == 1
    assert arrived(postbox, ids)


def test_a_weekend_without_a_server_loses_nothing_and_tries_are_an_hour_apart(
    app: Flask, served: Served
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    settings = replace(served.settings, smtp_url=f"smtp://127.0.0.1:{port}")
    ids = [post() for _ in range(3)]
    began = clock.now()
    assert delivery.deliver(settings) == 0
    waits, at = [], began
    while at < began + timedelta(days=3):
        found = paused()
        assert found is not None
        waits.append(round((found.next_try_at - at).total_seconds() / 60))
        at = found.next_try_at
        with clock.set_to(at):
            assert delivery.deliver(settings) == 0
    assert waits[:7] == [1, 2, 5, 15, 30, 60, 60]
    assert set(waits[7:]) == {60}
    assert untouched(ids)
    found = paused()
    assert found is not None
    assert found.since >= began
    assert found.words.startswith("ConnectionRefusedError")
    postbox = Postbox()
    with listening(postbox, port=port):
        assert at_its_next_try(settings) == 3
        assert arrived(postbox, ids)


def test_a_server_that_puts_off_every_letter_is_paused_and_no_try_is_used_up(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    ids = [post() for _ in range(12)]
    postbox.answers = ["452 4.3.1 disk full"] * 12
    assert delivery.deliver(settings) == 0
    for _try in range(2):
        assert at_its_next_try(settings) == 0
    # Three, then four and five of them, since it might be the first ones alone.
    assert postbox.answers == []
    found = paused()
    assert found is not None
    assert (found.tries, found.words) == (3, "452 4.3.1 disk full")
    assert untouched(ids)
    assert at_its_next_try(settings) == 12
    assert arrived(postbox, ids)


def test_letters_that_no_server_takes_hold_up_no_others(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    poison = [post("gone") for _ in range(4)]
    good = post("head")
    later = "451 4.7.1 not this one"
    postbox.answers = [later] * 3
    assert delivery.deliver(settings) == 0
    postbox.answers = [later] * 4
    assert at_its_next_try(settings) == 0
    postbox.answers = [later] * 4
    assert at_its_next_try(settings) == 1
    assert letter(good).state is LetterState.SENT
    assert paused() is None
    assert [letter(each).attempts for each in poison] == [1, 1, 1, 1]


def test_a_pause_that_no_letter_waits_for_is_over(app: Flask, served: Served) -> None:
    ids = [post()]
    with listening(Choosy(sender="550 no")) as port:
        settings = replace(served.settings, smtp_url=f"smtp://127.0.0.1:{port}")
        delivery.deliver(settings)
        with transaction():
            changed = update(OutboxLetter).where(OutboxLetter.id.in_(ids))
            session.execute(changed.values(state=LetterState.WITHDRAWN))
        assert delivery.deliver(settings) == 0
        assert paused() is not None
        assert at_its_next_try(settings) == 0
    assert paused() is None


def test_of_several_processes_one_makes_the_next_try(app: Flask, served: Served) -> None:
    served.dirty = True
    postbox = Choosy(sender="550 5.7.1 not you")
    ids = [post() for _ in range(3)]
    with listening(postbox) as port:
        settings = replace(served.settings, smtp_url=f"smtp://127.0.0.1:{port}")
        delivery.deliver(settings)
        with transaction():
            pauses.make_due()
        session.remove()
        before = postbox.connections
        sent: list[int] = []

        def other() -> None:
            with served.app.app_context():
                sent.append(delivery.deliver(settings))

        threads = [threading.Thread(target=other) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert sent == [0, 0, 0, 0]
        assert postbox.connections == before + 1
        found = paused()
        assert found is not None
        assert found.tries == 2
        postbox.sender = ""
        assert at_its_next_try(settings) == 3
        assert arrived(postbox, ids)


def test_one_row_says_that_mail_is_paused(app: Flask, served: Served) -> None:
    post()
    with listening(Choosy(sender="550 no")) as port:
        delivery.deliver(replace(served.settings, smtp_url=f"smtp://127.0.0.1:{port}"))
    session.rollback()
    assert session.scalars(select(MailPause.id)).all() == [1]
    assert outbox.unsent() == 1


@pytest.mark.parametrize(
    ("refused", "noted"),
    [
        ("553 5.7.1 not yours", "SMTPSenderRefused: 553 5.7.1 not yours"),
        ("530 5.7.0 must sign in", "SMTPAuthenticationError: 530 5.7.0 must sign in"),
        ("451 4.3.0 later", "451 4.3.0 later"),
    ],
)
def test_a_test_email_keeps_that_it_was_we_who_were_refused(
    app: Flask, served: Served, refused: str, noted: str
) -> None:
    number = post()
    with listening(Choosy(sender=refused)) as port:
        settings = replace(served.settings, smtp_url=f"smtp://127.0.0.1:{port}")
        refusal = delivery.send_at_once(number, settings, within=5)
    assert refusal is not None
    assert refusal.words == refused
    assert session.get_one(OutboxLetter, number, populate_existing=True).trouble == noted
