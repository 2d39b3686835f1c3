"""The commands in a terminal: what they print, what they refuse, and the exit code they give."""

import json
import logging
import re
import shutil
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from pms_tracker import clock, config
from pms_tracker.app import create_app
from pms_tracker.cli import main
from pms_tracker.cli.opened_app import opened
from pms_tracker.database import db
from pms_tracker.kernel.locales.fiscal_years import FiscalNaming, FiscalStart
from pms_tracker.mail import rendering
from pms_tracker.people.firm import people
from tests.cast import PASSWORD, POLICY, TODAY
from tests.mail.smtp_server import Postbox, listening
from tests.stories.living import USUAL_ADDRESS

KEYS = "title issuer representative enacted_on revised_on contact preamble closing problems clauses"
FOUNDERS = ["宮下 恒一", "", "藤森 奈緒", "fujimori@example.jp", "有賀 俊", ""]
ANSWERS = [
    "",
    "みなと書房",
    "4",
    "総務部",
    *FOUNDERS,
    "赤羽 学",
    "admin@example.jp",
    PASSWORD,
    PASSWORD,
]
TYPED = "\n".join(ANSWERS) + "\n"
# What a developer may have set.
ELSEWHERE = ("PMS_DATABASE_URL", "PMS_SMTP_URL", "PMS_BIND", "PMS_BASE_URL")


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    """The instance folder of an installation that nobody used yet; on SQLite."""
    return tmp_path / "instance"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same once it was set up, for tests of what is done there afterwards."""
    folder = tmp_path_factory.mktemp("founded") / "instance"
    environment: dict[str, str | None] = dict.fromkeys(ELSEWHERE)
    environment["PMS_INSTANCE"] = str(folder)
    with time_machine.travel(clock.at(TODAY, 9)):
        done = CliRunner().invoke(main, ["setup"], input=TYPED, env=environment)
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def pms(installation: Path, founded: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["Pms"]:
    for name in ELSEWHERE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PMS_INSTANCE", str(installation))
    yield Pms(founded, installation)
    logging.getLogger().handlers.clear()
    # A command tells the process for which site it writes letters.
    rendering.use_site(USUAL_ADDRESS)


class Pms:
    """Runs `pms` with arguments."""

    def __init__(self, founded: Path, installation: Path) -> None:
        self._founded, self._installation = founded, installation

    def __call__(self, *words: object, code: int = 0, **more: str) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words], **more)
        assert result.exit_code == code, (result.output, result.exception)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert "Traceback" not in result.output
        return result

    def set_up(self) -> None:
        """As `pms setup` leaves an installation, which other tests here say by themselves."""
        shutil.copytree(self._founded, self._installation, dirs_exist_ok=True)


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.txt"
    path.write_text(POLICY, encoding="utf-8")
    return path


def test_a_policy_is_printed_as_one_json_object_without_a_database(
    pms: Pms, policy: Path, installation: Path
) -> None:
    told = json.loads(pms("policy", "inspect", policy, "--json").stdout)
    assert " ".join(told) == KEYS
    assert told["title"] == "みなと学習舎個人情報保護方針"
    assert told["enacted_on"] == "2018-04-01"
    assert told["revised_on"] == ["2023-11-30"]
    assert set(told["contact"]) >= {"role", "phone", "hours"}
    assert list(told["clauses"][0]) == ["path", "label", "depth", "text", "raw"]
    by_path = {each["path"]: each for each in told["clauses"]}
    assert {"1", "1(1)", "1(2)a", "2・1"} <= by_path.keys()
    assert (by_path["1(2)a"]["label"], by_path["1(2)a"]["depth"]) == ("a.", 3)
    whole = told["preamble"] + "".join(each["raw"] for each in told["clauses"]) + told["closing"]
    assert whole == POLICY
    assert not installation.exists()


def test_a_policy_is_checked_as_one_json_list_without_a_database(
    pms: Pms, policy: Path, installation: Path
) -> None:
    policy.write_text("個人情報取扱規程\n第1条 上記の③-aによる。\n第2条 い\n2022年4月1日制定\n")
    told = json.loads(pms("policy", "check", policy, "--on", "令和4年5月1日", "--json").stdout)
    assert [list(each) for each in told] == [["rule", "clause", "quote", "message", "certainty"]]
    assert (told[0]["clause"], told[0]["quote"], told[0]["certainty"]) == ("1", "上記の③-a", "sure")
    assert not installation.exists()


def test_a_check_by_lines_names_clause_and_certainty_and_passes_whatever_is_found(
    pms: Pms, policy: Path
) -> None:
    policy.write_text("個人情報取扱規程\n第1条 申出をを受ける。\n第2条 い\n2022年4月1日制定\n")
    lines = pms("policy", "check", policy, "--on", "2026-11-24").stdout.splitlines()
    assert lines[0].startswith("1  [sure]  「")
    assert lines[1].startswith("policy.txt  [likely]  ")
    assert pms("policy", "check", policy, "--on", "2022-05-01").stdout.count("\n") == 1


def test_the_check_refuses_a_day_that_is_none_and_a_file_that_is_no_policy(
    pms: Pms, policy: Path
) -> None:
    pms("policy", "check", policy, "--on", "2026-02-30", code=2)
    policy.write_text("買い物\n")
    pms("policy", "check", policy, code=2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_policy_is_read_in_the_encodings_of_japanese_offices(
    pms: Pms, tmp_path: Path, encoding: str, newline: str
) -> None:
    path = tmp_path / "方針.txt"
    path.write_bytes(POLICY.replace("\n", newline).encode(encoding))
    told = json.loads(pms("policy", "inspect", path, "--json").stdout)
    assert told["title"] == "みなと学習舎個人情報保護方針"
    assert [each["path"] for each in told["clauses"]][:3] == ["1", "1(1)", "1(2)"]
    parts = [told["preamble"], *(each["raw"] for each in told["clauses"]), told["closing"]]
    assert "".join(parts) == POLICY.replace("\n", newline)


def test_of_a_mail_that_quotes_a_policy_it_is_said_what_was_taken_off(
    pms: Pms, tmp_path: Path
) -> None:
    path = tmp_path / "mail.txt"
    quoted = "".join(f"> {line}\n" for line in POLICY.splitlines())
    path.write_text(f"お世話になります。\n{quoted}", encoding="utf-8")
    result = pms("policy", "inspect", path, "--json")
    told = json.loads(result.stdout)
    parts = [told["preamble"], *(each["raw"] for each in told["clauses"]), told["closing"]]
    assert "".join(parts).strip() == POLICY.strip()
    assert f"{len(POLICY.splitlines())}行からメールの引用の記号を外しました。" in result.stderr
    assert "取り込まない行 / Left out: お世話になります。" in result.stderr


def test_problems_are_told_with_their_line(pms: Pms, tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(POLICY.replace("令和5年11月30日", "令和4年2月30日"), encoding="utf-8")
    (problem,) = json.loads(pms("policy", "inspect", path, "--json").stdout)["problems"]
    assert list(problem) == ["line", "quote", "message", "iso"]
    assert POLICY.split("\n")[problem["line"] - 1].startswith("令和5年11月30日")
    assert problem["iso"] is None
    plain = pms("policy", "inspect", path)
    assert f"{problem['line']}: {problem['message']}" in plain.stderr


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "本文が空です。"),
        (
            "拝啓、時下ますますご清栄のこととお慶び申し上げます。".encode(),
            "方針として読み取れません。",
        ),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "文字のファイルではありません。"),
        (b"\xff\xfe\xfd\x80 abc", ""),
    ],
)
def test_what_is_no_policy_is_refused_in_one_sentence(
    pms: Pms, tmp_path: Path, data: bytes, said: str
) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(data)
    for words in (["inspect", path, "--json"], ["inspect", path], ["import", path]):
        result = pms("policy", *words, code=2)
        assert result.stdout == ""
        assert result.stderr.startswith(f"letter.txt: {said}"), result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
    assert pms("policy", "inspect", tmp_path / "nowhere.txt", code=2).stdout == ""


def test_the_published_policy_of_a_real_company_is_told_whole(
    pms: Pms, reference_policy: Path
) -> None:
    told = json.loads(pms("policy", "inspect", reference_policy, "--json").stdout)
    assert told["enacted_on"] == "2012-09-01"
    assert told["revised_on"] == [
        "2013-07-23", "2018-06-01", "2018-10-01", "2018-10-16", "2022-04-01",
    ]  # fmt: skip
    paths = {each["path"] for each in told["clauses"]}
    wanted = {
        "1",
        "2",
        "3",
        "4",
        *(f"1({n})" for n in range(1, 6)),
        *(f"2({n})" for n in range(1, 7)),
    }
    wanted |= {f"1({n}){letter}" for n in (2, 3) for letter in "abc"} | {"2(3)・1"}
    assert wanted <= paths
    parts = [told["preamble"], *(each["raw"] for each in told["clauses"]), told["closing"]]
    assert "".join(parts).encode() == reference_policy.read_bytes()


def test_a_policy_is_imported_once_with_its_next_review(
    pms: Pms, policy: Path, installation: Path
) -> None:
    pms.set_up()
    assert "POL-001" in (done := pms("policy", "import", policy).stdout)
    assert "次回見直し: 2024-11-30" in done
    again = pms("policy", "import", policy, code=2)
    assert "はすでに登録されています。" in again.stderr
    assert (installation / "session.secret").stat().st_mode & 0o777 == 0o600


def test_reminders_run_twice_say_nothing_twice(pms: Pms, policy: Path, installation: Path) -> None:
    # Whoever is to approve the policy is reminded, where mail reaches them.
    reached = [*ANSWERS[:5], "miyashita@example.jp", *ANSWERS[6:]]
    pms("setup", input="\n".join(reached) + "\n")
    pms("policy", "import", policy)
    first = pms("reminders", "run").stdout
    assert re.fullmatch(r"posted [1-9]\d*, delivered [1-9]\d*\n", first), first
    mails = sorted((installation / "mail").glob("*.eml"))
    assert mails
    assert pms("reminders", "run").stdout == "posted 0, delivered 0\n"
    # A week later it is said again; on a day however written.
    for day in ("2026-12-01", "令和8年12月1日"):
        told = pms("reminders", "run", "--on", day).stdout
        assert told.startswith("posted 1," if day == "2026-12-01" else "posted 0,"), day
    assert sorted((installation / "mail").glob("*.eml"))[: len(mails)] == mails
    for wrong in ("2026-02-30", "tomorrow"):
        assert wrong in pms("reminders", "run", "--on", wrong, code=2).stderr


def test_mails_sent_from_a_terminal_lead_to_where_it_is_served(
    pms: Pms, policy: Path, installation: Path
) -> None:
    # As `pms serve --port 8321` leaves it.
    environment = {"PMS_INSTANCE": str(installation), "PMS_BASE_URL": "http://127.0.0.1:8321"}
    config.remember_served(config.load(environment))
    pms.set_up()
    pms("policy", "import", policy)
    pms("reminders", "run")
    mails = [message_from_bytes(path.read_bytes()) for path in installation.glob("mail/*.eml")]
    assert mails
    for part in (part for mail in mails for part in mail.walk() if not part.is_multipart()):
        said = part.get_payload(decode=True)
        assert b"http://127.0.0.1:8321" in said
        assert b":8000" not in said


def test_a_tampered_entry_of_the_trail_is_found(pms: Pms, installation: Path) -> None:
    pms.set_up()
    told = pms("trail", "verify").stdout
    head = re.fullmatch(r"(\d+) entries, head ([0-9a-f]{64})\n", told)
    assert head
    assert pms("trail", "verify", "--head", head[2]).stdout == told
    assert "head_not_found" in pms("trail", "verify", "--head", "0" * 64, code=1).stderr
    engine = create_engine(f"sqlite:///{installation / 'pms.sqlite3'}")
    with engine.begin() as connection:
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        for (name,) in found.all():
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        connection.execute(text("UPDATE trail_entry SET actor_name = 'x' WHERE number = 2"))
    engine.dispose()
    assert "2: entry_changed" in pms("trail", "verify", code=1).stderr


def test_the_set_up_asks_in_the_terminal_and_only_once(pms: Pms) -> None:
    short, known = ["short", "short"], ["admin@example.jp", "admin@example.jp"]
    asked = [*ANSWERS[:-2], *short, *known, PASSWORD, PASSWORD]
    done = pms("setup", input="\n".join(asked) + "\n")
    assert "12文字以上" in done.output
    assert "推測されやすいパスワードです。" in done.output
    assert "初期設定が終わりました。" in done.output
    assert PASSWORD not in done.output
    assert "会社はすでに登録されています。" in pms("setup", input="\n".join(ANSWERS), code=2).stderr


def test_the_set_up_asks_for_address_and_mail_server_and_tries_them(
    pms: Pms, installation: Path
) -> None:
    postbox = Postbox()
    with listening(postbox) as port:
        server = f"smtp://127.0.0.1:{port}"
        mail = ["https://pms.example.jp", "mail.example.jp", "", "https://pms.example.jp", server]
        done = pms("setup", input="\n".join([*ANSWERS, *mail, "pms@example.jp", "y"]) + "\n")
    assert "smtp+starttls://" in done.stderr
    assert "届いたことを確かめてください" in done.output
    assert (installation / "settings.env").read_text("utf-8").splitlines() == [
        "PMS_BASE_URL=https://pms.example.jp",
        f"PMS_SMTP_URL={server}",
        "PMS_MAIL_FROM=pms@example.jp",
    ]
    (got,) = postbox.taken
    assert "pms@example.jp" in got["From"]
    assert "https://pms.example.jp" in got.as_string()


def test_the_set_up_asks_for_nothing_that_the_environment_says(
    pms: Pms, installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment goes first: an answer would be kept and never heard."""
    monkeypatch.setenv("PMS_BASE_URL", "https://pms.example.jp")
    monkeypatch.setenv("PMS_SMTP_URL", "smtp://127.0.0.1:9")
    done = pms("setup", input="\n".join([*ANSWERS, "pms@example.jp"]) + "\n")
    assert "Address of the pages" not in done.output
    assert "Repeat for confirmation" in done.output
    assert "もう一度" in done.output
    kept = (installation / "settings.env").read_text("utf-8").splitlines()
    assert kept == ["PMS_MAIL_FROM=pms@example.jp"]


