"""An auditor at the checklist in a browser: opens it, chooses, writes; and what came of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select, true

from pms_tracker.check.rules.audit_rules import Result
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.check.tables.checklist_tables import ChecklistChange
from pms_tracker.database import session
from pms_tracker.trail.trail_tables import TrailEntry
from tests.stories.living import Live
from tests.stories.looking import RULES
from tests.stories.walker import Walker

# What lies in the browser's database, as text: locked, so nothing typed is in it.
KEPT = """async () => {
  const base = await new Promise((resolve, reject) => {
    const opening = indexedDB.open("pms-audit-day");
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  if (!base.objectStoreNames.contains("changes")) return [];
  const all = await new Promise((resolve) => {
    const asked = base.transaction("changes").objectStore("changes").getAll();
    asked.onsuccess = () => resolve(asked.result);
  });
  base.close();
  return all.map((each) => new TextDecoder().decode(each.locked) + Object.keys(each));
}"""


class Opened:
    """A walker whose page is the checklist, with its first answer from the server."""

    def __init__(self, walking: AbstractContextManager[Walker], name: str, day: str) -> None:
        self._walking, self._name, self._day = walking, name, day

    def __enter__(self) -> Walker:
        who: Walker = self._walking.__enter__()
        who.come_in(self._name)
        with who.page.expect_response("**/pulse"):
            who.open(self._day)
        return who

    def __exit__(self, *trouble: object) -> None:
        self._walking.__exit__(*trouble)


Begin = Callable[..., Opened]


def row(page: Page, number: int) -> Locator:
    return page.locator(f"#row-{number}")


def choose(page: Page, number: int, result: str) -> None:
    # As somebody scrolls to it: beneath the headings that stay, which would take the click.
    row(page, number).evaluate("row => row.scrollIntoView({ block: 'nearest' })")
    row(page, number).locator(f"[value={result}]").check(force=True)


def write(page: Page, number: int, note: str) -> None:
    row(page, number).locator("h3").click()
    row(page, number).locator("[name=note]").fill(note)


def saved(page: Page) -> None:
    expect(page.locator("[data-state]")).to_contain_text("に保存しました")
    expect(page.locator(".row-waiting")).to_have_count(0)


def stands(live: Live, number: int, audit: int | None = None) -> tuple[Result, str, int]:
    """What the database says of a row of an audit by its number, else of the newest: result, note,
    version."""
    audit_id = select(func.max(Audit.id)).where((Audit.number == audit) if audit else true())
    with live.app.test_request_context():
        found = session.scalars(
            select(ChecklistItem).where(
                ChecklistItem.audit_id == audit_id.scalar_subquery(),
                ChecklistItem.position == number,
            )
        ).one()
        told = found.result, found.note, found.version
        session.rollback()
        return told


def nothing_kept(page: Page) -> None:
    """Nothing lies in the browser's database, once what is under way has come to its end."""
    page.wait_for_timeout(300)
    for _ in range(50):
        if page.evaluate(KEPT) == []:
            return
        page.wait_for_timeout(100)
    assert page.evaluate(KEPT) == []


def changes_taken(live: Live, number: int) -> tuple[int, int]:
    """How many changes of a row were taken, and how often the trail tells of an answer."""
    with live.app.test_request_context():
        taken = session.scalar(
            select(func.count())
            .select_from(ChecklistChange)
            .join(ChecklistItem, ChecklistItem.id == ChecklistChange.item_id)
            .where(ChecklistItem.position == number)
        )
        told = session.scalar(
            select(func.count()).where(
                TrailEntry.reference.like(f"%/{number}"), TrailEntry.move == "answered"
            )
        )
        session.rollback()
        return taken or 0, told or 0


def online(walker: Walker, *, there: bool) -> None:
    walker.context.set_offline(not there)


def accessible(page: Page) -> None:
    page.evaluate(Axe().axe_script)
    found = page.evaluate("(rules) => axe.run(rules)", RULES)
    told = [
        (each["id"], [node["html"][:160] for node in each["nodes"][:3]])
        for each in found["violations"]
    ]
    assert told == []


def cut_off_beside_a_colleague(one: Walker, other: Walker, number: int) -> None:
    """One line is cut, both write the same row, and both notes are kept."""
    online(other, there=False)
    write(other.page, number, "鍵がない。")
    # What tells of the cut line moves the rows; who touches one while it does hits another.
    expect(other.page.locator("[data-cut-off]")).to_be_visible()
    choose(other.page, number, "nonconforming")
    choose(other.page, number + 1, "conforms")
    expect(other.page.locator("[data-cut-off]")).to_contain_text("3件をこの端末に控えました。")
    expect(other.page.locator("[data-state]")).to_contain_text("3件は未送信・")
    expect(row(other.page, number)).to_contain_text("未送信 2件")
    row(other.page, number).locator("h3").click()
    expect(row(other.page, number).locator(".row-file")).to_be_visible()
    accessible(other.picture("cut-off").page)
    write(one.page, number, "棚を見た。")
    choose(one.page, number, "conforms")
    saved(one.page)
    online(other, there=True)
    conflict = row(other.page, number).locator(".conflict")
    expect(conflict.locator("[data-side=mine]")).to_contain_text("鍵がない。")
    expect(conflict.locator("[data-side=theirs]")).to_contain_text("棚を見た。")
    other.picture("conflict")
    conflict.get_by_role("button", name="自分の結果にして、メモは両方残す").click()
    saved(other.page)
    expect(other.page.locator("[data-cut-off]")).to_be_hidden()
    one.page.evaluate("window.dispatchEvent(new Event('online'))")
    row(one.page, 1).locator("h3").click()
    one.page.locator("[data-next]").click()
    one.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(row(one.page, number).locator("[value=nonconforming]")).to_be_checked()
