"""A delivering process is killed over and over: no letter is lost, stuck, or repeated at will.

`make test` kills it 25 times on each database, `make test-all` 200 times.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from random import Random

from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.mail import outbox
from pms_tracker.mail.delivery import CLAIM
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.mail.outbox import Letter, Recipient
from pms_tracker.people.changes import people_letters
from tests.conftest import FULL
from tests.databases import Served
from tests.mail.smtp_server import listening

ROOT = Path(__file__).parents[2]
KILLS = 200 if FULL else 25
PER_ROUND = 3
# Long enough for a claim and the longest back-off to end.
A_DAY_ON = timedelta(hours=25)
STALL = 1.7


@dataclass
class Mood:
    """A server of moods: it takes letters, refuses, is busy, stalls, drops, and is told to kill."""

    random: Random
    round: int = 0
    # The child to kill, and at which letter that it hands over: before or after that is taken.
    victim: int = 0
    letters_left: int = 0
    killed: int = 0
    taken: list[tuple[str, int]] = field(default_factory=list)
    moods: Counter[str] = field(default_factory=Counter)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, said: list[str]
    ) -> list[str]:
        session.host_name = name
        session.round = self.round  # type: ignore[attr-defined]
        return said

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("gone"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        mood = self.random.choices(("take", "busy", "stall", "drop"), (180, 10, 1, 6))[0]
        self.moods[mood] += 1
        if mood == "stall":
            await asyncio.sleep(STALL)
        elif mood == "drop":
            assert server.transport is not None
            server.transport.abort()
        if mood != "take":
            return "451 4.3.0 busy"
        victim = self._who_dies()
        # Every third that is killed here dies before its letter is taken.
        taken = not victim or (self.killed + 1) % 3 > 0
        if taken:
            assert isinstance(envelope.content, bytes)
            message_id = str(message_from_bytes(envelope.content)["Message-ID"])
            self.taken.append((message_id, session.round))  # type: ignore[attr-defined]
        if victim:
            kill(victim)
            self.moods["killed after 250" if taken else "killed before 250"] += 1
            self.killed += 1
        return "250 OK" if taken else "451 4.3.0 busy"

    def _who_dies(self) -> int:
        self.letters_left -= 1
        if self.letters_left > 0:
            return 0
        victim, self.victim = self.victim, 0
        return victim


def kill(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


@contextmanager
def dying(served: Served, port: int) -> Iterator[subprocess.Popen[str]]:
    """What forks a delivering process for every instant that is written to it."""
    served.dirty = True
    url = served.engine.url.render_as_string(hide_password=False)
    command = (sys.executable, "-m", "tests.mail.dying_process", url)
    folder = str(served.settings.instance)
    with subprocess.Popen(
        [*command, folder, f"smtp://127.0.0.1:{port}"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def start(process: subprocess.Popen[str], at: datetime) -> int:
    assert process.stdin is not None
    process.stdin.write(f"{at.isoformat()}\n")
    process.stdin.flush()
    return read(process)


def read(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def post(number: int, at: datetime) -> None:
    with clock.set_to(at), transaction():
        for each in range(PER_ROUND):
            name = "gone" if each == 0 and number % 20 == 0 else "head"
            who = Recipient(None, "髙山 由紀", f"{name}{number}-{each}@example.jp")
            outbox.post(Letter(people_letters.PASSWORD_CHANGED), who)


def killed_often(process: subprocess.Popen[str], mood: Mood, kills: int, at: datetime) -> datetime:
    """Start and kill until it died so many times; the instant of the last start."""
    died = 0
    while died < kills:
        mood.round += 1
        at += CLAIM + timedelta(minutes=1)
        post(mood.round, at)
        by_server = mood.random.random() < 0.5
        child = start(process, at)
        if by_server:
            mood.letters_left, mood.victim = mood.random.randint(1, PER_ROUND), child
        else:
            time.sleep(mood.random.uniform(0, 0.12))
            kill(child)
        died += read(process) == -signal.SIGKILL
        mood.victim = 0
    return at


def repeated_in(taken: list[tuple[str, int]]) -> Counter[int]:
    """For each round, how many letters it handed over that a later one handed over again."""
    rounds: dict[str, list[int]] = {}
    for message_id, number in taken:
        rounds.setdefault(message_id, []).append(number)
    return Counter(number for numbers in rounds.values() for number in sorted(numbers)[:-1])


def test_no_letter_is_lost_or_stuck_however_often_delivery_is_killed(
    app: Flask, served: Served
) -> None:
    mood = Mood(Random(20261124))
    with listening(mood) as port, dying(served, port) as process:
        at = killed_often(process, mood, KILLS, clock.now())
        killed_rounds = mood.round
        while mood.round < killed_rounds + 60 and outbox_waits():
            mood.round += 1
            at += A_DAY_ON
            start(process, at)
            assert read(process) == 0
    session.rollback()
    letters = session.scalars(select(OutboxLetter)).all()
    arrived = {message_id for message_id, _ in mood.taken}
    for letter in letters:
        refused = letter.address.startswith("gone")
        assert letter.state is (LetterState.BOUNCED if refused else LetterState.SENT)
        assert (letter.message_id in arrived) is not refused
    assert len(letters) == killed_rounds * PER_ROUND
    assert arrived <= {letter.message_id for letter in letters}
    repeats = repeated_in(mood.taken)
    assert max(repeats.values()) == 1
    assert max(repeats) <= killed_rounds
    assert mood.moods["killed after 250"] > 0
    assert mood.moods["killed before 250"] > 0


def outbox_waits() -> bool:
    session.rollback()
    waiting = (LetterState.WAITING, LetterState.SENDING)
    found = session.scalar(select(OutboxLetter.id).where(OutboxLetter.state.in_(waiting)).limit(1))
    session.rollback()
    return found is not None
