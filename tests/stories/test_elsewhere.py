"""A head answers on a phone, from the mail, whether another unit's fault is found with them too."""

import pytest

from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.elsewhere_rules import Asking, Elsewhere
from pms_tracker.act.tables.elsewhere_tables import CaseElsewhere
from pms_tracker.database import session, transaction
from pms_tracker.kernel.profile import Part
from tests import builders
from tests.cast import UNIT_IDS
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.postbox import Postbox, everything_in, links_of
from tests.stories.walker import Walker, written_plan
from tests.stories.ways import told_in

pytestmark = pytest.mark.browser

CASE = "/act/cases/CA-2026-001"
QUESTION = "終業の後に、申込書のある棚の鍵が開いたままの日はありませんか。貸出簿を見てください。"
FOUND = "レジの下の引き出しに鍵がなく、控え3枚が入っていた。"
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def still(walker: Walker) -> None:
    """Nothing scrolls sideways."""
    assert not walker.page.evaluate(WIDE)


@told_in("en")
def test_a_head_answers_on_a_phone_and_a_case_comes_of_it(
    audit: str, live: Live, walk: Walk, postbox: Postbox, language: str
) -> None:
    live.speak(language)
    with live.app.test_request_context(), transaction():
        builders.profile(Part.ELSEWHERE)
        builders.case()
    asks_without_a_script(walk, language)
    live.deliver()
    letter = everything_in(postbox.last_of("other_head"))
    assert QUESTION not in letter
    (link,) = [each for each in links_of(postbox.last_of("other_head")) if "/r/" in each]
    answers_from_the_mail(link, walk, language)
    with walk(language) as manager:
        manager.come_in("privacy_manager").open(CASE).sees(FOUND).picture("record")
        manager.follow("是正処置として取り上げる").picture("take-up")
        manager.press("是正処置を始める", within="#open").sees("CA-2026-002")
        manager.reads("水平展開のもと").picture("opened")
    with live.app.app_context():
        row = session.get_one(CaseElsewhere, 3)
        assert (row.answer, row.opened_case_id) == (Elsewhere.HERE_TOO, 2)
        session.rollback()


def asks_without_a_script(walk: Walk, language: str) -> None:
    """The plan asks everybody else; the approver reads whom, and in which words."""
    with walk(language, scripts=False) as head:
        head.come_in("head").open(CASE).fill(**written_plan()).picture("asking")
        head.press("計画を提出する").reads("聞く部門を選ぶか、聞かない理由を入力してください。")
        head.fill(elsewhere_question=QUESTION, elsewhere_all="y").press("計画を提出する")
        head.sees(QUESTION)
    with walk(language, phone=True) as approver:
        approver.come_in("privacy_manager").open(CASE).sees("書店").picture("decide")
        approver.fill(decision="approved").press("決定を記録する")
        still(approver)


def answers_from_the_mail(link: str, walk: Walk, language: str) -> None:
    with walk(language, phone=True) as head:
        head.open(link).sign_in("other_head").sees(QUESTION).picture("question")
        still(head)
        head.open("/").reads("水平展開への回答").picture("home")
        head.follow("質問に答える").fill(answer="here_too")
        head.press("回答する").reads(
            "どう確かめたか、何が見つかったか、または理由を入力してください。"
        )
        head.picture("refused")
        head.fill(text=FOUND).press("回答する").reads("回答を記録しました。").picture("answered")
        still(head)


def test_the_record_on_a_phone_names_who_is_still_to_answer(
    audit: str, live: Live, walk: Walk
) -> None:
    with live.app.test_request_context(), transaction():
        builders.profile(Part.ELSEWHERE)
        case = builders.case()
        asking = Asking(QUESTION, everywhere=True)
        builders.report(builders.approve(builders.submit(case, elsewhere=asking)))
        assert case.state is CaseState.REVIEWING
    with walk(phone=True) as manager:
        manager.come_in("audit_manager").open(CASE).fill(verdict="effective", grounds="見た。")
        manager.press("判定を記録する").sees("（本部、教務部、書店）").picture("waits")
        still(manager)
        manager.open(f"/act/elsewhere/CA-2026-001/{UNIT_IDS['教務部']}").picture("mine")
