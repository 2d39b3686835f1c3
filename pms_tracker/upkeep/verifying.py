"""Whether a backup can be restored: it is, beside, and asked all that an installation is asked."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from pms_tracker.config import Settings
from pms_tracker.upkeep import checks, taking
from pms_tracker.upkeep.checks import Fault
from pms_tracker.upkeep.restoring import OpenApp, standing_beside
from pms_tracker.upkeep.snapshots import Snapshot


def verify(snapshot: Snapshot, settings: Settings, open_app: OpenApp) -> dict[str, list[Fault]]:
    """The faults of a backup by check; none at all where it is good.

    Raises NoSnapshot where it is not whole, or of a newer version.
    """

    def of_evidence(_own: Settings) -> Iterator[Fault]:
        # Other backups share the files, so what is not named by this one is no stray.
        return checks.as_they_were(snapshot.evidence)

    # What is not whole is refused before anything is read of it.
    with (
        TemporaryDirectory(prefix="pms-verify-") as made,
        standing_beside(snapshot, Path(made), settings, open_app) as own,
    ):
        found = {"database": list(_of_database(snapshot)), "manifest": list(_of_manifest(snapshot))}
        found |= checks.run(own, {**checks.OF_RECORDS, "evidence": of_evidence})
    return found


def _of_database(snapshot: Snapshot) -> Iterator[Fault]:
    with closing(sqlite3.connect(f"file:{snapshot.database}?mode=ro", uri=True)) as copied:
        try:
            told = copied.execute("PRAGMA integrity_check").fetchall()
        except sqlite3.DatabaseError as error:
            # So damaged that it cannot even be looked through.
            yield Fault("damaged", str(error))
            return
        for (said,) in told:
            if said != "ok":
                yield Fault("damaged", said)
        for table, row, other, _key in copied.execute("PRAGMA foreign_key_check"):
            yield Fault("row_astray", f"{table} {row} -> {other}")


def _of_manifest(snapshot: Snapshot) -> Iterator[Fault]:
    told, kept = snapshot.manifest, taking.read(snapshot.database)
    if kept.revision != told.revision:
        yield Fault("other_revision", kept.revision)
    if kept.trail != told.trail:
        yield Fault("other_trail_head", kept.trail[1])
    for table in sorted(kept.rows.keys() | told.rows.keys()):
        if kept.rows.get(table) != told.rows.get(table):
            yield Fault("other_row_count", table)
    yield from (Fault("file_missing", digest) for digest in told.gone)
