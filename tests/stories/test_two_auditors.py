"""Two auditors at one checklist: each sees the other, and nobody undoes what the other wrote."""

import pytest
from playwright.sync_api import expect

from pms_tracker.check.rules.audit_rules import Result
from tests.stories.checklist_walk import Begin, accessible, choose, row, saved, stands
from tests.stories.living import Live

pytestmark = pytest.mark.browser


def test_two_auditors_see_each_other_and_choose_between_two_versions(
    live: Live, begin: Begin
) -> None:
    with begin("auditor") as one, begin("audit_manager") as other:
        choose(one.page, 1, "conforms")
        saved(one.page)
        # What a colleague saved appears, but never under what is being written.
        row(other.page, 2).locator("h3").click()
        row(other.page, 2).locator("[name=note]").press_sequentially("書きかけ")
        choose(one.page, 2, "observation")
        saved(one.page)
        other.page.evaluate("window.dispatchEvent(new Event('online'))")
        expect(row(other.page, 1).locator("[value=conforms]")).to_be_checked()
        expect(row(other.page, 1)).to_contain_text("小口 彩香")
        expect(other.page.locator("[data-also]")).to_contain_text("小口 彩香さんも記入中")
        conflict = row(other.page, 2).locator(".conflict")
        expect(conflict).to_be_visible()
        expect(conflict).to_contain_text("小口 彩香さんが、同じ項目を先に保存しました。")
        expect(conflict.locator("[data-side=mine]")).to_contain_text("書きかけ")
        expect(conflict.locator("[data-side=theirs]")).to_contain_text("△ 観察事項")
        other.picture("conflict")
        accessible(other.page)
        assert stands(live, 2)[:2] == (Result.OBSERVATION, "")
        conflict.get_by_role("button", name="小口 彩香さんの記入にする").click()
        expect(row(other.page, 2).locator("[value=observation]")).to_be_checked()
        assert row(other.page, 2).locator("[name=note]").input_value() == ""
