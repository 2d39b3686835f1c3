"""The audit day without a line: findings wait with their photos, the page is read in again, and
nothing is lost, doubled or readable to anybody else."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from pms_tracker.check.rules.audit_rules import Result
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.evidence.evidence_tables import EvidenceFile
from tests.cast import IDS
from tests.stories.checklist_walk import (
    KEPT,
    Begin,
    accessible,
    choose,
    nothing_kept,
    online,
    row,
    saved,
    stands,
    write,
)
from tests.stories.living import Live
from tests.stories.test_audit_day import PHOTO
from tests.stories.walker import Walker, carry_session

pytestmark = pytest.mark.browser

FACT = "受付の引出しに、保管期限を過ぎた申込書が17枚あった。𠮷"
SHELVED = """async (place) => {
  const shelf = await caches.open(`pms-audit-day ${place}`);
  const kept = await shelf.match(`${place}without-a-line`);
  const worker = await navigator.serviceWorker.getRegistration(place);
  return Boolean(kept && worker?.active);
}"""
PAGES = """async () => {
  const base = await new Promise((resolve) => {
    const opening = indexedDB.open("pms-audit-day");
    opening.onsuccess = () => resolve(opening.result);
  });
  if (!base.objectStoreNames.contains("pages")) return [];
  const asked = base.transaction("pages").objectStore("pages").getAll();
  await new Promise((resolve) => { asked.onsuccess = resolve; });
  base.close();
  return asked.result.map((each) => new TextDecoder().decode(each.locked));
}"""
CACHED = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const shelf = await caches.open(name);
    for (const each of await shelf.keys()) texts.push(await (await shelf.match(each)).text());
  }
  return texts.join("\\n");
}"""


def shelved(page: Page, day: str) -> None:
    """The worker is there, and what it needs."""
    page.wait_for_function(SHELVED, arg=day)


def again(auditor: Walker) -> None:
    """Read the page in once more, whatever it asks."""
    auditor.page.on("dialog", lambda dialog: dialog.accept())
    auditor.page.reload()


def file_offline(page: Page, number: int) -> None:
    row(page, number).locator(".row-file").click()
    form = row(page, number).locator(".row-filing")
    form.locator("[name=fact]").fill(FACT)
    form.locator("[name=evidence]").fill("写真1枚")
    form.locator("[name=files]").set_input_files([PHOTO])
    form.get_by_role("button", name="この端末に控える").click()


def waits(page: Page, number: int) -> None:
    held = row(page, number).locator(".row-held")
    expect(held).to_contain_text(FACT)
    expect(held).to_contain_text("棚.png 送信待ち")


def written_offline(auditor: Walker) -> None:
    """A row and its finding, each step looked at."""
    page = auditor.page
    online(auditor, there=False)
    write(page, 1, "棚を見た。")
    choose(page, 1, "nonconforming")
    expect(page.locator("[data-cut-off]")).to_be_visible()
    row(page, 1).locator(".row-file").click()
    accessible(auditor.picture("writing-a-finding").page)
    file_offline(page, 1)
    waits(page, 1)
    accessible(auditor.picture("finding-waits").page)


def cut_off_at_a_nonconformity(auditor: Walker) -> None:
    page = auditor.page
    choose(page, 1, "nonconforming")
    saved(page)
    # Until the tab has what it needs to write a finding by itself.
    page.wait_for_timeout(700)
    online(auditor, there=False)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    expect(page.locator("[data-cut-off]")).to_be_visible()


def filed(live: Live) -> tuple[int, int, str]:
    """How many findings there are, how many files prove them, and the fact of the newest."""
    with live.app.test_request_context():
        count = session.scalar(select(func.count()).select_from(Finding)) or 0
        newest = session.scalars(select(Finding).order_by(Finding.id.desc())).first()
        proofs = session.scalar(select(func.count()).where(EvidenceFile.reference.like("F-%")))
        told = count, proofs or 0, newest.fact if newest else ""
        session.rollback()
        return told


def test_a_finding_waits_with_its_photo_through_a_reload_and_is_filed_once(
    live: Live, begin: Begin, day: str
) -> None:
    with begin() as auditor:
        page = auditor.page
        choose(page, 2, "conforms")
        saved(page)
        shelved(page, day)
        written_offline(auditor)
        again(auditor)
        waits(page, 1)
        expect(row(page, 1).locator("[value=nonconforming]")).to_be_checked()
        assert row(page, 1).locator("[name=note]").input_value() == "棚を見た。"
        expect(row(page, 2).locator("[value=conforms]")).to_be_checked()
        auditor.picture("read-in-again")
        assert filed(live)[0] == 0
        online(auditor, there=True)
        saved(page)
        expect(row(page, 1).locator(".row-found a")).to_have_count(1)
        expect(row(page, 1).locator(".row-held")).to_have_count(0)
        assert filed(live) == (1, 1, FACT)
        assert stands(live, 1)[:2] == (Result.NONCONFORMING, "棚を見た。")
        nothing_kept(page)