def test_the_password_given_in_the_terminal_opens_the_door(pms: Pms, installation: Path) -> None:
    password = "ぎげが海ござ山じずぜ é"
    pms("setup", input="\n".join([*ANSWERS[:-2], password, password]) + "\n")
    app = create_app(config.load({"PMS_INSTANCE": str(installation)}))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/sign-in", data={"email": "admin@example.jp", "password": password})
    assert client.get("/start/").status_code == 200
    with app.app_context():
        db.engine.dispose()


def test_who_cannot_sign_in_is_let_in_again_from_the_terminal(pms: Pms, installation: Path) -> None:
    pms.set_up()
    assert "May sign in again" in pms("people", "unlock", "ADMIN@ｅxample.jp").output
    printed = pms("people", "reset-password", "admin@example.jp", "--print-link").output.strip()
    assert "waits to be sent" in pms("people", "reset-password", "admin@example.jp").output
    assert "いません" in pms("people", "unlock", "nobody@example.jp", code=2).output
    app = create_app(config.load())
    client = app.test_client()
    page = client.get(printed.removeprefix("http://127.0.0.1:8000"))
    assert page.status_code == 200
    assert "新しいパスワードを決める" in page.text
    with app.app_context():
        db.engine.dispose()


def test_the_set_up_asks_a_company_abroad_for_its_clock_and_holidays(
    pms: Pms, installation: Path
) -> None:
    clock = ["international", "Europe/Dublin", "IE", "both"]
    abroad = [*clock, "Liffey Ltd", "2-29", "April", "４／６", *ANSWERS[3:]]
    assert "初期設定が終わりました。 / Done." in pms("setup", input="\n".join(abroad) + "\n").output
    with opened(create_app(config.load({"PMS_INSTANCE": str(installation)}))):
        company = people.the_company()
        told = (company.locale_pack, company.time_zone, company.holidays_of)
        start, naming = company.fiscal_start, company.fiscal_naming
    assert told == ("international", "Europe/Dublin", "IE")
    assert (start, naming) == (FiscalStart(4, 6), FiscalNaming.BOTH)


def test_a_set_up_with_clashing_roles_enters_nothing(pms: Pms) -> None:
    clash = [*ANSWERS[:8], *ANSWERS[6:8], *ANSWERS[10:]]
    refused = pms("setup", input="\n".join(clash) + "\n", code=2)
    assert "兼ねられません" in refused.stderr
    pms("setup", input=TYPED)


def test_the_demo_is_loaded_into_nothing_but_an_empty_database(pms: Pms) -> None:
    pms.set_up()
    refused = pms("demo", "load", code=2)
    assert "会社はすでに登録されています。" in refused.stderr


def test_every_command_says_what_it_is_for(pms: Pms) -> None:
    for words in ([], ["policy"], ["policy", "inspect"], ["reminders", "run"], ["trail", "verify"],
                  ["setup"], ["demo", "load"], ["serve"], ["scheduler"]):  # fmt: skip
        shown = pms(*words, "--help").stdout
        assert re.search(r"\n\n  [A-Z]", shown), words
