"""Delivery beside a bare loop of smtplib over one connection, to a server that takes everything."""

import shutil
import smtplib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import select, update

from benchmarks import instances
from benchmarks.instances import Instance
from benchmarks.servers import PATIENCE, begun
from pms_tracker import clock
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.mail import delivery, mail_letters, outbox
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter

SINK = ("aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Sink", "-l", "127.0.0.1:{port}")


def deliveries(folder: Path, letters: int, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of processor time that so many letters cost the bare loop, and ours, in turns; over
    an installation of their own, since it is written to."""
    shutil.copytree(instances.demo().folder, folder / "delivering")
    floor: list[float] = []
    ours: list[float] = []
    with Instance(folder / "delivering").opened() as app, begun(SINK, _greets, {}) as sink:
        url = f"smtp://127.0.0.1:{sink.port}"
        settings = replace(app.extensions["pms"], smtp_url=url)
        with transaction():
            for number in range(letters):
                who = outbox.Recipient(None, f"従業者 {number}", f"person{number}@example.jp")
                outbox.post(mail_letters.trial(), who)
        waiting = select(OutboxLetter).where(OutboxLetter.state == LetterState.WAITING)
        posted = session.scalars(waiting).all()
        numbers = [each.id for each in posted]
        texts = [(each.subject, each.address, each.body, each.html) for each in posted]
        for _ in range(rounds):
            floor.append(_timed(lambda: _looped(texts, sink.port)))
            ours.append(_timed(lambda: _delivered(settings, letters)))
            with transaction():
                again = update(OutboxLetter).where(OutboxLetter.id.in_(numbers))
                now = clock.now()
                session.execute(again.values(state=LetterState.WAITING, next_try_at=now))
    return floor, ours


def _greets(port: int) -> None:
    smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE).close()


def _timed(call: Callable[[], None]) -> float:
    used = time.process_time()
    call()
    return time.process_time() - used


def _looped(texts: Sequence[tuple[str, str, str | None, str | None]], port: int) -> None:
    """As anybody would write it: the same texts to the same people, over one connection."""
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as line:
        for subject, address, body, html in texts:
            made = EmailMessage()
            made["Subject"], made["From"], made["To"] = subject, "pms-tracker@localhost", address
            made.set_content(body)
            made.add_alternative(html, subtype="html")
            line.send_message(made)


def _delivered(settings: Settings, letters: int) -> None:
    sent, until = 0, time.monotonic() + PATIENCE
    while sent < letters and time.monotonic() < until:
        sent += delivery.deliver(settings, letters)
    if sent != letters:
        raise RuntimeError(f"{sent} letters instead of {letters}")
