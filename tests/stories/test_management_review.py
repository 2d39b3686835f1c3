"""A management review in a browser: convened, written beside its figures, signed on a phone."""

import pytest
from playwright.sync_api import expect

from pms_tracker.act.rules.management_rules import Section
from tests import reviewing
from tests.cast import IDS
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.postbox import Postbox, links_of
from tests.stories.ways import told_in

pytestmark = pytest.mark.browser

REVIEW = "MR-2026-01"
URL = f"/act/reviews/{REVIEW}"
COMMENT = "教室の書類の保管に、不適合が1件あった。"
RESULT = "棚3つに鍵を付け、写真を残した。"


@told_in("en")
def test_a_review_from_its_invitation_to_a_decision_carried_out(
    language: str, live: Live, postbox: Postbox, walk: Walk
) -> None:
    live.speak(language)
    _convene(language, walk)
    live.deliver()
    _write(language, walk)
    live.deliver()
    _sign_by_phone(language, postbox, walk)
    live.deliver()
    _carry_out(language, postbox, walk)


def _convene(language: str, walk: Walk) -> None:
    with walk(language) as manager:
        manager.come_in("privacy_manager").open("/act/reviews/")
        manager.follow("招集する", within=".empty").picture("review-convene")
        manager.fill(planned_on="2026/11/24", venue=reviewing.PLACE, agenda=reviewing.AGENDA)
        manager.page.locator(f"[name=attendee_ids][value='{IDS['head']}']").check()
        manager.press("招集する", within="main").picture("review-convened")
        manager.reads("招集しました。出席を求める人にメールで知らせます。").sees(REVIEW)


def _write(language: str, walk: Walk) -> None:
    with walk(language) as manager:
        manager.come_in("privacy_manager").open(URL).follow("議事録を書く", within="main")
        for section in Section:
            if section is not Section.CASES:
                manager.page.locator(f"[name=inputs-{section}-unchanged]").check()
        due = {"rows-0-text": reviewing.DECIDED, "rows-0-due_on": "2026/12/24"}
        owner = {"rows-0-owner_id": IDS["owner"], "conclusion": "有効に働いている。"}
        manager.fill(**due, **owner)
        manager.press("提出して署名を求める").picture("review-blank-input")
        assert manager.page.locator("[name=inputs-cases-comment][aria-invalid]").count() == 1
        manager.fill(**{"inputs-cases-comment": COMMENT}).press("提出して署名を求める")
        manager.reads("議事録を提出しました。数字は提出時のまま固定し、署名を待ちます。")
        manager.picture("review-submitted").sees(COMMENT)


def _sign_by_phone(language: str, postbox: Postbox, walk: Walk) -> None:
    (link,) = links_of(postbox.last_of("representative"))
    with walk(language, phone=True) as representative:
        representative.come_in("representative").open(link).picture("review-to-sign")
        page = representative.page
        assert not page.locator("[name=decision]:checked").count()
        # Short enough to be gone through with a thumb; all of it opens, and all of it is signed.
        assert page.evaluate("document.documentElement.scrollHeight") < 2_500
        expect(page.locator(".decide-bar")).to_be_in_viewport()
        assert len(page.locator("[name=seen_digest]").input_value()) == 64
        expect(page.get_by_text(COMMENT)).to_be_hidden()
        page.locator(".section", has=page.get_by_text(COMMENT)).locator(".part-fold summary").tap()
        expect(page.get_by_text(COMMENT)).to_be_visible()
        page.locator("label.tile", has=page.locator("[value=approved]")).tap()
        page.get_by_role("button", name=representative.words("署名を記録する")).tap()
        representative.picture("review-signed").sees(reviewing.DECIDED)
        with page.expect_download() as download:
            page.get_by_role("link", name=representative.words("議事録をPDFで開く")).tap()
        assert download.value.path().read_bytes().startswith(b"%PDF-")


def _carry_out(language: str, postbox: Postbox, walk: Walk) -> None:
    (link,) = links_of(postbox.last_of("owner"))
    with walk(language) as owner:
        owner.come_in("owner").open(link).picture("review-decision")
        owner.follow("決定事項を開く").fill(result=RESULT)
        owner.attach("files", "棚.txt", b"3").press("結果を報告する")
        owner.reads("決定事項の結果を報告しました。次回のレビューで報告されます。")
        owner.picture("review-carried-out").sees(RESULT)
