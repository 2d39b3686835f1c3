"""Every link of the app followed, as each role, with a browser of the simplest kind."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from flask.testing import FlaskClient

from tests.stories import leading
from tests.stories.pages import clients

ONE_OF_A_KIND = re.compile(r"\.[a-z]+$|/(evidence|rows|checklist)/[0-9]+")
# Pages that differ by a number alone, seen by a role where another saw as many.
ENOUGH = 2
# What stands in the middle of a sentence.
WITHIN = {"span", "b", "a", "bdi", "mark", "del", "ins", "wbr"}
SPOKEN = {"aria-label", "title", "alt", "placeholder"}


@dataclass(frozen=True)
class Answer:
    """What an address answered to a role, and the page that led there."""

    role: str
    url: str
    status: int
    led_from: str
    text: str


def followed(app: Flask) -> Iterator[Answer]:
    """What each role finds behind every link, from home on; each address once for each role.

    Of a page that can be asked for much (filters, orders), each thing it is asked is tried once;
    of pages alike that another role was led through, a role sees a few.
    """
    met: set[str] = set()
    alike: Counter[str] = Counter()
    for role, _person_id, client in clients(app):
        if role not in met:
            met.add(role)
            mine: Counter[str] = Counter()
            yield from _walk(role, client, alike, mine)
            alike |= mine


def _walk(
    role: str, client: FlaskClient, alike: Counter[str], mine: Counter[str]
) -> Iterator[Answer]:
    waiting = deque([("/", "")])
    known = {"/"}
    while waiting:
        url, led_from = waiting.popleft()
        answer = client.get(url, follow_redirects=True, headers={"Accept-Language": "en"})
        page = answer.status_code == 200 and answer.mimetype == "text/html"
        text = answer.text if page else ""
        answer.close()
        yield Answer(role, url, answer.status_code, led_from, text)
        for link in leading.links(text, answer.request.path):
            new = _asks(link) - known
            kind = re.sub(r"[0-9]+", "", urlsplit(link).path)
            if new and min(alike[kind], mine[kind]) < ENOUGH:
                known |= new
                mine[kind] += 1
                waiting.append((link, url))


def _asks(url: str) -> set[str]:
    """The page an address names, and each thing asked of it; of files and rows, a kind."""
    parts = urlsplit(url)
    if ONE_OF_A_KIND.search(parts.path):
        return {re.sub(r"[A-Z]*-?[0-9]+", "", parts.path)}
    return {parts.path} | {f"{parts.path}?{name}" for name, _ in parse_qsl(parts.query)}


class _Said(HTMLParser):
    """Collects what a page says in its own language."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = [""]
        self._silent = False
        # A word of the other language, marked as such: the tag that holds it, as often as nested.
        self._other: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in {"script", "style"}
        if tag in self._other or (("lang", "ja") in attrs and tag != "html"):
            self._other.append(tag)
        self._part(tag)
        self.found[-1:-1] = [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent = False
        if tag in self._other:
            self._other.remove(tag)
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not (self._silent or self._other):
            self.found[-1] += data

    def _part(self, tag: str) -> None:
        if tag not in WITHIN:
            self.found.append("")


def said(text: str) -> list[str]:
    """What a page says: its texts, and what it tells a screen reader or a waiting pointer."""
    reader = _Said()
    reader.feed(text)
    return reader.found
