"""Which of the demo company's pages look like others, so that each kind of place is looked at once.

A place is an element with the two that it stands in, each by its tag, its attributes and what
decides how it looks and what it is called. Words, addresses and ids say nothing of it, and a table
of nine rows has the places of one with three.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from tests.stories.pages import CONTROL, Found, Page

LANGUAGES = ("ja", "en")
ENDS = (1280, 320)
# The part of a page's places from which on it is another kind of page.
MUCH = 0.25
# A field, its box, its form: what stands farther out was looked at with what else stands in it.
NEAR = 3
# The frame around `main` is everybody's own: there each role looks at it.
HOME = "overview.home"
# Of all other attributes only that they are there.
TELLING = frozenset({"autocomplete", "class", "inputmode", "role", "scope", "tabindex", "type"})
NAMING = frozenset({"aria-controls", "aria-describedby", "aria-label", "aria-labelledby"})
# Elements that hold nothing (HTML standard, 13.1.2).
EMPTY = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]
)

Place = tuple[str, ...]


@dataclass(frozen=True)
class Sight:
    """One way to look at a page: as whom, in which language, at which widths with axe, whether for
    contrasts, for the room around what is pressed, and by keyboard too. Whatever it is, nothing may
    scroll sideways at any width."""

    page: Page
    role: str
    language: str
    widths: tuple[int, ...]
    by_keyboard: bool
    contrasts: bool = True
    targets: bool = True


def sights(found: Found, since: int, known: set[Place]) -> Iterator[Sight]:
    """How the pages of an endpoint are looked at, so that no place in them is looked at by nobody.

    Of each endpoint the page with most to press is opened, as the role that has it. Where it or
    another shows a place that none before it showed, it is so with axe, and where that is one to
    press, by keyboard; where a good part of it is new, in both languages, with axe at one end of
    the widths in each. Another role opens it where only they are shown a place, as closely. Which
    language, and which end, takes turns, beginning `since` a number. `known` is what was shown by
    other endpoints; what these pages show comes to it.
    """
    pages = sorted(found.pages, key=lambda each: -each.controls[each.busiest])
    readers = [(page, page.busiest) for page in pages]
    readers += [(page, role) for page in pages for role in page.readers if role != page.busiest]
    for turn, (page, role) in enumerate(readers, start=since):
        every = places(page.served[role])
        new = every - known
        known.update(new)
        first, last = ENDS if turn % 2 else ENDS[::-1]
        pressed = page.endpoint == HOME or any(CONTROL.match(place[-1]) for place in new)
        if role == page.busiest and len(new) > MUCH * len(every):
            yield Sight(page, role, "ja", (first,), by_keyboard=pressed, targets=pressed)
            # Its colours are those of the other language.
            yield Sight(
                page, role, "en", (last,), by_keyboard=False, contrasts=False, targets=pressed
            )
        elif new or page.endpoint == HOME:
            yield Sight(
                page, role, LANGUAGES[turn % 2], (first,), by_keyboard=pressed, targets=pressed
            )
        elif page is pages[0] and role == page.busiest:
            yield Sight(page, role, LANGUAGES[turn % 2], (), by_keyboard=False)


def every_sight(found: Found) -> Iterator[Sight]:
    """Everybody who may open it, in each language, at both ends of the widths and by keyboard."""
    for page in found.pages:
        for role in page.readers:
            for language in LANGUAGES:
                yield Sight(page, role, language, ENDS, by_keyboard=True)


def places(text: str) -> set[Place]:
    """The places in the `main` of a page; all of them where it has none."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.inside or reader.every


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.every: set[Place] = set()
        self.inside: set[Place] = set()
        self._way: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._way.append((tag, f"<{tag} {' '.join(sorted(map(_told, attrs)))}>"))
        self._keep()
        if tag in EMPTY:
            self._way.pop()

    def handle_endtag(self, tag: str) -> None:
        tags = [each for each, _ in self._way]
        if tag in tags:
            # What a `</p>` or `</li>` was left out of ends with what it stands in.
            del self._way[len(tags) - 1 - tags[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        # Whether it has words of its own: a name, or nothing to read.
        if data.strip():
            self._keep("words")

    def _keep(self, *more: str) -> None:
        place = (*(told for _, told in self._way[-NEAR:]), *more)
        self.every.add(place)
        if any(tag == "main" for tag, _ in self._way):
            self.inside.add(place)


def _told(attribute: tuple[str, str | None]) -> str:
    name, value = attribute
    if name in TELLING or (name.startswith("aria-") and name not in NAMING):
        return f"{name}={value}"
    return name if value else f"{name} empty"
