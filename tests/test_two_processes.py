"""Two real processes write to one database at once: nothing locks, nothing is lost or doubled."""

from collections import Counter
from datetime import date

from flask import Flask
from sqlalchemy import func, select

from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.findings.hearings import answer_of
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session, transaction
from pms_tracker.duties import kept_duties
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.reminders.running.reminder_tables import ReminderLedger, Said
from pms_tracker.tally import tallies
from pms_tracker.tally.tallies import Key
from pms_tracker.trail import trail
from pms_tracker.trail.trail_tables import NumberSeries, TrailEntry
from tests import builders, writing_process
from tests.cast import TODAY
from tests.conftest import FULL
from tests.databases import Served
from tests.forked import FORKED, Forked, fork

pytestmark = FORKED
# Each of so many waits for one of the other's: some hundreds meet in every way there is.
TIMES = 500 if FULL else 150


def begun(served: Served, times: int) -> list[Forked]:
    """Two processes that write from the same moment on."""
    served.dirty = True
    url = served.engine.url.render_as_string(hide_password=False)
    instance = str(served.settings.instance)
    names = ("一人目", "二人目")
    both = [fork(writing_process.write, url, instance, name, times) for name in names]
    for process in both:
        assert process.said() == "ready"
    for process in both:
        process.tell("go")
    return both


def ended(both: list[Forked]) -> int:
    """How much two processes that found nothing wrong said together."""
    said = [process.said() for process in both]
    assert [process.code() for process in both] == [0, 0]
    assert [trouble for _many, trouble in said] == [{}, {}]
    return sum(many for many, _trouble in said)


def together(served: Served, times: int) -> int:
    """Run two processes from the same moment on; how many letters they said to have posted."""
    return ended(begun(served, times))


def test_two_processes_write_without_lock_gap_or_deadlock(served: Served, app: Flask) -> None:
    before = trail.head()[0]
    session.rollback()
    together(served, TIMES)
    found = session.execute(
        select(TrailEntry.reference, TrailEntry.actor_name)
        .where(TrailEntry.number > before)
        .order_by(TrailEntry.number)
    ).all()
    assert [row.reference for row in found] == [f"F-2026-{n:03d}" for n in range(1, 2 * TIMES + 1)]
    assert Counter(row.actor_name for row in found) == {"一人目": TIMES, "二人目": TIMES}
    last = {row.kind: row.last for row in session.scalars(select(NumberSeries))}
    assert (last["F"], last["CA"]) == (2 * TIMES, 2 * TIMES)
    assert session.scalar(select(func.count(OutboxLetter.id))) == 2 * TIMES // 25
    tallied = tallies.read({"written": None})
    assert tallied[Key("written", 0, "", TODAY)] == 2 * TIMES
    assert tallied.total() == 2 * 2 * TIMES
    assert list(trail.verify()) == []


def test_two_processes_that_scan_at_once_say_everything_once(served: Served, app: Flask) -> None:
    session.rollback()
    # A review long overdue is told to the privacy manager and, as it climbed, further up.
    assert together(served, 0) == 2
    assert session.scalar(select(func.count(OutboxLetter.id))) == 2
    mailed = select(func.count(ReminderLedger.id)).where(ReminderLedger.said == Said.MAILED)
    assert session.scalar(mailed) == 2


def test_two_processes_confirm_what_nobody_answered_once(served: Served, app: Flask) -> None:
    with transaction():
        answer = answer_of(builders.told().id)
        assert answer is not None
        answer.told_on = answer.due_on = date(2020, 1, 6)
    together(served, 0)
    session.rollback()
    finding = session.scalars(select(Finding)).one()
    assert finding.state is FindingState.OPEN
    assert session.scalar(select(func.count(Case.id))) == 1
    moves = [entry.move for entry in trail.history(finding.reference)]
    assert moves == ["confirm", "filed"]
    assert list(kept_duties.compare()) == []
    assert list(trail.verify()) == []