def test_a_finding_whose_answer_was_lost_is_sent_again_and_filed_once(
    live: Live, begin: Begin
) -> None:
    with begin() as auditor:
        page = auditor.page
        cut_off_at_a_nonconformity(auditor)
        file_offline(page, 1)

        def lose_the_answer(route: object) -> None:
            route.fetch()  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]

        page.route("**/checklist/1/finding", lose_the_answer)
        online(auditor, there=True)
        page.wait_for_timeout(1000)
        assert filed(live)[0] == 1
        page.unroute("**/checklist/1/finding")
        page.get_by_role("button", name="接続を確かめる").click()
        expect(row(page, 1).locator(".row-found a")).to_have_count(1)
        assert filed(live) == (1, 1, FACT)


def test_a_finding_that_is_refused_stays_to_be_put_right(live: Live, begin: Begin) -> None:
    with begin() as auditor:
        page = auditor.page
        cut_off_at_a_nonconformity(auditor)
        row(page, 1).locator(".row-file").click()
        form = row(page, 1).locator(".row-filing")
        form.locator("[name=evidence]").fill("")
        form.get_by_role("button", name="この端末に控える").click()
        expect(form).to_contain_text("事実を入力してください。")
        form.locator("[name=fact]").fill(FACT)
        form.get_by_role("button", name="この端末に控える").click()
        expect(form).to_contain_text("不適合には、客観的証拠を入力してください。")
        form.locator("[name=evidence]").fill("写真")
        wrong = {"name": "写真.png", "mimeType": "image/png", "buffer": b"<html>"}
        form.locator("[name=files]").set_input_files([wrong])
        form.get_by_role("button", name="この端末に控える").click()
        online(auditor, there=True)
        held = row(page, 1).locator(".row-held")
        expect(held).to_contain_text("記録できていません")
        expect(page.locator("[data-state]")).to_contain_text("保存できていない項目があります")
        auditor.picture("finding-refused")
        held.get_by_role("button", name="書き直す").click()
        form = row(page, 1).locator(".row-filing")
        assert form.locator("[name=fact]").input_value() == FACT
        form.locator("[name=files]").set_input_files([PHOTO])
        form.get_by_role("button", name="この端末に控える").click()
        expect(row(page, 1).locator(".row-found a")).to_have_count(1)
        assert filed(live) == (1, 1, FACT)


def test_what_a_tab_keeps_is_locked_and_goes_with_signing_out(
    live: Live, begin: Begin, day: str
) -> None:
    with begin() as auditor:
        page = auditor.page
        write(page, 1, FACT)
        choose(page, 1, "observation")
        saved(page)
        shelved(page, day)
        kept = "".join(page.evaluate(PAGES))
        assert kept
        assert FACT not in kept
        assert "checklist" not in kept
        assert FACT not in page.evaluate(CACHED)
        assert "小口" not in page.evaluate(CACHED), "nobody's name either"
        # Another tab of the same browser opens nothing without a line.
        online(auditor, there=False)
        other = auditor.context.new_page()
        other.goto(live.url + day)
        expect(other.locator("[data-nothing]")).to_be_visible()
        assert FACT not in other.content()
        other.close()
        online(auditor, there=True)
        auditor.open("/check/audits/")
        page.locator(".person summary").click()
        auditor.press("サインアウトする")
        assert page.evaluate(PAGES) == []
        assert page.evaluate("sessionStorage.getItem('pms-audit-day')") is None
        page.wait_for_function(
            "async () => (await navigator.serviceWorker.getRegistrations()).length === 0"
        )
        online(auditor, there=False)
        with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
            page.goto(live.url + day)


def test_what_waited_when_a_session_ended_is_sent_for_the_same_person_only(
    live: Live, begin: Begin, day: str
) -> None:
    for name, result in (("audit_manager", (Result.NOT_YET, "")), ("auditor", None)):
        with begin() as auditor:
            page = auditor.page
            shelved(page, day)
            page.route("**/checklist/1", lambda route: route.abort())
            write(page, 1, FACT)
            choose(page, 1, "observation")
            expect(page.locator("[data-cut-off]")).to_be_visible()
            page.wait_for_timeout(300)
            page.on("dialog", lambda dialog: dialog.accept())
            auditor.context.clear_cookies()
            auditor.open("/sign-in")
            page.unroute("**/checklist/1")
            carry_session(auditor.context, live, IDS[name])
            with page.expect_response("**/pulse"):
                auditor.open(day)
            page.wait_for_timeout(1000)
            if result:
                assert stands(live, 1)[:2] == result
                assert FACT not in page.content()
                assert page.evaluate(KEPT) == []
            else:
                saved(page)
                assert stands(live, 1)[:2] == (Result.OBSERVATION, FACT)
