"""One auditor with the checklist in two tabs: told so, and never set against themselves."""

import pytest
from playwright.sync_api import Page, expect

from pms_tracker.check.rules.audit_rules import Result
from tests.stories.checklist_walk import (
    Begin,
    accessible,
    changes_taken,
    choose,
    row,
    saved,
    stands,
    write,
)
from tests.stories.living import Live
from tests.stories.walker import Walker

pytestmark = pytest.mark.browser

NOTE = "受付の引出しに、申込書が17枚あった。"


def another_tab(auditor: Walker, live: Live, day: str) -> Page:
    page = auditor.context.new_page()
    with page.expect_response("**/pulse"):
        page.goto(live.url + day)
    return page


def test_a_second_tab_is_told_so_and_sees_what_the_first_saves(
    live: Live, begin: Begin, day: str
) -> None:
    with begin() as auditor:
        first = auditor.page
        expect(first.locator("[data-other-tab]")).to_be_hidden()
        second = another_tab(auditor, live, day)
        expect(second.locator("[data-other-tab]")).to_be_visible()
        expect(first.locator("[data-other-tab]")).to_be_visible()
        accessible(auditor.picture("two-tabs").page)
        # Even where the cursor stands, as long as nothing was typed.
        row(second, 1).locator("h3").click()
        row(second, 1).locator("[name=note]").focus()
        write(first, 1, NOTE)
        choose(first, 1, "observation")
        saved(first)
        expect(row(second, 1).locator("[value=observation]")).to_be_checked()
        expect(row(second, 1).locator("[name=note]")).to_have_value(NOTE)
        second.close()
        first.evaluate("window.dispatchEvent(new Event('online'))")
        expect(first.locator("[data-other-tab]")).to_be_hidden()


def test_a_second_tab_does_not_send_what_waits_in_the_first_until_that_is_closed(
    live: Live, begin: Begin, day: str
) -> None:
    with begin() as auditor:
        first = auditor.page
        first.route("**/checklist/1", lambda route: route.abort())
        write(first, 1, NOTE)
        expect(first.locator("[data-cut-off]")).to_be_visible()
        choose(first, 1, "observation")
        first.wait_for_timeout(300)
        second = another_tab(auditor, live, day)
        expect(second.locator("[data-other-tab]")).to_be_visible()
        expect(second.locator(".row-waiting")).to_have_count(0)
        assert row(second, 1).locator("[name=note]").input_value() == ""
        assert stands(live, 1)[0] is Result.NOT_YET
        first.close(run_before_unload=False)
        second.evaluate("window.dispatchEvent(new Event('online'))")
        saved(second)
        assert row(second, 1).locator("[name=note]").input_value() == NOTE
        assert stands(live, 1)[:2] == (Result.OBSERVATION, NOTE)
        sent = stands(live, 1)[2] - 1
        assert changes_taken(live, 1) == (sent, sent), "each change once"


def test_what_one_wrote_in_two_tabs_is_not_said_to_be_anothers(
    live: Live, begin: Begin, day: str
) -> None:
    with begin() as auditor:
        first = auditor.page
        second = another_tab(auditor, live, day)
        second.route("**/pulse", lambda route: route.abort())
        second.route("**/checklist/rows**", lambda route: route.abort())
        second.evaluate("window.dispatchEvent(new Event('online'))")
        # The same in both: nothing to choose.
        choose(first, 2, "conforms")
        saved(first)
        choose(second, 2, "conforms")
        # Something else in each: both are shown, as one's own.
        choose(first, 1, "conforms")
        saved(first)
        write(second, 1, NOTE)
        choose(second, 1, "observation")
        second.unroute("**/pulse")
        second.unroute("**/checklist/rows**")
        second.evaluate("window.dispatchEvent(new Event('online'))")
        conflict = row(second, 1).locator(".conflict")
        expect(conflict).to_contain_text("あなたが別のタブで、同じ項目を先に保存しました。")
        expect(conflict).not_to_contain_text("小口")
        expect(row(second, 2).locator(".conflict")).to_have_count(0)
        accessible(second)
        conflict.get_by_role("button", name="このタブの記入にする").click()
        saved(second)
        assert stands(live, 1)[:2] == (Result.OBSERVATION, NOTE)
