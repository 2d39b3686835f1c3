"""From an empty installation to its first planned audits, along the guided path, in a browser."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from pms_tracker.web.company import setup
from tests.cast import PASSWORD, POLICY
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.looking import Onlookers
from tests.stories.postbox import Postbox, links_of
from tests.stories.walker import PHONE, Walker
from tests.stories.ways import told_in

pytestmark = pytest.mark.browser

FOUNDERS = {
    "company": "みなと学習舎株式会社",
    "unit": "本部",
    "representative": "宮下 恒一",
    "representative_mail": "representative@example.jp",
    "privacy_manager": "藤森 奈緒",
    "privacy_manager_mail": "privacy_manager@example.jp",
    "audit_manager": "有賀 俊",
    "audit_manager_mail": "audit_manager@example.jp",
    "administrator": "赤羽 学",
    "administrator_mail": "administrator@example.jp",
    "password": PASSWORD,
}


@pytest.fixture
def live(just_installed: Live) -> Live:
    return just_installed


def choose_a_password(live: Live, postbox: Postbox, walker: Walker, name: str) -> None:
    """What an invited person does: one letter, one password, and they are in."""
    live.deliver()
    # What waits for their approval may have been mailed since.
    walker.open(*links_of(postbox.of(name)[0]))
    walker.fill(password=PASSWORD, password_confirm=PASSWORD).press("パスワードを決めて始める")
    walker.reads("サインインしました。")


def register(walker: Walker, name: str, unit: str, *, head: bool = False, mail: str = "") -> None:
    walker.open("/people/new").fill(name=name, mail=mail)
    walker.page.locator("main [name=unit_id]").select_option(label=unit)
    if head:
        walker.page.locator("main [name=is_head]").check()
    walker.press("この人を登録する")


def add_unit(walker: Walker, name: str) -> None:
    summary = walker.page.locator("summary", has_text="部門を登録する")
    if not walker.page.locator("main [name=kind]").first.is_visible():
        summary.click()
    walker.fill(name=name, kind="site").press("部門を登録する", within="main form")


def administer(live: Live, walker: Walker) -> None:
    """Set the company up, then follow the path as far as an administrator can."""
    walker.open(f"/setup/?token={setup.make_token(live.settings.instance)}")
    walker.fill(**FOUNDERS).picture("set-up").press("会社を登録する")
    assert urlsplit(walker.page.url).path == "/start/"
    walker.reads("はじめの手順").sees("1 / 8 済み").picture("first-steps")
    walker.follow("部門を登録する", within="main")
    for name in ("教務部", "松本教室"):
        add_unit(walker, name)
    walker.open("/start/").sees("1 / 8 済み").sees("責任者のいない部門があります：")
    register(walker, "髙山 由紀", "松本教室", head=True)
    register(walker, "百瀬 拓", "教務部", head=True)
    walker.page.get_by_text("役割に任命する").click()
    walker.fill(role="auditor").press("任命する", within="main form")
    walker.open("/").reads("手順をすべて見る").picture("home-of-the-administrator")
    walker.open("/start/").sees("2 / 8 済み").sees("個人情報保護管理者の仕事です。")
    walker.picture("two-steps-done")


def draft_the_ledger(manager: Walker) -> None:
    """From an empty register to drafts by ten answers, with nothing but forms."""
    manager.open("/do/ledger/").picture("empty-ledger").open("/start/")
    manager.follow("10の質問に答える", within="main").picture("ten-questions")
    for name, unit in (("customers_unit", "松本教室"), ("office_unit", "教務部")):
        manager.page.locator(f"main [name={name}]").select_option(label=unit)
    for answer in ("contact", "school", "cabinet", "resume", "payroll", "my_number"):
        manager.page.locator(f"main [value={answer}]").check()
    manager.press("提案を見る").sees("2か所を直してください").picture("ten-questions-refused")
    for answer in ("payroll_firm", "none_given"):
        manager.page.locator(f"main [value={answer}]").check()
    manager.press("提案を見る").reads("提案を確かめてください").picture("proposed-ledger")
    manager.follow("答えを直す")
    assert manager.page.locator("main [value=payroll_firm]").is_checked()
    manager.open("/do/ledger/first/entries")
    manager.page.locator("main [value=my_number]").uncheck()
    manager.press("選んだものを下書きにする").sees("3件を台帳の下書きにしました。")
    manager.picture("drafted-ledger").open("/start/").sees("5 / 8 済み")


def submit_a_programme(auditing: Walker) -> None:
    """Take the proposal for the running year as it is: every unit, a day, and who audits."""
    auditing.open("/").picture("home-of-the-audit-manager").press("はじめの質問を取り込む")
    auditing.follow("監査プログラムを作る", within="main").picture("no-programmes")
    auditing.press("のプログラムを作る").picture("programme-proposed")
    auditing.press("提出して承認を求める").picture("programme-submitted")
    auditing.open("/start/").sees("6 / 8 済み").reads(
        "監査プログラムは提出されています。代表者の承認を待っています。"
    )
    auditing.sees("代表者の仕事です。").picture("programme-waits")


def approve(live: Live, postbox: Postbox, representative: Walker) -> None:
    live.deliver()
    representative.open(*links_of(postbox.last_of("representative")))
    representative.sees("松本教室").picture("programme-by-phone")
    representative.fill(decision="approved").press("決定を記録する")
    representative.reads("監査プログラムを承認し、監査を計画しました。")
    representative.picture("programme-approved")


def test_a_newcomer_gets_from_nothing_to_planned_audits(
    live: Live, postbox: Postbox, walk: Walk, browser: Browser
) -> None:
    with walk() as administrator:
        administer(live, administrator)
        with walk() as manager:
            choose_a_password(live, postbox, manager, "privacy_manager")
            manager.open("/").picture("home-of-the-privacy-manager")
            manager.follow("方針を取り込む", within="main")
            manager.fill(text=POLICY).press("読み取りを確かめる")
            manager.press("この内容で登録する")
            manager.open("/start/").sees("3 / 8 済み").press("Jの項目を取り込む")
            manager.picture("mappings-proposed").press("対応を登録する")
            manager.reads("年度計画を作る").open("/start/").sees("4 / 8 済み")
        with walk(scripts=False) as manager:
            manager.come_in("privacy_manager")
            draft_the_ledger(manager)
        with walk() as auditing, walk(phone=True) as representative:
            choose_a_password(live, postbox, representative, "representative")
            choose_a_password(live, postbox, auditing, "audit_manager")
            submit_a_programme(auditing)
            approve(live, postbox, representative)
            auditing.open("/").sees("対応が必要なもの").picture("audits-planned")
            assert "手順をすべて見る" not in auditing.page.inner_text("body")
        administrator.open("/start/").sees("8 / 8 済み").picture("all-done")


@told_in("ja")
def test_the_path_is_for_every_eye_and_every_hand(
    live: Live, walk: Walk, browser: Browser, language: str
) -> None:
    with walk() as administrator:
        administrator.open(f"/setup/?token={setup.make_token(live.settings.instance)}")
        administrator.fill(**FOUNDERS).press("会社を登録する")
    onlookers = Onlookers(browser, live)
    for url in ("/start/", "/me/", "/company/", "/"):
        with onlookers.open(url, person_id=4, language=language, width=1280) as look:
            look.at(1280)
            look.at(PHONE[0])
            look.at(320)
            look.by_keyboard()
            assert (look.status, look.complaints) == (200, []), url
    onlookers.leave()
