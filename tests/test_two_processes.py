"""Two real processes write to one database at once: nothing locks, nothing is lost or doubled."""

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

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
from tests import builders
from tests.cast import TODAY
from tests.databases import Served

ROOT = Path(__file__).parents[1]
TIMES = 500


def start(served: Served, name: str, times: int) -> subprocess.Popen[str]:
    url = served.engine.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.writing_process"),
            *(url, str(served.settings.instance), name, str(times)),
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def together(served: Served, times: int) -> list[list[str]]:
    """Run two processes from the same moment on; the lines that each printed afterwards."""
    served.dirty = True
    both = [start(served, name, times) for name in ("一人目", "二人目")]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[0].splitlines() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    return said


def test_two_processes_write_without_lock_gap_or_deadlock(served: Served, app: Flask) -> None:
    before = trail.head()[0]
    session.rollback()
    assert together(served, TIMES) == [["fine"], ["fine"]]
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
    said = together(served, 0)
    # A review long overdue is told to the privacy manager and, as it climbed, further up.
    assert sum(int(lines[0]) for lines in said) == 2
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
