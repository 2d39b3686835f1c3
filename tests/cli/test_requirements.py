"""`pms requirements import` in a terminal: what it stores, what it tells, and its exit codes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pms_tracker.cli import main
from pms_tracker.plan.requirements import requirement_sets

OPTIONS = ("--key", "own", "--title", "自社の一覧", "--source", "総務部", "--from", "令和8年4月1日")


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The instance folder of an installation that nobody used yet; on SQLite."""
    for name in ("PMS_DATABASE_URL", "PMS_SMTP_URL", "PMS_BIND", "PMS_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PMS_INSTANCE", str(tmp_path / "instance"))


def run(*words: object, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["requirements", "import", *(str(word) for word in words)])
    assert result.exit_code == code, (result.output, result.exception)
    assert "Traceback" not in result.output
    return result


def told(*words: object, code: int = 0) -> dict[str, object]:
    found = json.loads(run(*words, "--json", code=code).stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("番号,題名\n１,点検\n2,教育\n", encoding="cp932")
    return path


def test_a_file_becomes_an_edition_and_a_changed_one_the_next(file: Path) -> None:
    first = told(file, *OPTIONS)
    assert first == {
        "key": "own",
        "title": "自社の一覧",
        "edition": 1,
        "valid_from": "2026-04-01",
        "items": 2,
        "new": ["1", "2"],
        "gone": [],
        "changed": [],
        "bad_rows": [],
        "stored": True,
    }
    assert "第1版と同じ内容です" in run(file, *OPTIONS[:-1], "2026-05-01", code=2).stderr
    file.write_text("番号,題名\n1,点検と記録\n3,監査\n", encoding="utf-8")
    assert "それより後の日を入力してください" in run(file, *OPTIONS, code=2).stderr
    lines = run(file, *OPTIONS[:-1], "2026-05-01").stdout.splitlines()
    assert lines == [
        "own 自社の一覧 第2版 2026-05-01〜",
        "items 2: new 1, gone 1, changed 1",
        "stored",
    ]


def test_a_dry_run_tells_the_same_and_stores_nothing(file: Path) -> None:
    for _ in range(2):
        dry = told(file, *OPTIONS, "--dry-run")
        assert (dry["edition"], dry["new"], dry["stored"]) == (1, ["1", "2"], False)
    assert run(file, *OPTIONS, "--dry-run").stdout.endswith("nothing stored\n")
    assert told(file, *OPTIONS)["edition"] == 1


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_bad_rows_are_told_by_line_and_nothing_is_stored(file: Path, dry: tuple[str, ...]) -> None:
    file.write_text("番号,題名,対応\n1,,\n2,a,j J.1\n", encoding="utf-8")
    found = told(file, *OPTIONS, *dry, code=2)
    assert (found["edition"], found["stored"]) == (None, False)
    rows = found["bad_rows"]
    assert isinstance(rows, list)
    assert [(each["line"], each["problem"], each["words"]) for each in rows] == [
        (2, "title_missing", "1"),
        (3, "mapping_unknown", "j J.1"),
    ]
    plain = run(file, *OPTIONS, *dry, code=2)
    assert plain.stderr.splitlines()[0] == "2行目: 題名がありません。 「1」"
    assert plain.stdout == "nothing stored\n"


def test_what_many_rows_say_alike_is_told_once(file: Path) -> None:
    rows = "".join(f"{number},題名{number},j J.1\n" for number in range(1, 7))
    file.write_text(f"番号,題名,対応\n{rows}", encoding="utf-8")
    (line,) = run(file, *OPTIONS, code=2).stderr.splitlines()
    assert line.startswith("2行目、3行目、4行目 ほか3行 and 3 more: ")
    rows_of_it = told(file, *OPTIONS, code=2)["bad_rows"]
    assert isinstance(rows_of_it, list)
    assert len(rows_of_it) == 6


def test_a_yaml_file_says_all_of_it_itself() -> None:
    found = told(requirement_sets.SHIPPED)
    assert (found["key"], found["edition"], found["valid_from"]) == ("j-items", 1, "2024-10-01")


def test_what_cannot_be_imported_is_refused_in_one_sentence(file: Path, tmp_path: Path) -> None:
    assert "使い始める日を入力" in run(file, *OPTIONS[:-2], code=2).stderr
    assert "英小文字・数字・ハイフン" in run(file, *OPTIONS[2:], code=2).stderr
    assert "題名を200文字までで" in run(file, *OPTIONS[:2], *OPTIONS[6:], code=2).stderr
    run(file, *OPTIONS[:-1], "2026-02-30", code=2)
    run(tmp_path / "nowhere.csv", *OPTIONS, code=2)
    file.write_bytes(b"\x00")
    assert "ファイルを読み取れません" in run(file, *OPTIONS, code=2).stderr
