"""The wheel by itself: built, installed elsewhere and served there, without this checkout."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest
import requests

from pms_tracker.config import ROOT
from tests.cli.test_serving import free_port, serving, wait_until_it_answers
from tests.house.test_locks import RUN_TIME, locked
from tests.upkeep.demo_home import demo_home

# With the others that serve, and so built and installed once.
pytestmark = pytest.mark.xdist_group("serving")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
# A page, and what its heading says in both languages.
PAGES = {
    "/act/cases/": {"ja": "是正処置", "en": "Corrective action"},
    "/calendar/": {"ja": "カレンダー", "en": "Calendar"},
    "/help/terms/act": {"ja": "是正処置", "en": "Corrective action"},
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of another environment, where the wheel is installed; what it needs is lent."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder, symlinks=True)
    found = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(found), "--quiet", "install"]
    subprocess.run([*pip, "--no-deps", "--no-index", "--no-compile", str(wheel)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    # Read as a mere path: the link to this checkout that lies there is not followed.
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"))
    return found


def bare(**more: str) -> Mapping[str, str]:
    """The environment of somebody who set nothing."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, **more}


def said(python: Path, words: str, **environment: str) -> str:
    command = [str(python), "-c", words]
    done = subprocess.run(
        command, cwd=python.parent, env=bare(**environment), check=True, capture_output=True
    )
    return done.stdout.decode().strip()


def test_the_wheel_holds_catalogues_papers_and_whom_it_owes(wheel: Path) -> None:
    with ZipFile(wheel) as opened:
        names = opened.namelist()
        told = opened.read("pms_tracker/THIRD-PARTY.txt").decode()
    assert len(names) == len(set(names))
    assert {Path(name).parts[0] for name in names} == {"pms_tracker", "pms_tracker-0.1.0.dist-info"}
    for ending in (".mo", ".po", ".typ", ".css", ".html", ".toml"):
        assert any(name.endswith(ending) for name in names), ending
    assert "pms_tracker/templates/shell/bare.html" in names
    lines = told.partition("\n\n")[2].partition("\n\n")[2].splitlines()
    packages = {line.partition(" ")[0]: line.partition(": ")[2] for line in lines}
    # What few need is no part of it.
    assert packages.keys() == locked(RUN_TIME).keys() - {"prometheus-client"}
    assert [name for name, licence in packages.items() if not licence or "own" in licence] == []


def test_data_are_kept_where_the_platform_has_them_never_beside_the_code(
    python: Path, tmp_path: Path
) -> None:
    asked = "import os; from pms_tracker import config; print(config.instance_of(os.environ))"
    home, data = tmp_path / "home", tmp_path / "data"
    told = said(python, asked, HOME=str(home))
    assert Path(told) == home / ".local/share/pms-tracker"
    told = said(python, asked, HOME=str(home), XDG_DATA_HOME=str(data))
    assert Path(told) == data / "pms-tracker"
    told = said(python, asked, HOME=str(home), PMS_INSTANCE=str(tmp_path / "chosen"))
    assert Path(told) == tmp_path / "chosen"


def files(package: Path) -> list[Path]:
    """All that lies there but what Python compiles for itself."""
    return sorted(each for each in package.rglob("*") if "__pycache__" not in each.parts)


def walk(url: str) -> None:
    """Three pages in both languages and one paper, as one of the demo's cast."""
    browser = requests.Session()

    def post(path: str, page: str, **fields: str) -> None:
        (token, *_) = TOKEN.findall(browser.get(url + page).text)
        browser.post(url + path, {"csrf_token": token, **fields}).raise_for_status()

    post("/demo/sign-in", "/sign-in", person="1")
    for language in ("ja", "en"):
        post("/language", "/", language=language)
        for path, headings in PAGES.items():
            page = browser.get(url + path)
            assert page.status_code == 200, path
            assert f'lang="{language}"' in page.text
            assert headings[language] in page.text
    (sheet, *_) = re.findall(r'rel="stylesheet" href="([^"]+)"', page.text)
    assert browser.get(url + sheet).status_code == 200
    paper = re.search(r"/act/cases/CA-[0-9]+-[0-9]+", browser.get(f"{url}/act/cases/").text)
    assert paper is not None
    pdf = browser.get(f"{url}{paper.group()}/report.pdf")
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")


def test_an_installed_wheel_serves_pages_and_papers(
    python: Path, demo_company: Path, tmp_path: Path
) -> None:
    demo_home(demo_company, tmp_path / "home")
    (package,) = python.parent.parent.glob("lib/python*/site-packages/pms_tracker")
    told = said(python, "import pms_tracker; print(pms_tracker.__file__)")
    assert Path(told).parent == package
    before, port = files(package), free_port()
    command = [str(python.parent / "pms"), "serve", "--workers", "1", "--port", str(port)]
    with serving(tmp_path / "home", port, command=command, cwd=tmp_path) as server:
        wait_until_it_answers(port, server)
        walk(f"http://127.0.0.1:{port}")
    assert files(package) == before
