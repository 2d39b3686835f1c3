"""A case from its plan to its lesson, in both profiles: nothing easy happens to it on its way."""

from datetime import timedelta
from pathlib import Path

import pytest

from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session, transaction
from pms_tracker.kernel.profile import Part
from tests import builders, cast
from tests.papers import flat, told
from tests.stories import policy_walk
from tests.stories.case_walk import (
    HAND_IN,
    HANDED_IN,
    Scene,
    approved_by_phone,
    judged,
    reported_done,
    response_table,
    sent_back,
    signed,
)
from tests.stories.conftest import Walk
from tests.stories.living import Live, at
from tests.stories.policy_walk import POLICY
from tests.stories.postbox import Postbox
from tests.stories.walker import written_plan

pytestmark = pytest.mark.browser

EARLIER, CASE, FINDING = "CA-2026-001", "CA-2026-002", "F-2026-002"
BY_HAND = "担当者の不注意。"
CAUSE = "申込書を台帳に登録する手順がなく、廃棄を決める人もいなかった。"
ANSWER = "前回は1教室だけを直した。今回は全教室の台帳を直す。"
REASON = "原因が人の不注意で止まっています。仕組みの原因まで調べてください。"
AMENDED = "申込書を台帳に登録し、毎月10日に責任者が棚と照らす。"
RESULT, SCANNED = "41枚を台帳に登録した。", "台帳の写し.pdf"
NOT_THERE = "点検の記録が1枚もなかった。"
SECOND_CAUSE = "毎月の点検を思い出させるものがなく、点検が1回も行われなかった。"
SECOND_ACTION = "点検の日を教室の予定表に入れ、済んだ記録を本部へ送る。"
SECOND_RESULT, SECOND_SCAN = "2か月分の点検の記録を本部へ送った。", "点検の記録.pdf"
THERE = "2か月分の点検の記録が、2枚とも本部に届いている。"
LESSON = "紙の申込書にも、保管期限と廃棄の担当を定める。"
TAKEN_IN = "方針に、紙の書類も台帳に登録することを加える。"
REVISED_LINE = "紙の書類も台帳に登録し、保管期限を過ぎたものは廃棄します。\n"
DEEPER = {
    "whys": "期限を過ぎた申込書が残った\n> 廃棄を決める人がいない\n>> 台帳に登録する手順がない",
    "direct_cause": "受付の棚に入れたままにした。",
    "escape_cause": "月例の点検の対象に、紙の申込書が入っていなかった。",
}
ASKED = {
    "elsewhere_question": "期限を過ぎた申込書は残っていませんか。",
    "elsewhere_unit_ids": cast.UNIT_IDS["書店"],
    "elsewhere_reason": "ほかの部門は紙の申込書を扱わない。",
}
NOT_HERE = "棚と引き出しを見た。1枚もない。"
LOOKED = {"how_seen": "棚と台帳を見た。", "data_seen": "12月の申込書40枚"}
TYPED = (
    *(builders.FACT, BY_HAND, CAUSE, ANSWER, REASON, AMENDED, RESULT, NOT_THERE, SECOND_CAUSE),
    *(SECOND_ACTION, SECOND_RESULT, THERE, LESSON, TAKEN_IN, *DEEPER.values(), *LOOKED.values()),
    *(ASKED["elsewhere_question"], ASKED["elsewhere_reason"], NOT_HERE),
)


@pytest.fixture
def earlier(live: Live, audit: str) -> str:
    """A case of the same unit and requirement, closed with the same kind of cause."""
    with live.app.test_request_context(), transaction():
        return builders.case_in(CaseState.CLOSED, session.get_one(Audit, int(audit[-3:]))).reference


@pytest.fixture(params=[("light", "ja"), ("full", "en")], ids=["light", "full"])
def scene(
    request: pytest.FixtureRequest, live: Live, earlier: str, postbox: Postbox, walk: Walk
) -> Scene:
    """A nonconformity like one before; in the full profile a major one, with every part in use."""
    profile, language = request.param
    live.speak(language)
    with live.app.test_request_context(), transaction():
        if profile == "full":
            builders.profile(*Part)
            builders.filed(builders.audit(), grade=Grade.MAJOR)
        else:
            builders.filed(builders.audit())
    return Scene(live, postbox, walk, language, CASE, full=profile == "full")


