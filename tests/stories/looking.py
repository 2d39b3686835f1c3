"""What every page must be like, looked at in a real browser."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import html5lib
from axe_playwright_python.sync_playwright import Axe
from html5lib.html5parser import ParseError
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
)

from tests.stories.living import Live
from tests.stories.walker import LOCALES, PATIENCE, carry_session

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
HEIGHT = 900
MOST_REQUESTS = 6
# What the audit day asks for once its page stands: again and again, and for where there is no line.
LATER = (*("/pulse", "/without-a-line"), *("/audit_filing.js", "/audit_shelf.js", "/audit_away.js"))
# Nobody in the demo company writes tags: one that is escaped was glued to words by a template.
ESCAPED = re.compile(r"&(?:amp;)?(?:lt|#60|#x3c);/?[a-z][^ <]{0,20}", re.IGNORECASE)
# No rule of these asks for the text of style sheets, which axe would fetch anew in each page.
RULES = {"runOnly": WCAG, "resultTypes": ["violations"], "preload": False, "selectors": False}

# Everybody's own, and the same on all pages.
FRAME = ["body > header", "body > footer"]

# Whatever the policy for content stops is told here too, not only on the console.
LISTEN = """window.stopped = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.stopped.push(`${event.effectiveDirective} stops ${event.blockedURI} ${event.sample}`);
});"""

# Of two of a name the first is read: such a button would say nothing.
HIDDEN = """() => [...document.querySelectorAll("form button[name]")]
  .filter((each) => [...each.form.elements]
    .some((other) => other.type === "hidden" && other.name === each.name))
  .map((each) => each.outerHTML.slice(0, 100))"""

# An icon is a word of the stylesheet: one that it does not know would be nothing to be seen.
UNDRAWN = """() => [...document.querySelectorAll(".icon")]
  .filter((each) => !getComputedStyle(each).getPropertyValue("--drawn"))
  .map((each) => each.className)"""

# Watches the focus come to each control that can be seen; a group of radio buttons is one stop.
# Without the frame, which is everybody's own and the same on all pages, it begins at `main`.
WATCH = """(frame) => {
  const within = frame ? document : document.querySelector("main") ?? document;
  const visible = (each) => each.getClientRects().length > 0 && each.checkVisibility();
  const kinds =
    "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex^='-'])";
  const controls = [...within.querySelectorAll(kinds)]
    .filter((each) => !each.disabled && each.type !== "hidden" && visible(each));
  const look = (each) => {
    const style = getComputedStyle(each);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join(" ");
  };
  const looks = (each) => [each, each.closest("label") ?? each].map(look).join(" / ");
  const forms = [...document.forms];
  const name = (each, place) => each.type === "radio"
    ? `radio ${each.name} of form ${forms.indexOf(each.form)}`
    : `${place} ${each.outerHTML.slice(0, 100)}`;
  const names = new Map(controls.map((each, place) => [each, name(each, place)]));
  const resting = new Map(controls.map((each) => [each, looks(each)]));
  window.unreached = new Set(names.values());
  window.unseen = [];
  document.addEventListener("focusin", ({ target }) => {
    if (!names.has(target) || !window.unreached.delete(names.get(target))) return;
    if (looks(target) === resting.get(target)) window.unseen.push(names.get(target));
  });
  if (within !== document) within.focus();
  return window.unreached.size;
}"""


# What axe finds wrong; what it found in order is not handed over. Of the words on a page it
# measures the contrast of those that nothing `known` looked like, and what they look like is told:
# that is decided by all they stand in, each by its tag, classes and states, and its colours as they
# are. In one go with all else, for it builds its own tree of the page first.
VIOLATIONS = """async ([within, rules, known]) => {
  const STATES = ["aria-current", "aria-disabled", "aria-invalid", "aria-pressed", "type"];
  const SET = ["checked", "disabled", "open", "readonly"];
  const looks = (each) => {
    const style = getComputedStyle(each);
    const said = STATES.map((name) => each.getAttribute(name) ?? "");
    const set = SET.map((name) => each.hasAttribute(name));
    return [each.tagName, [...each.classList].sort(), said, set, style.color, style.opacity,
      style.fontSize, style.fontWeight, style.backgroundColor, style.backgroundImage].join(" ");
  };
  const ways = new Map();
  const way = (each) => {
    if (!ways.has(each)) {
      const outer = each.parentElement ? way(each.parentElement) : "";
      ways.set(each, `${outer} > ${looks(each)}`);
    }
    return ways.get(each);
  };
  const short = (text) => {
    let [low, high] = [0xdeadbeef, 0x41c6ce57];
    for (const each of text) {
      low = Math.imul(low ^ each.codePointAt(0), 2654435761);
      high = Math.imul(high ^ each.codePointAt(0), 1597334677);
    }
    return 4294967296 * (high & 0x1fffff) + (low >>> 0);
  };
  const holds = (each) => [...each.childNodes].some((one) => one.nodeType === 3 && one.data.trim())
    || /^(?:INPUT|SELECT|TEXTAREA)$/.test(each.tagName);
  const seen = new Set(known ? JSON.parse(known) : []);
  const fresh = new Map();
  for (const each of known ? document.body.querySelectorAll("*") : []) {
    if (!holds(each)) continue;
    const key = short(way(each));
    if (!seen.has(key) && !fresh.has(key) && each.checkVisibility()) fresh.set(key, each);
  }
  const anew = [...fresh.values()];
  anew.forEach((each) => each.toggleAttribute("data-anew", true));
  // What is new in the frame is looked at with all of it.
  const set_aside = (within.exclude ?? [])
    .filter((frame) => !anew.some((each) => each.closest(frame)));
  const selector = "[data-anew], [data-anew] *";
  axe.configure({ rules: [{ id: "color-contrast", selector }] });
  rules.rules["color-contrast"] = { enabled: anew.length > 0 };
  const { violations } = await axe.run({ include: document, exclude: set_aside }, rules);
  anew.forEach((each) => each.removeAttribute("data-anew"));
  const wrong = violations
    .map(({ id, help, nodes }) => [`${id}, ${help}`, nodes.map(({ html }) => html)]);
  return [[...fresh.keys()], wrong];
}"""


# Timeouts and intervals are numbered in one row. Says whether the page fills a shelf all the same.
REST = """() => {
  window.stop();
  for (let each = setTimeout(() => {}); each > 0; each -= 1) clearTimeout(each);
  return Boolean(document.querySelector("[data-shelf]"));
}"""

# How wide the page is, and the sections whose table runs beyond them: below what stands beside
# them, or past the edge that all else on the page keeps.
WIDE = """() => [document.documentElement.scrollWidth, innerWidth < 1200 ? []
  : [...document.querySelectorAll("main .section")]
  .filter((each) => each.scrollWidth > each.clientWidth + 1)
  .map((each) => `${each.scrollWidth} > ${each.clientWidth} ${each.innerText.slice(0, 40)}`)]"""


def resize(page: Page, width: int) -> None:
    """Give a page this width, if it has another: the browser would lay it out anew all the same."""
    if page.viewport_size != {"width": width, "height": HEIGHT}:
        page.set_viewport_size({"width": width, "height": HEIGHT})


@dataclass
class Look:
    """One page as it was opened, and all that is wrong with it."""

    page: Page
    host: str
    status: int = 0
    complaints: list[str] = field(default_factory=list)
    # How the words looked whose contrast was measured before; what is measured here comes to it.
    measured: set[int] = field(default_factory=set)
    # What this page asked for; what the one before it in the window did is no concern of its.
    requests: list[Request] = field(default_factory=list)

    def complain(self, what: str, found: object) -> None:
        """Keep what is wrong, if anything is."""
        if found:
            self.complaints.append(f"{what}: {found}")

    def quietly(self) -> None:
        """Nothing stopped by the policy for content, nothing from another host, few requests, and
        no button whose word a field would hide."""
        self.complain("stopped", self.page.evaluate("window.stopped"))
        self.complain("hidden by a field of its name", self.page.evaluate(HIDDEN))
        self.complain("icon that is not drawn", self.page.evaluate(UNDRAWN))
        each_once = dict.fromkeys(request.url for request in self.requests)
        self.complain("other hosts", {urlsplit(url).netloc for url in each_once} - {self.host})
        # A file that the audit day puts on its shelf as well comes out of the browser's own cache.
        first = [url for url in each_once if not urlsplit(url).path.endswith(LATER)]
        self.complain("too many requests", first if len(first) > MOST_REQUESTS else [])

    def at(
        self, width: int, *, contrasts: bool = True, targets: bool = True, frame: bool = True
    ) -> None:
        """At this width nothing scrolls sideways, and axe finds nothing; most of its time would go
        into contrasts, so words that look alike are measured once, into the room around `targets`,
        which pages need that have something new to press, and into the `frame` around `main`."""
        self.fits(width)
        rules = {**RULES, "rules": {"target-size": {"enabled": targets}}}
        # What is asked of a whole page is asked of it, whatever is set aside.
        within = {} if frame else {"exclude": FRAME}
        # As one word: each number by itself would be handed over with what kind it is of.
        known = json.dumps([*self.measured]) if contrasts else ""
        looks, wrong = self.page.evaluate(VIOLATIONS, [within, rules, known])
        self.measured.update(looks)
        for name, where in wrong:
            self.complain(f"axe at {width}, {name}", [each[:160] for each in where[:3]])

    def fits(self, width: int) -> None:
        """At this width nothing scrolls sideways, and nothing runs over what stands beside it."""
        resize(self.page, width)
        wide, spilt = self.page.evaluate(WIDE)
        self.complain(f"scrolls sideways at {width}", wide if wide > width else 0)
        self.complain(f"runs over its neighbour at {width}", spilt)

    def by_keyboard(self, *, frame: bool = True) -> None:
        """Tab comes to every control, and each shows that it has the focus; without the `frame`
        around `main` to those in it."""
        stops = self.page.evaluate(WATCH, frame)
        for _ in range(stops + 3):
            self.page.keyboard.press("Tab")
        self.complain("not reached by Tab", self.page.evaluate("[...window.unreached]"))
        self.complain("focus not seen", self.page.evaluate("window.unseen"))

    def markup(self, served: bytes) -> None:
        """The bytes that came hold no parse error of the HTML standard, as html5lib knows them,
        and no markup that is read as words."""
        self.complain("markup shown as words", ESCAPED.findall(served.decode())[:3])
        try:
            html5lib.HTMLParser(strict=True).parse(served, transport_encoding="utf-8")
        except ParseError as error:
            self.complain("malformed HTML", error)

    def listen(self) -> None:
        """Keep what the browser says and asks for from now on."""
        self.page.on("console", self._said)
        self.page.on("pageerror", self._broke)
        self.page.on("request", self._asked)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def turn_away(self) -> None:
        """Leave the browser's page for the next look."""
        self.page.remove_listener("console", self._said)
        self.page.remove_listener("pageerror", self._broke)
        self.page.remove_listener("request", self._asked)
        self.page.remove_listener("requestfailed", self._failed)
        self.page.remove_listener("response", self._answered)
        # Whatever its scripts would go on to ask for ends here. To another site's page, a blank
        # one too, the browser would change processes, which costs more than our page does.
        # But what a page puts on the shelf goes on from one promise to the next, and would be asked
        # for in the next reader's name; that it has not begun yet says nothing.
        if self.page.evaluate(REST):
            self.page.goto(f"{urlsplit(self.page.url).scheme}://{self.host}/healthz")

    def _broke(self, error: Error) -> None:
        self.complain("script", error)

    def _failed(self, request: Request) -> None:
        if request in self.requests:
            self.complain("failed", request.url)

    def _said(self, message: ConsoleMessage) -> None:
        # A page of ours that refuses is itself the answer; `_answered` hears of all others.
        refused = "the server responded with a status of" in message.text
        if message.type in {"error", "warning"} and not refused:
            self.complain("console", message.text)

    def _asked(self, request: Request) -> None:
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.requests.clear()
        if not request.url.startswith("data:"):
            self.requests.append(request)

    def _answered(self, response: Response) -> None:
        request = response.request
        ours = request in self.requests and not request.is_navigation_request()
        if ours and response.status >= 400:
            self.complain("failed", f"{response.status} {response.url}")


