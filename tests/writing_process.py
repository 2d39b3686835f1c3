"""One of the processes of test_two_processes: reads, then writes, as often as it is told to."""

from collections import Counter
from multiprocessing.connection import Connection

from sqlalchemy import func, select

from pms_tracker import config
from pms_tracker.app import create_app
from pms_tracker.database import session, transaction
from pms_tracker.mail import mail_letters, outbox
from pms_tracker.mail.outbox import Recipient
from pms_tracker.people.firm import people
from pms_tracker.reminders.scan import reminders
from pms_tracker.tally import tallies
from pms_tracker.tally.tallies import Key
from pms_tracker.trail import trail
from pms_tracker.trail.record_numbers import next_number
from pms_tracker.trail.trail import Actor
from pms_tracker.trail.trail_tables import TrailEntry
from tests.cast import TODAY

WHO = Recipient(None, "宮下 恒一", "representative@example.jp")


def write_once(name: str) -> None:
    """A request: read, write, take numbers of two kinds, post a letter, note and tally it."""
    session.scalar(select(func.max(TrailEntry.number)))
    with transaction():
        year = people.fiscal_year_of(TODAY)
        finding, case = next_number("F", year), next_number("CA", year)
        if finding % 25 == 0:
            outbox.post(mail_letters.trial(), WHO)
        changes = {"finding": (None, finding), "case": (None, case)}
        trail.note(f"F-{year}-{finding:03d}", "filed", by=Actor(None, name), changes=changes)
        tallies.moved([], [Key("written", 0, "", TODAY), Key("written", finding % 3, name, TODAY)])


def write(end: Connection, url: str, instance: str, name: str, times: int) -> None:
    """Write, or with no times scan for reminders; says how many there were, or what went wrong."""
    app = create_app(config.load({"PMS_INSTANCE": instance, "PMS_DATABASE_URL": url}))
    trouble: Counter[str] = Counter()
    end.send("ready")
    end.recv()
    said = 0
    with app.app_context():
        for _ in range(times):
            try:
                write_once(name)
            except Exception as error:
                trouble[f"{type(error).__name__}: {error}"[:200]] += 1
        if not times:
            said = reminders.scan(TODAY)
    end.send((said, dict(trouble)))
