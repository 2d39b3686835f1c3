"""A password may be looked at while it is typed, wherever one is asked for; without script, not."""

from pathlib import Path

import pytest
from flask_security.recoverable import generate_reset_password_token
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from pms_tracker.database import db, session
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.web.company import setup
from tests.cast import IDS, PASSWORD
from tests.stories.conftest import Walk
from tests.stories.living import Live, living
from tests.stories.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def looks(walker: Walker, name: str) -> None:
    """Type a password, show it, and hide it again; nothing typed is lost, and the caret stays."""
    field = walker.page.locator(f"main [name='{name}']")
    button = walker.page.locator(f"[data-shows='{field.get_attribute('id')}']")
    expect(field).to_have_attribute("type", "password")
    expect(button).to_have_attribute("aria-pressed", "false")
    field.fill(PASSWORD)
    button.click()
    expect(field).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(field).to_be_focused()
    expect(field).to_have_value(PASSWORD)
    button.press("Enter")
    expect(field).to_have_attribute("type", "password")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(field).to_have_value(PASSWORD)


def reset_link(live: Live) -> str:
    with live.app.test_request_context():
        account = session.scalars(select(Account).where(Account.person_id == IDS["head"])).one()
        return f"/password/reset/{generate_reset_password_token(account)}"


def test_the_password_of_a_sign_in_is_shown_and_sent_hidden(live: Live, walk: Walk) -> None:
    with walk() as head:
        head.open("/sign-in")
        looks(head, "password")
        head.page.locator("[data-shows]").click()
        expect(head.page.locator("#password")).to_have_attribute("type", "text")
        # What a browser is asked to remember is a password, whatever was looked at before.
        head.page.evaluate(
            """() => document.querySelector("#password").form.addEventListener("submit",
              () => sessionStorage.setItem("sent", document.querySelector("#password").type))"""
        )
        head.fill(email="head@example.jp").press("サインインする")
        assert head.page.evaluate("sessionStorage.getItem('sent')") == "password"
        head.open("/me/").reads("自分の設定")


def test_every_field_for_a_password_can_be_shown(live: Live, walk: Walk) -> None:
    with walk() as stranger:
        stranger.open(reset_link(live))
        for name in ("password", "password_confirm"):
            looks(stranger, name)
    with walk() as head:
        head.come_in("head").open("/password/change")
        for name in ("password", "new_password", "new_password_confirm"):
            looks(head, name)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_password_of_the_set_up_is_shown_where_there_is_script(
    tmp_path: Path, browser: Browser, scripts: bool
) -> None:
    with living({"PMS_INSTANCE": str(tmp_path)}) as empty:
        with empty.app.test_request_context():
            db.create_all()
            token = setup.make_token(empty.settings.instance)
        context = browser.new_context(java_script_enabled=scripts, locale="ja-JP")
        page = context.new_page()
        page.goto(f"{empty.url}/setup/?token={token}")
        field, button = page.locator("main [name='password']"), page.locator("[data-shows]")
        field.fill(PASSWORD)
        if scripts:
            button.click()
        else:
            expect(button).to_be_hidden()
        expect(field).to_have_attribute("type", "text" if scripts else "password")
        expect(field).to_have_value(PASSWORD)
        context.close()


def test_without_script_nothing_is_offered_and_the_password_is_taken(
    live: Live, walk: Walk
) -> None:
    with walk(scripts=False) as head:
        head.open("/sign-in")
        expect(head.page.locator("[data-shows]")).to_be_hidden()
        head.sign_in("head").open("/password/change")
        for button in head.page.locator("[data-shows]").all():
            expect(button).to_be_hidden()
        for field in head.page.locator("main input[type='password']").all():
            field.fill(PASSWORD)
        assert head.page.locator("main input[type='password']").count() == 3
