"""What a first view costs on the wire, as Chromium's own network events tell it."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext

from pms_tracker.database import transaction
from tests import builders, cast
from tests.stories.living import Live
from tests.stories.walker import carry_session

pytestmark = pytest.mark.browser

MOST_BYTES, MOST_ON_WIRE, MOST_REQUESTS = 45_000, 6_500, 6
PACKED = {"gzip", "br", "zstd", "deflate"}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass
class Traffic:
    """The answers of one page view: address, headers, and the bytes that came over the wire."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    wire: dict[str, int] = field(default_factory=dict)
    body: bytes = b""

    def fetched(self) -> dict[str, dict[str, Any]]:
        """What was not taken from the browser's own cache, by address; not data in the page."""
        return {
            each["url"]: each
            for asked, each in self.answers.items()
            if asked not in self.kept and not each["url"].startswith("data:")
        }

    def header(self, url: str, name: str) -> str:
        headers = {key.lower(): value for key, value in self.fetched()[url]["headers"].items()}
        return str(headers.get(name, ""))


def view(context: BrowserContext, url: str) -> Traffic:
    """Open a page and listen to the network until it is quiet."""
    page, traffic = context.new_page(), Traffic()
    wires = context.new_cdp_session(page)
    wires.send("Network.enable")

    def answered(event: dict[str, Any]) -> None:
        traffic.answers[event["requestId"]] = event["response"]
        if event["response"].get("fromDiskCache"):
            traffic.kept.add(event["requestId"])

    # Told instead where the browser holds it in memory.
    def kept(event: dict[str, Any]) -> None:
        traffic.kept.add(event["requestId"])

    def finished(event: dict[str, Any]) -> None:
        traffic.wire[event["requestId"]] = event["encodedDataLength"]

    wires.on("Network.responseReceived", answered)
    wires.on("Network.requestServedFromCache", kept)
    wires.on("Network.loadingFinished", finished)
    answer = page.goto(url, wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200
    traffic.body = answer.body()
    return traffic


@pytest.fixture
def busy(live: Live) -> Live:
    """A company whose list of findings has fifty rows and goes on."""
    with live.app.test_request_context(), transaction():
        cast.adopted(cast.POLICY)
        for _ in range(13):
            audit = builders.audit()
            for position in (1, 2, 3, 4):
                builders.finding(audit, position)
    return live


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_first_view_is_light_and_the_second_fetches_only_the_page(
    busy: Live, browser: Browser, language: str
) -> None:
    busy.speak(language)
    for path, rows in (("/", 0), ("/check/findings/", 50)):
        context = browser.new_context()
        carry_session(context, busy, cast.IDS["audit_manager"])
        url = busy.url + path
        first = view(context, url)
        assert first.body.count(b'href="/check/findings/F-2026-') >= rows
        assert len(first.body) <= MOST_BYTES, f"{len(first.body)} bytes of HTML at {path}"
        assert 2 <= len(first.fetched()) <= MOST_REQUESTS, list(first.fetched())
        check_files(busy, first, url)
        again = view(context, url)
        assert set(again.fetched()) == {url}, "everything else is kept"
        context.close()


def check_files(live: Live, traffic: Traffic, page_url: str) -> None:
    """All from our own host, packed; what is no page has a fingerprint and may be kept."""
    for url in traffic.fetched():
        assert urlsplit(url).netloc == urlsplit(live.url).netloc
        if not url.endswith((".png", ".ico")):
            assert traffic.header(url, "content-encoding") in PACKED, url
        if url != page_url:
            assert traffic.header(url, "cache-control") == FOR_EVER, url
            assert urlsplit(url).query.startswith("v="), url
    (page,) = [key for key, each in traffic.answers.items() if each["url"] == page_url]
    assert traffic.wire[page] <= MOST_ON_WIRE, f"{traffic.wire[page]} bytes on the wire"
