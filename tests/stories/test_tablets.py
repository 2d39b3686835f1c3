"""On a tablet: under 1024 px each row of a list is a block, so that nothing breaks inside a cell;
and no heading of a checklist is cut."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.stories.living import Live
from tests.stories.looking import Onlookers

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("walk-2")]

PRIVACY_MANAGER, AUDIT_MANAGER = 2, 3
LISTS = ("/act/cases/", "/check/findings/", "/check/audits/", "/plan/years/YP-2026")
# Chips and references whose words stand on more than one line.
BROKEN = """() => [...document.querySelectorAll(".blocks .chip > span, .blocks td.ref > a")]
  .filter((each) => {
    const range = document.createRange();
    range.selectNodeContents(each);
    return new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size > 1;
  }).map((each) => each.textContent)"""

# Headings of a checklist that are cut; only the first stands beside the way to fewer rows.
CUT = """() => [...document.querySelectorAll(".walk-group ~ .walk-group > h2")]
  .filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent)"""


@pytest.fixture
def tablets(browser: Browser, demo: Live) -> Iterator[Onlookers]:
    everybody = Onlookers(browser, demo)
    yield everybody
    everybody.leave()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("place", LISTS)
def test_rows_are_blocks_on_a_tablet_and_no_chip_breaks(
    place: str, language: str, tablets: Onlookers
) -> None:
    with tablets.open(place, person_id=PRIVACY_MANAGER, language=language, width=768) as look:
        table = look.page.locator("table.blocks").first
        shows = "(each) => getComputedStyle(each).display"
        assert look.page.locator(".blocks .chip").count() > 0
        for width, display in ((768, "block"), (1023, "block"), (1024, "table")):
            look.page.set_viewport_size({"width": width, "height": 900})
            assert table.evaluate(shows) == display, width
            assert look.page.evaluate(BROKEN) == [], width


def test_no_heading_of_a_checklist_is_cut_where_there_is_room(tablets: Onlookers) -> None:
    place = "/check/audits/AU-2026-012/checklist/"
    with tablets.open(place, person_id=AUDIT_MANAGER, language="ja", width=768) as look:
        assert look.page.locator(".walk-group > h2").count() > 1
        assert look.page.evaluate(CUT) == []
