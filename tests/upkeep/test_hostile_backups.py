"""Backups that somebody bent, mislaid or crossed: refused in words, and nothing is lost by them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select, text

from pms_tracker import clock, config
from pms_tracker.act.erasures import erasures
from pms_tracker.act.erasures.erasures import Agreed
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.errors import NotFound
from pms_tracker.people.tables.people_tables import Person, RoleGrant
from pms_tracker.reminders.running import beats
from pms_tracker.upkeep import checks, nightly, restoring, snapshots, taking, verifying
from pms_tracker.upkeep.snapshots import NoSnapshot, Snapshot
from tests.upkeep.demo_home import open_kept

LATER = timedelta(days=1)


@pytest.fixture
def home(closed_home: Settings) -> Iterator[Settings]:
    """The demo company with files of its own, its app open."""
    with open_kept(closed_home):
        yield closed_home


@pytest.fixture
def there(tmp_path: Path) -> Settings:
    """An installation that nobody used yet."""
    return config.load({"PMS_INSTANCE": str(tmp_path / "there")})


@pytest.fixture
def made(home: Settings) -> Snapshot:
    return taking.take(home.instance.parent / "backups", home)


def bend(made: Snapshot, **changes: object) -> Snapshot:
    """A snapshot whose manifest says something else."""
    snapshots.write(made.folder, replace(made.manifest, **changes))  # type: ignore[arg-type]
    return snapshots.named(made.folder)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"files": {}}, r"pms\.sqlite3"),
        ({"secrets": True}, r"session\.secret"),
        ({"files": {"pms.sqlite3": "", "../../home/pms.sqlite3": ""}}, r"\.\./\.\./home"),
    ],
)
def test_a_manifest_that_leaves_out_a_file_or_leads_elsewhere_is_refused(
    made: Snapshot, there: Settings, changes: dict[str, object], named: str
) -> None:
    bent = bend(made, **changes)
    with pytest.raises(NoSnapshot, match=named):
        restoring.restore(bent, there, open_kept)
    with pytest.raises(NoSnapshot, match=named):
        verifying.verify(bent, there, open_kept)
    assert list(there.evidence_folder.glob("*/*")) == []


def test_what_a_manifest_says_of_a_file_elsewhere_is_not_even_looked_up(made: Snapshot) -> None:
    outside = made.folder.parent / "outside.txt"
    outside.write_text("x")
    there = {"../outside.txt": evidence.sha256_of(outside) or ""}
    bent = bend(made, files={**made.manifest.files, **there})
    assert list(snapshots.faults(bent)) == ["../outside.txt"]


@pytest.mark.parametrize("changes", [{"rows": ["x"]}, {"files": "x"}, {"taken_at": "yesterday"}])
def test_a_manifest_of_another_shape_is_refused(made: Snapshot, changes: dict[str, object]) -> None:
    snapshots.write(made.folder, replace(made.manifest, **changes))  # type: ignore[arg-type]
    with pytest.raises(NoSnapshot, match=r"manifest\.json"):
        snapshots.named(made.folder)


def test_a_backup_is_found_from_within_its_own_folder(
    made: Snapshot, there: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made.folder)
    came = restoring.restore(snapshots.named(Path()), there, open_kept)
    assert came.missing == ()
    assert came.files == made.manifest.evidence[0]


def test_an_older_backup_is_restored_where_newer_ones_are_damaged_and_these_are_named(
    home: Settings, made: Snapshot, there: Settings
) -> None:
    store = made.folder.parent
    with clock.set_to(clock.now() + LATER):
        broken = taking.take(store, home)
    with clock.set_to(clock.now() + 2 * LATER):
        unread = taking.take(store, home)
    broken.database.write_bytes(b"no database at all")
    (unread.folder / "manifest.json").write_text("{")
    came = restoring.restore(snapshots.named(made.folder), there, open_kept)
    assert came.standing == (unread.folder.name, broken.folder.name)
    assert came.rows == sum(made.manifest.rows.values())


def test_what_was_erased_is_erased_again_whatever_roles_its_managers_have_in_the_older_rows(
    home: Settings,
) -> None:
    row = session.scalars(select(EvidenceFile).where(EvidenceFile.reference.like("CA-%"))).first()
    assert row is not None
    name, number, sha256 = row.reference, row.number, row.sha256
    with_roles = select(RoleGrant.person_id)
    first, second = session.scalars(
        select(Person.id).where(Person.id.not_in(with_roles)).order_by(Person.id.desc()).limit(2)
    ).all()
    session.rollback()
    agreed = Agreed(name, "", number, "本人の請求による", first, clock.now(), second)
    with transaction():
        assert erasures.redo(agreed, home.evidence_folder)
    with pytest.raises(NotFound, match="no_such_file"):
        evidence.file(name, number)
    assert not evidence.path_of(home.evidence_folder, sha256).exists()


def test_no_backup_goes_into_the_installations_own_folder(home: Settings) -> None:
    before = sorted(home.evidence_folder.glob("*/*"))
    with pytest.raises(OSError, match="own folder"):
        taking.take(home.instance, home)
    assert sorted(home.evidence_folder.glob("*/*")) == before
    assert snapshots.found(home.instance) == []


def test_nothing_is_thinned_out_while_another_backup_brings_its_files(
    home: Settings, made: Snapshot
) -> None:
    store, names_nothing = made.folder.parent, "f" * 64
    with clock.set_to(clock.now() + LATER):
        taking.take(store, home)
    just_brought = store / "evidence" / "ff" / names_nothing
    just_brought.parent.mkdir(exist_ok=True)
    thinning = Thread(target=taking.thin_out, args=(store, 0))
    with taking.alone(store):
        just_brought.write_bytes(b"x")
        thinning.start()
        thinning.join(timeout=0.5)
        assert just_brought.exists()
    thinning.join(timeout=30)
    assert not just_brought.exists()
    assert not made.folder.exists()


def test_a_night_whose_older_backups_cannot_be_read_says_so(home: Settings, made: Snapshot) -> None:
    (made.folder / "manifest.json").write_text("{")
    on = replace(home, backup_folder=made.folder.parent)
    with clock.set_to(clock.at(clock.today() + LATER, 3)):
        assert nightly.back_up(on) == 0
    told = beats.standing(beats.BACKUP)
    assert told is not None
    assert [each[:2] for each in told.faults or []] == [["backup", "not_taken"]]


def test_a_check_that_breaks_off_is_a_fault_and_the_others_are_still_made(home: Settings) -> None:
    with transaction():
        session.execute(text("PRAGMA ignore_check_constraints = ON"))
        session.execute(text("UPDATE person SET language = 'bent' WHERE id = 1"))
    (home.instance / "password.secret").chmod(0o644)
    found = {name: faults for name, faults in checks.run(home).items() if faults}
    assert [each.key for each in found["duties"]] == ["not_checked"]
    assert "secrets" in found


def test_half_a_file_is_thinned_out_and_a_folder_that_leads_elsewhere_left_alone(
    home: Settings, made: Snapshot, tmp_path: Path
) -> None:
    store, outside = made.folder.parent, tmp_path / "outside"
    outside.mkdir()
    (outside / "letter.txt").write_text("x")
    (store / "evidence" / "zz").symlink_to(outside, target_is_directory=True)
    half = store / "evidence" / "ff" / "killed.new"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"x")
    with clock.set_to(clock.now() + timedelta(days=40)):
        taking.take(store, home)
        assert taking.thin_out(store, 30) == 1
    assert (outside / "letter.txt").exists()
    assert not half.exists()
