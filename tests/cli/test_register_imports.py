"""`pms registers import` in a terminal: what it stores, what it tells, and its exit codes."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result

from pms_tracker import clock, config, migrations
from pms_tracker.app import create_app
from pms_tracker.check.tables.history_tables import PastAudit
from pms_tracker.cli import main
from pms_tracker.database import db, session
from tests import cast
from tests.plan.requirements.wrong_tables import TOO_LARGE, UNREADABLE, WRONG

HEAD = "種別,年度,部門,実施日,監査員,不適合\n"
GOOD = f"{HEAD}運用,2024,松本教室,2024/11/20,有賀,2\n適合,,,R6.11.5,有賀,\n"
EMPTY = ("空.csv", b"", "読み取れる行がありません")
BAD = "運用,2024,諏訪教室,2024/11/20,有賀,2\n運用,2024,書店,昨年,有賀,x\n"


@pytest.fixture(scope="module")
def cast_in_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the cast in it, on SQLite; copied for each test."""
    folder = tmp_path_factory.mktemp("cast") / "instance"
    app = create_app(config.load({"PMS_INSTANCE": str(folder)}))
    with time_machine.travel(clock.at(cast.TODAY, 9)), app.app_context():
        migrations.upgrade_to_head()
        cast.enter()
        session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture(autouse=True)
