"""A finding in a browser: written beside its like with photos dropped in, disputed by phone."""

from playwright.sync_api import Page, expect

from pms_tracker.database import session
from pms_tracker.evidence import evidence
from tests import builders
from tests.evidence import samples
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.postbox import Postbox, everything_in, links_of
from tests.stories.walker import Walker

FACT = "受付の棚に、保管期限を過ぎた申込書41枚が鍵をかけずに置かれていた。"
GROUNDS = "台帳と照らし、41枚とも期限を過ぎていた。"

# Files as they come from a desk: a photo that a browser drew, with EXIF of a phone put into it.
DROP = """async ([exif]) => {
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
  held.items.add(new File([new Uint8Array(26 * 1024 * 1024)], "大きい.pdf"));
  const box = document.querySelector("[data-drop]").parentElement;
  for (const kind of ["dragenter", "dragover", "drop"]) {
    box.dispatchEvent(new DragEvent(kind, { dataTransfer: held, bubbles: true, cancelable: true }));
  }
}"""
DECODE = """async (url) => {
  const picture = await createImageBitmap(await (await fetch(url)).blob());
  return [picture.width, picture.height];
}"""


def file_with_files(auditor: Walker, before: str, like: str) -> None:
    """On the form of a nonconformity: what is like the words is found, and files are dropped in."""
    found = auditor.page.locator("[data-similar] .ref").first
    expect(found).to_have_text(before)
    auditor.page.fill("[name=fact]", FACT)
    expect(found).to_have_text(like)
    here = auditor.page.url
    drop(auditor.page)
    dropped = auditor.page.locator(".drop-list li")
    expect(dropped).to_have_count(3)
    auditor.fill(grade="nonconformity", evidence="写真1枚、台帳の写し").picture("dropped")
    # Too large to be taken, so it is not even sent; what was typed stays.
    auditor.page.get_by_role("button", name="所見を記録する").click()
    expect(auditor.page.locator(".drop-list .field-error")).to_be_visible()
    assert auditor.page.url == here
    auditor.page.get_by_role("button", name="「大きい.pdf」を外す").click()
    expect(dropped).to_have_count(2)
    auditor.press("所見を記録する")


def drop(page: Page) -> None:
    exif = samples.segment(0xE1, b"Exif\x00\x00" + samples.tiff(orientation=1))
    page.evaluate(DROP, [list(exif)])


def photo_is_kept_without_its_place(auditor: Walker, live: Live, finding: str) -> None:
    auditor.open(f"/check/findings/{finding}").sees("髙山 由紀さんの確認を待っています")
    photo = f"{live.url}/check/findings/{finding}/evidence/1"
    assert auditor.page.evaluate(DECODE, photo) == [64, 48]
    with live.app.app_context():
        first, _list = evidence.files(finding)
        content = evidence.path_of(live.settings.evidence_folder, first.sha256).read_bytes()
        session.rollback()
    assert samples.WHERE not in content
    assert samples.TAKEN in content


def disputed_and_upheld(live: Live, postbox: Postbox, walk: Walk, finding: str, case: str) -> None:
    """The head disputes it on a phone; the audit manager upholds it, and its case is opened."""
    live.deliver()
    assert "41枚" not in everything_in(postbox.last_of("head"))
    dispute_it(link_of(postbox, "head", finding), walk)
    live.deliver()
    with walk() as manager:
        manager.open(link_of(postbox, "audit_manager", finding)).sign_in("audit_manager")
        manager.sees(builders.DISPUTE)
        manager.fill(ruling="upheld", grounds=GROUNDS)
        manager.press("異議を決定する").sees(case).picture("upheld")
        manager.sees(builders.DISPUTE).reads("決定の根拠")


def dispute_it(link: str, walk: Walk) -> None:
    with walk(phone=True) as head:
        head.open(link).sign_in("head").sees(FACT).picture("to-answer")
        head.page.locator("summary", has_text="異議を申し立てる").click()
        head.page.fill("[name=dispute]", builders.DISPUTE)
        head.press("異議を申し立てる")
        head.sees("有賀 俊さんが、異議について決めるのを待っています").picture("disputed")
        head.fits()


def link_of(postbox: Postbox, name: str, finding: str) -> str:
    """The link to the finding in the newest mail somebody got."""
    (link,) = [each for each in links_of(postbox.last_of(name)) if each.endswith(finding)]
    return link
