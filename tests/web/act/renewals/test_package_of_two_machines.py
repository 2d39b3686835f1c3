"""The package is equal byte for byte from two machines and both databases, and opens without us."""

import shutil
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from pms_tracker import config
from pms_tracker.cli.keeping import open_app
from pms_tracker.upkeep import restoring, taking
from tests.upkeep.demo_home import demo_home
from tests.web.act.renewals.made_elsewhere import make

# What two machines may be set to differently.
TOKYO = {"TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "LANG": "ja_JP.UTF-8", "PYTHONHASHSEED": "1"}
AZORES = {"TZ": "Atlantic/Azores", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "77"}


class Links(HTMLParser):
    """The links of a page, by the language of the part in which they are, and their words."""

    def __init__(self) -> None:
        super().__init__()
        self.language, self.link = "", ""
        self.found: dict[str, dict[str, str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "section":
            self.language = told["lang"] or ""
        self.link = (told["href"] or "") if tag == "a" else ""

    def handle_endtag(self, tag: str) -> None:
        self.link = ""

    def handle_data(self, data: str) -> None:
        if self.link:
            self.found.setdefault(self.language, {})[self.link] = data.strip()


def copied_backwards(source: Path, there: Path) -> None:
    """A copy whose files were laid down in another order, on other days."""
    for path in sorted(source.rglob("*"), reverse=True):
        if path.is_file():
            place = there / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


@pytest.mark.postgres
def test_two_machines_and_both_databases_make_the_same_bytes(
    demo_company: Path, tmp_path: Path, postgres_url: str
) -> None:
    home = demo_home(demo_company, tmp_path / "home")
    copied_backwards(home.instance, tmp_path / "copy")
    first = make(home.instance, tmp_path / "first.zip", TOKYO, 0o022)
    assert make(tmp_path / "copy", tmp_path / "second.zip", AZORES, 0o077) == first
    with open_app(home):
        backup = taking.take(tmp_path / "backups", home)
    told = {"PMS_INSTANCE": str(tmp_path / "there"), "PMS_DATABASE_URL": postgres_url}
    there = config.load(told)
    restoring.restore(backup, there, open_app)
    made = make(there.instance, tmp_path / "third.zip", AZORES, 0o027, postgres_url)
    assert made == first
    _check_opens(first)


def _check_opens(content: bytes) -> None:
    """A certifier has no more than a browser, a reader of PDF and a spreadsheet."""
    with ZipFile(BytesIO(content)) as made:
        names = set(made.namelist())
        index, page = Links(), made.read("index.html").decode()
        index.feed(page)
        # Each language has its own headings.
        assert page.count("ファイルのハッシュ値") == 1
        assert {each for each in names if not each.isascii()} == set()
        assert set(index.found) == {"ja", "en"}
        for told in index.found.values():
            assert set(told) == names - {"index.html"}
            assert all(told.values())
        japanese, english = index.found["ja"], index.found["en"]
        assert japanese["registers/ledger.xlsx"] == "個人情報管理台帳"
        assert english["registers/ledger.xlsx"].isascii()
        for name in sorted(names):
            if name.endswith(".pdf"):
                assert len(PdfReader(BytesIO(made.read(name))).pages) > 0, name
            elif name.endswith(".xlsx"):
                assert load_workbook(BytesIO(made.read(name))).worksheets[0].max_row > 1, name
