"""On a tablet: under 1024 px each row of a list is a block, so that nothing breaks inside a cell;
and no heading of a checklist is cut. On a phone a list begins with its rows."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.stories.living import Live
from tests.stories.looking import Onlookers

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("walk-2")]

PRIVACY_MANAGER, AUDIT_MANAGER = 2, 3
LISTS = ("/act/cases/", "/check/findings/", "/check/audits/", "/plan/years/YP-2026")
# Chips and references whose words stand on more than one line.
BROKEN = """() => [...document.querySelectorAll(".blocks .chip, .blocks td.ref > a")]
  .filter((each) => {
    const range = document.createRange();
    range.selectNodeContents(each.lastChild);
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


def test_filters_fold_on_a_phone_until_they_narrow(tablets: Onlookers) -> None:
    with tablets.open(LISTS[1], person_id=AUDIT_MANAGER, language="ja", width=390) as look:
        fold, form = look.page.locator(".filter-fold summary"), look.page.locator(".filters")
        expect(form).to_be_hidden()
        fold.click()
        form.locator("select").first.select_option(index=1)
        form.get_by_role("button").click()
        look.page.wait_for_url("**?**")
        expect(form).to_be_visible()
        look.page.set_viewport_size({"width": 1280, "height": 900})
        expect(fold).to_be_hidden()
        fold.evaluate("(each) => { each.parentElement.open = false }")
        expect(form).to_be_visible()


@pytest.mark.parametrize(("width", "menu"), [(390, "ファイル"), (1280, "ほかの形式")])
def test_files_of_a_list_unfold_and_fold_again(width: int, menu: str, tablets: Onlookers) -> None:
    with tablets.open("/do/ledger/", person_id=PRIVACY_MANAGER, language="ja", width=width) as look:
        paper = look.page.get_by_role("link", name="台帳（A3）")
        expect(paper).to_be_hidden()
        look.page.get_by_text(menu, exact=True).click()
        expect(paper).to_be_visible()
        # On a phone the menu is all there is of files, the way to bring one in as well.
        expect(look.page.get_by_role("link", name="取り込む")).to_be_visible()
        expect(look.page.get_by_role("link", name="Excel")).to_be_visible()
        look.fits(width)
        look.page.keyboard.press("Escape")
        expect(paper).to_be_hidden()
        assert not look.complaints
