"""Backups of the demo company: whole, restored on either database row by row, refused in words."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from pms_tracker import clock, config, migrations
from pms_tracker.act.erasures import erasures
from pms_tracker.act.tables.case_tables import Erasure
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, parse_reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.upkeep import checks, restoring, snapshots, taking, verifying
from pms_tracker.upkeep.checks import Fault
from pms_tracker.upkeep.snapshots import NoSnapshot, Snapshot
from tests.upkeep.demo_home import open_kept


@pytest.fixture
def home(closed_home: Settings) -> Settings:
    return closed_home


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def take(home: Settings, store: Path, *, with_secrets: bool = False) -> Snapshot:
    with open_kept(home):
        return taking.take(store, home, with_secrets=with_secrets)


@contextmanager
def elsewhere(folder: Path, url: str | None = None) -> Iterator[Settings]:
    """Settings of an installation that nobody used yet."""
    settings = config.load({"PMS_INSTANCE": str(folder)})
    yield replace(settings, database_url=url) if url else settings


def contents(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table; whether a document is null in JSON or in SQL is part of it."""
    with open_kept(settings):
        found = {}
        for table in migrations.tables().sorted_tables:
            nulls = [each.is_(None) for each in table.columns]
            rows = session.execute(select(*table.columns, *nulls)).all()
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
        session.rollback()
    return found