class Onlookers:
    """A browser before one app in each language, kept open: to be somebody else costs a cookie."""

    def __init__(self, browser: Browser, live: Live) -> None:
        self._browser, self._live, self._language = browser, live, ""
        self._contexts: dict[str, BrowserContext] = {}
        self._measured: set[int] = set()

    @contextmanager
    def open(self, url: str, *, person_id: int | None, language: str, width: int) -> Iterator[Look]:
        """Open a page as somebody, or as a stranger, who reads this language."""
        if language != self._language:
            self._live.speak(language)
            self._language = language
        context = self._context(language)
        context.clear_cookies()
        if person_id is not None:
            carry_session(context, self._live, person_id)
        page = context.pages[0] if context.pages else context.new_page()
        resize(page, width)
        look = Look(page, urlsplit(self._live.url).netloc, measured=self._measured)
        look.listen()
        answer = page.goto(self._live.url + url)
        assert answer is not None
        look.status = answer.status
        if unquote(answer.url) != unquote(self._live.url + url):
            look.complain("leads elsewhere", answer.url)
        served = answer.body()
        if f'<html lang="{language}"'.encode() not in served:
            look.complain("another language than", language)
        look.markup(served)
        look.quietly()
        yield look
        look.turn_away()

    def _context(self, language: str) -> BrowserContext:
        found = self._contexts.get(language)
        if found is None:
            found = self._browser.new_context(locale=LOCALES[language], reduced_motion="reduce")
            found.set_default_timeout(PATIENCE)
            found.add_init_script(LISTEN)
            # It is long: the browser has it once, instead of with each page.
            found.add_init_script(Axe().axe_script)
            self._contexts[language] = found
        return found

    def leave(self) -> None:
        for context in self._contexts.values():
            context.close()
