"""What one process compiled of the pages the next one reads, and nobody else's."""

from pathlib import Path

import pytest
from flask import Flask
from jinja2.bccache import Bucket

from pms_tracker import config
from pms_tracker.app import create_app
from pms_tracker.config import Settings
from pms_tracker.web.shell import kept_templates
from pms_tracker.web.shell.kept_templates import FOLDER, KeptTemplates

ICONS = "shell/icons.html"
FORGED = "{% set logo = '書き換えた' %}"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return config.load({"PMS_INSTANCE": str(tmp_path)})


def begun(settings: Settings) -> Flask:
    """A process that begins to serve."""
    app = create_app(settings)
    kept_templates.install(app, settings)
    return app


def logo(app: Flask) -> str:
    """What the icons say of the logo: a macro, unless somebody else's bytes were run."""
    with app.test_request_context():
        return str(app.jinja_env.get_template(ICONS).module.logo)  # type: ignore[attr-defined]


def kept(settings: Settings) -> list[Path]:
    return [each for each in (settings.instance / FOLDER).rglob("*") if each.is_file()]


def rewritten(app: Flask, by: Settings) -> None:
    """Keep other bytes for a template that stands as it did."""
    environment = app.jinja_env
    assert environment.loader is not None
    source, filename, _ = environment.loader.get_source(environment, ICONS)
    cache = KeptTemplates(by)
    bucket = cache.get_bucket(environment, ICONS, filename, source)
    forged = Bucket(environment, bucket.key, bucket.checksum)
    forged.code = environment.compile(FORGED, ICONS, filename)
    cache.set_bucket(forged)


def test_a_process_that_begins_reads_what_was_compiled(settings: Settings) -> None:
    first = begun(settings)
    assert "書き換えた" not in logo(first)
    assert kept(settings)
    rewritten(first, by=settings)
    assert logo(begun(settings)) == "書き換えた"


def test_what_was_not_signed_here_is_compiled_anew(settings: Settings, tmp_path: Path) -> None:
    first = begun(settings)
    usual = logo(first)
    stranger = config.load({"PMS_INSTANCE": str(tmp_path), "PMS_SECRET_KEY": "x" * 40})
    rewritten(first, by=stranger)
    assert logo(begun(settings)) == usual


@pytest.mark.parametrize("content", [b"", b"\0" * 100, None])
def test_a_file_that_is_cut_off_harms_nothing(settings: Settings, content: bytes | None) -> None:
    usual = logo(begun(settings))
    for file in kept(settings):
        file.write_bytes(file.read_bytes()[:-30] if content is None else content)
    assert logo(begun(settings)) == usual


def test_what_other_programs_compiled_goes(settings: Settings) -> None:
    older = settings.instance / FOLDER / "older"
    older.mkdir(parents=True)
    (older / "a").write_bytes(b"a")
    begun(settings)
    assert not older.exists()


def test_without_room_to_keep_them_pages_are_compiled(settings: Settings) -> None:
    (settings.instance / FOLDER).write_text("no folder")
    assert "書き換えた" not in logo(begun(settings))


def test_what_is_kept_is_for_this_account_alone(settings: Settings) -> None:
    logo(begun(settings))
    assert {each.stat().st_mode & 0o077 for each in (settings.instance / FOLDER).iterdir()} == {0}
