"""A server that answers a byte at a time holds a letter up for its time, and no longer."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask

from pms_tracker.config import Settings
from pms_tracker.mail import delivery, sending
from pms_tracker.mail.mail_tables import LetterState
from tests.databases import Served
from tests.mail.test_delivery import letter, post, wait
from tests.mail.test_pauses import paused, untouched


@contextmanager
def dripping(every: float) -> Iterator[int]:
    """A server that answers well, but one byte at a time; its port."""
    stopped = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.1)

        def drip(line: socket.socket) -> None:
            with line:
                while not stopped.wait(every):
                    try:
                        line.sendall(b"2")
                    except OSError:
                        return

        def serve() -> None:
            while not stopped.is_set():
                try:
                    line, _from = door.accept()
                except TimeoutError:
                    continue
                threading.Thread(target=drip, args=(line,), daemon=True).start()

        server = threading.Thread(target=serve)
        server.start()
        try:
            yield int(door.getsockname()[1])
        finally:
            stopped.set()
            server.join()


def test_a_server_that_drips_is_given_up_when_the_time_for_one_letter_is_over(
    app: Flask, served: Served
) -> None:
    assert sending.LETTER_LIMIT == 60
    ids = [post(), post()]
    with dripping(0.1) as port:
        settings = replace(served.settings, smtp_url=f"smtp://127.0.0.1:{port}")
        began = time.monotonic()
        assert delivery.deliver(settings, within=1.0) == 0
        # Well before the server's line of 8,192 bytes is full; busy machines are slow.
        assert 0.9 < time.monotonic() - began < 20
    found = paused()
    assert found is not None
    assert found.words.startswith("TimeoutError")
    assert untouched(ids)


def test_a_server_that_drips_after_the_letter_was_offered_is_given_up_too(
    app: Flask, settings: Settings
) -> None:
    """It greets and answers until the letter comes, then drips without end."""
    slow = post()
    with half_dripping() as port:
        began = time.monotonic()
        url = f"smtp://127.0.0.1:{port}"
        assert delivery.deliver(replace(settings, smtp_url=url), within=1.5) == 0
        assert time.monotonic() - began < 20
    tried = letter(slow)
    assert (tried.state, tried.attempts) == (LetterState.WAITING, 1)
    assert str(tried.trouble).startswith("TimeoutError")
    assert wait(settings, 2) == 1


@contextmanager
def half_dripping() -> Iterator[int]:
    stopped = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            line, _from = door.accept()
            with line, line.makefile("rwb", buffering=0) as said:
                said.write(b"220 hello\r\n")
                for heard in said:
                    if heard.upper().startswith(b"DATA"):
                        break
                    said.write(b"250 OK\r\n")
                try:
                    while not stopped.wait(0.1):
                        line.sendall(b"3")
                except OSError:
                    return

        server = threading.Thread(target=serve)
        server.start()
        try:
            yield int(door.getsockname()[1])
        finally:
            stopped.set()
            server.join()
