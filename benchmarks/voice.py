"""The voice against its floors: a scan against its bare query, delivery against a bare loop."""

import smtplib
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, text, update

from benchmarks.servers import free_port, wait_for
from pms_tracker import clock
from pms_tracker.act.models import Case
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.mail import delivery, outbox, sending
from pms_tracker.mail.models import LetterState, OutboxLetter
from pms_tracker.mail.outbox import Letter, Recipient
from pms_tracker.reminders import reminders

ROUNDS = 7
LETTERS = 200
FAR_OFF = 400
GOALS = {"scan": 3.0, "delivery": 0.70}


def measured(settings: Settings) -> dict[str, float]:
    """Scan as a multiple of the bare query's time, delivery as a share of the bare loop's speed."""
    with sink() as port:
        return {
            "scan": _scan(),
            "delivery": _delivery(replace(settings, smtp_url=f"smtp://127.0.0.1:{port}"), port),
        }


def report(found: dict[str, float]) -> None:
    """Print both with their goals."""
    print(f"scan for what is due / bare query   {found['scan']:.2f}   goal ≤ {GOALS['scan']:.2f}")
    share, goal = found["delivery"], GOALS["delivery"]
    print(f"delivery / bare loop over smtplib   {share:.2f}   goal ≥ {goal:.2f}")


def open_duties() -> None:
    """Make every case an open duty, due over as many days as lie ahead and behind."""
    today = clock.today()
    rows = [
        {"id": each, "turn_of_id": 1, "turn_due_on": today + timedelta(days=place % FAR_OFF - 35)}
        for place, each in enumerate(session.scalars(select(Case.id)))
    ]
    session.execute(update(Case), [{**row, "state": "doing", "closed_on": None} for row in rows])
    session.execute(text("ANALYZE"))
    session.commit()
    session.info.clear()


def _scan() -> float:
    until = clock.today() + reminders.AHEAD
    bare = text(
        "SELECT c.fiscal_year, c.number, c.title, c.state, c.turn_of_id, c.turn_due_on, u.name"
        f" FROM {Case.__tablename__} c JOIN unit u ON u.id = c.unit_id"
        " WHERE c.turn_due_on <= :until AND c.turn_of_id IS NOT NULL"
        " ORDER BY c.turn_due_on, c.id"
    )
    return _ratio(
        lambda: len(list(reminders.duties(until))),
        lambda: len(session.execute(bare, {"until": until.isoformat()}).all()),
    )


def _delivery(settings: Settings, port: int) -> float:
    def ours() -> None:
        if delivery.deliver(settings, LETTERS) != LETTERS:
            raise RuntimeError("not every letter was delivered")

    def bare() -> None:
        with smtplib.SMTP("127.0.0.1", port) as line:
            for letter in letters:
                line.send_message(sending.message(letter, settings))

    who = Recipient(None, "髙山 由紀", "head@example.jp")
    line = {"kind": "plan_case", "reference": "CA-2026-001", "due_on": clock.today(), "days": 0}
    told = {"lines": [line] * 5, "today": clock.today()}
    with transaction():
        session.execute(update(OutboxLetter).values(state=LetterState.SENT, sent_at=clock.now()))
        ids = [_posted(Letter("digest", told), who) for _ in range(LETTERS)]
    letters = list(session.scalars(select(OutboxLetter).where(OutboxLetter.id.in_(ids))))
    session.expunge_all()
    session.rollback()

    def again() -> None:
        with transaction():
            waiting = {"state": LetterState.WAITING, "sent_at": None, "next_try_at": clock.now()}
            session.execute(update(OutboxLetter).where(OutboxLetter.id.in_(ids)).values(**waiting))

    return 1 / _ratio(ours, bare, before=again)


def _posted(letter: Letter, to: Recipient) -> int:
    row = outbox.post(letter, to)
    if row is None:
        raise RuntimeError("no letter")
    return row.id


def _ratio(
    ours: Callable[[], object], floor: Callable[[], object], before: Callable[[], object] = int
) -> float:
    """Ours in multiples of the floor's time: medians of rounds taken in turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        before()
        for call, taken in zip((ours, floor), times, strict=True):
            began = time.perf_counter()
            call()
            taken.append(time.perf_counter() - began)
            session.rollback()
    return statistics.median(times[0]) / statistics.median(times[1])


@contextmanager
def sink() -> Iterator[int]:
    """The port of a process that takes letters and forgets them."""
    port = free_port()
    process = subprocess.Popen((sys.executable, "-m", "benchmarks.sink", str(port)))
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=15)
