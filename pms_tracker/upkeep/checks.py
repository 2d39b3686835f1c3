"""All that an installation can be asked about itself: one list of checks, each with its faults."""

import logging
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from stat import S_IMODE

from sqlalchemy import select

from pms_tracker import clock, config, migrations
from pms_tracker.act import act_proofs
from pms_tracker.act.cases import case_figures
from pms_tracker.database import Rows, db, session, transaction
from pms_tracker.duties import kept_duties
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.mail import outbox, pauses
from pms_tracker.mail.mail_tables import LetterState
from pms_tracker.people.firm import people
from pms_tracker.reminders.scan import reminders
from pms_tracker.tally import tallies
from pms_tracker.trail import trail

log = logging.getLogger(__name__)

# Less room than this and the next upload or write may fail.
LEAST_ROOM = 256 * config.MEGABYTE
# Clocks of two servers may differ by so much; a letter may wait for its next try for so long.
AHEAD, WAITING = timedelta(minutes=5), timedelta(days=1)
# A file that is still being written is no stray.
STAGED, ABANDONED = ".new", timedelta(days=1)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: `key` says what, `subject` with which record, file or entry."""

    key: str
    subject: str = ""


Check = Callable[[config.Settings], Iterator[Fault]]


def migrated(_settings: config.Settings) -> Iterator[Fault]:
    """Whether the database has this code's revision."""
    found = migrations.current_revision()
    if found != migrations.head_revision():
        yield Fault("other_revision", found or "")


def followed(_settings: config.Settings) -> Iterator[Fault]:
    """Whether the trail's chain holds from end to end."""
    for fault in trail.verify():
        yield Fault(fault.key, str(fault.number))


def frozen(_settings: config.Settings) -> Iterator[Fault]:
    """Whether all that was approved, signed or sent still says what its digest was made of."""
    for each in act_proofs.verify():
        yield Fault(each.key, " ".join(filter(None, (each.reference, each.step))))


def files(settings: config.Settings) -> Iterator[Fault]:
    """Whether each file of evidence is what it was, no erased one is left, and no other lies
    there."""
    folder = settings.evidence_folder
    yield from as_they_were(folder)
    held = {row.sha256 for row in _rows() if row.erased_at is None}
    erased = {row.sha256 for row in _rows()} - held
    for path in sorted(folder.glob("*/*")):
        if path.name in held:
            continue
        if path.name in erased:
            yield Fault("erased_but_there", path.name)
        elif not path.name.endswith(STAGED) or _older_than(path, ABANDONED):
            yield Fault("stray_file", path.name)


def as_they_were(folder: Path) -> Iterator[Fault]:
    """Each file that a record names and that is missing from a folder, or not what it was."""
    found: dict[str, str | None] = {}
    for row in _rows():
        if row.erased_at is not None:
            continue
        if row.sha256 not in found:
            found[row.sha256] = evidence.sha256_of(evidence.path_of(folder, row.sha256))
        there = found[row.sha256]
        if there != row.sha256:
            key = "file_missing" if there is None else "file_changed"
            yield Fault(key, f"{row.reference} {row.number}")


def counted(_settings: config.Settings) -> Iterator[Fault]:
    """Whether the overview's tallies are what a count of all records gives."""
    # As a writer, so that nobody changes a record between the two readings.
    with transaction():
        trail.head_row()
        found = tallies.compare(case_figures.all_counted())
    for each in found:
        name = " ".join(str(part) for part in each.key if part != "")
        yield Fault("kept_otherwise", f"{name}: {each.kept}, {each.counted}")


def owned(_settings: config.Settings) -> Iterator[Fault]:
    """Whether the duties kept are what the records want, each of somebody who is there.

    Before the first set-up there is nobody and no duty.
    """
    if people.company() is None:
        session.rollback()
        return
    # As a writer, so that nobody changes a record between the two readings.
    with transaction():
        trail.head_row()
        found = list(kept_duties.compare())
    for reference, kind, _is_missing in found:
        yield Fault("duty_kept_otherwise", f"{reference} {kind}")
    there = {each.id for each in people.persons()}
    for each in reminders.duties(date.max):
        if each.person_id not in there:
            yield Fault("duty_of_nobody", each.reference)
    session.rollback()


