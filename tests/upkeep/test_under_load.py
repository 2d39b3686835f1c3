"""Backups taken while two processes write, and one that is killed: each holds one instant whole."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, nullcontext
from pathlib import Path

import pytest

from pms_tracker.cli.keeping import open_app
from pms_tracker.config import Settings
from pms_tracker.database import session
from pms_tracker.upkeep import restoring, snapshots, taking, verifying
from pms_tracker.upkeep.snapshots import Snapshot
from tests.conftest import FULL
from tests.databases import Databases, Served
from tests.test_two_processes import ROOT, start
from tests.upkeep.test_backups import elsewhere

TIMES, WRITES, ACROSS = (50, 2500, 5) if FULL else (3, 300, 1)


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
def writing(served: Served) -> list[subprocess.Popen[str]]:
    served.dirty = True
    both = [start(served, name, WRITES) for name in ("一人目", "二人目")]
    for process in both:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("go\n")
        process.stdin.flush()
    return both


def test_each_backup_under_load_is_of_one_instant(
    served: Served, databases: Databases, writing: list[subprocess.Popen[str]], tmp_path: Path
) -> None:
    numbers, every = [], []
    for _ in range(TIMES):
        with served.app.app_context():
            made = taking.take(tmp_path / "backups", served.settings)
            session.remove()
        numbers.append(check_one_instant(made, served))
        every.append(made)
    said = [process.communicate(timeout=300)[0].splitlines() for process in writing]
    assert said == [["fine"], ["fine"]]
    assert numbers == sorted(numbers)
    assert numbers[-1] > 0
    to_server = served.engine.dialect.name == "sqlite"
    if to_server and not databases.postgres_answers():
        return
    for place, made in enumerate(every[:: -(-TIMES // ACROSS)]):
        empty = databases.empty_postgres() if to_server else nullcontext()
        with empty as url, elsewhere(tmp_path / f"there-{place}", url) as there:
            check_other_database(made, there, tmp_path / f"again-{place}")


KILLED = """
import os, signal, sys
from pathlib import Path
from pms_tracker import config
from pms_tracker.cli.keeping import open_app
from pms_tracker.upkeep import file_copies, snapshots, taking

def dies(*_words):
    os.kill(os.getpid(), signal.SIGKILL)

module, name = sys.argv[3].split(".")
assert callable(getattr(globals()[module], name))
setattr(globals()[module], name, dies)
settings = config.load({"PMS_INSTANCE": sys.argv[1], "PMS_DATABASE_URL": sys.argv[2]})
with open_app(settings):
    taking.take(Path(sys.argv[4]), settings)
"""


@pytest.mark.parametrize(
    "moment", ["taking.read", "taking._copy_database", "snapshots.write", "file_copies.flush"]
)
def test_a_killed_backup_is_none_and_the_next_is_whole(
    served: Served, tmp_path: Path, moment: str
) -> None:
    store = tmp_path / "backups"
    url = served.engine.url.render_as_string(hide_password=False)
    instance = str(served.settings.instance)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, instance, url, moment, str(store)], cwd=ROOT, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert snapshots.found(store) == []
    with served.app.app_context():
        made = taking.take(store, served.settings)
        session.remove()
    assert [each.folder for each in snapshots.found(store)] == [made.folder]
    assert not any(verifying.verify(made, served.settings, open_app).values())
