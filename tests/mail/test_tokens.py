"""Signing in to a mail server with a token: fetched from a real provider on loopback, kept, fetched
anew where it was taken back, and never repeated to anybody."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from flask import Flask

from pms_tracker.config import Settings
from pms_tracker.mail import delivery, tokens
from pms_tracker.mail.refusals import Reason
from tests.databases import Served
from tests.mail.smtp_server import Postbox, listening
from tests.mail.test_delivery import letter, post
from tests.mail.test_pauses import NO_TLS, arrived, at_its_next_try, paused, untouched

pytestmark = NO_TLS
USER = "pms@example.jp"


@dataclass
class Provider:
    """Gives tokens t1, t2 … to whoever knows the secret, and notes what it was asked."""

    secret: str = "s3cret/+"
    lasts: int = 3600
    answer: tuple[int, dict[str, str]] | None = None
    drips: bool = False
    renews: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    good: set[str] = field(default_factory=set)

    def give(self, said: dict[str, str]) -> tuple[int, dict[str, object]]:
        self.asked.append(said)
        if self.answer:
            return self.answer[0], {**self.answer[1]}
        if said.get("client_secret") != self.secret:
            told = {"error": "invalid_client", "error_description": f"not {said['client_secret']}"}
            return 401, {**told}
        word = f"token{len(self.asked)}"
        self.good = {word}
        more = {"refresh_token": f"renewed{len(self.asked)}"} if self.renews else {}
        return 200, {"access_token": word, "expires_in": self.lasts, **more}


@contextmanager
def providing(provider: Provider) -> Iterator[str]:
    """The provider's address while it listens."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            code, told = provider.give(said)
            if code == 302:
                self.send_response(302)
                self.send_header("Location", f"http://{self.headers['Host']}/elsewhere")
                self.end_headers()
                return
            if provider.drips:
                # As if it were about to say something, for longer than anybody waits.
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
                for _ in range(50):
                    time.sleep(0.1)
                    self.wfile.write(b"x")
                return
            content = json.dumps(told).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            return

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_words: object) -> None:
            """Whoever asked may have gone."""

    server = Quiet(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/token"
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Guarded(Postbox):
    """A mail server that lets in whoever shows a token which is good for the provider."""

    provider: Provider = field(default_factory=Provider)
    shown: list[str] = field(default_factory=list)

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        said = base64.b64decode(args[1]).decode()
        word = said.removeprefix(f"user={USER}\1auth=Bearer ").removesuffix("\1\1")
        self.shown.append(word)
        if word in self.provider.good:
            return AuthResult(success=True)
        why = base64.b64encode(json.dumps({"status": "400", "shown": word}).encode()).decode()
        # As Exchange and Gmail do: the reason as a challenge, the refusal after an empty answer.
        await server.push(f"334 {why}")
        await server._reader.readline()
        await server.push(f"535 5.7.3 Authentication unsuccessful {args[1]} {word}")
        return AuthResult(success=False, handled=True)


@pytest.fixture
def guarded() -> Iterator[Guarded]:
    tokens._KEPT.clear()
    yield Guarded()
    tokens._KEPT.clear()


@pytest.fixture
def settings(served: Served, guarded: Guarded) -> Iterator[Settings]:
    more = {"auth_require_tls": False, "auth_required": True, "auth_exclude_mechanism": ["PLAIN"]}
    with providing(guarded.provider) as address, listening(guarded, **more) as port:
        yield replace(
            served.settings,
            smtp_url=f"smtp://pms%40example.jp@127.0.0.1:{port}",
            smtp_oauth_token_url=address,
            smtp_oauth_client_id="app",
            smtp_oauth_client_secret=guarded.provider.secret,
            smtp_oauth_scope="https://outlook.office365.com/.default",
        )


def test_a_token_is_fetched_kept_and_fetched_anew_where_it_was_taken_back(
    app: Flask, settings: Settings, guarded: Guarded
) -> None:
    first = [post(), post()]
    assert delivery.deliver(settings) == 2
    assert guarded.provider.asked == [
        {
            "grant_type": "client_credentials",
            "client_id": "app",
            "client_secret": "s3cret/+",
            "scope": "https://outlook.office365.com/.default",
        }
    ]
    second = post()
    assert delivery.deliver(settings) == 1
    assert guarded.shown == ["token1", "token1"]
    guarded.provider.good.clear()
    third = post()
    assert delivery.deliver(settings) == 1
    assert guarded.shown[2:] == ["token1", "token2"]
    assert paused() is None
    assert arrived(guarded, [*first, second, third])
    # One that ends within the minute is used no more.
    guarded.provider.lasts = 0
    tokens._KEPT.clear()
    for number in (3, 4):
        post()
        assert delivery.deliver(settings) == 1
        assert guarded.shown[-1] == f"token{number}"


def test_a_provider_that_refuses_pauses_all_mail_and_no_secret_is_repeated(
    app: Flask, settings: Settings, guarded: Guarded
) -> None:
    ids = [post(), post()]
    wrong = replace(settings, smtp_oauth_client_secret="wr0ng")
    assert delivery.deliver(wrong) == 0
    found = paused()
    assert found is not None
    assert (found.reason, found.words) == (Reason.SIGN_IN, "NoToken: 401 invalid_client: not …")
    # The provider gives a token that the mail server does not take: asked for once, no more.
    guarded.provider.answer = (200, {"access_token": "stolen", "expires_in": "3600"})
    asked = len(guarded.provider.asked)
    assert at_its_next_try(settings) == 0
    found = paused()
    assert found is not None
    assert found.reason is Reason.SIGN_IN
    assert found.words == "535 5.7.3 Authentication unsuccessful … …"
    assert len(guarded.provider.asked) == asked + 1
    for answer in ((500, {}), (302, {}), (200, {})):
        guarded.provider.answer = answer
        tokens._KEPT.clear()
        assert at_its_next_try(settings) == 0
    assert [each.get("client_secret") for each in guarded.provider.asked[asked + 1 :]] == [
        "s3cret/+"
    ] * 3
    assert untouched(ids)
    guarded.provider.answer = None
    assert at_its_next_try(settings) == 2
    assert arrived(guarded, ids)
    assert paused() is None


def test_a_provider_that_drips_or_is_not_there_holds_nothing_up(
    app: Flask, settings: Settings, guarded: Guarded
) -> None:
    number = post()
    guarded.provider.drips = True
    began = time.monotonic()
    refusal = delivery.send_at_once(number, settings, within=0.5)
    assert time.monotonic() - began < 4
    assert refusal is not None
    assert refusal.reason is Reason.OTHER
    assert letter(number).trouble == refusal.words
    nobody = replace(settings, smtp_oauth_token_url="http://127.0.0.1:9/token")
    refusal = delivery.send_at_once(post(), nobody, within=5)
    assert refusal is not None
    assert refusal.words.startswith("NoToken: ")
    assert refusal.reason is Reason.OTHER


def test_a_refresh_token_is_used_and_the_one_that_follows_it_is_kept_for_the_owner_alone(
    app: Flask, settings: Settings, guarded: Guarded
) -> None:
    guarded.provider.renews = True
    ours = replace(settings, smtp_oauth_refresh_token="first", smtp_oauth_scope="")
    for _ in range(2):
        post()
        tokens._KEPT.clear()
        assert delivery.deliver(ours) == 1
    other = replace(ours, smtp_oauth_refresh_token="another")
    post()
    assert delivery.deliver(other) == 1
    asked = guarded.provider.asked
    assert [each["refresh_token"] for each in asked] == ["first", "renewed1", "another"]
    assert {each["grant_type"] for each in asked} == {"refresh_token"}
    assert "scope" not in asked[0]
    assert (ours.instance / tokens.RENEWED).stat().st_mode & 0o777 == 0o600
