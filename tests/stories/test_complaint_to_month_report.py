"""A call out of hours becomes an answer, a corrective action and a month's report, in both
languages, with and without JavaScript."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session, transaction
from pms_tracker.do.tables.complaint_tables import Complaint, ComplaintReport
from tests import cast
from tests.cast import UNIT_IDS
from tests.stories.conftest import Walk
from tests.stories.living import Live, at
from tests.stories.walker import Walker
from tests.stories.ways import in_both_languages_with_and_without_script

pytestmark = pytest.mark.browser

RECORD = "/do/complaints/CP-2026-001"
TITLE, WHAT = "退会した後も案内が届く", "夏に退会したのに、冬期講習の案内が届いた。𠮷"
WHO, REACHED = "髙山 花子", "026-000-0000"
ANSWER = "おわびし、送付を止めたことを伝える。"
CAUSE, PREVENTION = "退会の処理が名簿に届いていなかった。", "退会の日に名簿から外す。"
RULE = "個人情報取扱規程 第12条"
FOUNDED = "当社に問題があった苦情です。是正処置を始めると、番号がここに記録されます。"
NOTE = "退会の手順を改めます。"


def tell_of_desk(manager: Walker) -> None:
    manager.open("/do/complaints/desk/").fill(name="お問合せ窓口", opens="10:00", closes="17:00")
    manager.press("窓口を保存する").reads("問合せ窓口を保存しました。").fits().picture("desk")


def take_the_call(clerk: Walker) -> None:
    """The evening before, typed in the morning: who called is written apart."""
    clerk.open("/do/complaints/new").press("登録する").picture("nothing-said")
    clerk.fill(received_on="2026/11/20", received_time="１８：３０", channel="phone")
    clerk.fill(relation="guardian", kind="complaint", title=TITLE, what=WHAT)
    clerk.fill(unit_id=UNIT_IDS["松本教室"], emergency="no", rights="no")
    clerk.press("登録する", within="main").sees("CP-2026-001").reads("受付時間外")
    clerk.follow("連絡先を入力する").fill(name=WHO, contact=REACHED).fits().picture("who")
    clerk.press("連絡先を記録する").sees(WHO).fits().picture("taken-in")


def write_the_answer(head: Walker) -> None:
    head.open(RECORD).sees(TITLE)
    assert WHO not in head.page.content()
    head.follow("変更する", within="main").fill(answer=ANSWER).press("変更する", within="main")
    head.press("提出する", within="main").picture("handed-in")


def approve(manager: Walker) -> None:
    manager.open(RECORD).sees(ANSWER).fill(decision="approved")
    manager.press("決定を記録する").fits().picture("approved")


def answer_by_phone(head: Walker) -> None:
    """On a phone: the day of the answer, and what was found."""
    head.open(f"{RECORD}/edit").fits().fill(answered_on="2026/11/24", answered_by="phone")
    head.fill(founded="yes", cause=CAUSE, prevention=PREVENTION, subject="mailings")
    head.press("変更する", within="main").reads("変更しました。").fits().picture("answered")


def begin_a_case(manager: Walker) -> None:
    manager.open(RECORD).reads(FOUNDED)
    manager.follow("是正処置を始める", within="main").fill(rule=RULE)
    manager.press("是正処置を始める", within="form[method=post]").sees("CA-2026-001")
    manager.open(RECORD).sees("CA-2026-001").picture("case-named")


def report_the_month(manager: Walker) -> None:
    manager.open("/do/complaints/reports/").sees(TITLE).fits().picture("month")
    manager.fill(words=NOTE).press("代表者に報告する", within="main").sees("CM-2026-001")


def confirm(representative: Walker) -> None:
    representative.open("/").reads("苦情・相談の月次報告の確認").open("/r/CM-2026-001")
    representative.sees(NOTE).fits().picture("to-confirm").press("確認した", within="main")
    representative.reads("代表者が確認した報告です。").fits().picture("confirmed")


@in_both_languages_with_and_without_script
def test_a_call_out_of_hours_is_answered_and_told_of(
    live: Live, walk: Walk, language: str, *, scripts: bool
) -> None:
    live.speak(language)
    with live.app.test_request_context(), transaction():
        cast.adopted(cast.POLICY)

    def act(name: str, step: Callable[[Walker], None], *, phone: bool = False) -> None:
        with walk(language, phone=phone, scripts=scripts) as walker:
            step(walker.come_in(name))

    act("privacy_manager", tell_of_desk)
    act("employee", take_the_call)
    act("head", write_the_answer)
    act("privacy_manager", approve)
    act("head", answer_by_phone, phone=True)
    act("privacy_manager", begin_a_case)
    with at(date(2026, 12, 3)):
        act("privacy_manager", report_the_month)
        act("representative", confirm, phone=True)
    with live.app.app_context():
        row = session.scalars(select(Complaint)).one()
        assert row.facts["case_reference"] == session.scalars(select(Case)).one().reference
        told = session.scalars(select(ComplaintReport)).one()
        assert (told.figures["received"], told.confirmed_on) == (1, date(2026, 12, 3))
        assert row.reported_on == told.reported_on
        session.rollback()
