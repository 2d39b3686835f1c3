"""A renewal from its window to the grant: what is missing, what is handed in, a remark and its
case, and the package; with and without JavaScript, in both languages."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from pms_tracker import clock
from pms_tracker.kernel.due_dates import add_months
from tests.cast import UNIT_IDS
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.walker import Walker
from tests.stories.ways import in_both_languages_with_and_without_script

pytestmark = pytest.mark.browser

RN, RE = "/act/renewals/RN-2026-001", "/act/remarks/RE-2026-001"
CHANGE, SAVE = "変更する", "書類の用意を記録する"


def ago(days: int) -> str:
    return f"{clock.today() - timedelta(days=days):%Y-%m-%d}"


def find_the_window(manager: Walker) -> None:
    """From the end of the term alone the window follows, and it is open."""
    manager.open("/act/renewals/new").reads("申請を登録する").fits()
    expires_on = add_months(clock.today(), 6)
    manager.fill(body="juas", expires_on=f"{expires_on:%Y-%m-%d}", registration="99000123(05)")
    manager.press("登録する", within="main").reads("申請できる期間").fits().picture("window")


def see_what_is_missing(manager: Walker) -> None:
    manager.follow("更新の準備状況", within="main").fits().picture("readiness")
    manager.reads("年度計画に、実施した教育がありません。").reads("不足")
    assert manager.downloaded("PDF").startswith(b"%PDF")


def hand_in(manager: Walker) -> None:
    """Papers are ticked, then the day of the application is recorded."""
    manager.open(RN).follow("提出する書類", within="main").fits()
    for code in ("様式1", "様式6", "様式7"):
        manager.page.locator(f"main [name=ready][value='{code}']").check()
    manager.page.locator("main [name=spared][value='様式9']").check()
    manager.picture("papers").press(SAVE, within="main").reads("書類の用意を記録しました。")
    manager.open(f"{RN}/edit").fill(submitted_on=ago(20), on_site_on=ago(6), remarked_on=ago(3))
    manager.press(CHANGE, within="main").reads("指摘に対応中")


def take_up_a_remark(manager: Walker) -> None:
    """A remark begins a case, whose number stands on it from then on."""
    manager.follow("指摘事項を登録する", within="main").fits()
    manager.fill(item="1", requirement="J.9.2", unit_id=UNIT_IDS["松本教室"], found_on=ago(3))
    manager.fill(what="書庫の鍵の管理簿に、返却時刻の空欄があった。")
    manager.press("登録する", within="main").fits().picture("remark")
    manager.follow("是正処置を始める", within="main")
    manager.fill(rule="J.9.2", examined_on=ago(6), examiner="審査機関", item="1")
    manager.press("是正処置を始める", within="main")
    manager.open(RE).sees("CA-2026-001")


def answer(manager: Walker) -> None:
    manager.open(f"{RE}/edit").fill(answer="返却時刻を記入しないと返せない手順に改めた。")
    manager.fill(answered_on=ago(0)).press(CHANGE, within="main")
    manager.open(RN).reads("回答済み").fits().picture("answered")
    assert manager.downloaded("回答書（PDF）").startswith(b"%PDF")


def take_the_package(manager: Walker) -> None:
    """It opens without this tool, and is the same when it is taken again."""
    made = manager.downloaded("申請の一式をダウンロードする")
    with ZipFile(BytesIO(made)) as found:
        assert {"index.html", "answers.pdf", "coverage.xlsx", "SHA256SUMS.txt"} <= set(
            found.namelist()
        )
    assert manager.downloaded("申請の一式をダウンロードする") == made


def be_granted(manager: Walker) -> None:
    manager.open(f"{RN}/edit").fill(decided_on=ago(0), granted_on=ago(0))
    manager.press(CHANGE, within="main").reads("付与済み").fits().picture("granted")


@in_both_languages_with_and_without_script
def test_a_renewal_from_its_window_to_the_grant(
    live: Live, walk: Walk, language: str, *, scripts: bool
) -> None:
    live.speak(language)
    with walk(language, scripts=scripts) as walker:
        manager = walker.come_in("privacy_manager")
        find_the_window(manager)
        see_what_is_missing(manager)
        hand_in(manager)
        take_up_a_remark(manager)
        answer(manager)
        take_the_package(manager)
        be_granted(manager)
