"""The report of an audit in a browser: written, signed, approved and received on phones, read."""

from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.postbox import Postbox, links_of
from tests.stories.walker import Walker

OPINION = "申込書の受付は手順どおりで、保管に弱さがある。"
CONCLUSION = "おおむね適合。不適合1件。"


def signed_and_received(
    language: str, live: Live, postbox: Postbox, walk: Walk, audit: str, instructions: str = ""
) -> None:
    """The lead signs, the audit manager and the representative decide on their phones."""
    with walk(language) as auditor:
        auditor.come_in("auditor").open(f"/check/audits/{audit}/checklist/")
        auditor.follow("監査報告書へ進む").fill(opinion=OPINION, conclusion=CONCLUSION)
        auditor.picture("report-written").press("署名して報告する")
        auditor.reads("報告書に署名しました。内容は固定され、次の人に知らせます。")
        auditor.sees(OPINION)
    live.deliver()
    decide_by_phone("audit_manager", "決定を記録する", language, postbox, walk, audit)
    live.deliver()
    decide_by_phone(
        "representative", "受領を記録する", language, postbox, walk, audit, instructions
    )


def taken_home(language: str, walk: Walk, audit: str, case: str) -> tuple[bytes, bytes]:
    """The head of the audited unit reads what was received; its paper and its checklist."""
    with walk(language) as head:
        head.come_in("head").open(f"/check/audits/{audit}").sees(case)
        checklist = head.downloaded("チェックリスト（xlsx）")
        head.follow("報告書を読む").picture("report-received").sees(CONCLUSION)
        return head.downloaded("PDFで開く"), checklist


def decide_by_phone(
    name: str,
    button: str,
    language: str,
    postbox: Postbox,
    walk: Walk,
    audit: str,
    reason: str = "",
) -> None:
    """Two touches: what is decided, and that it is; words where there is more to say."""
    (link,) = [each for each in links_of(postbox.last_of(name)) if each.endswith(audit)]
    with walk(language, phone=True) as decider:
        decider.come_in(name).open(link).picture(f"report-for-{name}")
        assert decider.page.url.endswith(f"/{audit}/report/"), "the mail leads to the decision"
        decider.sees(CONCLUSION)
        approve_by_touch(decider, button, reason)
        decider.picture(f"report-decided-by-{name}").sees(CONCLUSION)


def approve_by_touch(decider: Walker, button: str, reason: str = "") -> None:
    """Nothing is chosen beforehand."""
    assert not decider.page.locator("[name=decision]:checked").count()
    choice = decider.page.locator("label.tile", has=decider.page.locator("[value=approved]"))
    choice.tap()
    if reason:
        decider.page.locator("main form#step [name=reason]").fill(reason)
    with decider.page.expect_navigation():
        decider.page.get_by_role("button", name=decider.words(button)).tap()
