"""Signing in by the company's provider in a real browser, without a script: its policy lets it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import identity_provider
from tests.cast import PASSWORD
from tests.identity_provider import CLIENT, SECRET
from tests.stories.conftest import Walk
from tests.stories.living import Live, living

pytestmark = pytest.mark.browser


@pytest.fixture
def live(new_company: Path, tmp_path: Path) -> Iterator[Live]:
    """The app over a new company, started with the settings of a provider."""
    shutil.copytree(new_company, tmp_path / "instance")
    with identity_provider.running() as provider:
        environment = {
            "PMS_INSTANCE": str(tmp_path / "instance"),
            "PMS_OIDC_ISSUER": provider.issuer,
            "PMS_OIDC_CLIENT_ID": CLIENT,
            "PMS_OIDC_CLIENT_SECRET": SECRET,
        }
        with living(environment) as serving:
            provider.knows(f"{serving.url}/sign-in/oidc/callback")
            yield serving


@pytest.mark.parametrize(
    ("language", "name"), [("ja", "会社のアカウント"), ("en", "your company account")]
)
def test_an_account_is_linked_and_signs_in_without_a_script(
    walk: Walk, live: Live, language: str, name: str
) -> None:
    live.speak(language)
    with walk(language, scripts=False, phone=language == "ja") as somebody:
        somebody.sign_in("auditor").open("/me/oidc").fits().picture("own")
        somebody.fill(password=PASSWORD)
        linked = somebody.words("%(name)sと連携する") % {"name": name}
        somebody.page.get_by_role("button", name=linked).click()
        somebody.page.wait_for_url("**/me/oidc")
        somebody.reads("連携を解除する").fits().picture("linked")
    with walk(language, scripts=False) as later:
        later.open("/sign-in?next=/check/findings/").fits().picture("sign_in")
        button = later.words("%(name)sでサインインする") % {"name": name}
        later.page.get_by_role("button", name=button).click()
        later.page.wait_for_url("**/check/findings/")
        expect(later.page).to_have_url(re.compile("/check/findings/$"))
