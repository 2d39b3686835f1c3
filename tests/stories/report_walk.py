"""The report of an audit in a browser: written, signed, approved and received on phones, read."""

from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.postbox import Postbox, links_of

OPINION = "申込書の受付は手順どおりで、保管に弱さがある。"
CONCLUSION = "おおむね適合。不適合1件。"


def signed_and_received(
    language: str, live: Live, postbox: Postbox, walk: Walk, audit: str
) -> None:
    """The lead signs, the audit manager and the representative decide on their phones."""
    with walk(language) as auditor:
        auditor.come_in("auditor").open(f"/check/audits/{audit}/checklist/")
        auditor.follow("監査報告書へ進む").fill(opinion=OPINION, conclusion=CONCLUSION)
        auditor.picture("report-written").press("署名して報告する")
        auditor.reads("報告書に署名しました。内容は固定され、次の人に知らせます。")
        auditor.picture("report-signed").sees(OPINION)
    live.deliver()
    decide_by_phone("audit_manager", "決定を記録する", language, postbox, walk, audit)
    live.deliver()
    decide_by_phone("representative", "受領を記録する", language, postbox, walk, audit)
    with walk(language) as head:
        head.come_in("head").open(f"/check/audits/{audit}").picture("audit-closed")
        head.sees("CA-2026-001")
        head.follow("報告書を読む").picture("report-received").sees(CONCLUSION)
        with head.page.expect_download() as download:
            head.page.get_by_role("link", name=head.words("PDFで開く")).click()
        assert download.value.path().read_bytes().startswith(b"%PDF-")


def decide_by_phone(
    name: str, button: str, language: str, postbox: Postbox, walk: Walk, audit: str
) -> None:
    """Two touches: what is decided, and that it is."""
    (link,) = [each for each in links_of(postbox.last_of(name)) if each.endswith(audit)]
    with walk(language, phone=True) as decider:
        decider.come_in(name).open(link).picture(f"report-for-{name}")
        assert decider.page.url.endswith(f"/{audit}/report/"), "the mail leads to the decision"
        decider.sees(CONCLUSION)
        assert not decider.page.locator("[name=decision]:checked").count()
        choice = decider.page.locator("label.tile", has=decider.page.locator("[value=approved]"))
        choice.tap()
        decider.page.get_by_role("button", name=decider.words(button)).tap()
        decider.picture(f"report-decided-by-{name}").sees(CONCLUSION)
