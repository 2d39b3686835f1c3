"""Somebody at a browser: opens pages, fills in forms, presses what says the right word."""

import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from babel.support import NullTranslations
from flask import Flask
from playwright.sync_api import BrowserContext, Error, Locator, Page, expect

from pms_tracker import clock, locale_in_use
from pms_tracker.database import session
from tests import builders
from tests.cast import IDS, PASSWORD
from tests.signed_in import cookie_of
from tests.stories.living import Live

WIDE, PHONE = (1280, 900), (375, 740)
# Milliseconds after which what does not come is missed: a bound for a busy machine, waited for by
# nobody where it comes.
PATIENCE = 30_000
LOCALES = {"ja": "ja-JP", "en": "en-GB"}
SCAN = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

# A field counts as required where its label says so: 必須, or 不適合のときは必須 beside it.
MUST = """() => [...document.querySelectorAll("main form [name]")]
  .filter((input) => {
    const shown = input.closest(".found-box")?.querySelector("input") ?? input;
    const label = input.closest("fieldset")?.querySelector("legend") ?? shown.labels?.[0];
    const offered = input.type === "text" && input.value;
    return label?.querySelector(".must") && !offered;
  })
  .map((input) => input.name)"""


# Chromium refuses a capture now and then on a busy machine and takes the same one when asked again.
CAPTURES, REFUSED = 3, "Unable to capture screenshot"


