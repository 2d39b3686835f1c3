"""The voice beside its floors: a scan of open duties, and delivery over one connection."""

import multiprocessing
import smtplib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import Select, select, text, update

from benchmarks.filling import OFFSET
from pms_tracker import clock
from pms_tracker.act.models import Case
from pms_tracker.act.rules import CaseState
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.mail import delivery, outbox, sending
from pms_tracker.mail.models import LetterState, OutboxLetter
from pms_tracker.mail.outbox import Letter, Recipient
from pms_tracker.people.firm import Firm
from pms_tracker.people.models import Unit
from pms_tracker.reminders import reminders, stages

LETTERS = 500
ROUNDS = 5
PATIENCE = 20.0
# Due days are spread from three weeks ago to six weeks ahead, so that each stage is met.
SPREAD = 63
MOST, LEAST = 3.0, 0.70


def scan_ratio() -> float:
    """How often the bare query of the same rows goes into finding what is to be said of them."""
    today = clock.today()
    owner = Firm(today).members.keys()
    with transaction():
        days = [today + timedelta(days=n % SPREAD - 21) for n in range(SPREAD)]
        for n, day in enumerate(days):
            session.execute(
                update(Case)
                .where(Case.id >= OFFSET, Case.id % SPREAD == n)
                .values(
                    state=CaseState.DOING,
                    closed_on=None,
                    turn_of_id=min(owner),
                    turn_due_on=day,
                )
            )
    session.execute(text("ANALYZE"))
    session.commit()
    started_on = today - timedelta(days=400)
    until = stages.ahead(today, stages.habits(Firm(today)))

    def bare() -> int:
        return len(session.execute(_rows(until)).all())

    def ours() -> int:
        found = reminders.to_say(Firm(today), started_on=started_on)
        return sum(len(each.own) for each in found.values())

    return _median(ours) / _median(bare)


def _rows(until: date) -> Select[tuple[object, ...]]:
    """The columns of which a duty is made, of every open case that is due by a day."""
    columns = (Case.fiscal_year, Case.number, Case.title, Case.state, Case.turn_of_id)
    return (
        select(*columns, Case.turn_due_on, Case.unit_id, Unit.name)
        .join(Unit, Unit.id == Case.unit_id)
        .where(Case.turn_due_on <= until, Case.turn_of_id.is_not(None))
    )


def delivery_ratio(settings: Settings) -> float:
    """How much of the bare loop's speed delivery has: 1.00 is as fast."""
    with _sink() as port:
        smtp = replace(settings, smtp_url=f"smtp://127.0.0.1:{port}")
        _post(LETTERS)
        letters = session.scalars(
            select(OutboxLetter).where(OutboxLetter.state == LetterState.WAITING).limit(LETTERS)
        ).all()
        session.expunge_all()
        session.rollback()

        def bare() -> int:
            with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as line:
                for letter in letters:
                    line.send_message(sending.message(letter, smtp))
            return len(letters)

        def ours() -> int:
            sent = 0
            until = time.monotonic() + 6 * PATIENCE
            while sent < LETTERS and time.monotonic() < until:
                sent += delivery.deliver(smtp, LETTERS)
            return sent

        def again() -> None:
            with transaction():
                session.execute(
                    update(OutboxLetter).values(state=LetterState.WAITING, next_try_at=clock.now())
                )

        return _median(bare, LETTERS) / _median(ours, LETTERS, again)


def _post(count: int) -> None:
    with transaction():
        session.execute(update(OutboxLetter).values(state=LetterState.FAILED))
        session.execute(text("DELETE FROM reminder_ledger"))
        session.execute(text("DELETE FROM outbox_letter"))
        for number in range(count):
            who = Recipient(None, f"従業者 {number}", f"person{number}@example.jp")
            outbox.post(Letter("invitation"), who)


def _median(
    call: Callable[[], int], expected: int = 0, before: Callable[[], None] | None = None
) -> float:
    times = []
    for _ in range(ROUNDS):
        if before is not None:
            before()
        began = time.perf_counter()
        done = call()
        times.append(time.perf_counter() - began)
        session.rollback()
        if expected and done != expected:
            raise RuntimeError(f"{done} letters instead of {expected}")
        if not done:
            raise RuntimeError("nothing was found")
    return sorted(times)[ROUNDS // 2]


class Sink:
    """Takes every letter and forgets it."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return "250 OK"


@contextmanager
def _sink() -> Iterator[int]:
    """An SMTP server in a process of its own, so that it takes no time of whom it listens to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    started = multiprocessing.get_context("spawn")
    ready, stop = started.Event(), started.Event()
    child = started.Process(target=_listen, args=(port, ready, stop), daemon=True)
    child.start()
    try:
        if not ready.wait(PATIENCE):
            raise TimeoutError("the sink did not start")
        yield port
    finally:
        stop.set()
        child.join(PATIENCE)
        if child.is_alive():
            child.kill()


def _listen(port: int, ready: object, stop: object) -> None:
    server = Controller(Sink(), hostname="127.0.0.1", port=port)
    server.start()
    ready.set()  # type: ignore[attr-defined]
    # Longer than any run: a sink whose parent died goes by itself.
    stop.wait(30 * PATIENCE)  # type: ignore[attr-defined]
    server.stop()


def report(settings: Settings) -> None:
    """Measure both and print ratios with their goals."""
    scan, delivered = scan_ratio(), delivery_ratio(settings)
    print("the voice, as ratios to floors of the same run")
    print(f"scan / bare query of the same rows   {scan:.2f}   goal at most  {MOST:.2f}")
    print(f"delivery / bare loop of smtplib       {delivered:.2f}   goal at least {LEAST:.2f}")