def installation(cast_in_place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PMS_DATABASE_URL", "PMS_SMTP_URL", "PMS_BIND", "PMS_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PMS_INSTANCE", str(tmp_path / "instance"))
    shutil.copytree(cast_in_place, tmp_path / "instance")


def run(file: Path, *words: str, code: int = 0, key: str = "history") -> Result:
    result = CliRunner().invoke(main, ["registers", "import", key, str(file), *words])
    assert result.exit_code == code, (result.output, result.exception)
    assert "Traceback" not in result.output
    return result


def stored(tmp_path: Path) -> int:
    with closing(sqlite3.connect(tmp_path / "instance" / "pms.sqlite3")) as database:
        found: int = database.execute(f"SELECT count(*) FROM {PastAudit.__tablename__}").fetchone()[
            0
        ]
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "past.csv"
    path.write_text(GOOD, encoding="cp932")
    return path


@pytest.mark.parametrize("name", ["ledger", "personal-information"])
def test_a_register_is_named_by_its_key_or_by_what_an_entry_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / "台帳.csv"
    path.write_text(
        "個人情報の名称,利用目的,保管場所\n講習生名簿,連絡,本部の書庫\n", encoding="cp932"
    )
    told = json.loads(run(path, "--dry-run", "--json", key=name, code=2).stdout)
    assert told["register"] == "ledger"
    assert told["rows"][0]["values"]["name"] == "講習生名簿"


def test_a_dry_run_tells_what_would_be_stored_and_changes_nothing(
    file: Path, tmp_path: Path
) -> None:
    told = json.loads(run(file, "--dry-run", "--json").stdout)
    assert {name: told[name] for name in ("register", "file", "new", "changed", "stored")} == {
        "register": "history", "file": "past.csv", "new": 2, "changed": 0, "stored": False,
    }  # fmt: skip
    assert (told["doubtful"], told["unreadable"]) == ([], [])
    assert {each["why"] for each in told["left_over"]} == {"heading"}
    first = told["rows"][0]
    assert first["values"] == {
        "kind": "operation", "fiscal_year": 2024, "unit_id": "松本教室", "held_on": "2024-11-20",
        "auditors": "有賀", "nonconformity": 2,
    }  # fmt: skip
    assert first["cells"]["held_on"] == {"cell": "D2", "original": "2024/11/20", "more": []}
    assert (first["sheet"], first["row"], first["doubtful"]) == ("", 2, [])
    assert stored(tmp_path) == 0


def test_a_file_is_stored_once(file: Path, tmp_path: Path) -> None:
    assert run(file).stdout.splitlines() == [
        "新しい記録 new: 2  変わる記録 changed: 0  変わらない記録 unchanged: 0  "
        "取り込まないセル left over: 6",
        "stored",
    ]
    assert stored(tmp_path) == 2
    again = run(file, code=2)
    assert again.stderr.count("すでに登録されています") == 2
    assert stored(tmp_path) == 2


def test_every_bad_row_is_listed_and_nothing_is_stored(file: Path, tmp_path: Path) -> None:
    file.write_text(GOOD + BAD, encoding="utf-8")
    for words in ((), ("--dry-run",)):
        lines = run(file, *words, code=2).stderr.splitlines()
        assert [line.partition(":")[0] for line in lines] == ["C4", "D5", "F5"]
        assert "諏訪教室" in lines[0]
    assert stored(tmp_path) == 0
    told = json.loads(run(file, "--json", code=2).stdout)
    assert [each["why"] for each in told["unreadable"]] == [
        "entry_unit_unknown",
        "entry_day",
        "entry_number",
    ]


def test_a_wrong_file_is_refused_in_one_sentence_and_nothing_is_half_stored(tmp_path: Path) -> None:
    # Old workbooks are read here; one that is broken is none.
    wrong_files = [(n, c, UNREADABLE if n.endswith(".xls") else told) for n, c, told in WRONG]
    for name, content, told in (*wrong_files, EMPTY):
        wrong = tmp_path / name
        wrong.write_bytes(content)
        refused = run(wrong, code=2)
        assert told in refused.stderr, name
        assert len(refused.stderr.splitlines()) == 1, name
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        # It takes no room on the disk: nothing is in it. No more is read than may be taken.
        file.truncate(5 * 1024**3)
    assert TOO_LARGE in run(huge, code=2).stderr
    assert stored(tmp_path) == 0
    assert not (tmp_path / "instance" / "evidence").exists()


def test_a_my_number_is_in_no_output(file: Path) -> None:
    file.write_text(f"{HEAD}運用,2024,松本教室,2024/11/20,1234-5678 9018,2\n", encoding="utf-8")
    for words in (("--json",), ()):
        told = run(file, "--dry-run", *words, code=2)
        assert "9018" not in told.output
        assert "5678" not in told.output


LEDGER = "個人情報の名称,利用目的,保管場所\n講習生名簿,連絡,本部の書庫\n"


def told_of(path: Path, *words: str, code: int = 0) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(
        run(path, "--dry-run", "--json", *words, key="ledger", code=code).stdout
    )
    return told


@pytest.mark.parametrize("field", ["管理部門", "unit_id", "Department in charge"])
def test_what_rows_do_not_say_is_chosen_once_for_all(tmp_path: Path, field: str) -> None:
    path = tmp_path / "台帳.csv"
    path.write_text(LEDGER, encoding="cp932")
    silent = told_of(path, code=2)
    assert [each["why"] for each in silent["unreadable"]] == ["entry_missing"]
    told = told_of(path, "--instead", f"{field}=松本教室")
    assert (told["new"], told["unreadable"], told["doubtful"]) == (1, [], [])
    assert told["rows"][0]["values"]["unit_id"] == "松本教室"


@pytest.mark.parametrize("wrong", ["管理部門", "管理部門=", "個人情報の名称=名簿", "=松本教室"])
def test_only_a_unit_or_a_choice_may_be_chosen_for_all(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "台帳.csv"
    path.write_text(LEDGER, encoding="cp932")
    result = run(path, "--dry-run", "--instead", wrong, key="ledger", code=2)
    assert "管理部門" in result.stderr.rpartition(":")[2]


def test_a_unit_that_is_not_there_is_refused_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "台帳.csv"
    path.write_text(LEDGER, encoding="cp932")
    told = told_of(path, "--instead", "管理部門=無い部門", code=2)
    assert [each["why"] for each in told["unreadable"]] == ["entry_unit_unknown"]


def test_a_unit_that_many_rows_name_is_told_once_in_words(tmp_path: Path) -> None:
    path = tmp_path / "台帳.csv"
    head = "個人情報の名称,管理部門,利用目的,保管場所,担当者\n"
    rows = [f"名簿{at},営業二課,連絡,書庫,鈴木\n" for at in range(2, 202)]
    path.write_text(head + "".join(rows), encoding="cp932")
    meant = told_of(path, "--instead", "管理部門:営業二課=松本教室")
    assert (meant["new"], meant["unreadable"]) == (200, [])
    told = told_of(path, code=2)
    assert len(told["unreadable"]) == len(told["rows"]) == 200
    assert [each["cell"] for each in told["unreadable"]] == [f"B{at}" for at in range(2, 202)]
    assert {each["text"] for each in told["unreadable"]} == {"営業二課"}
    run_dry = run(path, "--dry-run", key="ledger", code=2)
    (line,) = run_dry.stderr.splitlines()
    assert line.startswith("B2、B3、B4 ほか197行 and 197 more: この部門は登録されていません。")
    assert line.endswith("「営業二課」")


def test_whom_nobody_knows_is_told_once_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "機器.csv"
    rows = [f"T-{at},タブレット{at},タブレット,松本教室,共用\n" for at in range(2, 7)]
    path.write_text("管理番号,名称,種類,部門,使用者\n" + "".join(rows), encoding="cp932")
    told = json.loads(run(path, "--dry-run", "--json", key="assets").stdout)
    assert [(each["cell"], each["why"]) for each in told["doubtful"]] == [
        (f"E{at}", "cell_unread") for at in range(2, 7)
    ]
    first, *rest = run(path, "--dry-run", key="assets").stdout.splitlines()
    assert first.startswith("E2、E3、E4 ほか2行 and 2 more: 登録された名前のどれか1つに")
    assert "先に登録するか" in first
    assert "共用" not in "".join(rest)
