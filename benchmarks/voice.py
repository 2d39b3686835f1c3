"""The voice beside its floors: a scan of open duties, and delivery over one connection."""

import multiprocessing
import smtplib
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import Select, case, select, text, update

from benchmarks.filling import OFFSET
from pms_tracker import clock
from pms_tracker.act.cases import case_figures, turns
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.mail import delivery, mail_letters, outbox, sending
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.mail.outbox import Recipient
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.reminders.scan import reminders, stages

LETTERS = 500
ROUNDS = 5
PATIENCE = 20.0
# Due days are spread from three weeks ago to six weeks ahead, so that each stage is met.
SPREAD = 63
MOST, LEAST = 3.0, 0.70
GOALS = ("first scan", "everyday scan")

Call = Callable[[], int]


def scan_ratios() -> dict[str, float]:
    """How often the bare query of the same rows goes into finding what is to be said of them.

    On the first day nothing was said yet; on every other all that yesterday's scan said. Before
    either, a scan looks whose turn it is with each case, which has no goal and is told as well.
    """
    today = clock.today()
    started_on = today - timedelta(days=400)
    _open_cases(today)
    until = stages.ahead(today, stages.habits(Firm(today)))

    def bare() -> int:
        return len(session.execute(_rows(until)).all())

    def scan() -> int:
        found = reminders.to_say(Firm(today), started_on=started_on)
        return sum(len(each.own) + len(each.others) for each in found.values())

    def turned() -> int:
        return len(turns.misplaced()) + 1

    first, floor = _medians(scan, bare)
    with clock.set_to(clock.at(today - timedelta(days=1), 7)):
        reminders.scan()
    _analyzed()
    everyday, looked, floor_then = _medians(scan, turned, bare)
    return {
        "first scan": first / floor,
        "everyday scan": everyday / floor_then,
        "turns": looked / floor_then,
    }


def _open_cases(today: date) -> None:
    """Every copied case waits for its owner: each of the firm has as many, due on all days."""
    owners = [each.person_id for each in Firm(today).members.values() if each.mail and each.here]
    days = {n: today + timedelta(days=n - 21) for n in range(SPREAD)}
    whose = dict(enumerate(owners))
    with transaction():
        _say_nothing()
        session.execute(
            update(Case)
            .where(Case.id >= OFFSET)
            .values(
                state=CaseState.DOING,
                closed_on=None,
                turn_of_id=case(whose, value=Case.id // SPREAD % len(owners)),
                turn_due_on=case(days, value=Case.id % SPREAD),
            )
        )
        session.execute(
            update(CaseRound)
            .where(CaseRound.case_id >= OFFSET)
            .values(dict.fromkeys(("done_on", "verdict", "reviewed_on", "reviewed_by_id"), None))
        )
        session.execute(
            update(CaseAction)
            .where(CaseAction.round_id >= OFFSET)
            .values(
                owner_id=case(whose, value=CaseAction.round_id // SPREAD % len(owners)),
                turn_due_on=case(days, value=CaseAction.round_id % SPREAD),
                **dict.fromkeys(("done_on", "done_by_id", "reviewed_by_id"), None),
            )
        )
        case_figures.rebuild()
    _analyzed()


def _analyzed() -> None:
    session.execute(text("ANALYZE"))
    session.commit()


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
            if sent != LETTERS:
                raise RuntimeError(f"{sent} letters instead of {LETTERS}")
            return sent

        def again() -> None:
            with transaction():
                session.execute(
                    update(OutboxLetter).values(state=LetterState.WAITING, next_try_at=clock.now())
                )

        looped, delivered = _medians(bare, ours, before=again)
        return looped / delivered


def _say_nothing() -> None:
    session.execute(text("DELETE FROM reminder_ledger"))
    session.execute(text("DELETE FROM outbox_letter"))


def _post(count: int) -> None:
    with transaction():
        _say_nothing()
        for number in range(count):
            who = Recipient(None, f"従業者 {number}", f"person{number}@example.jp")
            outbox.post(mail_letters.trial(), who)


def _medians(*calls: Call, before: Callable[[], None] = lambda: None) -> list[float]:
    """How long each call takes, in turns, so that a noisy second falls on all of them alike."""
    times: dict[Call, list[float]] = {call: [] for call in calls}
    for _ in range(ROUNDS):
        for call, taken in times.items():
            before()
            began = time.perf_counter()
            done = call()
            taken.append(time.perf_counter() - began)
            session.rollback()
            if not done:
                raise RuntimeError("nothing was found")
    return [statistics.median(taken) for taken in times.values()]


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


def report(settings: Settings, size: int) -> None:
    """Measure scan and delivery and print ratios with their goals."""
    scans, delivered = scan_ratios(), delivery_ratio(settings)
    print(f"the voice at {size:,} open cases, as ratios to floors of the same run")
    for name, ratio in scans.items():
        goal = f"   goal at most  {MOST:.2f}" if name in GOALS else ""
        print(f"{name + ' / bare query':<36} {ratio:>5.2f}{goal}")
    print(f"{'delivery / bare loop of smtplib':<36} {delivered:>5.2f}   goal at least {LEAST:.2f}")
