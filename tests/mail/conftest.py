"""What tests of mail share: a postbox, and settings that name a server which fills it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pms_tracker import config
from pms_tracker.config import Settings
from pms_tracker.mail import rendering
from tests.databases import Served
from tests.mail.smtp_server import Postbox, listening


@pytest.fixture(autouse=True)
def usual_address() -> None:
    """Whichever app this process made before: links begin as where nothing was set."""
    rendering.use_site(config.DEFAULT_URL)


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def settings(served: Served, postbox: Postbox) -> Iterator[Settings]:
    """Settings that name a server on loopback, which takes letters into the postbox."""
    with listening(postbox) as port:
        url = f"smtp://127.0.0.1:{port}"
        yield replace(served.settings, smtp_url=url, base_url="https://pms.example.jp")
