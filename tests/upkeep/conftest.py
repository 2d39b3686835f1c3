"""What tests of upkeep are about: the demo company, in the same place each time."""

import shutil
from pathlib import Path

import pytest

from pms_tracker.config import Settings
from tests.upkeep.demo_home import demo_home


@pytest.fixture(scope="session")
def home_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home") / "home"


@pytest.fixture
def closed_home(demo_company: Path, home_folder: Path) -> Settings:
    """The demo company with files of its own; in one place, so that its app can be kept."""
    shutil.rmtree(home_folder.parent, ignore_errors=True)
    return demo_home(demo_company, home_folder)
