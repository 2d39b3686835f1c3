"""From the sheet an office has to a register in force, its risks, purposes and what is disposed of,
with and without JavaScript, in both languages."""

from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, select

from pms_tracker.database import session, transaction
from pms_tracker.do.tables.disposal_tables import Disposal
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.do.tables.risk_tables import Risk
from pms_tracker.registers.edition_rules import Standing
from tests import cast
from tests.registers.layouts import book_of, packed
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.walker import Walker
from tests.stories.ways import in_both_languages_with_and_without_script

pytestmark = pytest.mark.browser

# As offices keep it: a title, two heading rows, 〃 for the same again, a note beneath.
SHEET = [
    ["個人情報管理台帳", *[""] * 10, "令和８年４月１日現在"],
    ["", "", "", "", "", "保管", *[""] * 6],
    [
        *(
            "No.",
            "個人情報の名称",
            "部署名",
            "利用目的",
            "記載項目",
            "保管場所",
            "媒体",
            "保管方法",
        ),
        *("ｱｸｾｽ権", "利用期間", "保存期間", "廃棄の方法"),
    ],
    [
        *(1, "入会申込書", "松本教室", "教材の発送", "氏名、住所", "鍵付き書庫", "紙", "施錠"),
        *("教室の職員", "退会まで", "退会後3年", "溶解"),
    ],
    [
        *(2, "緊急連絡先一覧", "〃", "お問い合わせへの応答", "氏名\n電話番号", "〃", "〃", "〃"),
        *("〃", "年度末まで", "年度末", "シュレッダー"),
    ],
    [
        *(3, "注文台帳", "書店", "商品の企画", "氏名、注文", "社内システム", "データ", "暗号化"),
        *("書店の職員", "最終取引まで", "最終取引後7年", "消去"),
    ],
    ["※ 年に1回見直すこと"],
]
NAMES = ("入会申込書", "緊急連絡先一覧", "注文台帳")


def standings() -> list[Standing]:
    found = session.scalars(select(PersonalInformation.state).order_by(PersonalInformation.id))
    return list(found)


def bring_in(manager: Walker) -> None:
    """The sheet is read, looked at, and becomes drafts that are handed in together."""
    manager.open("/do/ledger/").follow("取り込む", within="main")
    manager.attach("file", "台帳.xlsx", packed(book_of({"台帳": SHEET}, {"台帳": ["F2:H2"]})))
    manager.press("読み取りを確かめる").reads("読み取りを確かめてください").picture("read")
    for name in NAMES:
        manager.sees(name)
    manager.sees("年に1回見直すこと")
    agree = manager.page.locator("main [name=doubtful]")
    if agree.count():
        agree.check()
    manager.press("この内容で取り込む").picture("drafted")
    manager.open("/do/ledger/drafts")
    assert not manager.page.locator("main .notice-soon").count()
    choose_all(manager)
    manager.press("選んだ下書きを提出する").picture("handed-in")


def choose_all(walker: Walker) -> None:
    for each in walker.page.locator("main [name=entry]").all():
        each.check()


def approve(representative: Walker) -> None:
    representative.open("/do/ledger/waiting").sees("入会申込書").fits().picture("to-approve")
    choose_all(representative)
    representative.press("選んだ記録を承認する").picture("approved")


def draft_a_risk(manager: Walker) -> None:
    manager.open("/do/ledger/PI-2026-001").reads("リスク未評価").fits().picture("life-cycle")
    manager.follow("候補から選ぶ")
    manager.page.locator("main [name=chosen]").first.check()
    manager.press("選んだリスクを下書きにする").picture("risk-drafted")


def hold_against_the_policy(manager: Walker) -> None:
    """None of the entries names a published purpose yet, and the page says so of each."""
    manager.open("/do/purposes/coverage").reads("公表した利用目的に結び付いていない台帳の記録")
    for name in NAMES:
        manager.sees(name)
    manager.fits().picture("coverage")


def dispose(manager: Walker) -> None:
    """What the periods of the register say is due is drafted in one press and handed in."""
    manager.open("/do/disposals/due/").sees("緊急連絡先一覧").fits().picture("due")
    manager.press("下書きを作る").picture("disposal")
    manager.press("提出する", within="main").picture("disposal-handed-in")


@in_both_languages_with_and_without_script
def test_a_sheet_becomes_a_register_with_risks_purposes_and_disposals(
    live: Live, walk: Walk, language: str, *, scripts: bool
) -> None:
    live.speak(language)
    with live.app.test_request_context(), transaction():
        cast.adopted(cast.POLICY)

    def as_whom(name: str, *, phone: bool = False) -> AbstractContextManager[Walker]:
        return walk(language, phone=phone, scripts=scripts)

    with as_whom("privacy_manager") as manager:
        manager.come_in("privacy_manager")
        bring_in(manager)
    with as_whom("representative", phone=True) as representative:
        approve(representative.come_in("representative"))
    with as_whom("privacy_manager") as manager:
        manager.come_in("privacy_manager")
        draft_a_risk(manager)
        hold_against_the_policy(manager)
        dispose(manager)
    with live.app.app_context():
        assert standings() == [Standing.IN_FORCE] * len(NAMES)
        assert session.scalar(select(func.count()).select_from(Risk)) == 1
        assert session.scalars(select(Disposal.state)).all() == [Standing.WAITING]
        session.rollback()