def chromium() -> str | None:
    """Where this machine has it; the one without windows spends less on what nobody looks at."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def captured(page: Page, **how: Any) -> bytes:
    """A picture of the page as PNG; how: as the browser's own screenshot.

    Raises: Error, where the browser refuses it as often as it is asked, or for another reason.
    """
    for _ in range(CAPTURES - 1):
        try:
            return page.screenshot(**how)
        except Error as refusal:
            if REFUSED not in refusal.message:
                raise
            page.wait_for_timeout(500)
    return page.screenshot(**how)


@dataclass
class Toll:
    """What a piece of work cost those who did it."""

    pages: int = 0
    fields: int = 0
    # What was pressed: links, buttons, boxes and choices.
    clicks: int = 0


@dataclass
class Album:
    """Pictures of the story, numbered in its order, where somebody wants to look at them.

    A picture costs what three pages cost.
    """

    folder: Path | None
    count: int = 0

    def keep(self, page: Page, name: str) -> None:
        """A whole page at a desk, what the hand holds on a phone."""
        if self.folder is None:
            return
        self.count += 1
        whole = page.viewport_size is not None and page.viewport_size["width"] >= WIDE[0]
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / f"{self.count:02d}-{name}.png"
        file.write_bytes(captured(page, full_page=whole))


@dataclass
class Walker:
    """One person's browser."""

    live: Live
    context: BrowserContext
    language: str
    album: Album
    toll: Toll = field(default_factory=Toll)

    def __post_init__(self) -> None:
        self.page: Page = self.context.new_page()

    @property
    def _catalogue(self) -> NullTranslations:
        """What this person reads, in the words of the locale pack of the company."""
        return locale_in_use.catalogue(self.language)

    def words(self, japanese: str, context: str = "") -> str:
        """A sentence of the pages in this person's language."""
        if context:
            return str(self._catalogue.upgettext(context, japanese))
        return str(self._catalogue.ugettext(japanese))

    def about(self, title: str, text: str) -> str:
        """What is said of something, as this person's pages put the two together."""
        return self.words("%(title)s：%(text)s") % {"title": title, "text": text}

    def come_in(self, name: str) -> "Walker":
        """Be signed in already, as after lunch."""
        carry_session(self.context, self.live, IDS[name])
        return self

    def sign_in(self, name: str) -> "Walker":
        """Sign in on the sign-in page, with address and password."""
        if "/sign-in" not in self.page.url:
            self.page.goto(self.live.url)
        self.page.fill("#email", f"{name}@example.jp")
        self.page.fill("#password", PASSWORD)
        self.press("サインインする")
        return self

    def open(self, url: str) -> "Walker":
        """Open a link of a mail, or a path of the site."""
        self.toll.pages += 1
        self.toll.clicks += 1
        answer = self.page.goto(url if url.startswith("http") else self.live.url + url)
        assert answer is not None
        assert answer.ok, f"{answer.status} {url}"
        return self

    def turn_to(self, phase: str) -> "Walker":
        """Press a phase of the cycle."""
        return self._follow(self.words(phase, "phase"), ".cycle-nav")

    def follow(self, japanese: str, *, within: str = "body") -> "Walker":
        """Press a link."""
        return self._follow(self.words(japanese), within)

    def _follow(self, name: str, within: str) -> "Walker":
        self.toll.pages += 1
        self.toll.clicks += 1
        with self.page.expect_navigation():
            self._visible("link", name, within).click()
        return self

    def unfold(self, japanese: str, *, within: str = "main") -> "Walker":
        """Press what opens a part of the page."""
        self.toll.clicks += 1
        self.page.locator(within).locator("summary", has_text=self.words(japanese)).first.click()
        return self

    def press(self, japanese: str, *, within: str = "body") -> "Walker":
        """Press a button."""
        self.toll.clicks += 1
        with self.page.expect_navigation():
            self._visible("button", self.words(japanese), within).click()
        return self

    def _visible(self, role: Literal["link", "button"], name: str, within: str) -> Locator:
        found = self.page.locator(within).get_by_role(role, name=name)
        # What only shows once Tab reaches it is not there for a pointer.
        seen = found.and_(self.page.locator(":not(.visually-hidden-focusable)"))
        return seen.filter(visible=True).first

    def fill(self, **fields: object) -> "Walker":
        """Fill in fields by name: words, a choice, or a list of files."""
        for name, value in fields.items():
            self.toll.fields += 1
            self._fill(self.page.locator(f"main [name='{name}']"), str(value))
        return self

    def _fill(self, found: Locator, value: str) -> None:
        first = found.first
        kind = first.evaluate("(each) => each.type")
        self.toll.clicks += kind in {"radio", "checkbox", "select-one"}
        if kind in {"radio", "checkbox"}:
            first.page.locator(
                f"main [name='{first.get_attribute('name')}'][value='{value}']"
            ).check()
        elif kind == "select-one" and first.is_visible():
            first.select_option(value)
        elif kind == "select-one":
            self._find(first, value)
        else:
            first.fill(value)

    def _find(self, chosen: Locator, value: str) -> None:
        """Find one of many by typing, with the keyboard alone."""
        box = chosen.locator("xpath=..").get_by_role("combobox")
        name = chosen.locator(f"option[value='{value}']").text_content()
        box.click()
        box.press_sequentially(str(name))
        box.press("Enter")

    def attach(self, name: str, filename: str, content: bytes) -> "Walker":
        self.page.locator(f"main [name='{name}']").first.set_input_files(
            {"name": filename, "mimeType": "application/octet-stream", "buffer": content}
        )
        return self

    def required(self) -> set[str]:
        """The names of the fields that the page wants and does not offer filled already."""
        return set(self.page.evaluate(MUST))

    def reads(self, japanese: str) -> "Walker":
        """The page shows this sentence, in this person's language."""
        return self.sees(self.words(japanese))

    def sees(self, text: str) -> "Walker":
        """The page shows what somebody typed."""
        expect(self.page.locator("body")).to_contain_text(text, use_inner_text=True)
        return self

    def fits(self) -> "Walker":
        """Nothing scrolls sideways."""
        root = "document.documentElement"
        assert not self.page.evaluate(f"{root}.scrollWidth > {root}.clientWidth")
        return self

    def downloaded(self, japanese: str, role: Literal["link", "button"] = "link") -> bytes:
        """What a link or a button hands over as a file."""
        with self.page.expect_download() as download:
            self.page.get_by_role(role, name=self.words(japanese)).click()
        return download.value.path().read_bytes()

    def picture(self, name: str) -> "Walker":
        self.album.keep(self.page, name)
        return self

    def leave(self) -> None:
        self.context.close()


def written_plan() -> dict[str, object]:
    """A plan as it is typed into the form."""
    plan = asdict(builders.plan())
    (action,) = plan["actions"]
    typed = {name: action[name] for name in ("action", "owner_id")}
    # What the light profile asks for; a repeat is not one here.
    light = {name: plan[name] for name in ("correction", "cause", "cause_category")}
    return {**light, **typed, "due_on": "令和8年12月8日"}


def session_cookie(app: Flask, person_id: int) -> str:
    """The session of somebody who typed their password a moment ago; needs the app's context."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    typed_at = clock.now().timestamp()
    content = {**cookie_of(person_id), "fs_paa": typed_at}
    return str(signer.dumps(content))


def carry_session(context: BrowserContext, live: Live, person_id: int) -> None:
    """Give a browser the session of somebody who signed in a moment ago."""
    with live.app.app_context():
        cookie = session_cookie(live.app, person_id)
        session.rollback()
    context.add_cookies([{"name": "session", "value": cookie, "url": live.url}])
