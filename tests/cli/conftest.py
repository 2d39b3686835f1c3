"""Ground of the commands' tests: an installation that they take for theirs."""

from pathlib import Path

import pytest

from tests.upkeep.demo_home import demo_home

# What names an installation, or lends it a secret, would be read instead of what lies in it.
NAMED = (
    *("PMS_DATABASE_URL", "PMS_SECRET_KEY", "PMS_PASSWORD_SALT"),
    *("PMS_SMTP_URL", "PMS_BIND", "PMS_BASE_URL"),
)


@pytest.fixture
def home(demo_company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The instance folder of the demo company."""
    for name in NAMED:
        monkeypatch.delenv(name, raising=False)
    demo_home(demo_company, tmp_path / "home")
    monkeypatch.setenv("PMS_INSTANCE", str(tmp_path / "home"))
    return tmp_path / "home"
