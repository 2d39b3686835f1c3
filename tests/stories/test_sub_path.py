"""Served below a path, as https://intra.example.jp/pms: nothing leads above it, and all answers."""

import re
import shutil
from collections import deque
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from pms_tracker.database import session, transaction
from pms_tracker.logs.masks import MASK
from tests import builders, cast
from tests.cast import PASSWORD
from tests.stories.living import Live, living
from tests.stories.postbox import Postbox, links_of
from tests.stories.walker import PATIENCE, Album, Walker, session_cookie

SUB_PATH = "/pms"
LED = re.compile(r'\s(href|src|action|formaction|data-[a-z-]+)="([^"]*)"')
ASKED = {"href", "src"}
CAUSE = "期限切れの書類を見つける人が決まっていなかった。"
ADMINISTRATOR, PRIVACY_MANAGER = 12, 2


@pytest.fixture
def below(demo_company: Path, tmp_path: Path) -> Iterator[Live]:
    """The demo company below a sub-path."""
    shutil.copytree(demo_company, tmp_path / "instance")
    with living({"PMS_INSTANCE": str(tmp_path / "instance")}, SUB_PATH) as serving:
        yield serving


class Round:
    """Every kind of page that is reached from some, each once; `above` is what leads outside."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._routes = live.app.url_map.bind("")
        self._seen: set[str] = set()
        self.above: list[str] = []
        self.lost: list[str] = []
        self.opened: list[str] = []

    def go(self, client: FlaskClient, *starts: str) -> None:
        waiting = deque(starts)
        while waiting:
            asked = waiting.popleft()
            answer = client.get(asked, base_url="http://localhost/", follow_redirects=True)
            self.opened.append(asked)
            if answer.status_code >= 400:
                self.lost.append(f"{asked}: {answer.status_code}")
            if answer.mimetype == "text/html":
                waiting.extend(self._led(answer.text, asked))
            answer.close()

    def _led(self, text: str, on: str) -> Iterator[str]:
        for kind, written in LED.findall(text):
            said = unescape(written)
            if kind.startswith("data-") and not said.startswith("/"):
                continue
            url = urldefrag(urljoin(on, said))[0]
            if urlsplit(url).scheme:
                continue
            if not url.startswith(f"{SUB_PATH}/"):
                self.above.append(f"{url} on {on}")
            elif kind in ASKED and self._is_new(urlsplit(url).path.removeprefix(SUB_PATH)):
                yield url

    def _is_new(self, path: str) -> bool:
        try:
            endpoint = str(self._routes.match(path, method="GET")[0])
        except RequestRedirect:
            endpoint = path
        except HTTPException:
            endpoint = path
        kind = path if endpoint == "static" else endpoint
        new = kind not in self._seen
        self._seen.add(kind)
        return new


def test_every_link_stays_below_the_path_and_answers(below: Live) -> None:
    going = Round(below)
    going.go(below.app.test_client(), "/pms/sign-in", "/pms/report/", "/pms/policy")
    for person_id in (ADMINISTRATOR, PRIVACY_MANAGER):
        client = below.app.test_client()
        with below.app.app_context():
            cookie = session_cookie(below.app, person_id)
            session.rollback()
        client.set_cookie("session", cookie, path=SUB_PATH)
        going.go(client, "/pms/", "/pms/me/", "/pms/find?q=監査")
    assert going.above == []
    assert going.lost == []
    assert len(going.opened) > 90


def test_doors_and_redirects_keep_the_path(below: Live) -> None:
    client = below.app.test_client()

    def led(url: str) -> str:
        return client.get(url, base_url="http://localhost/").headers["Location"]

    assert led("/pms/act/cases/?state=open") == "/pms/sign-in?next=/pms/act/cases/?state%3Dopen"
    # Werkzeug adds the last slash; a proxy may have taken the path off.
    assert led("/pms/act/cases") == "/pms/act/cases/"
    assert led("/act/cases/").startswith("/pms/sign-in?")
    assert client.get("/pms", base_url="http://localhost/").status_code == 302
    assert client.get("/pmsx/sign-in", base_url="http://localhost/").status_code == 404
    for probe in ("/healthz", "/pms/healthz"):
        assert client.get(probe, base_url="http://localhost/").status_code == 200
    shown = client.get("/pms/sign-in", base_url="http://localhost/")
    assert "Path=/pms;" in shown.headers["Set-Cookie"] + ";"
    # Nobody's request for the public form is written down.
    assert MASK.nameless.search('"GET /pms/report/ HTTP/1.1"')
    assert not MASK.nameless.search('"GET /pms/check/audits/AU-2026-001/report HTTP/1.1"')


@pytest.fixture
def head(new_company: Path, postbox: Postbox, browser: Browser, tmp_path: Path) -> Iterator[Walker]:
    """A head of the new company, which is served below a sub-path; asks nothing outside of it."""
    shutil.copytree(new_company, tmp_path / "instance")
    environment = {"PMS_INSTANCE": str(tmp_path / "instance"), "PMS_SMTP_URL": postbox.url}
    with living(environment, SUB_PATH) as live:
        context = browser.new_context(locale="ja-JP", reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        yield Walker(live, context, "ja", Album(None))
        context.close()
        assert [url for url in asked if not url.startswith((f"{live.url}/", "data:"))] == []


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_browser_signs_in_types_is_cut_off_and_saves(head: Walker, postbox: Postbox) -> None:
    live = head.live
    with live.app.test_request_context(), transaction():
        cast.adopted(cast.POLICY)
        case = f"/act/cases/{builders.case(builders.audit()).reference}"
    # Sent to sign in, and back to the page that was wanted.
    head.open(case).sign_in("head")
    assert head.page.url == live.url + case
    assert {each.get("path") for each in head.context.cookies()} == {SUB_PATH}
    head.page.fill("[name=cause]", CAUSE)
    expect(head.page.locator("#step .save-note")).to_contain_text("に下書きを保存しました。")
    # What was typed comes back where it was typed, as a draft and through signing in again.
    head.open(case).reads("下書きを破棄する")
    assert head.page.input_value("[name=cause]") == CAUSE
    head.page.fill("[name=action]", "担当を決める。")
    head.context.clear_cookies()
    head.press("計画を提出する")
    head.page.fill("#email", "head@example.jp")
    head.page.fill("#password", PASSWORD)
    head.press("サインインする")
    assert head.page.url == live.url + case
    assert head.page.input_value("[name=action]") == "担当を決める。"
    # The letter's link holds the path once, and a change of language stays on its page.
    head.open("/password/reset").fill(email="head@example.jp").press("案内のメールを受け取る")
    live.deliver()
    (link,) = [each for each in links_of(postbox.last_of("head")) if "reset" in each]
    head.open(link)
    assert head.page.url.startswith(f"{live.url}/password/reset/")
    address = head.page.url
    head.page.locator("button[lang=en]").first.click()
    expect(head.page).to_have_url(address)
