"""What is done each night: a backup where a folder is set for it, and the check of all of it."""

import logging
import sqlite3
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from pms_tracker import clock
from pms_tracker.config import Settings
from pms_tracker.database import session
from pms_tracker.reminders.running import beats, pruning
from pms_tracker.upkeep import checks, taking
from pms_tracker.upkeep.snapshots import NoSnapshot, Snapshot

log = logging.getLogger(__name__)

# The company's hour from which on the night's work is due; a server that was off catches up.
FROM_HOUR = 2
# A job that was begun so long ago and has not ended since was killed. A backup that goes on holds
# its folder for as long as it takes; a check holds nothing.
_HOUR = timedelta(hours=1)
KILLED = {beats.BACKUP: timedelta(minutes=5), beats.CHECK: _HOUR, beats.PRUNE: _HOUR}


def back_up(settings: Settings) -> int:
    """Take the day's backup and remove those that are too old, once a day; how many were taken.

    One whose process was killed is taken again as soon as that is sure.
    """
    _thin_out_migrations(settings)
    folder = settings.backup_folder
    if folder is None:
        if beats.standing(beats.BACKUP) is not None:
            beats.forget(beats.BACKUP)
        session.rollback()
        return 0
    if taking.is_busy(folder) or not _is_due(beats.BACKUP):
        return 0
    try:
        made = taking.take(folder, settings)
        taking.thin_out(folder, settings.backup_days)
    except (OSError, RuntimeError, NoSnapshot, sqlite3.Error, SQLAlchemyError) as trouble:
        session.rollback()
        log.error("backup: %s", trouble)
        beats.note_faults(beats.BACKUP, [["backup", "not_taken", str(trouble)[:200]]])
        return 0
    note_taken(made)
    return 1


def note_taken(made: Snapshot) -> None:
    """Note that a backup of the settings' folder was taken, whoever took it."""
    gone = [["evidence", "file_missing", each] for each in made.manifest.gone]
    beats.note_faults(beats.BACKUP, gone)


def _thin_out_migrations(settings: Settings) -> None:
    """Remove old backups that were taken before migrations while no folder was set for backups."""
    folder = settings.own_backups
    if folder.is_dir() and not taking.is_busy(folder):
        try:
            taking.thin_out(folder, settings.backup_days)
        except (OSError, NoSnapshot) as trouble:
            log.error("backup: %s", trouble)


def prune(settings: Settings) -> int:
    """Take emails away that were kept for as long as is set, once a day; how many went."""
    if not _is_due(beats.PRUNE):
        return 0
    before = clock.at(clock.today() - timedelta(days=settings.mail_days), 0)
    gone = pruning.prune(before) + pruning.prune_files(settings.mail_folder, before)
    beats.beat(beats.PRUNE)
    return gone


def check(settings: Settings) -> int:
    """Check all that is kept, once a day; how many faults were found."""
    if not _is_due(beats.CHECK):
        return 0
    found = [
        [name, fault.key, fault.subject]
        for name, faults in checks.run(settings).items()
        for fault in faults
    ]
    for name, key, subject in found:
        log.error("check: %s %s %s", name, key, subject)
    beats.note_faults(beats.CHECK, found)
    return len(found)


def _is_due(job: str) -> bool:
    now = clock.local(clock.now())
    if now.hour < FROM_HOUR or not beats.unfinished(job, now.date()):
        return False
    return beats.claim(job, now.date()) or beats.claim_again(job, now.date(), KILLED[job])
