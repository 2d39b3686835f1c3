"""Links in an email begin with the address that is configured when it is sent."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from pms_tracker.config import Settings
from pms_tracker.mail import delivery, rendering
from tests.mail.smtp_server import Postbox
from tests.mail.test_delivery import letter, post
from tests.mail.test_invitations import invitation, notify, planned, whole

BEFORE, NOW = "http://127.0.0.1:8000", "https://intra.example.jp/pms"


@pytest.fixture(autouse=True)
def site() -> Iterator[None]:
    rendering.use_site(BEFORE)
    yield
    rendering.use_site(BEFORE)


def test_an_address_that_changed_since_an_email_was_posted_is_in_all_its_links(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    secret, plain = post(secret=True), post()
    notify(planned())
    moved = replace(settings, base_url=NOW)
    rendering.use_site(NOW)
    assert delivery.deliver(moved) > 3
    said = [whole(each) for each in postbox.taken]
    assert all(BEFORE not in each for each in said)
    assert said[0].count(f"{NOW}/password/reset/s3cr3t") == 2
    assert said[1].count(f"{NOW}/password/reset") == 2
    events = [invitation(each)[1] for each in postbox.taken[2:]]
    assert {str(each["url"]) for each in events if "url" in each} == {f"{NOW}/r/AU-2026-001"}
    assert any(f"{NOW}/r/AU-2026-001" in str(each["description"]) for each in events)
    # As it was kept: its digest in the trail is that of its own words.
    assert f"{BEFORE}/password/reset" in str(letter(plain).body)
    assert letter(secret).body is None


def test_only_links_are_written_anew() -> None:
    text = f'{BEFORE}/r/A {BEFORE}. {BEFORE}0/r <a href="{BEFORE}">'
    assert rendering.moved(text, BEFORE, NOW) == (
        f'{NOW}/r/A {BEFORE}. {BEFORE}0/r <a href="{NOW}">'
    )
    assert rendering.moved(text, "", NOW) == text
