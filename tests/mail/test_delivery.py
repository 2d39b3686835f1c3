"""Delivery on both databases to a real SMTP server on loopback, to a folder, and to nobody."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from flask import Flask
from sqlalchemy import Engine, func, select, update

from pms_tracker import clock
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.mail import delivery, outbox
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.mail.outbox import Letter, Recipient
from pms_tracker.people.changes import people_letters
from tests.databases import Served
from tests.mail.smtp_server import Postbox, listening


def post(to: str = "head", secret: bool = False) -> int:
    """A letter that was committed; its id."""
    values = {"link_to": "http://127.0.0.1:8000/password/reset/s3cr3t"} if secret else {}
    row = people_letters.PASSWORD_RESET if secret else people_letters.PASSWORD_CHANGED
    with transaction():
        who = Recipient(None, "髙山 由紀", f"{to}@example.jp")
        made = outbox.post(Letter(row, values, secret=secret), who)
        assert made is not None
        return made.id


def letter(letter_id: int) -> OutboxLetter:
    session.rollback()
    return session.get_one(OutboxLetter, letter_id)


def wait(settings: Settings, minutes: float) -> int:
    """Deliver so many minutes later than now."""
    with clock.set_to(clock.now() + timedelta(minutes=minutes)):
        return delivery.deliver(settings)


def test_a_letter_arrives_as_text_and_html(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    sent = letter(post())
    message_id = sent.message_id
    assert delivery.deliver(settings) == 1
    (got,) = postbox.taken
    assert got["Subject"] == "パスワードが変更されました"
    assert got["To"].addresses[0].display_name == "髙山 由紀"
    assert got["To"].addresses[0].addr_spec == "head@example.jp"
    assert (got["Message-ID"], got["Auto-Submitted"]) == (message_id, "auto-generated")
    text, html = got.get_body(("plain",)), got.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "髙山 由紀 様" in text.get_content()
    assert "<html" in html.get_content()
    done = letter(sent.id)
    assert (done.state, done.attempts, done.trouble) == (LetterState.SENT, 1, None)
    assert done.sent_at is not None
    assert delivery.deliver(settings) == 0


def test_many_letters_go_over_one_connection(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    for _ in range(4):
        post()
    assert delivery.deliver(settings, limit=3) == 3
    assert postbox.connections == 1
    assert delivery.deliver(settings) == 1


def test_a_busy_server_is_tried_again_later_and_longer_each_time(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    waiting = post()
    postbox.answers = ["451 4.3.0 busy", "451 4.3.0 busy"]
    assert delivery.deliver(settings) == 0
    tried = letter(waiting)
    assert (tried.state, tried.trouble) == (LetterState.WAITING, "451 4.3.0 busy")
    assert wait(settings, 0.5) == 0
    assert letter(waiting).attempts == 1
    assert wait(settings, 1.5) == 0
    assert letter(waiting).attempts == 2
    assert wait(settings, 6) == 0
    assert wait(settings, 8) == 1
    assert len({got["Message-ID"] for got in postbox.taken}) == len(postbox.taken) == 1


def test_a_letter_is_given_up_after_the_last_wait(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    hopeless = post()
    with transaction():
        last = len(delivery.BACK_OFF)
        session.execute(update(OutboxLetter).values(attempts=last))
    postbox.answers = ["451 4.3.0 busy"]
    delivery.deliver(settings)
    assert letter(hopeless).state is LetterState.FAILED
    assert wait(settings, 10_000) == 0
    with transaction():
        outbox.try_again(hopeless)
    assert delivery.deliver(settings) == 1


def test_a_letter_whose_recipient_is_refused_bounces_at_once_and_the_others_go_on(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    postbox.refused = "gone"
    # More than a server that is in trouble would be asked to take.
    refused = [post("gone") for _ in range(4)]
    taken = post("head")
    assert delivery.deliver(settings) == 1
    for each in refused:
        bounced = letter(each)
        assert (bounced.state, bounced.attempts) == (LetterState.BOUNCED, 1)
        assert bounced.trouble == "550 5.1.1 no such mailbox"
    assert letter(taken).state is LetterState.SENT
    stand = {"waiting": 0, "sent": 1, "failed": 0, "bounced": 4, "withdrawn": 0}
    assert outbox.counts() == stand
    assert outbox.unsent() == 0
    postbox.refused = ""
    with transaction():
        outbox.try_again(refused[0], "new@example.jp")
    assert delivery.deliver(settings) == 1
    assert postbox.taken[-1]["To"].addresses[0].addr_spec == "new@example.jp"


def test_what_is_refused_for_good_but_not_for_its_recipient_fails_at_once(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    spam = post()
    postbox.answers = ["554 5.7.1 looks like spam"]
    assert delivery.deliver(settings) == 0
    failed = letter(spam)
    assert (failed.state, failed.trouble) == (LetterState.FAILED, "554 5.7.1 looks like spam")


def test_a_dropped_connection_loses_nothing_and_the_next_letter_opens_a_new_one(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    dropped, next_one = post(), post()
    postbox.answers = ["drop"]
    assert delivery.deliver(settings) == 1
    assert letter(dropped).state is LetterState.WAITING
    assert letter(next_one).state is LetterState.SENT
    assert postbox.connections == 2
    message_id = letter(dropped).message_id
    assert wait(settings, 2) == 1
    assert postbox.taken[-1]["Message-ID"] == message_id


def test_a_name_and_password_in_the_address_sign_in(app: Flask, served: Served) -> None:
    post()
    given: list[tuple[bytes, bytes]] = []

    def authenticate(
        _server: SMTP, _session: Session, _envelope: Envelope, _way: str, said: LoginPassword
    ) -> AuthResult:
        given.append((said.login, said.password))
        return AuthResult(success=True)

    with listening(Postbox(), authenticator=authenticate, auth_require_tls=False) as port:
        url = f"smtp://pms%40example.jp:s%3Acret@127.0.0.1:{port}"
        assert delivery.deliver(replace(served.settings, smtp_url=url)) == 1
    assert given == [(b"pms@example.jp", b"s:cret")]


def test_the_text_of_a_secret_letter_is_gone_once_it_was_sent(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    secret, plain = post(secret=True), post()
    assert "s3cr3t" in str(letter(secret).body)
    assert delivery.deliver(settings) == 2
    assert (letter(secret).body, letter(secret).html) == (None, None)
    assert letter(plain).body is not None
    assert any("s3cr3t" in got.as_string() for got in postbox.taken)


def test_a_letter_that_a_dead_process_was_sending_is_sent_after_its_claim_ends(
    app: Flask, settings: Settings
) -> None:
    left = post()
    with transaction():
        session.execute(
            update(OutboxLetter).values(
                state=LetterState.SENDING, attempts=1, next_try_at=clock.now() + delivery.CLAIM
            )
        )
    assert wait(settings, 9) == 0
    assert wait(settings, 11) == 1
    assert letter(left).attempts == 2


def test_a_letter_that_cannot_be_written_is_put_aside_like_a_busy_server(
    app: Flask, settings: Settings
) -> None:
    odd = post()
    with transaction():
        session.execute(update(OutboxLetter).values(address="head@example.jp\nBcc: x@example.jp"))
    assert delivery.deliver(settings) == 0
    assert letter(odd).state is LetterState.WAITING


@pytest.mark.parametrize("served", ["sqlite"], indirect=True)
def test_without_a_server_letters_become_files(app: Flask, served: Served) -> None:
    sent = letter(post())
    message_id = sent.message_id
    assert delivery.deliver(served.settings) == 1
    found = [
        path
        for path in served.settings.mail_folder.glob("*.eml")
        if message_id.strip("<>").partition("@")[0] in path.name
    ]
    got = message_from_bytes(found[0].read_bytes(), policy=default)
    assert got["Message-ID"] == message_id
    assert not list(served.settings.mail_folder.glob("*.new"))


@pytest.mark.parametrize("served", ["sqlite"], indirect=True)
def test_nothing_is_opened_where_nothing_waits(app: Flask, served: Served) -> None:
    nowhere = replace(served.settings, smtp_url="smtp://no-such-host.invalid:25")
    assert delivery.deliver(nowhere) == 0


def test_what_a_claim_leaves_over_goes_back_at_once_without_counting_as_tried(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    ids = [post() for _ in range(5)]
    postbox.answers = ["451 4.3.0 busy"] * 3
    assert delivery.deliver(settings) == 0
    left = [letter(each) for each in ids]
    assert {(each.state, each.attempts) for each in left} == {(LetterState.WAITING, 0)}
    # All of them when the pause that three such answers begin is over (test_pauses).
    assert wait(settings, 1.5) == 5
    assert [got["Message-ID"] for got in postbox.taken] == [letter(i).message_id for i in ids]


@dataclass
class Watched(Postbox):
    """A postbox that counts, with each letter it takes, how many are claimed at that moment."""

    engine: Engine | None = None
    claimed: list[int] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert self.engine is not None
        held = (OutboxLetter.state == LetterState.SENDING, OutboxLetter.next_try_at > clock.now())
        with self.engine.connect() as line:
            self.claimed.append(line.scalar(select(func.count(OutboxLetter.id)).where(*held)) or 0)
        return await super().handle_DATA(server, session, envelope)


def test_letters_are_claimed_together_but_those_of_a_dead_process_one_at_a_time(
    app: Flask, served: Served
) -> None:
    watched = Watched(engine=served.engine)
    with listening(watched) as port:
        settings = replace(served.settings, smtp_url=f"smtp://127.0.0.1:{port}")
        for state in (LetterState.WAITING, LetterState.SENDING):
            for _ in range(3):
                post()
            with transaction():
                waits = OutboxLetter.state == LetterState.WAITING
                session.execute(update(OutboxLetter).where(waits).values(state=state))
            assert delivery.deliver(settings) == 3
    assert watched.claimed == [3, 2, 1, 1, 1, 1]
