"""Backups taken while two processes write, and one that is killed: each holds one instant whole."""

import signal
import sqlite3
from contextlib import closing, nullcontext
from pathlib import Path

import pytest

from pms_tracker.cli.keeping import open_app
from pms_tracker.config import Settings
from pms_tracker.database import session
from pms_tracker.upkeep import restoring, snapshots, taking, verifying
from pms_tracker.upkeep.snapshots import Snapshot
from tests import migrating_process
from tests.conftest import FULL
from tests.databases import Databases, Served
from tests.forked import FORKED, Forked, fork
from tests.test_two_processes import begun, ended
from tests.upkeep.test_backups import elsewhere

pytestmark = FORKED
TIMES, WRITES, ACROSS = (50, 2500, 5) if FULL else (2, 150, 1)

NOTED = "SELECT count(*) FROM trail_entry WHERE move = 'filed'"
TALLIED = """SELECT coalesce(sum(amount), 0) FROM tally
WHERE subject = 'written' AND of_id = 0 AND word = ''"""


def check_found_good(snapshot: Snapshot, settings: Settings) -> None:
    found = verifying.verify(snapshot, settings, open_app)
    # The writers' tallies are of no record, which the check says and nothing else.
    assert all(each.subject.startswith("written") for each in found.pop("figures"))
    assert [name for name, faults in found.items() if faults] == []


def check_one_instant(snapshot: Snapshot, served: Served) -> int:
    """Each act's note and its tally were written in one transaction, so a backup has as many of one
    as of the other; gives how many."""
    check_found_good(snapshot, served.settings)
    number, _digest = snapshot.manifest.trail
    assert snapshot.manifest.rows["trail_entry"] == number
    with closing(sqlite3.connect(snapshot.database)) as copied:
        assert copied.execute(NOTED).fetchone() == copied.execute(TALLIED).fetchone()
    return number


def check_other_database(snapshot: Snapshot, there: Settings, store: Path) -> None:
    """What was taken of the one kind is on the other row for row, and found good there."""
    came = restoring.restore(snapshot, there, open_app)
    assert came.rows == sum(snapshot.manifest.rows.values())
    with open_app(there):
        again = taking.take(store, there)
    check_found_good(again, there)


@pytest.fixture
def writing(served: Served) -> list[Forked]:
    return begun(served, WRITES)


def test_each_backup_under_load_is_of_one_instant(
    served: Served, databases: Databases, writing: list[Forked], tmp_path: Path
) -> None:
    every = []
    for _ in range(TIMES):
        with served.app.app_context():
            every.append(taking.take(tmp_path / "backups", served.settings))
            session.remove()
    ended(writing)
    # Looked at once they stand: what takes longer than a backup would outlast the writers.
    numbers = [check_one_instant(made, served) for made in every]
    assert numbers == sorted(numbers)
    assert numbers[-1] > 0
    to_server = served.engine.dialect.name == "sqlite"
    if to_server and not databases.postgres_answers():
        return
    for place, made in enumerate(every[:: -(-TIMES // ACROSS)]):
        empty = databases.empty_postgres() if to_server else nullcontext()
        with empty as url, elsewhere(tmp_path / f"there-{place}", url) as there:
            check_other_database(made, there, tmp_path / f"again-{place}")


@pytest.mark.parametrize(
    "moment", ["taking.read", "taking._copy_database", "snapshots.write", "file_copies.flush"]
)
def test_a_killed_backup_is_none_and_the_next_is_whole(
    served: Served, tmp_path: Path, moment: str
) -> None:
    store = tmp_path / "backups"
    url = served.engine.url.render_as_string(hide_password=False)
    instance = str(served.settings.instance)
    killed = fork(migrating_process.back_up_and_die, instance, url, moment, store)
    assert killed.code() == -signal.SIGKILL
    assert snapshots.found(store) == []
    with served.app.app_context():
        made = taking.take(store, served.settings)
        session.remove()
    assert [each.folder for each in snapshots.found(store)] == [made.folder]
    assert not any(verifying.verify(made, served.settings, open_app).values())