def posted(_settings: config.Settings) -> Iterator[Fault]:
    """Whether letters go out: mail is not paused, none failed, none waits for longer than a day."""
    paused = pauses.standing()
    if paused is not None:
        yield Fault("mail_paused", paused.reason)
    failed = outbox.counts()[LetterState.FAILED.value]
    if failed:
        yield Fault("letters_failed", str(failed))
    oldest = outbox.oldest_unsent()
    if oldest is not None and clock.now() - oldest > WAITING:
        yield Fault("letter_waits_since", oldest.date().isoformat())
    session.rollback()


def free_room(settings: config.Settings) -> int:
    """Bytes that are left where data are kept."""
    return shutil.disk_usage(settings.instance).free


def roomy(settings: config.Settings) -> Iterator[Fault]:
    """Whether there is room left where data are kept."""
    free = free_room(settings)
    if free < LEAST_ROOM:
        yield Fault("disk_almost_full", f"{free // config.MEGABYTE} MB")


def guarded(settings: config.Settings) -> Iterator[Fault]:
    """Whether secrets kept as files, and a database that is one, are for the owner's eyes alone."""
    secrets = [
        config.secret_file(settings.instance, name)
        for name in (config.SESSION_SECRET, config.PASSWORD_SECRET)
    ]
    for path in (*secrets, config.settings_file(settings.instance)):
        if path.exists() and S_IMODE(path.stat().st_mode) & 0o077:
            yield Fault("secret_readable", path.name)
    # A folder that is closed to others closes all that lies in it.
    database = Path(db.engine.url.database or "")
    if db.engine.dialect.name == "sqlite" and database.is_file():
        enters, reads = (S_IMODE(each.stat().st_mode) for each in (database.parent, database))
        if enters & (reads >> 2) & 0o011:
            yield Fault("secret_readable", database.name)


def timed(_settings: config.Settings) -> Iterator[Fault]:
    """Whether the clock goes on from what was noted last."""
    last = trail.last_at()
    session.rollback()
    if last is not None and last - clock.now() > AHEAD:
        yield Fault("clock_behind", last.isoformat(timespec="minutes"))


# Under the names that commands and machines know them by.
OF_RECORDS: Mapping[str, Check] = {
    "trail": followed,
    "frozen": frozen,
    "evidence": files,
    "figures": counted,
    "duties": owned,
}
CHECKS: Mapping[str, Check] = {
    "migrations": migrated,
    **OF_RECORDS,
    "mail": posted,
    "disk": roomy,
    "secrets": guarded,
    "clock": timed,
}


def run(settings: config.Settings, checks: Mapping[str, Check] = CHECKS) -> dict[str, list[Fault]]:
    """The faults that each check finds, one that breaks off among them; needs an app context.
    Without the database's revision nothing else is asked of its rows."""
    found: dict[str, list[Fault]] = {}
    for name, check in checks.items():
        if found.get("migrations") and name in OF_RECORDS:
            continue
        found[name] = _found(check, settings)
    return found


def _found(check: Check, settings: config.Settings) -> list[Fault]:
    try:
        return list(check(settings))
    except Exception as trouble:  # whatever somebody put into the rows, the others are still asked
        log.exception("a check broke off")
        session.rollback()
        return [Fault("not_checked", type(trouble).__name__)]


def _rows() -> Rows:
    columns = (EvidenceFile.sha256, EvidenceFile.reference, EvidenceFile.number)
    rows = session.execute(select(*columns, EvidenceFile.erased_at).order_by(EvidenceFile.id)).all()
    session.rollback()
    return rows


def _older_than(path: Path, age: timedelta) -> bool:
    return path.stat().st_mtime < (clock.now() - age).timestamp()
