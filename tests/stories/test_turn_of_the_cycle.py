"""One turn of the cycle in a real browser, each step by the right person, in both languages."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests import cast
from tests.builders import FACT
from tests.cast import IDS, UNIT_IDS
from tests.stories import policy_walk
from tests.stories.conftest import Walk
from tests.stories.living import Live, at
from tests.stories.policy_walk import POLICY, QUESTIONS
from tests.stories.postbox import Postbox, links_of, text_of
from tests.stories.report_walk import CONCLUSION, OPINION, signed_and_received
from tests.stories.walker import SCAN, Walker
from tests.stories.ways import told_in

pytestmark = pytest.mark.browser

# Twenty business days after 24 November, and again after the second round was done.
FIRST_REVIEW, SECOND_REVIEW = date(2026, 12, 22), date(2027, 1, 25)
CASE, FINDING, AUDIT = "CA-2026-001", "F-2026-001", "AU-2026-001"
SAID_TODAY = "申込書の棚を見せていただいた。"

PLAN = {
    "correction": "申込書41枚を鍵のかかる書庫へ移した。",
    "cause": "担当者の不注意。",
    "cause_category": "inventory",
    "action": "声をかけ合う。",
    "owner_id": IDS["owner"],
    "due_on": "R8.12.8",
}
CAUSE = "申込書が台帳に登録されておらず、廃棄を決める手続がなかった。"
SECOND_CAUSE = "台帳の点検を思い出させるものがなく、点検が1回も行われなかった。"
REASON = "原因が人の不注意で止まっています。仕組みの原因まで調べてください。"
EXTRA = "冬期講習の申込みが増える前に、申込書の保管を確かめる。"
LESSON = "紙の申込書にも保管期限と廃棄の担当を定める。"
TOLD = ("privacy_manager", "auditor", "audit_manager", "head", "owner", "representative")
# Walked here in one language; in the other by test_audit_from_programme_to_report.
REPORTED_IN = "en"
CLIMBED = "ほかの人の期限超過のお知らせ"
TYPED = (
    OPINION,
    CONCLUSION,
    FACT,
    "写真2枚",
    *(str(PLAN[name]) for name in ("correction", "cause", "action")),
    CAUSE,
    SECOND_CAUSE,
    REASON,
    EXTRA,
    LESSON,
)


def mail_link(postbox: Postbox, name: str) -> str:
    """The link to the case in the newest mail somebody got."""
    (link,) = [each for each in links_of(postbox.last_of(name)) if each.endswith(CASE)]
    return link


@told_in("en")
def test_the_cycle_turns_once(language: str, live: Live, postbox: Postbox, walk: Walk) -> None:
    live.speak(language)
    plan_phase(language, live, postbox, walk)
    check_phase(language, live, postbox, walk)
    first_round(language, live, postbox, walk)
    with at(FIRST_REVIEW):
        live.pass_the_morning()
        not_effective(language, live, postbox, walk)
        second_round(language, live, postbox, walk)
    with at(SECOND_REVIEW):
        live.pass_the_morning()
        effective(language, live, postbox, walk)
        review(language, walk)
    check_mails(language, live, postbox)


def plan_phase(language: str, live: Live, postbox: Postbox, walk: Walk) -> None:
    with walk(language) as manager:
        manager.open("/").picture("sign-in")
        manager.sign_in("privacy_manager").picture("home-of-the-first-day")
        import_policy(manager, cast.POLICY)
        manager.sees(POLICY)
        manager.picture("policy")
        live.deliver()
        with walk(language) as representative:
            policy_walk.approve_first(representative.come_in("representative"), postbox)
        manager.open("/").picture("home-calm")
        assert POLICY in manager.page.locator(".calm").inner_text()
        assert manager.page.locator(".duty").count() == 0
    live.pass_the_morning()
    assert links_of(postbox.last_of("privacy_manager")) == [f"{live.url}/r/{POLICY}"]


def import_policy(manager: Walker, text: str) -> None:
    manager.turn_to("計画").picture("no-policies")
    manager.follow("方針を取り込む").fill(text=text).picture("policy-pasted")
    manager.press("読み取りを確かめる").picture("policy-preview")
    manager.reads("まだ保存していません。")
    manager.press("この内容で登録する")


def check_phase(language: str, live: Live, postbox: Postbox, walk: Walk) -> None:
    with walk(language) as manager:
        manager.come_in("audit_manager").open("/").turn_to("点検")
        manager.picture("programmes").open("/check/audits/").picture("no-audits")
        manager.follow("臨時監査を計画する").fill(
            unit_id=UNIT_IDS["松本教室"],
            planned_on="令和8年11月24日",
            lead_id=IDS["second_auditor"],
            extra_because="other",
            extra_reason=EXTRA,
            theme="申込書の取扱い",
        )
        manager.page.locator("details:has([name=requirement_ids]) > summary").click()
        for box in manager.page.locator("main [name=requirement_ids]").all()[:4]:
            box.check()
        manager.press("この臨時監査を計画する").picture("own-unit-refused")
        refusal = manager.page.locator(".error-summary").inner_text()
        assert "百瀬 拓" in refusal
        assert "小口 彩香" in refusal.partition("百瀬 拓")[2], "who would be eligible is said"
        assert manager.page.input_value("[name=theme]") == "申込書の取扱い"
        manager.fill(lead_id=IDS["auditor"]).press("この臨時監査を計画する")
        manager.sees(AUDIT)
        manager.picture("audit-planned")
    with walk(language) as auditor:
        auditor.come_in("auditor").open("/").picture("home-of-the-auditor")
        auditor.follow("チェックリストを開く")
        auditor.picture("checklist")
        record_rows(auditor)
        file_from_row(auditor)
    live.deliver()
    assert mail_link(postbox, "head") == f"{live.url}/r/{CASE}"
    if language == REPORTED_IN:
        signed_and_received(language, live, postbox, walk, AUDIT)


def record_rows(auditor: Walker) -> None:
    for position, result in enumerate(("conforms", "nonconforming", "observation", "conforms"), 1):
        row = auditor.page.locator(f"#row-{position}")
        row.locator("h3").click()
        row.locator(f"[value={result}]").check()
        row.locator("[name=note]").fill(SAID_TODAY)
        save = row.locator(".row-save")
        # Without scripts each row is a form of its own.
        if save.is_visible():
            save.click()
        expect(auditor.page.locator("[data-done]")).to_have_text(str(position))
    auditor.picture("checklist-filled")


def file_from_row(auditor: Walker) -> None:
    auditor.page.locator("#row-2 h3").click()
    auditor.follow("この行から所見を記録する", within="#row-2")
    assert auditor.page.locator("[name=grade][value=nonconformity]").is_checked()
    auditor.fill(fact=FACT, evidence="写真2枚").attach("files", "棚の写真.pdf", SCAN)
    auditor.picture("finding").press("所見を記録する")
    assert auditor.page.locator("#row-2").get_by_role("link", name=FINDING).count() == 1
    auditor.picture("checklist-with-finding")
    auditor.open(f"/check/findings/{FINDING}").picture("finding-recorded")
    auditor.sees("棚の写真.pdf")


def first_round(language: str, live: Live, postbox: Postbox, walk: Walk) -> None:
    with walk(language) as head:
        head.open(mail_link(postbox, "head")).sign_in("head")
        assert CASE in head.page.url, "signing in leads on to where the mail pointed"
        head.picture("plan-asked").fill(**PLAN).press("計画を提出する")
        head.picture("plan-submitted")
    live.deliver()
    with walk(language) as manager:
        manager.come_in("privacy_manager").open(mail_link(postbox, "privacy_manager"))
        manager.picture("decision").fill(decision="sent_back")
        manager.press("決定を記録する").picture("reason-wanted")
        assert manager.page.locator("[name=decision][value=sent_back]").is_checked()
        manager.fill(reason=REASON).press("決定を記録する").picture("sent-back")
    live.deliver()
    with walk(language) as head:
        head.come_in("head").open(mail_link(postbox, "head"))
        head.sees(REASON)
        head.picture("plan-sent-back")
        assert head.page.input_value("[name=correction]") == PLAN["correction"]
        head.fill(cause=CAUSE, action="申込書を台帳に登録し、毎月点検する。")
        head.press("計画を提出する")
    live.deliver()
    approve_by_phone(language, live, postbox, walk)
    report_done(language, live, postbox, walk)


def approve_by_phone(language: str, live: Live, postbox: Postbox, walk: Walk) -> None:
    with walk(language, phone=True) as manager:
        manager.come_in("privacy_manager").open(mail_link(postbox, "privacy_manager"))
        manager.picture("decision-by-phone")
        manager.sees(CAUSE)
        assert not manager.page.locator("[name=decision]:checked").count(), "nothing is preselected"
        manager.page.locator("label.tile", has=manager.page.locator("[value=approved]")).tap()
        manager.page.get_by_role("button", name=manager.words("決定を記録する")).tap()
        manager.reads("承認を記録しました。処置の責任者に知らせます。")
        manager.picture("approved-by-phone")
    live.deliver()


def report_done(language: str, live: Live, postbox: Postbox, walk: Walk) -> None:
    with walk(language) as owner:
        owner.come_in("owner").open(mail_link(postbox, "owner")).picture("done-asked")
        owner.fill(result="41枚を台帳に登録した。").attach("files", "台帳の写し.pdf", SCAN)
        owner.press("実施を報告する").picture("done-reported")
        owner.sees("台帳の写し.pdf")


def not_effective(language: str, live: Live, postbox: Postbox, walk: Walk) -> None:
    with walk(language) as owner:
        owner.come_in("owner").open(f"/r/{CASE}")
        assert not owner.page.locator("[name=verdict]").count(), "nobody judges what they did"
    with walk(language) as auditor:
        auditor.come_in("auditor").open("/").picture("home-at-the-review")
        auditor.open(mail_link(postbox, "auditor")).picture("verdict")
        auditor.fill(verdict="ineffective", grounds="点検の記録が1枚もなかった。")
        auditor.press("判定を記録する").picture("not-effective")
        auditor.reads("有効でないと判定しました。次の計画を部門に依頼します。")
    live.deliver()


def second_round(language: str, live: Live, postbox: Postbox, walk: Walk) -> None:
    with walk(language) as head:
        head.come_in("head").open(mail_link(postbox, "head")).picture("round-two")
        head.sees(CAUSE)
        head.fill(**{**PLAN, "cause": SECOND_CAUSE, "due_on": "2027/1/8"}).press("計画を提出する")
    live.deliver()
    approve_by_phone_again(language, live, postbox, walk)
    report_done(language, live, postbox, walk)


def approve_by_phone_again(language: str, live: Live, postbox: Postbox, walk: Walk) -> None:
    with walk(language) as manager:
        manager.come_in("privacy_manager").open(mail_link(postbox, "privacy_manager"))
        manager.sees(SECOND_CAUSE)
        manager.picture("round-two-decision").fill(decision="approved").press("決定を記録する")
    live.deliver()


def effective(language: str, live: Live, postbox: Postbox, walk: Walk) -> None:
    with walk(language) as auditor:
        auditor.come_in("auditor").open(mail_link(postbox, "auditor"))
        auditor.fill(verdict="effective", grounds="毎月の点検の記録がある。", lesson=LESSON)
        auditor.picture("round-two-verdict").press("判定を記録する").picture("closed")
        auditor.reads("有効と判定し、完了しました。教訓を送付しました。")
    live.deliver()


def review(language: str, walk: Walk) -> None:
    with walk(language) as manager:
        manager.come_in("privacy_manager").open(f"/plan/policies/{POLICY}").picture("policy-inbox")
        assert LESSON in manager.page.locator("#inbox").inner_text()
        manager.follow("見直しを始める")
        answer = manager.page.locator(".answer textarea")
        answer.fill("申込書の取扱いは内規に定めたため、方針は変えない。")
        manager.fill(**dict.fromkeys(QUESTIONS, "変わりがないことを確かめた。"))
        manager.fill(outcome="unchanged", reason="法令と事業に変化がないことを確かめた。")
        manager.picture("review").press("見直しを記録する").picture("review-concluded")
        manager.reads("見直しを記録しました。次回の期日が決まりました。")
        manager.sees("申込書の取扱いは内規に定めたため、方針は変えない。")
        manager.sees({"ja": "2028年1月25日", "en": "25 Jan 2028"}[language])
        manager.open("/").picture("home-at-the-end")


def check_mails(language: str, live: Live, postbox: Postbox) -> None:
    """One digest a person and day, the letters of the steps, and no word of what was found."""
    titles = {"ja": "期限のお知らせ", "en": "Due date reminder"}
    digests = [each for each in postbox.received if titles[language] in str(each["Subject"])]
    days = [(str(each["To"]), str(each["Date"])[:16]) for each in digests]
    assert sorted(days) == sorted(set(days))
    # The review waits for weeks in this story, so it climbs to the representative; the report of
    # the audit is asked of the audit manager, or waits for weeks as well and climbs to them.
    assert {name for name in cast.ACCOUNTS if postbox.of(name)} == set(TOLD)
    late = [each for each in postbox.of("audit_manager") if CLIMBED in str(each["Subject"])]
    assert bool(late) == (language != REPORTED_IN)
    assert all(f"{live.url}/r/{AUDIT}" in links_of(each) for each in late)
    postbox.keeps_quiet_about(TYPED)
    for letter in postbox.received:
        assert letter["Content-Language"] == language
        assert all(link.startswith(f"{live.url}/r/") for link in links_of(letter)), text_of(letter)
