"""Every paper of the demo company: to be kept for years (PDF/A-2a) and read aloud (PDF/UA-1)."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from pms_tracker.database import session, transaction
from pms_tracker.do.checks import check_doors
from pms_tracker.do.tables.operation.operation_check_tables import CheckTemplate
from pms_tracker.people.firm import people
from pms_tracker.web.do.checks.check_door_views import token_of
from tests import cast
from tests.conftest import FULL
from tests.papers import told
from tests.stories.living import Live
from tests.stories.pages import SEVERAL, addresses, clients, rules

# All papers are set once, in one process.
pytestmark = pytest.mark.xdist_group("papers")
PAPERS = [name for name, rule in rules().items() if rule.rule.endswith(".pdf")]
ASKED = {"responses.pdf": SEVERAL}
AS_MACHINES_DO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
REVIEW = "/do/ledger/reviews/LR-2026-01/paper.pdf"
PLACED = re.compile(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"[^>]*>([^<]+)<')


@pytest.fixture(scope="module")
def kept(demo: Live) -> dict[str, dict[str, bytes]]:
    """Papers by language and address, the first that anybody may have of each state; in English
    of one state, as states are set alike in both, and the one that is looked at closely."""
    _hang_a_poster(demo)
    found: dict[str, dict[str, bytes]] = {}
    for language, every in (("ja", True), ("en", FULL)):
        demo.speak(language)
        found[language] = dict(_papers(demo, every_state=every))
    return found


def _hang_a_poster(demo: Live) -> None:
    with demo.app.app_context(), transaction():
        check = session.scalars(select(CheckTemplate).limit(1)).one()
        check_doors.make(check, token_of, by=people.viewer(cast.IDS["privacy_manager"]))


def _papers(demo: Live, *, every_state: bool) -> Iterator[tuple[str, bytes]]:
    people = [client for _role, person_id, client in clients(demo.app) if person_id]
    for endpoint in PAPERS:
        met: set[str] = set()
        for variant, url in list(addresses(demo.app, rules()[endpoint])):
            asked = f"{url}?{ASKED[endpoint]}" if endpoint in ASKED else url
            alike = met and not every_state and url != REVIEW
            if variant in met or alike:
                continue
            for client in people:
                answer = client.get(asked)
                assert answer.status_code < 500, url
                if answer.status_code == 200:
                    assert answer.mimetype == "application/pdf", url
                    met.add(variant)
                    yield url, answer.data
                    break
        assert met, f"nobody may have {endpoint}"


class Read:
    """A paper as archives and programs that read aloud find it."""

    def __init__(self, pdf: bytes) -> None:
        self.root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
        self.xmp = self.root["/Metadata"].get_object().get_data().decode()
        self.headings: list[int] = []
        self.wrong: list[str] = []
        self._walk(self.root["/StructTreeRoot"])

    def _walk(self, element: Any) -> None:
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for each in element:
                self._walk(each)
        if not hasattr(element, "get"):
            return
        tag = element.get("/S", "")
        if tag in {"/H1", "/H2", "/H3"}:
            self.headings.append(int(tag[2]))
        if tag == "/Figure" and not element.get("/Alt"):
            self.wrong.append("a picture without words")
        if tag == "/Table" and "/THead" not in _tags(element["/K"]):
            self.wrong.append("a table without headings")
        self._walk(element.get("/K"))

    @property
    def complaints(self) -> list[str]:
        told = [*self.wrong]
        for mark in ("pdfaid:part>2<", "pdfaid:conformance>A<", "pdfuaid:part>1<", "<dc:title>"):
            if mark not in self.xmp:
                told.append(f"lacks {mark}")
        if not self.root["/MarkInfo"]["/Marked"].value:
            told.append("is not tagged")
        if not self.root["/ViewerPreferences"]["/DisplayDocTitle"].value:
            told.append("shows no title")
        steps = zip(self.headings, self.headings[1:], strict=False)
        if self.headings[:1] != [1] or any(b - a > 1 or b == 1 for a, b in steps):
            told.append(f"headings {self.headings}")
        return told


def _tags(kids: Any) -> set[str]:
    several = kids if isinstance(kids, list) else [kids]
    return {each.get_object().get("/S", "") for each in several if hasattr(each, "get_object")}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_papers_are_kept_for_years_and_read_aloud(
    kept: dict[str, dict[str, bytes]], language: str
) -> None:
    complaints = []
    for url, pdf in kept[language].items():
        read = Read(pdf)
        told = [*read.complaints]
        if read.root["/Lang"] != language:
            told.append(f"speaks {read.root['/Lang']}")
        complaints += [f"{url}: {each}" for each in told]
    assert not complaints, "\n".join(complaints)


def test_an_english_paper_says_where_it_is_japanese(kept: dict[str, dict[str, bytes]]) -> None:
    report = next(pdf for url, pdf in kept["en"].items() if url.endswith("report/report.pdf"))
    assert "ja" in _languages(PdfReader(io.BytesIO(report)).trailer["/Root"]["/StructTreeRoot"])


def _languages(element: Any) -> set[str]:
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        return {one for each in element for one in _languages(each)}
    if not hasattr(element, "get"):
        return set()
    return {str(element.get("/Lang", ""))} | _languages(element.get("/K"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_days_stand_as_people_write_them(
    kept: dict[str, dict[str, bytes]], language: str, tmp_path: Path
) -> None:
    read = {url: told(pdf, tmp_path) for url, pdf in kept[language].items()}
    found = {url: AS_MACHINES_DO.findall(words) for url, words in read.items()}
    assert not {url: days for url, days in found.items() if days}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_heading_is_not_left_at_the_foot_of_a_page(
    kept: dict[str, dict[str, bytes]], language: str, tmp_path: Path
) -> None:
    pages = told(kept[language][REVIEW], tmp_path, "-layout").strip("\f").split("\f")
    assert len(pages) > 1
    for page in pages:
        body, _foot = re.split(r"\n *(?:印刷|Printed) ", page)
        last = body.strip().splitlines()[-1].strip()
        assert last.startswith(("PI-", "載っていない", "Personal information missing")), last


def test_a_title_stands_beside_its_stamp(kept: dict[str, dict[str, bytes]], tmp_path: Path) -> None:
    words = PLACED.findall(told(kept["en"][REVIEW], tmp_path, "-bbox"))
    # The header, where the stamp's words stand once more, is further to the right.
    stamp = min(float(right) for _left, right, word in words if word == "way")
    title = next(float(left) for left, _right, word in words if word == "Review")
    assert stamp < title


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_row_and_no_box_stands_alone_on_a_last_page(
    kept: dict[str, dict[str, bytes]], language: str, tmp_path: Path
) -> None:
    long = {url: pdf for url, pdf in kept[language].items() if _pages(pdf) > 1}
    assert len(long) > 5
    filled = {url: _filled(told(pdf, tmp_path, "-bbox")) for url, pdf in long.items()}
    assert not {url: share for url, share in filled.items() if share < 0.2}


def _pages(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def _filled(words: str) -> float:
    """How far down the last page its words reach, between header and footer."""
    last = words.rpartition("<page ")[2]
    height = float(re.findall(r'height="([\d.]+)"', last)[0])
    lowest = max(y for y in map(float, re.findall(r'yMax="([\d.]+)"', last)) if y < height - 55)
    return (lowest - 56) / (height - 124)
