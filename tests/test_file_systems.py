"""SQLite on a file system that becomes read-only and writable again, in a mount of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from pms_tracker.config import ROOT
from tests.conftest import missing

SCRIPT = """
import os, subprocess, sys
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from pms_tracker import database
from pms_tracker.storage import Trouble, trouble

def mount(*words):
    subprocess.run(["mount", *words], check=True)

def read(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM kept")).scalar()

def write(engine, size=1):
    try:
        with engine.begin() as connection:
            connection.execute(text(f"INSERT INTO kept VALUES (zeroblob({size}))"))
    except OperationalError as error:
        return trouble(error)

folder = sys.argv[1]
mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", folder)
engine = create_engine(f"sqlite:///{folder}/kept.sqlite3")
database.prepare(engine)
with engine.begin() as connection:
    connection.execute(text("CREATE TABLE kept (what BLOB)"))
assert write(engine) is None
engine.dispose()
mount("-o", "remount,ro", folder)
assert read(engine) == 1, "closed well, its log is gone"
assert write(engine) is Trouble.READ_ONLY
mount("-o", "remount,rw", folder)
assert write(engine) is None
with open(folder + "/filler", "wb", buffering=0) as filler:
    try:
        while filler.write(bytes(4096)):
            pass
    except OSError as error:
        assert trouble(error) is Trouble.FULL
found = {write(engine, 100_000) for _ in range(20)}
assert found - {None} == {Trouble.FULL}, found
assert read(engine) >= 2
os.unlink(folder + "/filler")
assert write(engine) is None
print("all held")
"""


def test_what_cannot_be_written_is_read_and_written_later(tmp_path: Path) -> None:
    tool = shutil.which("unshare")
    if tool is None or os.getuid() != 0:
        missing("mounts", "run as root, with unshare")
    folder = tmp_path / "kept"
    folder.mkdir()
    done = subprocess.run(
        [str(tool), "--mount", sys.executable, "-c", SCRIPT, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "all held\n", done.stderr
