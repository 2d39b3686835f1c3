"""`pms figures` and `pms duties`: what is kept and went astray is found and made anew."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from pms_tracker.cli import main


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The instance folder of an installation that nobody used yet; on SQLite."""
    for name in ("PMS_DATABASE_URL", "PMS_SMTP_URL", "PMS_BIND", "PMS_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PMS_INSTANCE", str(tmp_path))
    return tmp_path


def pms(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == code, (result.output, result.exception)
    return result


def test_what_differs_is_told_and_counted_anew(installation: Path) -> None:
    assert pms("figures", "compare").stdout == "differences: 0\n"
    engine = create_engine(f"sqlite:///{installation / 'pms.sqlite3'}")
    with engine.begin() as connection:
        astray = "INSERT INTO tally VALUES ('finding_of_unit', 2, 'observation', '2026-11-01', 3)"
        connection.execute(text(astray))
    told = pms("figures", "compare", code=1)
    assert told.stderr == "finding_of_unit 2 observation 2026-11-01: kept 3, counted 0\n"
    assert told.stdout == "differences: 1\n"
    assert pms("figures", "rebuild").stdout == "figures rebuilt\n"
    assert pms("figures", "compare").stdout == "differences: 0\n"
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM tally")).scalar() == 0
    engine.dispose()


@pytest.mark.parametrize("words", [("figures",), ("figures", "compare"), ("figures", "rebuild")])
def test_each_says_what_it_is_for(words: tuple[str, ...]) -> None:
    assert "figures" in pms(*words, "--help").stdout.lower()


def test_duties_that_differ_are_told_and_derived_anew(installation: Path) -> None:
    assert pms("duties", "compare").stdout == "differences: 0\n"
    engine = create_engine(f"sqlite:///{installation / 'pms.sqlite3'}")
    columns = "record_kind, record_id, reference, kind, due_on, holder, parties, title, place, sole"
    astray = "'POL', 9, 'POL-009', 'review_policy', '2026-11-01', 'manager', '{}', '', 0, 0"
    with engine.begin() as connection:
        connection.execute(text(f"INSERT INTO duty ({columns}) VALUES ({astray})"))
    engine.dispose()
    told = pms("duties", "compare", code=1)
    assert told.stderr == "POL-009 review_policy: kept in vain\n"
    assert told.stdout == "differences: 1\n"
    assert pms("duties", "rebuild").stdout == "duties: 0\n"
    assert pms("duties", "compare").stdout == "differences: 0\n"
