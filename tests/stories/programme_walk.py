"""The year's audit programme in a browser: written, approved on a phone; one audit made ready."""

from playwright.sync_api import Locator

from tests.cast import IDS, UNIT_IDS
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.postbox import Postbox, links_of
from tests.stories.report_walk import approve_by_touch
from tests.stories.walker import Walker

PROGRAMME = "AP-2026"
PURPOSE = "すべての部門が、定めたとおりに取り扱っているかを確かめる。"
RISKS = "冬期講習の申込みで、紙の申込書が増える。"
THEME = "申込書の取扱い"


def written_and_approved(live: Live, postbox: Postbox, walk: Walk) -> None:
    """The audit manager hands in what was proposed, with one audit of theirs for today."""
    with walk() as manager:
        manager.come_in("audit_manager").open("/check/programmes/")
        manager.press("2026年度のプログラムを作る")
        manager.fill(purpose=PURPOSE, risks=RISKS)
        _today_in_matsumoto(manager)
        manager.picture("programme-written").press("提出して承認を求める")
        manager.sees("宮下 恒一さんの対応待ちです")
    live.deliver()
    (link,) = [each for each in links_of(postbox.last_of("representative")) if PROGRAMME in each]
    with walk(phone=True) as decider:
        decider.come_in("representative").open(link).sees(RISKS).picture("programme-to-decide")
        approve_by_touch(decider, "決定を記録する")
        decider.sees("承認済み").picture("programme-approved")


def _today_in_matsumoto(manager: Walker) -> None:
    named = manager.page.locator("summary", has_text="松本教室")
    line = manager.page.locator("details.year-line").filter(has=named)
    line.locator("summary").click()
    name = line.locator("[name$=-unit_id]").get_attribute("name") or ""
    row = name.removesuffix("-unit_id")
    assert line.locator("[name$=-unit_id]").input_value() == str(UNIT_IDS["松本教室"])
    wanted = {
        "planned_on": "令和8年11月24日",
        "lead_id": IDS["auditor"],
        "second_id": IDS["second_auditor"],
        "theme": THEME,
    }
    manager.fill(**{f"{row}-{field}": value for field, value in wanted.items()})


def planned_and_told(live: Live, postbox: Postbox, walk: Walk) -> str:
    """The audit of today gets its schedule, and its auditees their notice; its reference."""
    with walk() as manager:
        manager.come_in("audit_manager").open(f"/check/programmes/{PROGRAMME}")
        found: Locator = manager.page.locator("main tr", has_text="松本教室").locator("a.ref")
        reference = found.inner_text()
        manager.open(f"/check/audits/{reference}")
        manager.follow("監査計画を直す")
        opening = {"kind": "opening", "starts_at": "１０時", "ends_at": "10:30", "place": "受付"}
        manager.fill(**{f"rows-0-{field}": value for field, value in opening.items()})
        manager.fill(**{"rows-1-kind": "closing", "rows-1-starts_at": "16:00"})
        manager.fill(auditee_ids=IDS["owner"])
        manager.press("監査計画を保存する").press("予定を通知する")
        manager.reads("監査の予定を、招待を添えてメールで知らせました。").picture("audit-notified")
    live.deliver()
    for name in ("head", "owner", "auditor", "second_auditor"):
        kinds = [part.get_content_type() for part in postbox.last_of(name).walk()]
        assert "text/calendar" in kinds, name
    return reference
