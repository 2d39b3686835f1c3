"""The reminder scan beside the bare query of the duties it looks at, in a process of its own."""

import gc
import multiprocessing
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from benchmarks import instances
from benchmarks.instances import Instance
from pms_tracker import clock
from pms_tracker.act.cases import turns
from pms_tracker.database import db, session
from pms_tracker.duties.duty_tables import KeptDuty
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.reminders.scan import reminders, stages
from tests.visitor import counting

Looks = Mapping[str, Callable[[], object]]


@dataclass(frozen=True)
class Scan:
    """One look at all duties: how often the bare query's time it takes, its statements, and the
    mebibytes that it takes at most beside what the process held before."""

    times: float
    statements: int
    memory: float


def scans(size: int, rounds: int) -> dict[str, Scan]:
    """Of the first day, when nothing was said; of any other, when the day before said it all; and
    of the turns that each scan looks at before, whether anybody is to take them over."""
    with instances.demo().opened():
        calendar = business_calendar()
        # Days to come: on those until today the demo's people were told of something already.
        before = calendar.next_open(clock.today() + ONE_DAY)
        now = clock.at(calendar.next_open(before + ONE_DAY), 9)
    opened = instances.filled(size, open_every=1)
    told = instances.told(size, clock.at(before, 7))
    first = _apart(opened, now, rounds, {"first scan": _to_say})
    return first | _apart(told, now, rounds, {"everyday scan": _to_say, "turns": turns.misplaced})


def _apart(instance: Instance, now: datetime, rounds: int, looks: Looks) -> dict[str, Scan]:
    """Measured in a fresh process, whose memory nothing else has grown."""
    with multiprocessing.get_context("spawn").Pool(1) as process:
        return process.apply(_measured, (instance, now, rounds, looks))


def _measured(instance: Instance, now: datetime, rounds: int, looks: Looks) -> dict[str, Scan]:
    with instance.opened(), clock.set_to(now):
        # What is imported or built once is not the first look's alone.
        _bare(limit=1)
        grown = {name: _grown(look) for name, look in looks.items()}
        used: dict[str, list[float]] = {name: [] for name in ("", *looks)}
        for _ in range(rounds):
            for name in used:
                began = time.process_time()
                looks.get(name, _bare)()
                used[name].append(time.process_time() - began)
                session.rollback()
    floor = statistics.median(used.pop(""))
    return {name: Scan(statistics.median(its) / floor, *grown[name]) for name, its in used.items()}


def _grown(look: Callable[[], object]) -> tuple[int, float]:
    """How many statements a look takes, and by how much the process grew meanwhile."""
    gc.collect()
    # Forgets the most that the process had.
    Path("/proc/self/clear_refs").write_text("5")
    had = _kibibytes("VmRSS")
    with counting(db.engine) as statements:
        look()
    session.rollback()
    return len(statements), (_kibibytes("VmHWM") - had) / 1024


def _kibibytes(name: str) -> int:
    return int(Path("/proc/self/status").read_text().split(f"{name}:")[1].split()[0])


def _to_say() -> object:
    today = clock.today()
    return reminders.to_say(Firm(today), started_on=today - timedelta(days=400))


def _bare(limit: int | None = None) -> object:
    """What a duty is made of, of all that are due until the day until which the scan looks."""
    today = clock.today()
    until = stages.ahead(today, stages.habits(Firm(today)))
    its = (KeptDuty.id, KeptDuty.record_id, KeptDuty.reference, KeptDuty.kind, KeptDuty.due_on)
    more = (KeptDuty.parties, KeptDuty.title, KeptDuty.unit_id, KeptDuty.person_id, Unit.name)
    duties = select(*its, *more).outerjoin(Unit, Unit.id == KeptDuty.unit_id)
    return session.execute(duties.where(KeptDuty.due_on <= until).limit(limit)).all()
