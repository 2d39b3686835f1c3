"""A father asks for his child's record: identity, search, an answer that a second person approves,
sent and closed; with and without JavaScript, in both languages."""

from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select

from pms_tracker.database import session, transaction
from pms_tracker.do.rules.contact.request_rules import Ending
from pms_tracker.do.tables.request_tables import PersonRequest, RequestSearch
from pms_tracker.registers.edition_rules import Standing
from tests import cast
from tests.do.test_person_requests import held
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.walker import Walker
from tests.stories.ways import in_both_languages_with_and_without_script

pytestmark = pytest.mark.browser
RECORD = "/do/requests/RQ-2026-001"
NAME = "𠮷村 太一"


def arrive(employee: Walker) -> None:
    """Whoever meets him writes down what he wants."""
    employee.open("/do/requests/").follow("請求を受け付ける").fits().picture("to-enter")
    employee.fill(kinds="disclosure", arrived_on="2026/11/24", channel="visit")
    employee.fill(requester="guardian", requester_name=NAME, about_name="𠮷村 花")
    employee.fill(clue="S-1042", wanted="成績の写し", concerns="pupil")
    employee.fill(unit_id=str(cast.UNIT_IDS["本部"]))
    employee.press("登録する", within="main").reads("登録しました。").sees(NAME).picture("entered")


def edit(manager: Walker, part: str) -> Walker:
    """The form of the request, with one of its parts open."""
    manager.open(f"{RECORD}/edit")
    fold = manager.page.locator("main details", has_text=manager.words(part)).first
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    return manager


def identify_and_ask(manager: Walker) -> None:
    manager.open(RECORD).reads("受付").fits().picture("arrived")
    edit(manager, "本人確認").fill(methods="licence", papers="family", identity="confirmed")
    manager.fill(identified_on="2026/11/24").picture("identified")
    manager.press("変更する", within="main").reads("調査中")
    manager.follow("確認を依頼する部門を選ぶ").sees("生徒名簿").fits()
    assert manager.page.locator("main [name=rows]:checked").count() == 1
    manager.picture("to-ask").press("確認を依頼する", within="main")
    manager.reads("部門に確認を依頼しました。部門の責任者にメールで知らせます。").picture("asked")


def search(head: Walker) -> None:
    """The head is led from the mail to what is asked, and told no name."""
    head.open("/r/RQ-2026-001").sees("S-1042").fits()
    assert NAME not in head.page.content()
    head.picture("to-search").fill(found="found", note="指導記録のファイル")
    head.press("回答を記録する", within="main").reads("回答を記録しました。").picture("searched")


def draft(manager: Walker) -> None:
    manager.open(RECORD).sees("指導記録のファイル")
    edit(manager, "開示の結果").fill(disclosure_outcome="granted")
    manager.press("変更する", within="main").reads("回答案")
    manager.follow("下書きを見る").sees(NAME).reads("開示などの通知書").fits().picture("letters")
    manager.open(RECORD).press("提出する", within="main").picture("handed-in")
    assert not manager.page.locator("[name=decision]").count(), "nobody approves what they wrote"


def approve(representative: Walker) -> None:
    representative.open(RECORD).fits().fill(decision="approved").picture("to-approve")
    representative.press("決定を記録する").reads("承認しました。").picture("approved")


def send_and_close(manager: Walker) -> None:
    edit(manager, "回答の送付").fill(sent_on="2026/11/24", sent_way="registered_post")
    manager.press("変更する", within="main").reads("回答済み").picture("sent")
    edit(manager, "完了の区分").fill(ending="answered", closed_on="2026/11/24")
    manager.press("変更する", within="main").reads("完了").fits().picture("closed")


@in_both_languages_with_and_without_script
def test_a_father_asks_for_his_childs_record(
    live: Live, walk: Walk, language: str, *, scripts: bool
) -> None:
    live.speak(language)
    with live.app.test_request_context(), transaction():
        cast.adopted(cast.POLICY)
        held()

    def as_whom(*, phone: bool = False) -> AbstractContextManager[Walker]:
        return walk(language, phone=phone, scripts=scripts)

    with as_whom(phone=True) as employee:
        arrive(employee.come_in("employee"))
    with as_whom() as manager:
        identify_and_ask(manager.come_in("privacy_manager"))
    with as_whom(phone=True) as head:
        search(head.come_in("head"))
    with as_whom() as manager:
        draft(manager.come_in("privacy_manager"))
    with as_whom() as representative:
        approve(representative.come_in("representative"))
    with as_whom() as manager:
        send_and_close(manager.come_in("privacy_manager"))
    with live.app.app_context():
        row = session.scalars(select(PersonRequest)).one()
        assert (row.state, row.edition, row.ending) == (Standing.IN_FORCE, 1, Ending.ANSWERED)
        assert session.scalars(select(RequestSearch.found)).all() == [True]
        session.rollback()