def no_faults(found: dict[str, list[Fault]]) -> bool:
    assert {name: faults for name, faults in found.items() if faults} == {}
    return bool(found)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_restored_on_either_database_and_back_every_row_and_file_is_the_same(
    home: Settings, store: Path, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres_url") if kind == "postgresql" else None
    before = contents(home)
    with elsewhere(tmp_path / "there", url) as there:
        came = restoring.restore(take(home, store), there, open_kept)
        assert (came.missing, came.erased, came.standing) == ((), 0, ())
        assert contents(there) == before
        again = take(there, tmp_path / "others")
        assert no_faults(verifying.verify(again, there, open_kept))
        with open_kept(there):
            # Rows entered from now on get numbers of their own.
            assert no_faults(checks.run(there))
            with transaction():
                session.add(Person(name="小平 渚", reading="コダイラ ナギサ"))
    with elsewhere(tmp_path / "back") as back:
        restoring.restore(again, back, open_kept)
        assert contents(back) == before
        assert sorted(path.name for path in back.evidence_folder.glob("*/*")) == sorted(
            path.name for path in home.evidence_folder.glob("*/*")
        )


def test_a_backup_says_what_it_holds_and_is_found_good(home: Settings, store: Path) -> None:
    made = take(home, store)
    told = json.loads((made.folder / "manifest.json").read_text())
    assert told["rows"]["person"] == 17
    assert told["taken_from"] == "sqlite"
    assert told["evidence"][0] == len(list((store / "evidence").glob("*/*")))
    assert told["evidence"][0] > 3
    assert told["secrets"] is False
    words = "".join(path.read_text() for path in made.folder.glob("*.json"))
    assert home.secret_key not in words
    assert home.password_salt not in words
    found = verifying.verify(made, home, open_kept)
    assert no_faults(found)
    assert found.keys() >= {"database", "manifest", "trail", "frozen", "evidence", "figures"}


def test_files_are_copied_once_and_go_with_the_last_backup_that_names_them(
    home: Settings, store: Path
) -> None:
    first = take(home, store)
    places = {path: path.stat().st_ino for path in (store / "evidence").glob("*/*")}
    with open_kept(home), transaction():
        row = session.scalars(select(EvidenceFile).order_by(EvidenceFile.id)).first()
        assert row is not None
        evidence.erase(row.reference, row.number, home.evidence_folder)
        alone = session.scalar(
            select(func.count()).where(
                EvidenceFile.sha256 == row.sha256, EvidenceFile.erased_at.is_(None)
            )
        )
        erased = row.sha256
    assert alone == 0
    with clock.set_to(clock.now() + timedelta(days=40)):
        second = take(home, store)
        assert {path: path.stat().st_ino for path in (store / "evidence").glob("*/*")} == places
        with open_kept(home):
            assert taking.thin_out(store, 60) == 0
            assert taking.thin_out(store, 30) == 1
            assert taking.thin_out(store, 30) == 0
    assert [each.folder for each in snapshots.found(store)] == [second.folder]
    assert not first.folder.exists()
    left = {path.name for path in (store / "evidence").glob("*/*")}
    assert left == {path.name for path in places} - {erased}
    assert no_faults(verifying.verify(second, home, open_kept))


def test_what_is_wrong_with_a_backup_is_named(home: Settings, store: Path) -> None:
    with open_kept(home):
        lost, bent = (evidence.path_of(home.evidence_folder, each) for each in hashes()[:2])
    lost.unlink()
    bent.write_bytes(b"something else")
    made = take(home, store)
    assert sorted(made.manifest.gone) == sorted([lost.name, bent.name])
    found = verifying.verify(made, home, open_kept)
    assert {each.key for each in found["evidence"]} == {"file_missing"}
    assert len(found["manifest"]) == 2
    # One bit of the database.
    with made.database.open("r+b") as file:
        file.seek(200)
        byte = file.read(1)
        file.seek(200)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(NoSnapshot, match=r"pms\.sqlite3"):
        verifying.verify(made, home, open_kept)


def hashes() -> list[str]:
    found = session.scalars(select(EvidenceFile.sha256).distinct().order_by(EvidenceFile.sha256))
    return list(found)


# Revisions that do not lead to this code's, and how that is said.
ELSEWHERE = {"r9999": "newer version", "0051": "before the first release"}


def stamp(made: Snapshot, revision: str) -> None:
    """Have a snapshot be one that code of another revision took."""
    with closing(sqlite3.connect(made.database)) as other:
        other.execute("UPDATE alembic_version SET version_num = ?", [revision])
        other.commit()
    files = {**made.manifest.files, "pms.sqlite3": evidence.sha256_of(made.database) or ""}
    manifest = replace(made.manifest, version="9.9", revision=revision, files=files)
    snapshots.write(made.folder, manifest)


def test_a_backup_that_does_not_lead_here_is_refused_in_words(
    home: Settings, store: Path, tmp_path: Path
) -> None:
    made = take(home, store)
    with elsewhere(tmp_path / "there") as there:
        for revision, words in ELSEWHERE.items():
            stamp(made, revision)
            with pytest.raises(NoSnapshot, match=words) as refused:
                restoring.restore(snapshots.named(store), there, open_kept)
            with pytest.raises(NoSnapshot, match=words):
                verifying.verify(snapshots.named(store), there, open_kept)
            assert ("(9.9)" in str(refused.value)) is (revision == "r9999")
            with open_kept(there):
                assert migrations.current_revision() is None


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_nothing_is_restored_into_a_database_that_does_not_lead_here(
    home: Settings, store: Path, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    made = take(home, store)
    url = request.getfixturevalue("postgres_url") if kind == "postgresql" else None
    with elsewhere(tmp_path / "there", url) as there:
        with open_kept(there):
            migrations.upgrade_to_head()
        for revision, words in ELSEWHERE.items():
            with open_kept(there), transaction():
                session.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
            with pytest.raises(restoring.NotEmpty, match=words):
                restoring.restore(made, there, open_kept)


def test_nothing_is_restored_over_what_is_there(home: Settings, store: Path) -> None:
    made = take(home, store)
    before = contents(home)
    with pytest.raises(restoring.NotEmpty, match="すでにデータがあります"):
        restoring.restore(made, home, open_kept)
    assert contents(home) == before


def test_what_was_erased_since_is_erased_again(home: Settings, store: Path, tmp_path: Path) -> None:
    older = take(home, store)
    with open_kept(home):
        firm = Firm(clock.today())
        managers = [
            people.viewer(firm.holders(role)[0])
            for role in (Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER)
        ]
        row = session.scalars(
            select(EvidenceFile).where(EvidenceFile.reference.like("CA-%"))
        ).first()
        assert row is not None
        reference, number, sha256 = parse_reference(row.reference), row.number, row.sha256
        assert reference is not None
        assert reference.kind is Kind.CASE
        with transaction():
            wanted = erasures.ask(
                reference, field="", file_number=number, reason="本人の請求による", by=managers[0]
            )
            erasures.agree(wanted.id, home.evidence_folder, by=managers[1])
    assert not evidence.path_of(home.evidence_folder, sha256).exists()
    with clock.set_to(clock.now() + timedelta(days=1)):
        take(home, store)
    with elsewhere(tmp_path / "there") as there:
        came = restoring.restore(older, there, open_kept)
        assert (came.erased, came.standing, came.missing) == (1, (), ())
        assert not evidence.path_of(there.evidence_folder, sha256).exists()
        with open_kept(there):
            assert session.scalars(select(Erasure.erased_at)).all().count(None) < 2
            assert no_faults(checks.run(there))


def test_the_secrets_come_only_where_they_were_asked_for(
    home: Settings, store: Path, tmp_path: Path
) -> None:
    made = take(home, store, with_secrets=True)
    assert {path.stat().st_mode & 0o077 for path in made.folder.glob("*.secret")} == {0}
    with elsewhere(tmp_path / "there") as there:
        restoring.restore(made, there, open_kept)
    restored = config.load({"PMS_INSTANCE": str(tmp_path / "there")})
    assert restored.secret_key == home.secret_key
    assert restored.password_salt == home.password_salt


def test_erased_text_is_in_no_free_page_of_a_backup(home: Settings, store: Path) -> None:
    with open_kept(home):
        with transaction():
            session.execute(text("UPDATE person SET reading = 'ケサレタコトバ' WHERE id = 3"))
        with transaction():
            session.execute(text("UPDATE person SET reading = '' WHERE id = 3"))
    assert "ケサレタコトバ".encode() not in take(home, store).database.read_bytes()
