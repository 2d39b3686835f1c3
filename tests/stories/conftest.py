"""Ground of the stories: Chromium, a live server over a fresh company, a mail server, pictures."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from pms_tracker import clock, config
from pms_tracker.app import create_app
from pms_tracker.database import db, session, transaction
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.trail.trail import SYSTEM
from tests import builders, cast
from tests.conftest import missing
from tests.passwords import digest_quickly
from tests.stories.checklist_walk import Opened
from tests.stories.living import Live, give_passwords, living
from tests.stories.postbox import Postbox, open_postbox
from tests.stories.walker import LOCALES, PATIENCE, PHONE, WIDE, Album, Toll, Walker, chromium

QUIETLY = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
# A page costs a quarter less where no thread of its own draws it; but there a click waits in vain
# for what it presses to stand still. Nor does it need a process that stands for a graphics card, or
# threads that compile and sweep beside scripts.
LOOKED_AT = [
    *QUIETLY,
    *("--disable-threaded-compositing", "--in-process-gpu", "--js-flags=--single-threaded"),
]
Walk = Callable[..., Walker]
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


def launched(playwright: Playwright, *words: str) -> Browser:
    found = chromium()
    if found is None:
        missing("browser", "install Debian's package chromium-headless-shell, or chromium")
    return playwright.chromium.launch(executable_path=found, args=words)


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with launched(playwright, *QUIETLY) as started:
        yield started


@pytest.fixture(scope="session")
def window(playwright: Playwright) -> Iterator[Browser]:
    """A browser where pages are looked at, measured and walked by keyboard; nothing is clicked."""
    with launched(playwright, *LOOKED_AT) as started:
        yield started


@pytest.fixture(scope="session")
def new_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder whose company began today: everybody is there, but no policy yet."""
    instance = tmp_path_factory.mktemp("company")
    app = create_app(config.load({"PMS_INSTANCE": str(instance)}))
    digest_quickly(app)
    with time_machine.travel(clock.at(cast.TODAY, 9)), app.test_request_context():
        db.create_all()
        cast.enter(cast.TODAY, with_policy=False)
        _lend_an_auditor()
        give_passwords()
        session.remove()
        db.engine.dispose()
    return instance


@pytest.fixture(scope="module")
def demo(demo_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The demo company served on loopback, for tests that change nothing in it."""
    instance = tmp_path_factory.mktemp("served") / "instance"
    shutil.copytree(demo_company, instance)
    with living({"PMS_INSTANCE": str(instance)}) as serving:
        yield serving


def _lend_an_auditor() -> None:
    """One of the auditors works in 松本教室 as well, so they may not audit it."""
    with transaction():
        staffing.enrol(
            people.person(cast.IDS["second_auditor"]),
            people.unit(cast.UNIT_IDS["松本教室"]),
            since_on=cast.BEGAN,
            by=SYSTEM,
        )


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with open_postbox() as box:
        yield box


@pytest.fixture
def just_installed(tmp_path: Path, postbox: Postbox) -> Iterator[Live]:
    """A server just installed: a database without a company, and a mail server."""
    environment = {"PMS_INSTANCE": str(tmp_path / "instance"), "PMS_SMTP_URL": postbox.url}
    app = create_app(config.load(environment))
    with app.app_context():
        db.create_all()
        session.remove()
        db.engine.dispose()
    with living(environment) as serving:
        yield serving


@pytest.fixture
def live(new_company: Path, postbox: Postbox, tmp_path: Path) -> Iterator[Live]:
    """The app over a copy of the new company's database, with a mail server."""
    shutil.copytree(new_company, tmp_path / "instance")
    environment = {"PMS_INSTANCE": str(tmp_path / "instance"), "PMS_SMTP_URL": postbox.url}
    with living(environment) as serving:
        yield serving


@pytest.fixture
def audit(live: Live) -> str:
    """An audit of 松本教室 against the policy, planned for today; its reference."""
    with live.app.test_request_context(), transaction():
        cast.adopted(cast.POLICY)
        return builders.audit().reference


@pytest.fixture
def album(request: pytest.FixtureRequest) -> Album:
    """Pictures go to the folder that PMS_SCREENSHOTS names; without it none is taken."""
    folder = os.environ.get("PMS_SCREENSHOTS")
    name = request.node.name.removeprefix("test_").replace("[", "-").strip("]")
    return Album(Path(folder) / name if folder else None)


@pytest.fixture
def walk(live: Live, browser: Browser, album: Album) -> Callable[..., object]:
    """`with walk(language, ...) as somebody` hands over a fresh browser."""

    @contextmanager
    def begin(
        language: str = "ja", *, phone: bool = False, scripts: bool = True, toll: Toll | None = None
    ) -> Iterator[Walker]:
        width, height = PHONE if phone else WIDE
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=LOCALES[language],
            has_touch=phone,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        walker = Walker(live, context, language, album, toll or Toll())
        try:
            yield walker
        finally:
            walker.leave()

    return begin


@pytest.fixture
def day(live: Live, audit: str) -> str:
    """The checklist of an audit by two auditors; its address."""
    with live.app.test_request_context(), transaction():
        made = builders.audit(team_ids=[cast.IDS["auditor"], cast.IDS["audit_manager"]])
        return f"/check/audits/{made.reference}/checklist/"


@pytest.fixture
def begin(day: str, walk: Walk) -> Callable[..., Opened]:
    """`with begin(name) as somebody` opens the checklist and waits until it has its key."""

    def opened(name: str = "auditor", **how: object) -> Opened:
        return Opened(walk(**how), name, day)

    return opened
