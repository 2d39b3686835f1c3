"""What comes out of the printer: the record itself, on A4, without what only a screen can do."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import url_for
from playwright.sync_api import Browser
from sqlalchemy import select

from pms_tracker.act.plans import fishbone
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from tests.conftest import missing
from tests.stories.living import Live
from tests.stories.looking import Look, Onlookers

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("walk-2")]

PRIVACY_MANAGER, AUDIT_MANAGER = 2, 3
PORTRAIT, LANDSCAPE = "595 x 842", "842 x 595"
# Words of the frame and of buttons: of use on a screen alone.
OF_THE_SCREEN = ("本文へ", "サインアウト", "English", "移動する", "絞り込む")
# How far the words stand from their number in the text of a sheet is the reader's guess.
BEGINS_A_ROW = re.compile(r"^ *(\d{1,2}) +\D", re.MULTILINE)


@pytest.fixture
def printer(browser: Browser, demo: Live) -> Iterator[Onlookers]:
    if shutil.which("pdftotext") is None:
        missing("browser", "install Debian's package poppler-utils")
    everybody = Onlookers(browser, demo)
    yield everybody
    everybody.leave()


def printed(look: Look, path: Path) -> list[str]:
    """The text of each sheet, as it lies on the paper."""
    # Never sent from a test: the browser writes the file the printer would get.
    path.write_bytes(look.page.pdf(prefer_css_page_size=True))
    return run("pdftotext", "-layout", path, "-").removesuffix("\f").split("\f")


def size(path: Path) -> str:
    """Width and height of the first sheet in points."""
    (line,) = [each for each in run("pdfinfo", path).splitlines() if each.startswith("Page size")]
    width, _, height = line.split()[2:5]
    return f"{float(width):.0f} x {float(height):.0f}"


def run(command: str, *arguments: object) -> str:
    done = subprocess.run(  # The tools are Debian's, the file our own.
        [command, *map(str, arguments)], check=True, capture_output=True, text=True
    )
    return done.stdout


def nothing_of_the_screen(sheets: list[str]) -> None:
    words = "".join(sheets)
    assert [each for each in OF_THE_SCREEN if each in words] == []


@pytest.mark.parametrize(
    ("language", "heading", "last_box"),
    [("ja", "確認項目", "抽出せず"), ("en", "Checklist items", "Not sampled")],
)
def test_a_checklist_is_printed_for_writing_by_hand(
    language: str, heading: str, last_box: str, printer: Onlookers, tmp_path: Path
) -> None:
    place = "/check/audits/AU-2026-011/checklist/"
    with printer.open(place, person_id=AUDIT_MANAGER, language=language, width=1280) as look:
        rows = look.page.locator("li[data-version]").count()
        paper = tmp_path / "checklist.pdf"
        sheets = printed(look, paper)
    assert size(paper) == PORTRAIT
    assert rows == 55
    # English asks in longer sentences.
    assert len(sheets) <= 7
    told: list[int] = []
    for number, text in enumerate(sheets, start=1):
        assert heading in text, "the heading stands on each sheet"
        assert "AU-2026-011" in text
        assert f"{number}/{len(sheets)}" in text.replace(" ", "")
        begun = [int(each) for each in BEGINS_A_ROW.findall(text)]
        assert text.count(last_box) == len(begun), f"a row is split on sheet {number}"
        told += begun
    assert told == list(range(1, rows + 1))


def test_home_is_printed_as_a_list_of_duties(printer: Onlookers, tmp_path: Path) -> None:
    with printer.open("/", person_id=PRIVACY_MANAGER, language="ja", width=1280) as look:
        duties = look.page.locator(".duty-source a").all_inner_texts()
        paper = tmp_path / "home.pdf"
        sheets = printed(look, paper)
    nothing_of_the_screen(sheets)
    assert size(paper) == PORTRAIT
    assert duties
    assert all(each in "".join(sheets) for each in duties)


def test_a_list_is_printed_across_with_its_header_on_every_sheet(
    demo: Live, printer: Onlookers, tmp_path: Path
) -> None:
    with demo.app.app_context():
        references = [each.reference for each in session.scalars(select(Finding))]
        session.rollback()
    with printer.open(
        "/check/findings/", person_id=AUDIT_MANAGER, language="ja", width=1280
    ) as look:
        paper = tmp_path / "findings.pdf"
        sheets = printed(look, paper)
    nothing_of_the_screen(sheets)
    assert size(paper) == LANDSCAPE
    assert all(each in "".join(sheets) for each in references)
    assert len(sheets) > 1, "too few rows to tell"
    for sheet in sheets:
        if "F-20" in sheet:
            assert all(word in sheet for word in ("番号", "部門", "等級", "発見日")), sheet


def test_a_case_is_printed_with_all_that_was_written(
    demo: Live, printer: Onlookers, tmp_path: Path
) -> None:
    for state in (CaseState.SUBMITTED, CaseState.CLOSED):
        with demo.app.test_request_context():
            case = session.scalars(select(Case).where(Case.state == state)).first()
            assert case is not None
            reference, title = case.reference, case.title
            url = url_for("cases.record", reference=reference)
            session.rollback()
        with printer.open(url, person_id=PRIVACY_MANAGER, language="ja", width=1280) as look:
            buttons = [each.strip() for each in look.page.locator(".btn").all_inner_texts()]
            paper = tmp_path / f"{state}.pdf"
            sheets = printed(look, paper)
        nothing_of_the_screen(sheets)
        words = "".join("".join(sheets).split())
        assert size(paper) == PORTRAIT
        assert reference in words
        assert title[:12] in words
        assert all(each in words for each in ("根本原因", "履歴"))
        lines = {line.strip() for sheet in sheets for line in sheet.splitlines()}
        assert [each for each in buttons if each in lines] == []


def test_a_fishbone_is_printed_whole_with_its_causes(
    demo: Live, printer: Onlookers, tmp_path: Path
) -> None:
    with demo.app.test_request_context():
        (drawn,) = [each for each in session.scalars(select(CaseRound)) if each.fishbone]
        url = url_for("cases.record", reference=session.get_one(Case, drawn.case_id).reference)
        causes = [text for way in fishbone.ways(drawn.fishbone) for text in way]
        session.rollback()
    assert len(causes) > 6
    with printer.open(url, person_id=PRIVACY_MANAGER, language="ja", width=1280) as look:
        sheets = printed(look, tmp_path / "case.pdf")
        look.page.emulate_media(media="print")
        # What is cut off at the edge of the paper is still in the file's text: so it is measured.
        look.page.set_viewport_size({"width": 680, "height": 900})
        picture = look.page.locator("svg.bones").bounding_box()
    assert picture is not None
    assert picture["x"] + picture["width"] <= 680
    # Lines of the picture stand beside each other: their letters are all there.
    words = "".join("".join(sheets).split())
    assert [text for text in causes if set(text.replace(" ", "")) - set(words)] == []
