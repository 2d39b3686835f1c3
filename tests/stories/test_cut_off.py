"""The audit day when the line is cut, the session ends, or somebody else signs in; the line cut in
the middle beside a colleague is in the story of an audit from its programme to its report."""

import pytest
from playwright.sync_api import Route, expect

from pms_tracker.check.rules.audit_rules import Result
from tests.cast import IDS
from tests.stories.checklist_walk import (
    KEPT,
    Begin,
    changes_taken,
    choose,
    nothing_kept,
    online,
    row,
    saved,
    stands,
    write,
)
from tests.stories.living import Live
from tests.stories.walker import carry_session

pytestmark = pytest.mark.browser

NOTE = "受付の引出しに、申込書が17枚あった。"


def test_a_change_whose_answer_was_lost_is_sent_again_and_taken_once(
    live: Live, begin: Begin
) -> None:
    with begin() as auditor:
        page = auditor.page

        def lose_the_answer(route: Route) -> None:
            route.fetch()
            route.abort()

        page.route("**/checklist/1", lose_the_answer)
        choose(page, 1, "conforms")
        expect(page.locator("[data-cut-off]")).to_be_visible()
        assert stands(live, 1)[0] is Result.CONFORMS
        page.unroute("**/checklist/1")
        page.get_by_role("button", name="接続を確かめる").click()
        saved(page)
        assert stands(live, 1)[2] == 2
        assert changes_taken(live, 1) == (1, 1)


def test_what_waited_survives_leaving_the_page(live: Live, begin: Begin, day: str) -> None:
    with begin() as auditor:
        page = auditor.page
        page.route("**/checklist/1", lambda route: route.abort())
        write(page, 1, NOTE)
        expect(page.locator("[data-cut-off]")).to_be_visible()
        choose(page, 1, "observation")
        page.wait_for_timeout(300)
        kept = page.evaluate(KEPT)
        assert len(kept) >= 1
        assert NOTE not in "".join(kept)
        page.on("dialog", lambda dialog: dialog.accept())
        auditor.open("/check/audits/")
        page.unroute("**/checklist/1")
        auditor.open(day)
        saved(page)
        assert row(page, 1).locator("[name=note]").input_value() == NOTE
        assert stands(live, 1)[:2] == (Result.OBSERVATION, NOTE)
        nothing_kept(page)


def test_after_signing_out_nothing_that_waited_is_readable(
    live: Live, begin: Begin, day: str
) -> None:
    with begin() as auditor:
        page = auditor.page
        page.route("**/checklist/1", lambda route: route.abort())
        write(page, 1, NOTE)
        expect(page.locator("[data-cut-off]")).to_be_visible()
        choose(page, 1, "observation")
        page.wait_for_timeout(300)
        assert page.evaluate(KEPT) != []
        page.on("dialog", lambda dialog: dialog.accept())
        auditor.open("/check/audits/")
        page.locator(".person summary").click()
        auditor.press("サインアウトする")
        assert NOTE not in "".join(page.evaluate(KEPT))
        page.unroute("**/checklist/1")
        for name in ("audit_manager", "auditor"):
            auditor.sign_in(name)
            with page.expect_response("**/pulse"):
                auditor.open(day)
            nothing_kept(page)
            assert row(page, 1).locator("[name=note]").input_value() == ""
            auditor.open("/check/audits/")
            page.locator(".person summary").click()
            auditor.press("サインアウトする")
        assert stands(live, 1)[:2] == (Result.NOT_YET, "")


def test_another_persons_sign_in_takes_what_waited_off_the_page(live: Live, begin: Begin) -> None:
    with begin() as auditor:
        page = auditor.page
        online(auditor, there=False)
        write(page, 1, NOTE)
        # What tells of the cut line moves the rows; who touches one while it does hits another.
        expect(page.locator("[data-cut-off]")).to_be_visible()
        choose(page, 1, "observation")
        carry_session(auditor.context, live, IDS["audit_manager"])
        online(auditor, there=True)
        expect(page.locator("[data-gone]")).to_be_visible()
        auditor.reads("サインアウトしたか、別の人がサインインしました。").picture("gone")
        assert NOTE not in page.content()
        assert page.locator("textarea").count() == 0
        assert stands(live, 1)[:2] == (Result.NOT_YET, "")
        nothing_kept(page)


def test_a_session_that_ended_is_said_and_goes_on_after_signing_in_again(
    live: Live, begin: Begin
) -> None:
    with begin() as auditor:
        page = auditor.page
        auditor.context.clear_cookies()
        write(page, 1, NOTE)
        expect(page.locator("[data-signed-out]")).to_be_visible()
        choose(page, 1, "observation")
        auditor.picture("signed-out")
        carry_session(auditor.context, live, IDS["auditor"])
        page.evaluate("window.dispatchEvent(new Event('online'))")
        saved(page)
        assert stands(live, 1)[:2] == (Result.OBSERVATION, NOTE)
