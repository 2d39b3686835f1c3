"""Served below a path, as https://intra.example.jp/pms: doors, redirects and scripts keep to it.

That no link leads above it is asked of every page in `test_every_link.py`.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from pms_tracker.database import transaction
from pms_tracker.logs.masks import MASK
from tests import builders, cast
from tests.cast import PASSWORD
from tests.stories.living import Live, living
from tests.stories.postbox import Postbox, links_of
from tests.stories.walker import PATIENCE, Album, Walker

BELOW = "/pms"
CAUSE = "期限切れの書類を見つける人が決まっていなかった。"


@pytest.fixture
def below(demo_company: Path, tmp_path: Path) -> Iterator[Live]:
    """The demo company below a sub-path."""
    shutil.copytree(demo_company, tmp_path / "instance")
    with living({"PMS_INSTANCE": str(tmp_path / "instance")}, BELOW) as serving:
        yield serving


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
    with living(environment, BELOW) as live:
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
    assert {each.get("path") for each in head.context.cookies()} == {BELOW}
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
