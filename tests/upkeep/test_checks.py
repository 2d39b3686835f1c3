"""What an installation is asked about itself: each thing that can be wrong is named."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from pms_tracker import clock, config, migrations
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.reminders.running import beats
from pms_tracker.upkeep import checks, nightly, snapshots, taking
from pms_tracker.upkeep.checks import Fault
from tests.conftest import FULL
from tests.upkeep.demo_home import open_kept

PAUSED = (
    "INSERT INTO mail_pause (id, since, next_try_at, tries, reason, words)"
    " VALUES (1, '2026-11-24', '2026-11-24', 1, 'sign_in', '535 no')"
)


@pytest.fixture
def home(closed_home: Settings) -> Iterator[Settings]:
    """The demo company with files of its own, its app open."""
    with open_kept(closed_home):
        yield closed_home


def faults(home: Settings) -> dict[str, list[Fault]]:
    return {name: found for name, found in checks.run(home).items() if found}


def test_the_demo_company_is_in_order(home: Settings) -> None:
    assert faults(home) == {}
    assert [*checks.run(home)] == [
        *("migrations", "trail", "frozen", "evidence", "figures", "duties"),
        *("mail", "disk", "secrets", "clock"),
    ]


def test_before_the_first_set_up_nothing_is_wrong(tmp_path: Path) -> None:
    fresh = config.load({"PMS_INSTANCE": str(tmp_path), "PMS_SMTP_URL": "smtp://127.0.0.1:1"})
    with open_kept(fresh):
        migrations.upgrade_to_head()
        assert faults(fresh) == {}


def test_each_file_of_evidence_is_compared_with_its_hash_and_its_tombstone(home: Settings) -> None:
    rows = session.scalars(select(EvidenceFile).order_by(EvidenceFile.id)).all()
    alone = [row for row in rows if [each.sha256 for each in rows].count(row.sha256) == 1]
    lost, bent, erased = alone[:3]
    names = [f"{each.reference} {each.number}" for each in (lost, bent)]
    folder = home.evidence_folder
    left = evidence.path_of(folder, erased.sha256)
    content = left.read_bytes()
    with transaction():
        evidence.erase(erased.reference, erased.number, folder)
    assert faults(home) == {}
    left.write_bytes(content)
    evidence.path_of(folder, lost.sha256).unlink()
    evidence.path_of(folder, bent.sha256).write_bytes(b"x")
    stray, half, old_half = (left.parent / name for name in ("f" * 64, "a.new", "b.new"))
    for each in (stray, half, old_half):
        each.write_bytes(b"x")
    long_ago = (clock.now() - timedelta(days=2)).timestamp()
    os.utime(old_half, (long_ago, long_ago))
    os.utime(half, (clock.now().timestamp(),) * 2)
    assert {(each.key, each.subject) for each in faults(home)["evidence"]} == {
        ("file_missing", names[0]),
        ("file_changed", names[1]),
        ("erased_but_there", left.name),
        ("stray_file", "f" * 64),
        ("stray_file", "b.new"),
    }


@pytest.mark.parametrize(
    ("statement", "name", "key"),
    [
        ("UPDATE alembic_version SET version_num = '0001'", "migrations", "other_revision"),
        ("UPDATE trail_head SET digest = 'x'", "trail", "end_missing"),
        ("UPDATE tally SET amount = amount + 1", "figures", "kept_otherwise"),
        ("UPDATE outbox_letter SET state = 'failed' WHERE id = 1", "mail", "letters_failed"),
        (PAUSED, "mail", "mail_paused"),
        (
            "UPDATE outbox_letter SET state = 'waiting', created_at = '2026-11-20 00:00:00' "
            "WHERE id = 1",
            *("mail", "letter_waits_since"),
        ),
    ],
)
def test_what_somebody_changed_in_the_database_is_found(
    home: Settings, statement: str, name: str, key: str
) -> None:
    with transaction():
        session.execute(text(statement))
    found = faults(home)
    assert [*found] == [name]
    assert found[name][0].key == key


def test_secrets_disk_and_clock_are_looked_at(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home.instance / "password.secret").chmod(0o644)
    assert faults(home) == {"secrets": [Fault("secret_readable", "password.secret")]}
    (home.instance / "password.secret").chmod(0o600)
    (home.instance / "pms.sqlite3").chmod(0o644)
    home.instance.chmod(0o755)
    assert faults(home) == {"secrets": [Fault("secret_readable", "pms.sqlite3")]}
    home.instance.chmod(0o700)
    assert faults(home) == {}
    with clock.set_to(clock.now() - timedelta(days=31)):
        assert [*faults(home)] == ["clock"]
    total, used, _free = shutil.disk_usage(home.instance)
    full = shutil._ntuple_diskusage(total, used, 1_000_000)  # type: ignore[attr-defined]
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)
    assert faults(home) == {"disk": [Fault("disk_almost_full", "0 MB")]}


def test_the_night_takes_one_backup_and_checks_once(home: Settings, tmp_path: Path) -> None:
    off, store = home, tmp_path / "backups"
    on = replace(home, backup_folder=store, backup_days=3)
    today = clock.today()
    assert nightly.back_up(off) == 0
    assert beats.standing(beats.BACKUP) is None
    with clock.set_to(clock.at(today + timedelta(days=1), 1, 20)):
        assert nightly.back_up(on) == nightly.check(on) == 0
        assert snapshots.found(store) == []
    for days in range(1, 7 if FULL else 6):
        with clock.set_to(clock.at(today + timedelta(days=days), 5, 20)):
            assert [nightly.back_up(on), nightly.back_up(on)] == [1, 0]
            if FULL or days in {1, 5}:
                # Beside a first backup, and beside those that thinning left.
                nightly.check(on)
            told = beats.standing(beats.BACKUP)
            assert told is not None
            assert (told.good_at, told.faults) == (clock.now(), [])
            session.rollback()
    assert len(snapshots.found(store)) == 4


def test_a_night_that_was_killed_is_done_again_and_leaves_nothing(
    home: Settings, tmp_path: Path
) -> None:
    store = tmp_path / "backups"
    on = replace(home, backup_folder=store, backup_days=3)
    two = clock.at(clock.today() + timedelta(days=1), 2)
    # What a killed process leaves: the day is claimed, half of a snapshot lies there.
    half = store / ".2026-11-27T020000.000000Z.ab12cd34.new"
    half.mkdir(parents=True)
    bits = (store / "evidence" / "ab" / "ab.1234.new", store / "before.1234.new")
    for each in (*bits, half / "pms.sqlite3"):
        each.parent.mkdir(parents=True, exist_ok=True)
        each.write_bytes(b"half")
    with clock.set_to(two):
        assert beats.claim(beats.BACKUP, clock.today())
        assert beats.claim(beats.CHECK, clock.today())
        assert nightly.back_up(on) == 0
    with clock.set_to(two + timedelta(minutes=10)):
        with taking.alone(store):
            # It was not killed, it takes long.
            assert nightly.back_up(on) == 0
        assert [nightly.back_up(on), nightly.back_up(on)] == [1, 0]
        assert len(snapshots.found(store)) == 1
        assert not any(each.exists() for each in (half, *bits))
        nightly.check(on)
        assert beats.standing(beats.CHECK) is None
    with clock.set_to(two + timedelta(hours=1)):
        nightly.check(on)
        assert beats.standing(beats.CHECK) is not None


def test_a_night_takes_away_what_was_taken_before_migrations_and_forgets_what_is_off(
    home: Settings, tmp_path: Path
) -> None:
    store = tmp_path / "backups"
    on = replace(home, backup_folder=store, backup_days=3)
    two, day = clock.at(clock.today() + timedelta(days=1), 2), timedelta(days=1)
    store.mkdir()
    with clock.set_to(two):
        # What was taken before migrations goes as the rest does, but for the newest.
        dumps = [store / snapshots.dump_of(clock.now() - day * each) for each in (5, 4, 2)]
        dumps += [home.own_backups / each.name for each in dumps]
        home.own_backups.mkdir()
        for each in dumps:
            each.write_bytes(b"x")
    with clock.set_to(two + day):
        assert nightly.back_up(on) == 1
    assert [each.exists() for each in dumps] == [False, False, True] * 2
    with clock.set_to(two + day):
        assert nightly.back_up(home) == 0
        assert beats.standing(beats.BACKUP) is None
    session.rollback()


def test_a_night_that_failed_is_told_with_its_last_good_one(home: Settings, tmp_path: Path) -> None:
    store = tmp_path / "backups"
    on = replace(home, backup_folder=store)
    days = [clock.today() + timedelta(days=each) for each in (1, 2)]
    with clock.set_to(clock.at(days[0], 2)):
        assert nightly.back_up(on) == 1
    row = session.scalars(select(EvidenceFile)).first()
    assert row is not None
    evidence.path_of(home.evidence_folder, row.sha256).write_bytes(b"x")
    shutil.rmtree(store)
    store.write_bytes(b"a file where the folder was")
    with clock.set_to(clock.at(days[1], 2)):
        assert nightly.back_up(on) == 0
        assert nightly.check(on) > 0
    backup, check = beats.standing(beats.BACKUP), beats.standing(beats.CHECK)
    assert backup is not None
    assert check is not None
    assert backup.good_at == clock.at(days[0], 2)
    assert [each[:2] for each in backup.faults or []] == [["backup", "not_taken"]]
    assert ["evidence", "file_changed", f"{row.reference} {row.number}"] in (check.faults or [])
    assert check.good_at is None
