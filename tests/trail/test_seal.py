"""What was written before names could be erased is sealed by the migration, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask

from pms_tracker import migrations
from pms_tracker.app import create_app
from pms_tracker.config import Settings
from pms_tracker.database import commit, db, session
from pms_tracker.trail import names, trail
from pms_tracker.trail.trail import Fault
from pms_tracker.trail.trail_tables import TrailEntry
from tests.trail.before_the_seal import write_as_before
from tests.trail.test_names import FIRST, GONE, SECOND
from tests.trail.test_trail import faults, tamper

FOLDER = str(Path(migrations.__file__).parent)
BEFORE = "0050"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def sealed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A database whose first three entries were written as they were before the seal."""
    url = f"sqlite:///{tmp_path / 'pms.sqlite3'}"
    if request.param != "sqlite":
        url = str(request.getfixturevalue("postgres_url"))
    app = create_app(Settings(tmp_path, url, secret_key="k" * 40, password_salt="s" * 40))
    with app.app_context():
        migrations.upgrade_to_head()
        for by in (GONE, FIRST, GONE):
            trail.note("F-2026-901", "filed", by=by, changes={"fact": (None, "事実")})
        commit()
        write_as_before()
        flask_migrate.downgrade(directory=FOLDER, revision=BEFORE)
        migrations.upgrade_to_head()
        yield app
        session.remove()
        db.engine.dispose()


def erase() -> None:
    trail.note("person-901", "erasure_asked", by=FIRST)
    names.erase_name(GONE.id or 0)
    trail.note("person-901", "erased", by=SECOND)
    commit()


def test_the_chain_of_before_goes_on_with_the_seal(sealed: Flask) -> None:
    number, digest = trail.head()
    newest = trail.history("trail")[0]
    assert (number, newest.number, newest.move) == (4, 4, "sealed")
    assert faults(digest) == []
    printed = session.scalar(sa.select(TrailEntry.digest).where(TrailEntry.number == 3))
    assert faults(printed) == []


def test_an_older_name_is_erased_and_the_rest_is_still_proven(sealed: Flask) -> None:
    erase()
    assert faults() == []
    assert {each.actor_name for each in trail.history("F-2026-901")} == {
        FIRST.name,
        names.number_of(901),
    }
    tamper("UPDATE trail_entry SET move = 'withdraw' WHERE number = 1")
    assert faults() == [Fault(4, "seal_broken")]


def test_an_older_entry_that_was_changed_is_found_where_it_was(sealed: Flask) -> None:
    tamper("UPDATE trail_entry SET actor_name = '別人' WHERE number = 2")
    assert faults() == [Fault(2, "entry_changed")]


def test_a_seal_that_was_set_later_makes_no_newer_entry_an_older_one(sealed: Flask) -> None:
    trail.note("F-2026-902", "filed", by=GONE)
    commit()
    erase()
    tamper(
        "UPDATE trail_entry SET move = 'set' WHERE number = 4",
        "UPDATE trail_entry SET reference = 'trail', move = 'sealed' WHERE number = 7",
    )
    assert Fault(4, "entry_changed") in faults()
