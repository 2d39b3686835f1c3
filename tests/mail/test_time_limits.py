"""Names that nobody resolves hold an email up for its time, and no longer."""

import socket
import threading
import time
from dataclasses import replace

import pytest
from flask import Flask

from pms_tracker.mail import delivery, timed
from pms_tracker.mail.refusals import Reason
from tests.databases import Served
from tests.mail.smtp_server import Postbox, listening
from tests.mail.test_delivery import post


def test_a_name_that_is_not_resolved_is_given_up_in_time(
    app: Flask, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    released, resolve = threading.Event(), socket.getaddrinfo

    def silent(host: str, *words: object, **more: object) -> object:
        # As the system does whose name servers do not answer.
        if host == "mail.example.jp":
            released.wait(20)
        return resolve(host, *words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    settings = replace(served.settings, smtp_url="smtp://mail.example.jp:25")
    began = time.monotonic()
    refusal = delivery.send_at_once(post(), settings, within=0.3)
    assert time.monotonic() - began < 10
    released.set()
    assert refusal is not None
    assert refusal.words.startswith("TimeoutError")
    assert refusal.reason is Reason.OTHER


def test_each_address_of_a_name_is_tried(
    app: Flask, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    postbox = Postbox()
    with listening(postbox) as port:
        # Nobody listens at the first.
        found = ["127.0.0.2", "127.0.0.1"]
        monkeypatch.setattr(timed, "addresses", lambda *_words: found)
        settings = replace(served.settings, smtp_url=f"smtp://mail.example.jp:{port}")
        assert delivery.send_at_once(post(), settings, within=5) is None
    assert len(postbox.taken) == 1
