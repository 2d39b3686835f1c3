"""Rows are chosen on a phone: what can be done with them comes to the thumb, and covers none."""

import pytest
from playwright.sync_api import expect

from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.database import transaction
from tests import builders
from tests.stories.conftest import Walk
from tests.stories.living import Live

pytestmark = pytest.mark.browser

COVERED = """(box) => {
  const { x, y, width, height } = box.getBoundingClientRect();
  return !box.parentElement.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


@pytest.mark.parametrize(("language", "scripts"), [("ja", True), ("en", False)])
def test_the_bar_comes_with_the_first_chosen_row_and_covers_none(
    audit: str, live: Live, walk: Walk, language: str, scripts: bool
) -> None:
    live.speak(language)
    with live.app.test_request_context(), transaction():
        within = builders.audit()
        for _ in range(8):
            builders.case_in(CaseState.PLANNING, within)
    with walk(language, phone=True, scripts=scripts) as manager:
        manager.come_in("privacy_manager").open("/act/cases/")
        bar, boxes = manager.page.locator(".selection"), manager.page.locator("td.pick input")
        expect(bar).to_be_hidden()
        boxes.first.check()
        expect(bar).to_be_in_viewport(ratio=1)
        # By Tab to the last, as by touch.
        for _ in range(40):
            if boxes.last.evaluate("(box) => box === document.activeElement"):
                break
            manager.page.keyboard.press("Tab")
        assert not boxes.last.evaluate(COVERED)
        manager.page.keyboard.press("Space")
        manager.picture("chosen").fits()
        if scripts:
            manager.sees("2件を選択中")
        manager.press("期限を変更する", within=".selection")
        assert manager.page.locator("main [name='case']").count() == 2
