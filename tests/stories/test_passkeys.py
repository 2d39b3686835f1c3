"""A passkey in a real browser: added, the second step, the whole sign-in, seen again, removed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.stories.conftest import Walk
from tests.stories.living import Live, living
from tests.stories.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NAME = "会社のノートPC"


@pytest.fixture
def live(new_company: Path, tmp_path: Path) -> Iterator[Live]:
    """The app over a new company, under a name: browsers bind no passkey to an address."""
    shutil.copytree(new_company, tmp_path / "instance")
    with living({"PMS_INSTANCE": str(tmp_path / "instance")}, host="localhost") as serving:
        yield serving


def hold_key(somebody: Walker) -> None:
    """Put a key into this browser that knows who holds it."""
    devtools = somebody.context.new_cdp_session(somebody.page)
    devtools.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})


def press(somebody: Walker, japanese: str, then: str) -> None:
    """Press a button whose page asks the browser for the key and leads on by itself."""
    somebody.page.get_by_role("button", name=somebody.words(japanese)).click()
    somebody.page.wait_for_url(somebody.live.url + then)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_passkey_from_first_to_last(walk: Walk, live: Live, language: str) -> None:
    live.speak(language)
    with walk(language, phone=language == "en") as somebody:
        page = somebody.page
        hold_key(somebody)
        somebody.sign_in("auditor").open("/me/factor").fits().picture("none")
        page.fill("[name='name']", NAME)
        press(somebody, "パスキーを登録する", "/me/factor")
        expect(page.locator(".passkey")).to_contain_text(NAME)
        somebody.fits().picture("added")
        # After the password it is the second step.
        page.context.clear_cookies()
        somebody.open("/sign-in").fits().picture("sign_in").sign_in("auditor")
        page.wait_for_url("**/sign-in/passkey**")
        somebody.fits().picture("second_step")
        press(somebody, "パスキーを使う", "/")
        somebody.open("/check/findings/")
        # By itself it is both steps, and leads where its holder wanted to go.
        page.context.clear_cookies()
        somebody.open("/sign-in?next=/check/findings/")
        press(somebody, "パスキーでサインインする", "/check/findings/")
        somebody.open("/password/verify?next=/me/factor").fits().picture("again")
        press(somebody, "パスキーで確認する", "/me/factor")
        page.locator(".passkey button").click()
        expect(page.locator(".passkey")).to_have_count(0)
        # What the browser still holds opens nothing any more.
        page.context.clear_cookies()
        somebody.open("/sign-in")
        press(somebody, "パスキーでサインインする", "/sign-in/passkey")
        somebody.reads(
            "パスキーを確認できませんでした。もう一度試すか、ほかの方法を使ってください。"
        )
        somebody.fits().picture("refused")


def test_without_a_key_or_without_script_the_other_ways_stay(walk: Walk, live: Live) -> None:
    with walk() as somebody:
        # A browser that holds no key gives up, and says so.
        somebody.page.add_init_script(
            "navigator.credentials.get = () => Promise.reject(new Error())"
        )
        somebody.open("/sign-in").press("パスキーでサインインする")
        expect(somebody.page.locator("[data-refused]")).to_be_visible()
        expect(somebody.page.locator("[data-again]")).to_be_visible()
        somebody.fits().picture("given_up").follow("サインインへ戻る")
        somebody.sign_in("auditor").open("/me/")
    with walk(scripts=False) as another:
        another.open("/sign-in")
        expect(another.page.locator("[data-passkeys]")).to_be_hidden()
        another.sign_in("auditor").open("/me/factor").fits()
        another.reads("パスキーを使うには、ブラウザーのJavaScriptを有効にしてください。")
