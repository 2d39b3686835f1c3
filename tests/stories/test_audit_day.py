"""The audit day in a browser: saved by itself, by keyboard alone, with photos from the camera."""

import pytest
from playwright.sync_api import Route, expect

from pms_tracker.check.rules.audit_rules import Result
from pms_tracker.database import session
from pms_tracker.evidence import evidence
from tests.evidence.samples import png
from tests.stories.checklist_walk import (
    Begin,
    accessible,
    choose,
    online,
    row,
    saved,
    stands,
    write,
)
from tests.stories.living import Live

pytestmark = pytest.mark.browser

NOTE = "受付の引出しに、申込書が17枚あった。"
PHOTO = {"name": "棚.png", "mimeType": "image/png", "buffer": png()}


def test_every_change_is_saved_by_itself(live: Live, begin: Begin) -> None:
    with begin() as auditor:
        page = auditor.page
        choose(page, 1, "nonconforming")
        saved(page)
        assert stands(live, 1)[0] is Result.NONCONFORMING
        row(page, 1).locator("[name=note]").fill(NOTE)
        row(page, 1).locator("[data-field=asked]").fill("伊藤 大輔")
        row(page, 1).locator("[data-field=population]").fill("１２０")
        row(page, 1).locator("[data-field=sample_size]").fill("30")
        choose(page, 2, "conforms")
        saved(page)
        assert stands(live, 1)[:2] == (Result.NONCONFORMING, NOTE)
        expect(page.locator("[data-done]")).to_have_text("2")
        expect(row(page, 1)).to_contain_text("メモあり")
        auditor.picture("saved")
        # Touched twice, or again later, a result stays; taking it back is a button of its own.
        row(page, 2).locator("label:has(:checked)").click()
        row(page, 4).locator("label:has([value=conforms])").dblclick()
        expect(row(page, 4).locator("[value=conforms]")).to_be_checked()
        expect(page.locator("[data-done]")).to_have_text("3")
        row(page, 2).locator("h3").click()
        row(page, 2).get_by_role("button", name="結果を取り消す").click()
        expect(page.locator("[data-done]")).to_have_text("2")
        expect(row(page, 2).get_by_role("button", name="結果を取り消す")).to_be_hidden()
        saved(page)
        page.reload()
        assert row(page, 1).get_attribute("data-asked") == "伊藤 大輔"
        assert row(page, 1).get_attribute("data-population") == "120"
        assert stands(live, 2)[0] is Result.NOT_YET
        assert stands(live, 4)[0] is Result.CONFORMS


def test_what_does_not_apply_is_saved_once_its_reason_is_written(live: Live, begin: Begin) -> None:
    with begin() as auditor:
        page = auditor.page
        choose(page, 3, "not_applicable")
        expect(row(page, 3)).to_contain_text("理由をメモに書くと保存されます。")
        expect(row(page, 3).locator("[name=note]")).to_be_focused()
        assert stands(live, 3)[0] is Result.NOT_YET
        row(page, 3).locator("[name=note]").fill("紙を扱わない。")
        row(page, 3).locator("[name=note]").press("Escape")
        saved(page)
        assert stands(live, 3)[:2] == (Result.NOT_APPLICABLE, "紙を扱わない。")
        # A sample larger than what it was taken from is refused, and kept as typed.
        row(page, 3).locator("[data-field=population]").fill("3")
        row(page, 3).locator("[data-field=sample_size]").fill("4")
        row(page, 3).locator("[data-field=sample_size]").blur()
        expect(row(page, 3)).to_contain_text("確かめた数が母数を超えています。")
        expect(page.locator("[data-state]")).to_contain_text("保存できていない項目があります")
        row(page, 3).locator("[data-field=population]").fill("40")
        row(page, 3).locator("[data-field=population]").blur()
        saved(page)


def test_the_keyboard_alone_fills_in_a_checklist(live: Live, begin: Begin) -> None:
    with begin() as auditor:
        page = auditor.page
        press = page.keyboard.press
        page.locator("[data-next]").focus()
        press("Enter")
        expect(row(page, 1).locator("[name=result]").first).to_be_focused()
        press("1")
        press("ArrowDown")
        press("2")
        press("m")
        expect(row(page, 2).locator("[name=note]")).to_be_focused()
        page.keyboard.type("1 2 3 n m")
        press("Escape")
        press("n")
        expect(row(page, 3).locator("[name=result]").first).to_be_focused()
        press("6")
        press("ArrowUp")
        press("ArrowUp")
        press("0")
        press("n")
        saved(page)
        accessible(page)
        assert stands(live, 1)[0] is Result.NOT_YET
        assert stands(live, 2)[:2] == (Result.NONCONFORMING, "1 2 3 n m")
        assert stands(live, 3)[0] is Result.NOT_SAMPLED


def test_photos_wait_for_the_line_and_come_once(live: Live, begin: Begin, day: str) -> None:
    with begin(phone=True) as auditor:
        page = auditor.page
        row(page, 1).locator("h3").click()
        camera = row(page, 1).locator("input[capture]")
        assert camera.get_attribute("accept") == "image/*"
        row(page, 1).locator("input[multiple]").set_input_files([PHOTO])
        expect(row(page, 1).locator(".thumbs img")).to_have_count(1)
        online(auditor, there=False)
        camera.set_input_files([{**PHOTO, "name": "鍵.png"}])
        expect(row(page, 1)).to_contain_text("鍵.png 送信待ち")
        auditor.picture("photo-waits")
        online(auditor, there=True)
        expect(row(page, 1).locator(".thumbs img")).to_have_count(2)
        expect(row(page, 1)).to_contain_text("証拠 2")
        # A file in disguise is refused with a sentence, and the row goes on.
        wrong = {"name": "写真.png", "mimeType": "image/png", "buffer": b"<html>"}
        row(page, 1).locator("input[multiple]").set_input_files([wrong])
        expect(row(page, 1).locator(".row-refused")).to_contain_text("写真.png")
        with live.app.test_request_context():
            reference = day.split("/")[3]
            names = [each.name for each in evidence.files(f"{reference}/1")]
            session.rollback()
        assert names == ["棚.png", "鍵.png"]


def test_an_answer_that_is_older_than_a_photo_does_not_hide_it(begin: Begin) -> None:
    with begin(phone=True) as auditor:
        page, late = auditor.page, []

        def hold(route: Route) -> None:
            late.append((route, route.fetch()))

        page.route("**/rows?at=*", hold)
        row(page, 1).locator("h3").click()
        row(page, 1).locator("input[multiple]").set_input_files([PHOTO])
        expect(row(page, 1).locator(".thumbs img")).to_have_count(1)
        (asked, answer), *_ = late
        with page.expect_response("**/rows?at=*"):
            asked.fulfill(response=answer)
        page.wait_for_load_state("networkidle")
        expect(row(page, 1).locator(".thumbs img")).to_have_count(1)


def test_rows_are_narrowed_and_the_finding_waits_for_its_row(live: Live, begin: Begin) -> None:
    with begin() as auditor:
        page = auditor.page
        choose(page, 1, "conforms")
        page.get_by_role("link", name="未記入だけ").click()
        expect(row(page, 1)).to_be_hidden()
        expect(row(page, 2)).to_be_visible()
        assert page.url.endswith("?show=open")
        page.get_by_role("link", name="すべて").click()
        write(page, 2, NOTE)
        choose(page, 2, "nonconforming")
        with page.expect_navigation():
            row(page, 2).locator(".row-file").click()
        assert page.locator("[name=evidence]").input_value() == NOTE
        assert page.locator("[name=grade][value=nonconformity]").is_checked()
