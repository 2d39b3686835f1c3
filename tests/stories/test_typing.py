"""A head types a plan: kept as a draft, cut off by the end of the session, and back as typed."""

import pytest
from playwright.sync_api import Page, expect

from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session, transaction
from pms_tracker.people.firm import people
from tests import builders
from tests.cast import IDS, PASSWORD
from tests.stories.conftest import Walk
from tests.stories.living import Live

pytestmark = pytest.mark.browser

CASE = "/act/cases/CA-2026-001"
CAUSE = "期限切れの書類を見つける人が決まっていなかった。"


@pytest.fixture
def case(live: Live, audit: str) -> str:
    """A case that waits for its plan, and people with readings."""
    with live.app.test_request_context(), transaction():
        builders.case(session.get_one(Audit, 1))
        people.person(IDS["owner"]).reading = "ハラ ダイチ"
        people.person(IDS["head"]).reading = "タカヤマ ユキ"
    return CASE


def kept(page: Page, within: str = "#step") -> None:
    note = page.locator(f"{within} .save-note")
    expect(note).to_be_visible()
    expect(note).to_contain_text("に下書きを保存しました。")


def test_what_was_typed_outlives_the_session(case: str, walk: Walk) -> None:
    with walk() as head:
        head.sign_in("head").open(case)
        head.page.fill("[name=cause]", CAUSE)
        kept(head.page)
        head.open(case).reads("下書きを破棄する").picture("draft")
        expect(head.page.locator("[name=cause]")).to_have_value(CAUSE)
        head.page.fill("[name=action]", "担当を決める。")
        head.context.clear_cookies()
        head.press("計画を提出する").picture("sign-in")
        head.reads("時間がたったため、もう一度サインインしてください。入力した内容は残っています。")
        head.page.fill("#email", "head@example.jp")
        head.page.fill("#password", PASSWORD)
        head.press("サインインする").picture("back")
        assert head.page.url.endswith(case)
        expect(head.page.locator("[name=cause]")).to_have_value(CAUSE)
        expect(head.page.locator("[name=action]")).to_have_value("担当を決める。")


def test_a_draft_that_cannot_be_saved_says_so(case: str, walk: Walk) -> None:
    with walk() as head:
        head.come_in("head").open(case)
        head.page.route("**/drafts", lambda route: route.abort())
        head.page.fill("[name=cause]", CAUSE)
        head.reads("下書きを保存できません。この画面を閉じないでください。")
        head.page.unroute("**/drafts")
        head.page.fill("[name=cause]", CAUSE * 2)
        kept(head.page)


def test_answers_are_kept_while_they_are_ticked(live: Live, walk: Walk) -> None:
    """A form of many ticks and no long text is kept as well."""
    questions = "/do/ledger/first/"
    with walk() as manager:
        manager.come_in("privacy_manager").open(questions)
        manager.page.locator("main [value=camera]").check()
        kept(manager.page, "main")
        manager.open(questions).reads("下書きを破棄する")
        assert manager.page.locator("main [value=camera]").is_checked()
        manager.press("下書きを破棄する")
        assert not manager.page.locator("main [value=camera]").is_checked()


@pytest.mark.parametrize("typed", ["はら", "ﾊﾗ だい", "原 大"])
def test_a_person_is_found_by_name_or_reading_however_typed(
    case: str, walk: Walk, typed: str
) -> None:
    with walk() as head:
        head.come_in("head").open(case)
        box = head.page.get_by_role("combobox", name="処置の責任者")
        box.click()
        box.press_sequentially(typed)
        expect(head.page.get_by_role("option", name="原 大地")).to_be_visible()
        # All are offered at first: whoever was found is the only one once the list has followed.
        expect(head.page.get_by_role("option", name="髙山")).to_have_count(0)
        box.press("Enter")
        expect(head.page.locator("[name=owner_id]")).to_have_value(str(IDS["owner"]))
        # Escape leaves things as they were, variants of a kanji are one, and nonsense finds nobody.
        box.fill("高山")
        expect(head.page.get_by_role("option", name="髙山 由紀")).to_be_visible()
        box.press("Escape")
        expect(box).to_have_value("原 大地（松本教室）")
        box.fill("だれもいない")
        expect(head.page.get_by_role("option")).to_have_text("見つかりません。")
        box.press("Tab")
        expect(head.page.locator("[name=owner_id]")).to_have_value(str(IDS["owner"]))


def test_a_day_is_read_back_and_picked_from_a_calendar(case: str, walk: Walk) -> None:
    with walk() as head:
        head.come_in("head").open(case)
        head.page.fill("[name=due_on]", "R8.12.18")
        echo = head.page.locator("#due_on-echo")
        expect(echo).to_contain_text("令和8年12月18日(金)・")
        head.page.fill("[name=due_on]", "来月")
        expect(echo).to_be_empty()
        head.page.get_by_role("button", name="処置の期限をカレンダーから選ぶ").press("Enter")
        head.page.locator(".day-picker").evaluate(
            "(each) => { each.value = '2026-12-21'; each.dispatchEvent(new Event('change')); }"
        )
        expect(head.page.locator("[name=due_on]")).to_have_value("2026/12/21")
        expect(echo).to_contain_text("令和8年12月21日(月)・")


def test_long_lists_of_ticks_are_narrowed_down(live: Live, audit: str, walk: Walk) -> None:
    with walk() as manager:
        manager.come_in("audit_manager").open("/check/audits/new")
        manager.page.locator("summary", has_text="くわしい計画").click()
        ticks = manager.page.locator(".ticks > li:visible")
        manager.page.get_by_label("監査員", exact=False).first.wait_for()
        before = ticks.count()
        manager.page.locator("[name=requirement_ids]").first.check()
        manager.page.get_by_label("条項を絞り込む").fill("苦情 相談")
        expect(ticks).to_have_count(1)
        manager.page.get_by_label("条項を絞り込む").fill("")
        expect(ticks).to_have_count(before)
        expect(manager.page.locator("[name=requirement_ids]").first).to_be_checked()
