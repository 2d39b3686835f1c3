"""Lines of the log: one form for all that write, ids on them, and nothing secret in them."""

import io
import json
import logging
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
from gunicorn.config import Config

from pms_tracker import config, environment
from pms_tracker.config import Settings
from pms_tracker.environment import BadSetting
from pms_tracker.logs import log_lines, masks
from pms_tracker.logs.served import ServerLog
from tests.house.quiet_app import quiet_app

TOKEN = "abcDEF_-0123456789abcd"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return config.load({"PMS_INSTANCE": str(tmp_path)})


def written(settings: Settings, monkeypatch: pytest.MonkeyPatch, *says: object) -> str:
    """What loggers of ours and of others write to the standard error, told so by the settings."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    log_lines.set_up(settings)
    try:
        with structlog.contextvars.bound_contextvars(request_id="0123456789abcdef"):
            logging.getLogger("pms_tracker.x").info("sent %d", 3, extra={"to": "a@example.jp"})
            logging.getLogger("alembic.x").warning("an old table")
            logging.getLogger("apscheduler.x").info("tick")
            try:
                raise LookupError(f"GET /welcome/{TOKEN}?next=/x for b@example.jp")
            except LookupError:
                logging.getLogger("pms_tracker").exception("failed\nagain")
    finally:
        log_lines.set_up(config.load({"PMS_INSTANCE": str(settings.instance)}))
    return stream.getvalue()


def test_every_line_is_json_with_level_logger_and_request(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = written(replace(settings, log_format="json"), monkeypatch)
    rows = [json.loads(line) for line in said.splitlines()]
    assert [(row["level"], row["logger"], row["event"]) for row in rows] == [
        ("info", "pms_tracker.x", "sent 3"),
        ("warning", "alembic.x", "an old table"),
        ("error", "pms_tracker", "failed\nagain"),
    ]
    assert {row["request_id"] for row in rows} == {"0123456789abcdef"}
    assert all(row["timestamp"].endswith("Z") for row in rows)
    assert "LookupError: GET /welcome/…?… for …@…" in rows[2]["exception"]
    assert rows[0]["to"] == "…@…"
    assert TOKEN not in said


def test_text_says_the_same_and_names_people_only_if_asked(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = written(settings, monkeypatch)
    assert re.search(r"Z \[info\s*\] sent 3 .*request_id=0123456789abcdef", said)
    assert "tick" not in said
    assert "Traceback" in said
    assert "example.jp" not in said
    named = written(replace(settings, log_people=True, log_level="warning"), monkeypatch)
    assert "sent" not in named
    assert "b@example.jp" in named
    assert TOKEN not in named


def test_what_gunicorn_says_of_itself_has_the_same_form(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PMS_LOG_FORMAT", "json")
    monkeypatch.setenv("PMS_INSTANCE", str(settings.instance))
    file = tmp_path / "errors.log"
    told = Config()
    told.set("errorlog", str(file))
    log = ServerLog(told)
    try:
        log.error("no line %s", f"/password/reset/{TOKEN}")
    finally:
        for handler in log.error_log.handlers:
            handler.close()
        log.error_log.handlers.clear()
        monkeypatch.undo()
        log_lines.set_up(settings)
    row = json.loads(file.read_text(encoding="utf-8"))
    assert (row["logger"], row["event"]) == ("gunicorn.error", "no line /password/reset/…")


def test_every_secret_of_a_path_is_masked() -> None:
    rules = [
        rule.rule
        for rule in quiet_app().url_map.iter_rules()
        if rule.arguments & {"token", "secret", "code"}
    ]
    assert len(rules) >= 3
    for rule in rules:
        # A number beside it is a day or a row, and no secret.
        path = re.sub(r"<[^>]+>", TOKEN, re.sub(r"<int:[^>]+>", "7", rule))
        assert TOKEN not in masks.without_secrets(f'"GET {path} HTTP/1.1" 200'), rule
        assert TOKEN not in masks.without_secrets(f"{path}?x={TOKEN}"), rule
    for kept in ("GET /policy HTTP/1.1", "Is it so? /trail/ says it."):
        assert masks.without_secrets(kept) == kept


@pytest.mark.parametrize("piece", ["/a", "A", "a@", "あ", "b.", "/?"])
def test_a_long_line_is_masked_at_once(piece: str) -> None:
    # Looked through from each letter on to its end, one of twenty thousand took twenty seconds, in
    # which the whole process stood still.
    said = f"a@{piece * 100_000}@"
    began = time.perf_counter()
    masks.without_addresses(masks.without_secrets(said))
    assert masks.MASK.filter(logging.LogRecord("", 20, "", 0, said, (), None))
    assert time.perf_counter() - began < 10


def test_what_is_masked_of_a_line_is_all_that_tells() -> None:
    said = "/do/a/b?q=原 大地 from <hara.dai@example.jp>, x/y@b.example.jp"
    told = masks.without_addresses(masks.without_secrets(said))
    assert told == "/do/a/b?… 大地 from <…@…>, …@…"


def test_a_word_that_no_setting_knows_is_refused(tmp_path: Path) -> None:
    instance = {"PMS_INSTANCE": str(tmp_path)}
    assert config.load({**instance, "PMS_LOG_LEVEL": "DEBUG"}).log_level == "debug"
    for name in environment.WORDS:
        with pytest.raises(BadSetting, match=f"{name}=perhaps"):
            config.load({**instance, name: "perhaps"})
