"""What every page must be like, looked at in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.stories.living import Live
from tests.stories.walker import LOCALES, carry_session

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
HEIGHT = 900

# Watches the focus come to each control that can be seen; a group of radio buttons is one stop.
WATCH = """() => {
  const visible = (each) => each.getClientRects().length > 0 && each.checkVisibility();
  const kinds = "a[href], button, input, select, textarea, summary";
  const controls = [...document.querySelectorAll(kinds)]
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
  return window.unreached.size;
}"""


@dataclass
class Look:
    """One page as it was opened, and what the browser had to say about it."""

    page: Page
    host: str
    status: int = 0
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def check_quiet(self) -> None:
        """Nothing on the console, nothing from another host, few requests."""
        assert self.complaints == []
        assert {urlsplit(url).netloc for url in self.requests} == {self.host}
        assert len(self.requests) <= 6

    def check_at(self, width: int) -> None:
        """At this width nothing scrolls sideways, and axe finds nothing."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(self.page, options={"runOnly": WCAG, "resultTypes": ["violations"]})
        told = [
            f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}"
            for each in found.response["violations"]
        ]
        assert told == []

    def check_keyboard(self) -> None:
        """Tab comes to every control, and each shows that it has the focus."""
        stops = self.page.evaluate(WATCH)
        for _ in range(stops + 3):
            self.page.keyboard.press("Tab")
        assert self.page.evaluate("[...window.unreached]") == []
        assert self.page.evaluate("window.unseen") == []


@contextmanager
def looking(
    browser: Browser, live: Live, url: str, *, person_id: int | None, language: str, width: int
) -> Iterator[Look]:
    """Open a page as somebody, or as a stranger."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT},
        locale=LOCALES[language],
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    if person_id is not None:
        carry_session(context, live, person_id)
    look = Look(context.new_page(), urlsplit(live.url).netloc)

    def said(message: ConsoleMessage) -> None:
        # A page of ours that says "not found" is itself the answer.
        if message.type in {"error", "warning"} and "status of 404" not in message.text:
            look.complaints.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith("data:"):
            look.requests.append(request.url)

    look.page.on("console", said)
    look.page.on("pageerror", lambda error: look.complaints.append(str(error)))
    look.page.on("request", asked)
    answer = look.page.goto(live.url + url)
    look.status = answer.status if answer else 0
    try:
        yield look
    finally:
        context.close()
