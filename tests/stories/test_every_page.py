"""Every page of the app, in the demo company: for eyes, for screen readers, by keyboard alone."""

import errno
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import abort, url_for
from playwright.sync_api import Browser

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.database import db, transaction
from pms_tracker.people.changes import leaving
from pms_tracker.people.firm import people
from pms_tracker.web.company import setup
from pms_tracker.web.shell.error_pages import TITLES
from tests import cast
from tests.conftest import FULL
from tests.registers.telling import telling
from tests.stories.living import Live, living
from tests.stories.looking import Onlookers
from tests.stories.pages import ASKED, BY_ITSELF, NO_PAGES, STRANGER, pages_of, rules
from tests.stories.places import HOME, LANGUAGES, Place, Sight, every_sight, sights

# At 640 px, which is 1280 at 200 %, a page is laid out as at 320, with more room.
WIDTHS = (1280, 1024, 768, 640, 320) if FULL else (1280, 1024, 768, 320)
# Pages of registers that have nothing of a register's own but its name.
OF_THE_MECHANISM = {
    f"{register.key}.{page}"
    for register in REGISTERS
    for page in ("as_of", "drafts", "import_form", "waiting")
    if not FULL and register not in telling()
}
# Pages of one kind beside each other: lists, records, forms.
ENDPOINTS = sorted(
    rules().keys() - NO_PAGES - BY_ITSELF - OF_THE_MECHANISM,
    key=lambda each: each.partition(".")[::-1],
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shown() -> set[Place]:
    """What the pages have shown so far: of what was looked at before, less is looked at again."""
    return set()


@pytest.fixture(scope="module")
def onlookers(window: Browser, demo: Live) -> Iterator[Onlookers]:
    everybody = Onlookers(window, demo)
    yield everybody
    everybody.leave()


def complaints_about(sight: Sight, onlookers: Onlookers) -> list[str]:
    page, role = sight.page, sight.role
    frame = FULL or page.endpoint == HOME
    with onlookers.open(
        page.url, person_id=page.readers[role], language=sight.language, width=WIDTHS[0]
    ) as look:
        for width in WIDTHS:
            if width in sight.widths:
                look.at(width, contrasts=sight.contrasts, targets=sight.targets, frame=frame)
            else:
                look.fits(width)
        if sight.by_keyboard:
            look.fits(WIDTHS[0])
            look.by_keyboard(frame=frame)
        return [
            f"{page.name} ({page.url}) as {role} in {sight.language}: {what}"
            for what in look.complaints
        ]


@pytest.mark.parametrize(
    "endpoint",
    # One worker walks them all, and knows what pages before showed. Where every page is looked at
    # in every way, two share them.
    [
        pytest.param(each, marks=pytest.mark.xdist_group(f"walk-{turn % 2 if FULL else 0}"))
        for turn, each in enumerate(ENDPOINTS)
    ],
)
def test_a_page_is_good_for_everybody_who_may_open_it(
    endpoint: str, demo: Live, onlookers: Onlookers, shown: set[Place]
) -> None:
    found = pages_of(demo, endpoint)
    assert found.pages or found.others, (
        "nobody can open it in the demo company: say in tests/stories/pages.py what it needs, "
        "or that it is no page"
    )
    looks = every_sight(found) if FULL else sights(found, ENDPOINTS.index(endpoint), shown)
    # A language at a time: each change of it is everybody's.
    in_turn = sorted(looks, key=lambda each: each.language != "ja")
    complaints = [each for sight in in_turn for each in complaints_about(sight, onlookers)]
    assert not complaints, "\n".join(complaints)


FRAMES = [STRANGER, "employee"]


def refuse(status: int) -> None:
    if status == 507:
        # Werkzeug has none of its own: what a full disk says.
        raise OSError(errno.ENOSPC, "no space left on device")
    abort(status)


@pytest.mark.xdist_group("walk-0")
@pytest.mark.parametrize(
    ("status", "who"),
    # What is refused is said in one template; around it is the frame, or none.
    [
        (status, who)
        for turn, status in enumerate(TITLES)
        for who in (FRAMES if FULL else FRAMES[turn % 2 :][:1])
    ],
)
def test_a_page_that_refuses_is_good(
    status: int, who: str, demo: Live, onlookers: Onlookers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(demo.app.view_functions, "help.index", lambda: refuse(status))
    person_id = None if who == STRANGER else 13
    for language in LANGUAGES:
        with onlookers.open("/help/", person_id=person_id, language=language, width=1280) as look:
            assert look.status == status
            # As other pages: with axe at one end of the widths in each language.
            for width in (1280, 320):
                look.at(width) if (width == 320) == (language == "en") else look.fits(width)
            look.by_keyboard()
            assert not look.complaints


BAD = """<!doctype html><html lang="ja"><head><title></title>
<style>a { outline: none }</style></head><body><main><h1>悪い例</h1><p>閉じない<b></p>
<p>&lt;b class="mark">見えるタグ</p>
<script>alert(1)</script><img src="/static/none.png">
<table width="2000"><tr><td>幅</td></tr></table>
<p><font color="#eee">薄い字</font></p>
<a href="/" tabindex="-1">行けない</a><iframe src="http://127.0.0.2:9/" title="よそ"></iframe>
<p style="font-size:3px"><a href="/help/">一</a><a href="/terms/">二</a></p>
<form><input type="hidden" name="turn"><button name="turn" value="on">押す</button></form>
</main></body></html>"""


@pytest.mark.xdist_group("walk-0")
def test_whoever_looks_sees_what_is_wrong(
    demo: Live, onlookers: Onlookers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(demo.app.view_functions, "overview.health", lambda: BAD)
    with onlookers.open("/healthz", person_id=None, language="ja", width=1280) as look:
        look.at(320, frame=False)
        look.by_keyboard()
    told = "\n".join(look.complaints)
    for what in (
        *(
            "malformed HTML",
            "markup shown as words",
            "stopped",
            "console",
            "failed: 404",
            "scrolls sideways at 320",
            "hidden by a field of its name",
        ),
        # Of the whole page, of what stands in it, of how words look and of where there is to press.
        *("axe at 320, document-title", "axe at 320, image-alt"),
        *("axe at 320, color-contrast", "axe at 320, target-size"),
        "not reached by Tab",
    ):
        assert what in told, told


@pytest.mark.xdist_group("walk-1")
@pytest.mark.parametrize("may_begin", [False, True])
def test_the_first_page_of_all_is_good(may_begin: bool, tmp_path: Path, window: Browser) -> None:
    with living({"PMS_INSTANCE": str(tmp_path)}) as empty:
        with empty.app.test_request_context():
            db.create_all()
            token = setup.make_token(empty.settings.instance) if may_begin else None
            url = url_for("setup.first_run", token=token)
        everybody = Onlookers(window, empty)
        for language in LANGUAGES:
            with everybody.open(url, person_id=None, language=language, width=1280) as look:
                assert look.status == 200
                look.at(1280)
                look.at(320)
                look.by_keyboard()
                assert not look.complaints
        everybody.leave()


@pytest.mark.xdist_group("walk-1")
def test_the_page_that_asks_to_erase_somebody_who_left_is_good(live: Live, window: Browser) -> None:
    with live.app.test_request_context():
        who = cast.IDS["auditor"]
        with transaction():
            long_ago = cast.TODAY - timedelta(days=live.settings.former_people_days + 1)
            by = cast.viewer("administrator").actor
            leaving.leave(people.person(who), on=long_ago, by=by)
        url = url_for("person_erasures.form", person_id=who)
    everybody = Onlookers(window, live)
    for language in LANGUAGES:
        for role in ("privacy_manager", "audit_manager"):
            reader = cast.IDS[role]
            with everybody.open(url, person_id=reader, language=language, width=1280) as look:
                assert look.status == 200
                look.at(1280)
                look.fits(768)
                look.at(320)
                look.by_keyboard()
                assert not look.complaints
    everybody.leave()


def test_what_is_said_about_pages_is_about_pages_there_are() -> None:
    assert rules().keys() >= NO_PAGES | BY_ITSELF
    assert ASKED.keys() <= rules().keys()
