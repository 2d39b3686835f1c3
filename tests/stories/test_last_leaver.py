"""The last leaver scans the code at the door: ten seconds on a phone, with or without a line."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.do.checks import check_doors
from pms_tracker.do.rules.operation.check_rules import Way
from pms_tracker.do.tables.operation.operation_check_tables import (
    CheckDoor,
    CheckFault,
    CheckRun,
    CheckTemplate,
)
from pms_tracker.web.do.checks.check_door_views import token_of
from tests.cast import IDS, viewer
from tests.do.test_checks import checked
from tests.stories.checklist_walk import accessible, online
from tests.stories.conftest import Walk
from tests.stories.living import Live, at
from tests.stories.walker import Walker
from tests.stories.ways import in_both_languages_with_and_without_script

pytestmark = pytest.mark.browser

RECORD = "/do/checks/CT-2026-001"
NAME = "原 大地"
SHELVED = """async (place) => {
  const shelf = await caches.open(`pms-audit-day ${place}`);
  const kept = await shelf.match(`${place}without-a-line`);
  return Boolean(kept && navigator.serviceWorker.controller?.state === "activated");
}"""

# How far the clock here is ahead of the phone's.
TOLD_TIME = "() => localStorage.getItem('pms-door-ahead')"


@pytest.fixture
def company(live: Live) -> Live:
    """A company whose classroom checks what the last leaver leaves behind."""
    with live.app.test_request_context(), transaction():
        checked(starts_on=clock.today())
    return live


def poster(head: Walker, live: Live, record: str = RECORD) -> str:
    """The address on the poster that a head puts up."""
    head.come_in("head").open(record).press("QRコードを作成する").picture("made")
    head.reads("QRコードを作成しました。ポスターを印刷して、出入口に貼ってください。")
    assert head.downloaded("ポスター（PDF）").startswith(b"%PDF-")
    with live.app.test_request_context():
        seed = session.scalars(select(CheckDoor.seed).order_by(CheckDoor.id.desc())).first()
        session.rollback()
        return f"/door/{token_of(seed)}/"


def answered(page: Page, *values: str) -> None:
    for number, value in enumerate(values):
        page.locator(f"[name=value_{number}][value={value}]").check()


def sent(leaver: Walker, *, scripts: bool = True) -> Walker:
    """Without waiting for another page where scripts run: there is none."""
    button = leaver.page.get_by_role("button", name=leaver.words("記録する"), exact=True)
    with nullcontext() if scripts else leaver.page.expect_navigation():
        button.click()
    return leaver


def left_open(leaver: Walker, note: str = "書庫の鍵がなかった。", name: str = NAME) -> None:
    """Something is wrong, and nobody there to put it right."""
    page = leaver.page
    page.fill("[name=name]", name)
    answered(page, "fault", "fine")
    page.fill("[name=note_0]", note)
    sent(leaver)


def back(leaver: Walker) -> None:
    """There is a line again."""
    online(leaver, there=True)
    leaver.page.evaluate("window.dispatchEvent(new Event('online'))")


def runs(live: Live) -> list[CheckRun]:
    with live.app.test_request_context():
        found = list(session.scalars(select(CheckRun).order_by(CheckRun.id)))
        session.expunge_all()
        session.rollback()
        return found


@in_both_languages_with_and_without_script
def test_the_last_leaver_fills_in_on_a_phone(
    language: str, scripts: bool, company: Live, walk: Walk
) -> None:
    with walk("ja") as head:
        place = poster(head, company)
    with walk(language, phone=True, scripts=scripts) as leaver:
        page = leaver.open(place).picture("at-the-door").fits().page
        if scripts:
            accessible(page)
        page.fill("[name=name]", NAME)
        answered(page, "fine", "fault")
        sent(leaver, scripts=scripts).picture("missing").fits()
        if scripts and language == "ja":
            expect(page.locator("[data-refused]")).to_contain_text("×の内容を入力してください。")
            expect(page.locator("[name=note_1]")).to_have_attribute("aria-invalid", "true")
        page.fill("[name=note_1]", "机に名簿があった。𠮷")
        page.locator("[name=mended_1]").check()
        sent(leaver, scripts=scripts)
        if scripts:
            expect(page.locator("[data-saved]")).to_be_visible()
            # The name is remembered, and nothing is chosen for the next day.
            expect(page.locator("[name=name]")).to_have_value(NAME)
            assert page.locator("[type=radio]:checked").count() == 0
            # A second tap is no second check, and nothing is wrong with it.
            sent(leaver)
            expect(page.locator("[data-refused]")).to_be_hidden()
            expect(page.locator("[data-saved]")).to_be_visible()
        else:
            leaver.reads("記録しました。お疲れさまでした。")
        leaver.picture("recorded")
    (run,) = runs(company)
    assert (run.done_by_id, run.way) == (IDS["owner"], Way.DOOR)


def test_without_a_line_it_waits_and_is_sent_once(company: Live, walk: Walk) -> None:
    with walk("ja") as head:
        place = poster(head, company)
    with walk("ja", phone=True) as leaver:
        page = leaver.open(place).page
        page.wait_for_function(SHELVED, arg=place)
        # The browser writes the worker down a moment after it began to work.
        page.wait_for_timeout(3_000)
        online(leaver, there=False)
        # Opened anew, where nothing answers.
        page.goto(page.url)
        expect(page.locator("[data-away]")).to_be_visible()
        left_open(leaver)
        expect(page.locator("[data-waits]")).to_be_visible()
        leaver.picture("waits")
        assert runs(company) == []
        page.close()
        page = leaver.page = leaver.context.new_page()
        page.goto(f"{company.url}{place}")
        expect(page.locator("[data-waits]")).to_be_visible()
        back(leaver)
        expect(page.locator("[data-saved]")).to_be_visible()
        expect(page.locator("[data-waits]")).to_be_hidden()
        page.reload()
        expect(page.locator("[data-waits]")).to_be_hidden()
    (run,) = runs(company)
    assert run.done_by_name == NAME
    with company.app.test_request_context():
        (fault,) = session.scalars(select(CheckFault))
        assert (fault.owner_id, fault.done_on) == (IDS["owner"], None)
        session.rollback()


@contextmanager
def refused(live: Live, walk: Walk) -> Iterator[Walker]:
    """A leaver whose entry is not taken: meanwhile the check asks for something else."""
    with walk("ja") as head:
        place = poster(head, live)
    with walk("ja", phone=True) as leaver:
        leaver.open(place)
        with live.app.test_request_context(), transaction():
            session.scalars(select(CheckTemplate)).one().items = "〇 窓を閉めた"
        left_open(leaver)
        yield leaver


def test_what_will_not_be_taken_may_be_given_up(company: Live, walk: Walk) -> None:
    with refused(company, walk) as leaver:
        page = leaver.page
        for opened_anew in (False, True):
            if opened_anew:
                page.reload()
            expect(page.locator("[data-untaken]")).to_contain_text("項目が変わりました")
            expect(page.locator("[data-waits]")).to_be_hidden()
        leaver.picture("refused").fits()
        page.get_by_role("button", name=f"{NAME}さんの記入を破棄する").click()
        for _ in range(2):
            expect(page.locator("[data-untaken]")).to_be_hidden()
            page.reload()
    assert runs(company) == []


def test_what_is_said_again_takes_its_place_and_is_not_given_up(company: Live, walk: Walk) -> None:
    with refused(company, walk) as leaver:
        page = leaver.page
        expect(page.locator("[data-untaken]")).to_be_visible()
        page.reload()
        expect(page.locator("[data-untaken]")).to_be_visible()
        online(leaver, there=False)
        page.fill("[name=name]", NAME)
        answered(page, "fine")
        sent(leaver)
        expect(page.locator("[data-away]")).to_be_visible()
        expect(page.locator("[data-waits]")).to_be_visible()
        expect(page.locator("[data-untaken]")).to_be_hidden()
        back(leaver)
        expect(page.locator("[data-saved]")).to_be_visible()
        expect(page.locator("[data-waits]")).to_be_hidden()
    assert len(runs(company)) == 1


def test_what_one_may_not_say_holds_nobody_up(company: Live, walk: Walk) -> None:
    with walk("ja") as head:
        place = poster(head, company)
    with walk("ja", phone=True) as leaver:
        page = leaver.open(place).page
        # It knows what time it is here.
        page.wait_for_function(TOLD_TIME)
        online(leaver, there=False)
        # An individual number, which is kept nowhere.
        left_open(leaver, "書類に 1234 5678 9018 とあった。", "山本")
        page.fill("[name=name]", NAME)
        answered(page, "fine", "fine")
        sent(leaver)
        expect(page.locator("[data-waits]")).to_contain_text("2件")
        back(leaver)
        expect(page.locator("[data-saved]")).to_be_visible()
        expect(page.locator("[data-untaken] li")).to_have_count(1)
        expect(page.locator("[data-untaken]")).to_contain_text("マイナンバー")
        expect(page.locator("[data-waits]")).to_be_hidden()
        leaver.picture("one-refused").fits()
        page.get_by_role("button", name="山本さんの記入を破棄する").click()
        expect(page.locator("[data-untaken]")).to_be_hidden()
    assert [each.done_by_name for each in runs(company)] == [NAME]


def test_a_code_that_ends_takes_nothing_of_another_door(company: Live, walk: Walk) -> None:
    with company.app.test_request_context(), transaction():
        checked(starts_on=clock.today(), title="倉庫の点検")
    other = "/do/checks/CT-2026-002"
    with walk("ja") as head, walk("ja", phone=True) as leaver:
        place, ending = poster(head, company), poster(head, company, other)
        for each in (place, ending):
            leaver.page = leaver.context.new_page()
            leaver.open(each)
            leaver.page.wait_for_function(TOLD_TIME)
            online(leaver, there=False)
            left_open(leaver)
            expect(leaver.page.locator("[data-waits]")).to_contain_text("1件")
            if each == place:
                leaver.page.close()
                online(leaver, there=True)
        with company.app.test_request_context(), transaction():
            check_doors.end(session.get_one(CheckTemplate, 2), by=viewer("head"))
        back(leaver)
        page = leaver.page
        # What was not sent is shown once more, to be written on paper.
        expect(page.locator("[data-refused]")).to_contain_text("使えなくなりました")
        expect(page.locator("[data-untaken] li")).to_contain_text(NAME)
        expect(page.locator("[data-untaken] li")).to_contain_text("× いいえ 書庫の鍵がなかった。")
        leaver.picture("ended").fits()
        page.close()
        leaver.page = leaver.context.new_page()
        expect(leaver.open(place).page.locator("[data-saved]")).to_be_visible()
    assert [each.template_id for each in runs(company)] == [1]


def end(live: Live) -> None:
    with live.app.test_request_context(), transaction():
        check_doors.end(session.get_one(CheckTemplate, 1), by=viewer("head"))


def test_what_is_half_written_when_a_code_ends_stays(company: Live, walk: Walk) -> None:
    with walk("ja") as head, walk("ja", phone=True) as leaver:
        page = leaver.open(poster(head, company)).page
        page.wait_for_function(TOLD_TIME)
        page.fill("[name=name]", NAME)
        answered(page, "fault", "fine")
        page.fill("[name=note_0]", "書庫の鍵がなかった。")
        end(company)
        back(leaver)
        expect(page.locator("[data-refused]")).to_contain_text("使えなくなりました")
        page.locator("[name=note_0]").press("Enter")
        expect(page.locator("[data-waits]")).to_be_hidden()
        assert page.input_value("[name=note_0]") == "書庫の鍵がなかった。"


def test_what_was_said_is_told_though_the_items_are_others(company: Live, walk: Walk) -> None:
    with walk("ja") as head, walk("ja", phone=True) as leaver:
        page = leaver.open(poster(head, company)).page
        page.wait_for_function(TOLD_TIME)
        with company.app.test_request_context(), transaction():
            session.get_one(CheckTemplate, 1).items = "〇 窓を閉めた"
        left_open(leaver)
        expect(page.locator("[data-untaken]")).to_contain_text("項目が変わりました")
        page.reload()
        expect(page.locator("[data-untaken]")).to_be_visible()
        end(company)
        back(leaver)
        expect(page.locator("[data-untaken]")).to_contain_text("書庫の鍵がなかった。")


# What is put down in the browser's database is locked first: nothing is until `window.go` says so.
HELD_UP = """() => {
  const lock = crypto.subtle.encrypt.bind(crypto.subtle);
  const begun = new Promise((resolve) => { window.go = resolve; });
  crypto.subtle.encrypt = (...all) => begun.then(() => lock(...all));
}"""


def test_that_a_check_waits_is_said_once_it_is_kept(company: Live, walk: Walk) -> None:
    with walk("ja") as head, walk("ja", phone=True) as leaver:
        place = poster(head, company)
        page = leaver.open(place).page
        page.wait_for_function(TOLD_TIME)
        page.evaluate(HELD_UP)
        online(leaver, there=False)
        left_open(leaver)
        expect(page.locator("[data-away]")).to_be_visible()
        expect(page.locator("[data-waits]")).to_be_hidden()
        page.evaluate("window.go()")
        expect(page.locator("[data-waits]")).to_contain_text("1件")
        page.close()
        online(leaver, there=True)
        leaver.page = leaver.context.new_page()
        expect(leaver.open(place).page.locator("[data-saved]")).to_be_visible()
    assert [each.done_by_name for each in runs(company)] == [NAME]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_a_phone_kept_is_told_where_the_code_is_dead(
    language: str, company: Live, walk: Walk
) -> None:
    with walk("ja") as head, walk(language, phone=True) as leaver:
        place = poster(head, company)
        page = leaver.open(place).page
        page.wait_for_function(TOLD_TIME)
        online(leaver, there=False)
        left_open(leaver)
        expect(page.locator("[data-waits]")).to_contain_text("1")
        page.close()
        end(company)
        online(leaver, there=True)
        leaver.page = page = leaver.context.new_page()
        page.goto(f"{company.url}{place}")
        expect(page.locator("[data-untaken]")).to_contain_text("書庫の鍵がなかった。")
        leaver.picture("dead").fits()
        # Whoever opens one that never was reads of no check.
        page.goto(f"{company.url}{place[:-4]}xxx/")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("[data-untaken], [data-refused]")).to_have_count(2)
        expect(page.locator("[data-untaken]")).to_be_hidden()
        expect(page.locator("[data-refused]")).to_be_hidden()


def test_a_page_left_open_overnight_says_the_day_that_is_recorded(
    company: Live, walk: Walk
) -> None:
    with walk("ja") as head, walk("ja", phone=True) as leaver:
        page = leaver.open(poster(head, company)).page
        page.wait_for_function(TOLD_TIME)
        tomorrow = clock.today() + timedelta(days=1)
        with at(tomorrow, 19):
            back(leaver)
            expect(page.locator("[data-day]")).to_contain_text(f"{tomorrow.day}日")
            page.fill("[name=name]", NAME)
            answered(page, "fine", "fine")
            sent(leaver)
            expect(page.locator("[data-saved]")).to_be_visible()
        (run,) = runs(company)
        assert run.period_on == tomorrow
