"""Help where one stands, in a browser: by keyboard, without script, on a phone, not on paper."""

import pytest
from playwright.sync_api import expect

from tests.stories.conftest import Walk

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AUDITS = "/check/audits/"
PURPOSE = "計画した監査と、その状態を表示します。"


def test_help_opens_by_keyboard_and_leads_to_the_meaning_of_a_word(audit: str, walk: Walk) -> None:
    with walk() as reader:
        page = reader.come_in("head").open(AUDITS).page
        sheet = page.locator(".guide-sheet")
        expect(sheet).to_be_hidden()
        page.locator(".guide > summary").focus()
        page.keyboard.press("Enter")
        expect(sheet).to_be_visible()
        reader.reads(PURPOSE).picture("help")
        page.keyboard.press("Escape")
        expect(sheet).to_be_hidden()
        expect(page.locator(".guide > summary")).to_be_focused()
        page.keyboard.press("Enter")
        reader.follow("内部監査", within=".guide-sheet")
        term = page.locator("#internal_audit")
        expect(term).to_be_in_viewport()
        expect(term).to_contain_text("J.6.2")


def test_help_needs_no_script_and_is_not_printed(audit: str, walk: Walk) -> None:
    with walk(scripts=False) as reader:
        page = reader.come_in("head").open(AUDITS).page
        page.locator(".guide > summary").click()
        expect(page.locator(".guide-sheet")).to_be_visible()
        page.emulate_media(media="print")
        expect(page.locator(".guide")).to_be_hidden()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_help_fits_a_phone_and_scrolls_within_itself(audit: str, walk: Walk, language: str) -> None:
    with walk(language, phone=True) as reader:
        page = reader.come_in("auditor").open(f"{AUDITS}{audit}/checklist/").page
        page.locator(".guide > summary").click()
        box = page.locator(".guide-sheet").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 375
        assert box["y"] + box["height"] <= 740
        page.locator(".guide-more a").scroll_into_view_if_needed()
        expect(page.locator(".guide-more a")).to_be_in_viewport()
        reader.fits().picture("help-phone")


def test_a_word_typed_into_the_search_box_is_explained(audit: str, walk: Walk) -> None:
    with walk() as reader:
        page = reader.come_in("employee").open("/").page
        page.keyboard.press("/")
        page.keyboard.type("観察事項")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        reader.follow("観察事項", within="main")
        expect(page.locator("#observation")).to_be_in_viewport()
        reader.sees("不適合ではないが、そのままにすると不適合になるおそれのあることです。")
