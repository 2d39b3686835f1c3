"""`pms backup`, `restore`, `check` and `migrate`: what they print, and when they refuse."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pms_tracker.cli import main
from pms_tracker.config import VERSION
from pms_tracker.upkeep import snapshots
from tests.cli.test_serving import free_port
from tests.house.test_migrations import revisions
from tests.newer_code import NewerCode


def pms(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(each) for each in words])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def stamp(home: Path, revision: str) -> None:
    with closing(sqlite3.connect(home / "pms.sqlite3")) as database:
        database.execute("UPDATE alembic_version SET version_num = ?", [revision])
        database.commit()


def test_a_backup_is_taken_verified_and_restored_from_the_terminal(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "backups"
    taken = pms("backup", store).stdout
    assert taken.endswith("removed 0\n")
    verified = pms("backup", "verify", store)
    assert "trail: ok" in verified.stdout
    assert verified.stderr == ""
    refused = pms("restore", store, code=2)
    assert "すでにデータがあります" in refused.stderr
    assert "There are data here already" in refused.stderr
    there = tmp_path / "there"
    monkeypatch.setenv("PMS_INSTANCE", str(there))
    restored = pms("restore", store)
    assert "erased 0" in restored.stdout
    # Whoever restores compares the two lines.
    counted = re.compile(r"\d+ rows, \d+ files")
    assert counted.findall(restored.stdout) == counted.findall(taken)
    assert "全員がパスワードを再設定します" in restored.stdout
    pms("secrets", "new", "--yes")
    assert "evidence: ok" in pms("check").stdout
    told = json.loads(pms("check", "--json").stdout)
    assert set(told) >= {"migrations", "trail", "frozen", "evidence", "figures", "mail", "disk"}
    assert not any(told.values())
    assert len(list((there / "evidence").glob("*/*"))) == len(list((home / "evidence").glob("*/*")))


def test_a_backup_by_hand_or_timer_counts_where_the_settings_name_its_folder(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "backups"
    monkeypatch.setenv("PMS_BACKUP_FOLDER", str(store))

    def good_at() -> str | None:
        with closing(sqlite3.connect(home / "pms.sqlite3")) as database:
            found = database.execute("SELECT good_at FROM scheduler_beat WHERE job = 'backup'")
            row = found.fetchone()
        return row[0] if row else None

    pms("backup", tmp_path / "elsewhere")
    assert good_at() is None
    pms("backup", store)
    assert good_at() is not None


def test_faults_are_told_with_exit_code_1(home: Path, tmp_path: Path) -> None:
    bent = next((home / "evidence").glob("*/*"))
    bent.write_bytes(b"x")
    told = pms("check", code=1)
    assert "evidence: file_changed " in told.stderr
    assert json.loads(pms("check", "--json", code=1).stdout)["evidence"][0]["key"] == "file_changed"
    assert f"file_missing {bent.name}" in pms("backup", tmp_path / "backups", code=1).stderr
    verified = pms("backup", "verify", tmp_path / "backups", code=1)
    assert "evidence: file_missing" in verified.stderr


@pytest.mark.parametrize("words", [("backup", "verify"), ("restore",)], ids=["verify", "restore"])
def test_a_folder_without_a_backup_is_refused_in_a_sentence(
    home: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    refused = pms(*words, tmp_path / "nothing", code=2)
    assert "No backup in" in refused.stderr
    assert "Traceback" not in refused.output


def test_a_database_of_another_version_is_left_to_migrate(home: Path, tmp_path: Path) -> None:
    assert pms("migrate").stdout == f"{revisions()[-1].revision}\n"
    newer = NewerCode(tmp_path / "newer")
    there = {"PMS_INSTANCE": str(tmp_path / "there")}
    refused, migrated, verified, restored = newer.pms(
        (["trail", "verify"], {}),
        (["migrate"], {}),
        (["trail", "verify"], {}),
        (["restore", str(home / "backups")], there),
    )
    assert refused[0] == 2
    assert "pms migrate" in refused[2]
    assert migrated[0] == 0
    assert migrated[1].splitlines()[-1] == newer.revision
    (kept,) = snapshots.found(home / "backups")
    assert str(kept.folder) in migrated[1]
    assert kept.manifest.revision == revisions()[-1].revision
    assert verified[0] == 0
    # What this code kept is brought along by the newer one.
    assert restored[0] == 0
    assert f"{kept.manifest.evidence[0]} files" in restored[1]
    for words in (("trail", "verify"), ("migrate",), ("serve", "--port", str(free_port()))):
        refused = pms(*words, code=2)
        assert "newer version" in refused.stderr
        assert "より新しい版" in refused.stderr


def test_a_database_of_before_the_baseline_is_told_what_to_do_with_it(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pms("backup", tmp_path / "backups")
    for revision in ("0001", "0051"):
        stamp(home, revision)
        for words in (
            *(("migrate",), ("serve", "--port", str(free_port())), ("check",), ("trail", "verify")),
            ("restore", str(tmp_path / "backups")),
        ):
            refused = pms(*words, code=2)
            assert "空の環境" in refused.stderr
            assert "Start with an empty installation" in refused.stderr
            assert len(refused.stderr.splitlines()) == 1
    assert not (home / "backups").exists()


# A content that was approved, and how a hand in the database alters it: by its step.
ALTERED = {
    "plan-1": "UPDATE case_round SET cause = cause || 'x' WHERE id IN ("
    " SELECT case_round.id FROM case_round JOIN corrective_case its ON its.id = case_id"
    " WHERE case_round.number = 1 AND printf('CA-%d-%03d', fiscal_year, its.number) = ?)",
    "plan": "UPDATE annual_duty SET title = title || 'x' WHERE plan_id IN ("
    " SELECT id FROM annual_plan WHERE printf('YP-%d', fiscal_year) = ?)",
    "edition-1": "UPDATE policy_version SET text = text || 'x' WHERE edition = 1 AND policy_id IN ("
    " SELECT id FROM policy WHERE printf('POL-%03d', number) = ?)",
}


def altered(home: Path, step: str) -> str:
    """Alter a content that was approved; the name of its record."""
    standing = "decision = 'approved' AND voided_at IS NULL AND step = ?"
    with closing(sqlite3.connect(home / "pms.sqlite3")) as database:
        approved = f"SELECT reference FROM approval WHERE {standing} ORDER BY id"
        name: str = database.execute(approved, [step]).fetchone()[0]
        assert database.execute(ALTERED[step], [name]).rowcount
        database.commit()
    return name


def test_each_altered_row_of_business_is_named_with_its_record_and_step(home: Path) -> None:
    assert pms("trail", "verify").stderr == ""
    names = set()
    for step in ALTERED:
        name = altered(home, step)
        told = pms("trail", "verify", code=1)
        assert f"{name} {step}: content_changed" in told.stderr.splitlines()
        # Those that were altered before are named still, and nothing else is.
        assert name not in names
        names.add(name)
        assert {line.split()[0] for line in told.stderr.splitlines()} == names
        # The trail itself is whole: its head is printed as ever.
        assert "entries, head " in told.stdout


def test_the_version_is_said() -> None:
    assert pms("--version").stdout == f"PMS Tracker {VERSION}\n"
