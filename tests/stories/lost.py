"""Links that do not open: every page that somebody reaches, and where each of its links leads."""

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from pms_tracker.database import Table, session
from tests.conftest import FULL
from tests.stories import leading


@dataclass(frozen=True)
class Led:
    """An address, and the page it stands on."""

    url: str
    on: str


@dataclass(frozen=True)
class Opened:
    """An address that was opened, where that led, and the page or file that it answered with."""

    url: str
    place: str
    mimetype: str
    data: bytes

    @property
    def text(self) -> str:
        """What a page is written in; nothing where it is a file."""
        return self.data.decode() if self.mimetype == "text/html" else ""


class Walk:
    """One person's way through all they can reach: each kind and state of record and of what is
    beside it, every record with `make test-all`, and a file of each kind.

    `states` are those of the records, `asked` is what somebody asked of a page before: filters,
    orders and views of a list are the same for all whom it opens for; what is asked here comes to
    it. Where a page asks for a word, one is `sought`. Of the endpoints in `had` no file is taken;
    those that gave one come to it. `below` is the path that the app is served at, as of
    https://intra.example.jp/pms. `lost` says what did not open or leads above it.
    """

    def __init__(
        self,
        app: Flask,
        client: FlaskClient,
        states: Mapping[str, str],
        asked: set[str],
        *,
        sought: str,
        had: set[str] | None = None,
        below: str = "",
    ) -> None:
        self._client, self._states, self._asked = client, states, asked
        self._sought, self._below = sought, below
        self._routes = app.url_map.bind("")
        self.home, self.sign_in = f"{below}/", f"{below}/sign-in"
        self._known: set[str] = set()
        self._files = set[str]() if had is None else had
        self._seen: Counter[tuple[str, ...]] = Counter()
        self.lost: list[str] = []

    def begin(self, *starts: str) -> Iterator[Opened]:
        """Follow everything from these addresses on, else from home.

        A refusal counts as lost, and so does being sent home, to sign in, or back where one was.
        """
        waiting = deque(Led(start, "") for start in starts or (self.home,))
        while waiting:
            led = waiting.popleft()
            if self._endpoint(led.url) not in self._files:
                opened = self._open(led)
                yield opened
                waiting.extend(self._led(opened))

    def _open(self, led: Led) -> Opened:
        headers = {"Referer": f"http://localhost{led.on}"} if led.on else {}
        answer = self._client.get(
            led.url, base_url="http://localhost/", follow_redirects=True, headers=headers
        )
        ended, asked = urlsplit(answer.request.url).path, urlsplit(led.url).path
        data = answer.data
        answer.close()
        # Home is wherever somebody begins.
        turned_away = ended in {self.home, self.sign_in, led.on} and asked not in {self.home, ended}
        refused = answer.status_code >= 400 or turned_away
        if refused:
            self.lost.append(f"{led.url} on {led.on}: {answer.status_code} at {ended}")
        return Opened(led.url, ended, "" if refused else answer.mimetype, data)

    def _led(self, opened: Opened) -> Iterator[Led]:
        if opened.text:
            for url in self._leads(opened.text, opened.place):
                if self._is_new(url):
                    yield Led(url, opened.place)
        elif opened.mimetype:
            self._files.add(self._endpoint(opened.url))

    def _leads(self, text: str, place: str) -> Iterator[str]:
        self.lost += [f"{url} on {place}: above" for url in leading.above(text, place, self._below)]
        for url in leading.posted_to(text, place):
            if not self._is_taken(url, "POST"):
                self.lost.append(f"{url} on {place}: takes no form")
        yield from leading.links(text, place)
        yield from leading.asked_for(text, place, self._sought)
        for url in leading.asked_by_scripts(text, place):
            if self._is_taken(url, "GET"):
                yield url
            elif not self._is_taken(url, "POST"):
                self.lost.append(f"{url} on {place}: is no address")

    def _is_taken(self, url: str, method: str) -> bool:
        try:
            self._routes.match(self._path_of(url), method=method)
        except (MethodNotAllowed, NotFound):
            return False
        except RequestRedirect:
            # Without its last slash: a page all the same, but no address to show anybody.
            return False
        return True

    def _endpoint(self, url: str) -> str:
        return str(self._routes.match(self._path_of(url))[0]) if self._is_taken(url, "GET") else ""

    def _path_of(self, url: str) -> str:
        """An address as the app's rules name it."""
        return urlsplit(url).path.removeprefix(self._below)

    def _is_new(self, url: str) -> bool:
        """Whether an address is still to be tried; of what can be asked of a page, each once."""
        parts = urlsplit(url)
        asks = {f"{parts.path}?{name}" for name, _ in parse_qsl(parts.query)} - self._asked
        is_page = parts.path not in self._known
        # Shown only once a session has ended, and opened by whoever is signed in again meanwhile.
        if parts.path == self.sign_in or not (is_page or asks):
            return False
        self._known.add(parts.path)
        self._asked |= asks
        if not is_page or not self._is_taken(parts.path, "GET"):
            return True
        endpoint, values = self._routes.match(self._path_of(url))
        is_record = endpoint.endswith(".record") and set(values) == {"reference"}
        if not values or (FULL and is_record):
            return True
        reference = str(values.get("reference", ""))
        kind = (endpoint, reference.partition("-")[0], self._states.get(reference, ""))
        self._seen[kind] += 1
        return self._seen[kind] == 1


def states() -> dict[str, str]:
    """The state of each record that has a reference and a state."""
    kinds = [mapper.class_ for mapper in Table.registry.mappers]
    stateful = [kind for kind in kinds if hasattr(kind, "state") and hasattr(kind, "reference")]
    found = {row.reference: str(row.state) for kind in stateful for row in session.query(kind)}
    session.rollback()
    return found
