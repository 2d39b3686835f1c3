"""What comes from outside: a report without a name, and an examiner's point with its answer."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from pms_tracker.database import transaction
from pms_tracker.kernel.profile import Part
from tests import builders, cast
from tests.cast import UNIT_IDS
from tests.papers import flat, table, told
from tests.stories.case_walk import HAND_IN, HANDED_IN, Scene, reported_done, response_table, signed
from tests.stories.conftest import Walk
from tests.stories.living import Live, at
from tests.stories.postbox import Postbox
from tests.stories.walker import Walker, written_plan
from tests.stories.ways import told_in

pytestmark = pytest.mark.browser

CASE, REPORT = "CA-2026-001", "RP-2026-001"
NOTICED = "別の生徒の成績表が、受付の机に置いたままになっていた。"
ASKED, WRITTEN_ON = "どの時間帯のことですか。", "夕方6時から7時のあいだです。"
RULE = "個人情報取扱規程 第12条"
EXAMINED, POINT, EVIDENCE = "指摘1", "台帳に保管期限の欄がない。", "個人情報管理台帳 第4版"
# Three months after the examination of 17 November.
ANSWER_DUE = date(2027, 2, 17)
RESULT, SCANNED = "台帳に欄を設け、全件に期限を書いた。", "改めた台帳.pdf"


@pytest.fixture
def company(live: Live) -> Live:
    """A company with its policy, whose public form is open."""
    with live.app.test_request_context(), transaction():
        cast.adopted(cast.POLICY)
        builders.profile(Part.PUBLIC_REPORTS)
    return live


@told_in("ja")
def test_a_report_without_a_name_becomes_a_case(
    language: str, company: Live, postbox: Postbox, walk: Walk
) -> None:
    company.speak(language)
    scene = Scene(company, postbox, walk, language, CASE)
    with walk(language, phone=True) as stranger:
        code = sent(stranger)
    with scene.from_mail("privacy_manager", REPORT) as manager:
        manager.sees(NOTICED).reads("匿名").picture("report")
        assert code not in manager.page.content(), "nobody here can read the thread as its writer"
        manager.fill(text=ASKED).press("送る", within="#message").reads("メッセージを送りました。")
    with walk(language) as stranger:
        asked_with(stranger, code).sees(ASKED).picture("thread")
        stranger.fill(text=WRITTEN_ON).press("送る").reads("追記したことを送りました。")
        untraced(stranger)
    with scene.from_mail("privacy_manager", REPORT) as manager:
        manager.sees(WRITTEN_ON).fill(unit_id=UNIT_IDS["松本教室"], rule=RULE)
        manager.picture("to-take-up").press("取り上げる").picture("taken-up").sees(CASE)
        manager.reads("報告を是正処置として取り上げました。")
    with scene.from_mail("head") as head:
        head.sees(NOTICED).sees(RULE)
    with walk(language, phone=True) as stranger:
        thanks = "ありがとうございます。是正処置として取り上げ、原因を取り除いています。"
        asked_with(stranger, code).reads(thanks).picture("thanked").fits()
        untraced(stranger)
    postbox.keeps_quiet_about((NOTICED, ASKED, WRITTEN_ON, RULE, code))


def sent(stranger: Walker) -> str:
    """Whoever reads the policy finds the form; the receipt code is all they take along."""
    stranger.open("/policy").follow("報告の窓口へ").picture("form").fits()
    stranger.press("報告を送る").picture("nothing-said").fits()
    stranger.fill(source="incident", text=NOTICED).press("報告を送る")
    code = stranger.reads("報告を受け付けました").page.locator(".receipt-code").inner_text()
    untraced(stranger.picture("receipt").fits())
    return code.strip()


def asked_with(stranger: Walker, code: str) -> Walker:
    """The code is typed as people type; it stands in no address."""
    stranger.open("/report/").follow("受付番号をお持ちの方（回答を読む）")
    stranger.fill(code=code.lower().replace("-", " ")).press("回答を読む")
    assert code not in stranger.page.url.upper()
    return stranger.sees(NOTICED)


def untraced(stranger: Walker) -> None:
    assert stranger.context.cookies() == []
    assert not stranger.page.evaluate("localStorage.length + sessionStorage.length")


def test_an_examiners_point_is_answered_in_time(
    company: Live, postbox: Postbox, walk: Walk, tmp_path: Path
) -> None:
    company.speak("en")
    scene = Scene(company, postbox, walk, "en", CASE)
    entered(scene)
    with scene.from_mail("head") as head:
        head.sees(POINT).fill(**written_plan()).press(HAND_IN).reads(HANDED_IN)
    ((_name, says),) = scene.approvals
    signed(scene, "privacy_manager", "決定を記録する", says)
    reported_done(scene, RESULT, SCANNED)
    with at(ANSWER_DUE - timedelta(days=14)):
        company.pass_the_morning()
        with scene.from_mail("privacy_manager") as manager:
            manager.open("/").reads("審査機関への回答").picture("home-before-the-answer")
            handed_over(manager, tmp_path)
            manager.open(f"/r/{CASE}").picture("to-answer").press("回答したことを記録する")
            manager.reads("審査機関に回答したことを記録しました。").picture("answered")
            manager.open("/")
            assert manager.words("審査機関への回答") not in manager.page.inner_text("main")
    postbox.keeps_quiet_about((POINT, EVIDENCE, EXAMINED, RULE, RESULT))


def entered(scene: Scene) -> None:
    """From the examiner's letter; by when to answer follows from the day of the examination."""
    with scene.walk(scene.language) as manager:
        manager.sign_in("privacy_manager").turn_to("改善").follow("是正処置を始める")
        manager.fill(source="examination", unit_id=UNIT_IDS["松本教室"], rule=RULE, fact=POINT)
        manager.fill(evidence=EVIDENCE, examiner="審査機関", item=EXAMINED)
        manager.press("是正処置を始める", within="form[method=post]").picture("day-wanted")
        manager.reads("外部審査の指摘では、審査の日を入力してください。")
        manager.fill(examined_on="令和8年11月17日").press("是正処置を始める", within="main")
        manager.sees(CASE).sees("17 Feb 2027").picture("examiners-case")


def handed_over(manager: Walker, folder: Path) -> None:
    """The response table as a workbook and on paper: point, cause, what was done, its proof."""
    heads, row = table(response_table(manager, "回答表（Excel）", CASE))
    assert heads[0] == manager.words("指摘番号")
    assert row[0] == EXAMINED
    said = "\n".join(str(each) for each in row)
    plan = builders.plan()
    expected = (POINT, RULE, plan.cause, plan.correction, RESULT, manager.about(CASE, SCANNED))
    assert [each for each in expected if each not in said] == []
    paper = flat(told(response_table(manager, "回答表（PDF）", CASE), folder))
    title = manager.words("指摘・改善対応表")
    assert [each for each in (title, EXAMINED, *expected) if flat(each) not in paper] == []