def test_a_case_goes_to_its_lesson(scene: Scene, tmp_path: Path) -> None:
    if scene.full:
        finding_is_confirmed(scene)
    planned(scene)
    approved_by_phone(scene, CAUSE)
    amended(scene)
    approved_by_what_changed(scene)
    if scene.full:
        answered_elsewhere(scene)
    done(scene, RESULT, SCANNED)
    with at(scene.due_on):
        not_effective(scene)
        planned_again(scene)
        approved_by_phone(scene, SECOND_CAUSE)
        done(scene, SECOND_RESULT, SECOND_SCAN)
    with at(scene.due_on):
        effective(scene)
        answered_by_a_revised_policy(scene)
        papers_say_it_all(scene, tmp_path)
    scene.postbox.keeps_quiet_about(TYPED)


def finding_is_confirmed(scene: Scene) -> None:
    with scene.from_mail("head", FINDING) as head:
        head.picture("finding-to-confirm").press("所見を確認する").sees(CASE).picture("confirmed")


def planned(scene: Scene) -> None:
    """Warned of the earlier case, refused until it is answered, sent back, handed in again."""
    with scene.from_mail("head") as head:
        head.reads("同じ部門・同じ要求事項で、24か月以内に是正処置がありました").sees(EARLIER)
        head.sees(builders.plan().cause).sees(builders.action().action).picture("plan-asked")
        more = {**DEEPER, **ASKED} if scene.full else {}
        head.fill(**{**written_plan(), **more, "cause": BY_HAND}).press(HAND_IN)
        head.reads("同じ分類の原因").picture("repeat-to-answer")
        assert head.page.locator("[name=repeat_answer][aria-invalid]").count() == 1
        assert head.page.input_value("[name=cause]") == BY_HAND, "nothing typed is lost"
        head.fill(repeat_answer=ANSWER).press(HAND_IN).picture("handed-in").reads(HANDED_IN)
    sent_back(scene, REASON)
    with scene.from_mail("head") as head:
        head.sees(REASON).picture("sent-back-to-the-head")
        assert head.page.input_value("[name=repeat_answer]") == ANSWER
        head.fill(cause=CAUSE).press(HAND_IN).reads(HANDED_IN)


def amended(scene: Scene) -> None:
    """Whoever changes an approved plan sees its approval struck out."""
    with scene.at_desk("head") as head:
        head.follow("計画を変更する").picture("to-amend").fill(action=AMENDED)
        head.press("変更した計画を提出する").picture("amended")
        head.reads("計画を変更しました。前の承認は無効になり、あらためて承認を待ちます。")
        assert head.page.locator(".approvals .resting").count() == (2 if scene.full else 1)
        head.reads("無効")


def approved_by_what_changed(scene: Scene) -> None:
    """Each approver is shown the words that changed since the last decision, and decides again."""
    for name, says in scene.approvals:
        with scene.from_mail(name) as decider:
            changed = decider.picture(f"changed-for-{name}").page.locator("#changed, .compare")
            assert "毎月10日" in "".join(changed.locator("ins").all_inner_texts())
            assert changed.locator("del").count()
            decider.fill(decision="approved").press("決定を記録する").reads(says)


def answered_elsewhere(scene: Scene) -> None:
    """The head of the unit that was asked reads the question, not the case, and answers."""
    with scene.from_mail("other_head", phone=True) as head:
        head.sees(str(ASKED["elsewhere_question"])).picture("asked-elsewhere").fits()
        assert CAUSE not in head.page.inner_text("body")
        head.fill(answer="not_here", text=NOT_HERE).press("回答する")
        head.reads("回答を記録しました。")


def done(scene: Scene, result: str, filename: str) -> None:
    """Reported with a file; in the full profile a second person looks at it."""
    reported_done(scene, result, filename)
    if scene.full:
        says = "完了を確認しました。後日、別の人が有効性を確かめます。"
        signed(scene, "audit_manager", "確認を記録する", says)


