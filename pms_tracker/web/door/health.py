"""What a watchdog is told: whether pages can be served, and whether mail goes out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from pms_tracker import clock, migrations
from pms_tracker.config import MEGABYTE, Settings
from pms_tracker.database import session
from pms_tracker.mail import outbox, pauses
from pms_tracker.migrations import Standing
from pms_tracker.reminders.running import beats
from pms_tracker.reminders.running.reminder_tables import SchedulerBeat
from pms_tracker.upkeep import checks

# Delivery comes round every minute; ten without it are no accident.
SILENT = timedelta(minutes=10)


@dataclass(frozen=True)
class Health:
    """Each check in a word; ages in whole seconds, None where there is nothing to tell. `check` and
    its age are those of the last night's, `backup_age` of the last good one; `letters_failed` are
    counted to a thousand; `advice` says what to do with a database of another version."""

    database: str
    migrations: str = "unknown"
    scheduler: str = "unknown"
    scheduler_age: int | None = None
    oldest_unsent_age: int | None = None
    mail: str = "unknown"
    letters_failed: int | None = None
    disk: str = "unknown"
    disk_free_megabytes: int | None = None
    backup: str = "unknown"
    backup_age: int | None = None
    check: str = "unknown"
    check_age: int | None = None
    advice: str | None = None

    @property
    def ready(self) -> bool:
        """Whether pages can be served.

        A silent scheduler does not count, nor does paused mail, a full disk or an old backup:
        taking the pages away from people, or starting them anew, would mend nothing. They are
        told, so that a watchdog may call for whoever does.
        """
        return self.database == self.migrations == "ok"


def checked(settings: Settings) -> Health:
    """How the app stands at this moment; reads a few rows and looks through nothing."""
    try:
        session.execute(select(1))
        if migrations.current_revision() != _head():
            return _of_another_version(migrations.standing())
        beaten, oldest = beats.last_beat(), outbox.oldest_unsent()
        mail = "paused" if pauses.standing() else "ok"
        failed = outbox.counts()["failed"]
        backup, check = beats.standing(beats.BACKUP), beats.standing(beats.CHECK)
    except SQLAlchemyError:
        return Health("failed")
    finally:
        session.rollback()
    heard = beaten is not None and clock.now() - beaten <= SILENT
    free = checks.free_room(settings)
    good_at = backup.good_at if backup else None
    return Health(
        database="ok",
        migrations="ok",
        scheduler="ok" if heard else "silent",
        scheduler_age=_age(beaten),
        oldest_unsent_age=_age(oldest),
        mail=mail,
        letters_failed=failed,
        disk="ok" if free >= checks.LEAST_ROOM else "full",
        disk_free_megabytes=free // MEGABYTE,
        backup=_backup_word(settings, good_at),
        backup_age=_age(good_at),
        check=_check_word(check),
        check_age=_age(check.at) if check else None,
    )


def _of_another_version(standing: Standing) -> Health:
    word = standing.value if standing is Standing.UNRELEASED else "behind"
    return Health("ok", word, advice=migrations.ADVICE.get(standing))


def _backup_word(settings: Settings, good_at: datetime | None) -> str:
    if settings.backup_folder is None:
        return "off"
    return "late" if beats.is_too_old(good_at, clock.now()) else "ok"


def _check_word(check: SchedulerBeat | None) -> str:
    if check is None:
        return "none"
    return "faults" if check.faults else "ok"


@cache
def _head() -> str | None:
    # The code does not change while it runs.
    return migrations.head_revision()


def _age(instant: datetime | None) -> int | None:
    return None if instant is None else max(0, int((clock.now() - instant).total_seconds()))
