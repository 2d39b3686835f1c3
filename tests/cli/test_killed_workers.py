"""Workers are killed while four people write: what was acknowledged is there, each thing once.

`make test` kills six on each database, `make test-all` 200.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import unescape
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from random import Random
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, build_opener

from flask_security import hash_password
from sqlalchemy import select

from pms_tracker.act.tables.incoming_tables import IncomingReport
from pms_tracker.config import ROOT
from pms_tracker.database import session
from pms_tracker.people.firm import people
from pms_tracker.trail import trail
from tests.cast import IDS, PASSWORD
from tests.cli.test_serving import free_port, members, wait_until_it_answers
from tests.conftest import FULL
from tests.databases import Served
from tests.web.browsing import committing, reading

KILLS = 200 if FULL else 6
WRITERS = ("owner", "head", "employee", "other_head")
REPORTS = "/act/reports/"
HIDDEN = re.compile(r'<input[^>]*name="(csrf_token|slip)"[^>]*value="([^"]+)"')


class Stay(HTTPRedirectHandler):
    """An answer that leads elsewhere is the acknowledgement."""

    def redirect_request(self, *_args: object) -> None:
        return None


class Writer(threading.Thread):
    """Somebody at a browser who sends one report after another, each until it is acknowledged."""

    def __init__(self, site: str, name: str) -> None:
        super().__init__(name=name)
        self._site = site
        self._browser: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()), Stay)
        self.acknowledged: list[str] = []
        self.sent_again = 0
        self.trouble = ""
        self.stop = threading.Event()

    def run(self) -> None:
        try:
            self._write()
        except AssertionError as trouble:
            self.trouble = str(trouble)

    def _write(self) -> None:
        self._until_led_on("/sign-in", email=f"{self.name}@example.jp", password=PASSWORD)
        while not self.stop.is_set():
            text = f"{self.name} {len(self.acknowledged) + 1}"
            self._until_led_on(REPORTS, "new", source="self_report", text=text)
            self.acknowledged.append(text)

    def _until_led_on(self, place: str, page: str = "", **typed: str) -> None:
        """Send one form over and over, as a browser asks to, until an answer leads on."""
        form = dict(HIDDEN.findall(self._answer(place + page)[1]))
        assert form, f"{self.name} sees no form at {place}"
        while True:
            code, said = self._answer(place, urlencode({**map_unescaped(form), **typed}).encode())
            if code == 302:
                return
            # 503 says that nothing was kept: where data are kept was held by others for too long.
            assert code in {0, 503}, (code, said[:2000])
            self.sent_again += 1

    def _answer(self, path: str, body: bytes | None = None) -> tuple[int, str]:
        """Status and text; for a page that is only read again and again until there is one."""
        while True:
            try:
                with self._browser.open(self._site + path, body, timeout=30) as answer:
                    return answer.status, answer.read().decode()
            except HTTPError as other:
                if body is not None or other.code != 503:
                    return other.code, _rest_of(other)
                time.sleep(0.05)
            except (OSError, HTTPException):
                if body is not None:
                    return 0, ""
                time.sleep(0.05)


def _rest_of(answer: HTTPError) -> str:
    """The words of an answer; whoever gave it may be killed before they are read, not unsaid."""
    try:
        return answer.read().decode()
    except (OSError, HTTPException):
        return ""


def map_unescaped(form: dict[str, str]) -> dict[str, str]:
    return {name: unescape(value) for name, value in form.items()}


@contextmanager
def served_in_life(served: Served) -> Iterator[tuple[str, int]]:
    """`pms serve` over the cast's database: its address, and its process group."""
    served.dirty = True
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if "PMS_" not in name}
    environment["PMS_INSTANCE"] = str(served.settings.instance)
    environment["PMS_DATABASE_URL"] = served.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "pms_tracker", "serve", "--port", str(port)]
    server = subprocess.Popen(
        [*command, "--workers", "2"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )
    try:
        wait_until_it_answers(port, server)
        yield f"http://127.0.0.1:{port}", server.pid
        os.killpg(server.pid, signal.SIGINT)
        server.wait(timeout=30)
    finally:
        if members(server.pid):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def workers(group: int) -> list[int]:
    """The processes that answer requests: children of gunicorn, which is a child of `pms`."""
    of: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            _state, parent, its = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(its) == group:
                of.setdefault(int(parent), []).append(int(entry.name))
    return [worker for child in of.get(group, []) for worker in of.get(child, [])]


def test_what_was_acknowledged_is_there_once_however_often_workers_are_killed(
    served: Served,
) -> None:
    with committing(served):
        hashed = hash_password(PASSWORD)
        for name in WRITERS:
            account = people.account_of(IDS[name])
            assert account is not None
            account.password = hashed
    random = Random(20261127)
    with served_in_life(served) as (site, group):
        writers = [Writer(site, name) for name in WRITERS]
        for each in writers:
            each.start()
        killed = 0
        while killed < KILLS and all(each.is_alive() for each in writers):
            time.sleep(random.uniform(0.05, 0.4))
            at_work = workers(group)
            # Killed while somebody waits for its answer, or between two.
            if at_work and all(each.acknowledged for each in writers):
                os.kill(random.choice(at_work), signal.SIGKILL)
                killed += 1
        for each in writers:
            each.stop.set()
        for each in writers:
            each.join(timeout=60)
            assert not each.is_alive()
        assert [each.trouble for each in writers] == [""] * len(writers)
    with reading(served):
        kept = Counter(session.scalars(select(IncomingReport.text)))
        assert list(trail.verify()) == []
    acknowledged = {text for each in writers for text in each.acknowledged}
    assert killed == KILLS
    assert acknowledged <= set(kept)
    assert set(kept.values()) == {1}
    # The last of each may have been kept although nobody waited for its answer any more.
    assert len(set(kept) - acknowledged) <= len(writers)
    assert sum(each.sent_again for each in writers) > 0