def not_effective(scene: Scene) -> None:
    says = "有効でないと判定しました。次の計画を部門に依頼します。"
    more = LOOKED if scene.full else {}
    judged(scene, says, verdict="ineffective", grounds=NOT_THERE, **more)


def planned_again(scene: Scene) -> None:
    """The second round is written under the first one, which stays as it was."""
    with scene.from_mail("head") as head:
        head.sees(head.words("%(num)d回目の記録") % {"num": 1}).picture("round-two")
        for kept in (CAUSE, AMENDED, RESULT, NOT_THERE, ANSWER):
            head.sees(kept)
        again = {"cause": SECOND_CAUSE, "cause_category": "supervision", "action": SECOND_ACTION}
        due_on = f"{clock.today() + timedelta(days=14):%Y/%m/%d}"
        if scene.full:
            again["elsewhere_reason"] = str(ASKED["elsewhere_reason"])
        head.fill(**{**written_plan(), **again, "due_on": due_on}).press(HAND_IN).reads(HANDED_IN)


def effective(scene: Scene) -> None:
    seen = {"verdict": "effective", "grounds": THERE, "lesson": LESSON}
    if not scene.full:
        judged(scene, "有効と判定し、完了しました。教訓を送付しました。", **seen)
        return
    judged(scene, "有効と判定しました。完了の承認を求めます。", **seen, **LOOKED)
    says = "完了を承認しました。教訓を送付しました。"
    signed(scene, "representative", "決定を記録する", says)


def answered_by_a_revised_policy(scene: Scene) -> None:
    """The review finds the lesson in its inbox; its answer shows on the case it came from."""
    with scene.at_desk("privacy_manager", POLICY) as manager:
        assert LESSON in manager.picture("inbox").page.locator("#inbox").inner_text()
        manager.follow("見直しを始める")
        manager.page.locator(".answer", has_text=LESSON).locator("textarea").fill(TAKEN_IN)
        policy_walk.conclude_revised(manager, TAKEN_IN)
        first, rest = cast.POLICY.split("\n", 1)
        text = f"{first}\n{REVISED_LINE}{rest}"
        policy_walk.revise(manager, text, clock.today(), TAKEN_IN)
    with scene.from_mail("representative", POLICY, phone=True) as representative:
        policy_walk.approve_revision(representative)
    with scene.walk(scene.language) as stranger:
        stranger.open("/policy").sees(REVISED_LINE.strip())
    with scene.at_desk("head") as head:
        head.reads("回答済み：次の見直しに反映しました").sees(TAKEN_IN).picture("lesson-answered")


def papers_say_it_all(scene: Scene, folder: Path) -> None:
    """What an examiner is handed, and what is filed: told by the case as it was lived."""
    with scene.walk(scene.language) as manager:
        manager.sign_in("privacy_manager")
        table = flat(told(response_table(manager, "回答表（PDF）", CASE), folder))
        manager.open(f"/r/{CASE}")
        report = flat(told(manager.downloaded("是正処置報告書（PDF）"), folder))
        titles = [manager.words(each) for each in ("指摘・改善対応表", "是正処置報告書")]
        proof = [manager.about(CASE, name) for name in (SCANNED, SECOND_SCAN)]
        void = manager.words("無効")
    ended = (CASE, builders.FACT, SECOND_CAUSE, SECOND_ACTION, SECOND_RESULT)
    lived = (ANSWER, REASON, CAUSE, AMENDED, RESULT, NOT_THERE, THERE, LESSON, TAKEN_IN, void)
    asked = (str(ASKED["elsewhere_question"]), str(ASKED["elsewhere_reason"]), NOT_HERE)
    deeper = [*DEEPER.values(), *LOOKED.values(), *asked]
    looked = "\n".join(deeper).splitlines() if scene.full else []
    more = [each.lstrip("> ") for each in looked]
    names = [cast.PERSONS[name][0] for name, _says in scene.approvals]
    missing = [each for each in (titles[0], *ended, *proof) if flat(each) not in table]
    missing += [
        each for each in (titles[1], *ended, *lived, *more, *names) if flat(each) not in report
    ]
    assert missing == []
