"""A finding is written beside its like, with photos dropped in; its head disputes it by phone."""

from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from pms_tracker.check.models import Audit, Finding
from pms_tracker.check.rules import FindingState
from pms_tracker.database import session, transaction
from pms_tracker.evidence import evidence
from pms_tracker.kernel.profile import Part
from tests import builders
from tests.evidence import samples
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.postbox import Postbox, everything_in, links_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ROW = "/check/audits/AU-2026-001/checklist/3/finding"
FOUND = "/check/findings/F-2026-003"
FACT = "受付の棚に、保管期限を過ぎた申込書41枚が鍵をかけずに置かれていた。"

# Files as they come from a desk: a photo that a browser drew, with EXIF of a phone put into it.
DROP = """async ([exif, large]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
  const pen = canvas.getContext("2d");
  for (let x = 0; x < 64; x++) {
    pen.fillStyle = `hsl(${x * 5} 80% 50%)`;
    pen.fillRect(x, 0, 1, 48);
  }
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg"));
  const drawn = new Uint8Array(await blob.arrayBuffer());
  const photo = new Uint8Array([...drawn.slice(0, 2), ...exif, ...drawn.slice(2)]);
  const held = new DataTransfer();
  held.items.add(new File([photo], "棚の写真.jpg", { type: "image/jpeg" }));
  held.items.add(new File(["41"], "台帳.txt", { type: "text/plain" }));
  if (large) held.items.add(new File([new Uint8Array(26 * 1024 * 1024)], "大きい.pdf"));
  const box = document.querySelector("[data-drop]").parentElement;
  for (const kind of ["dragenter", "dragover", "drop"]) {
    box.dispatchEvent(new DragEvent(kind, { dataTransfer: held, bubbles: true, cancelable: true }));
  }
}"""
DECODE = """async (url) => {
  const picture = await createImageBitmap(await (await fetch(url)).blob());
  return [picture.width, picture.height];
}"""


@pytest.fixture
def found_before(live: Live, audit: str) -> None:
    """Two findings of the same audit, in a company that hears its auditees."""
    with live.app.test_request_context(), transaction():
        within = session.get_one(Audit, 1)
        builders.finding(within, 1, fact="顧客名簿の画面が開いたままだった。")
        builders.finding(within, 2, fact="保管期限を過ぎた申込書が棚に残っていた。")
        builders.profile(Part.DISPUTE)


def drop(page: Page, *, large: bool = False) -> None:
    exif = samples.segment(0xE1, b"Exif\x00\x00" + samples.tiff(orientation=1))
    page.evaluate(DROP, [list(exif), large])


@pytest.mark.usefixtures("found_before")
def test_a_finding_is_written_beside_its_like_and_disputed_from_a_phone(
    live: Live, postbox: Postbox, walk: Walk
) -> None:
    file_it(live, walk)
    _no_place_was_kept(live)
    live.deliver()
    letter = postbox.last_of("head")
    assert "41枚" not in everything_in(letter)
    dispute_it(link_of(letter), walk)
    live.deliver()
    live.speak("en")
    with walk("en") as manager:
        manager.open(link_of(postbox.last_of("audit_manager"))).sign_in("audit_manager")
        manager.sees(builders.DISPUTE).picture("to-decide")
        manager.fill(ruling="upheld", grounds="台帳と照らし、41枚とも期限を過ぎていた。")
        manager.press("異議を決定する").sees("CA-2026-003").picture("upheld")
        manager.sees(builders.DISPUTE).reads("決定の根拠")


def file_it(live: Live, walk: Walk) -> None:
    with walk() as auditor:
        auditor.come_in("auditor").open(ROW)
        like = auditor.page.locator("[data-similar] .ref").first
        auditor.page.fill("[name=fact]", "顧客名簿が見えた。")
        expect(like).to_have_text("F-2026-001")
        auditor.page.fill("[name=fact]", FACT)
        expect(like).to_have_text("F-2026-002")
        drop(auditor.page, large=True)
        dropped = auditor.page.locator(".drop-list li")
        expect(dropped).to_have_count(3)
        auditor.fill(grade="nonconformity", evidence="写真1枚、台帳の写し").picture("dropped")
        # Too large to be taken, so it is not even sent; what was typed stays.
        auditor.page.get_by_role("button", name="所見を記録する").click()
        expect(auditor.page.locator(".drop-list .field-error")).to_be_visible()
        assert auditor.page.url.endswith(ROW)
        auditor.page.get_by_role("button", name="「大きい.pdf」を外す").click()
        expect(dropped).to_have_count(2)
        auditor.press("所見を記録する").sees("F-2026-003")
        auditor.open(FOUND).sees("髙山 由紀さんの確認を待っています").picture("told")
        photo = f"{live.url}{FOUND}/evidence/1"
        assert auditor.page.evaluate(DECODE, photo) == [64, 48]


def dispute_it(link: str, walk: Walk) -> None:
    with walk(phone=True) as head:
        head.open(link).sign_in("head").sees(FACT).picture("to-answer")
        head.page.locator("summary", has_text="異議を申し立てる").click()
        head.page.fill("[name=dispute]", builders.DISPUTE)
        head.picture("typed").press("異議を申し立てる")
        head.sees("有賀 俊さんが、異議について決めるのを待っています").picture("disputed")
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not head.page.evaluate(wide)


def link_of(letter: EmailMessage) -> str:
    (link,) = [each for each in links_of(letter) if each.endswith("F-2026-003")]
    return link


def _no_place_was_kept(live: Live) -> None:
    with live.app.app_context():
        photo, _list = evidence.files("F-2026-003")
        content = evidence.path_of(live.settings.evidence_folder, photo.sha256).read_bytes()
        session.rollback()
    assert samples.WHERE not in content
    assert samples.TAKEN in content


@pytest.mark.usefixtures("found_before")
def test_without_javascript_a_finding_is_filed_and_confirmed_all_the_same(
    live: Live, walk: Walk
) -> None:
    with walk(scripts=False) as auditor:
        auditor.come_in("auditor").open(ROW).sees("F-2026-002")
        auditor.fill(grade="nonconformity", fact=FACT, evidence="写真")
        auditor.attach("files", "台帳.txt", b"41").press("所見を記録する").sees("F-2026-003")
    with walk(scripts=False) as head:
        head.come_in("head").open(FOUND).sees("台帳.txt")
        head.press("所見を確認する").sees("CA-2026-003")
    with live.app.app_context():
        assert session.get_one(Finding, 3).state is FindingState.OPEN
        session.rollback()
