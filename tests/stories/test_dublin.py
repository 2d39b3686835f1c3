"""A firm in Dublin: set up in English, it meets no rule, word or holiday of Japan."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from openpyxl import load_workbook
from playwright.sync_api import expect
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm import people, working_days
from pms_tracker.web.company import setup
from tests import cast, dublin
from tests.cast import PASSWORD
from tests.papers import told
from tests.stories import lost
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.lost import Opened
from tests.stories.pages import clients
from tests.stories.postbox import Postbox, everything_in
from tests.stories.saying import said
from tests.stories.walker import Walker

pytestmark = pytest.mark.browser

JAPANESE = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff、。「」（）：〜]"
    r"|Japan|Act on the Protection|\bAPPI\b|My Number|P-?[Mm]ark|Privacy ?Mark|JIPDEC|\bJIS\b"
    r"|\bJ\.\d|[Jj]-item|[Kk]atakana|[Ff]urigana|\b[Ee]ras?\b|\b[Ss]eals?\b|[Ss]tamped"
    r"|Protection Commission|Coming of Age|Golden Week|Emperor|Marine Day"
)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The list of countries whose holidays may be kept has them all.
COUNTRIES = {"Japan"}
FIRM = {
    "time_zone": dublin.ZONE,
    "holidays_of": dublin.COUNTRY,
    "company": dublin.COMPANY,
    "unit": "Head Office",
    "representative": "Aoife Brennan",
    "representative_mail": "representative@example.ie",
    "privacy_manager": "Ciara Doyle",
    "privacy_manager_mail": "privacy_manager@example.ie",
    "audit_manager": "Sean Gallagher",
    "audit_manager_mail": "audit_manager@example.ie",
    "password": PASSWORD,
}


@pytest.fixture
def live(just_installed: Live) -> Live:
    return just_installed


def foreign(texts: list[str]) -> list[str]:
    """What of texts a firm in Dublin should not meet."""
    return [each for each in texts if JAPANESE.search(each) and each.strip() not in COUNTRIES]


def nothing_foreign(walker: Walker, name: str) -> None:
    """The page that is open says nothing of Japan; a picture is kept of it."""
    walker.picture(name).fits()
    # Words of another language are no excuse here.
    assert foreign(said(walker.page.content().replace('lang="ja"', ""))) == [], name


def test_a_firm_in_dublin_sets_up_in_english(live: Live, postbox: Postbox, walk: Walk) -> None:
    with walk("en") as clerk:
        clerk.open(f"/setup/?token={setup.make_token(live.settings.instance)}")
        expect(clerk.page.locator("[name=locale_pack][value=international]")).to_be_checked()
        assert clerk.page.input_value("[name=fiscal_start_month]") == "1"
        years_begin_as_usual_where_the_company_is(clerk)
        clerk.picture("set-up").fill(**FIRM).press("会社を登録する")
        nothing_foreign(clerk, "first-steps")
        clerk.follow("部門を登録する", within="main")
        clerk.fill(name="Cork Office").press("部門を登録する", within="main form")
        nothing_foreign(clerk, "departments")
        clerk.follow("人を登録する", within="main")
        nothing_foreign(clerk, "new-person")
        the_manager_brings_policy_and_items(clerk)
        clerk.open("/plan/years/")
        with clerk.page.expect_navigation():
            clerk.page.locator("main form .btn-primary").first.click()
        nothing_foreign(clerk, "year-plan")
        clerk.open("/calendar/?month=2026-12")
        clerk.sees("Christmas Day").sees("Saint Stephen's Day")
        nothing_foreign(clerk, "calendar")
        clerk.open("/company/")
        nothing_foreign(clerk, "company")
    live.deliver()
    assert len(postbox.received) >= 2
    assert foreign([everything_in(each) for each in postbox.received]) == []


def years_begin_as_usual_where_the_company_is(clerk: Walker) -> None:
    """Until somebody says otherwise."""
    country, month = clerk.page.locator("[name=locale_pack]"), "[name=fiscal_start_month]"
    for pack, typed, stands in (
        ("ja-JP", None, "4"),
        ("international", None, "1"),
        ("international", "7", "7"),
        ("ja-JP", None, "7"),
        ("international", "1", "1"),
    ):
        country.and_(clerk.page.locator(f"[value={pack}]")).check()
        if typed:
            clerk.page.fill(month, typed)
        assert clerk.page.input_value(month) == stands


def the_manager_brings_policy_and_items(clerk: Walker) -> None:
    clerk.open("/plan/policies/import")
    nothing_foreign(clerk, "policy-import")
    clerk.fill(text=dublin.POLICY).press("読み取りを確かめる")
    nothing_foreign(clerk, "policy-read")
    clerk.press("この内容で登録する")
    clerk.open("/plan/requirements/")
    nothing_foreign(clerk, "no-requirements-yet")
    clerk.open("/plan/requirements/import")
    nothing_foreign(clerk, "items-import")
    clerk.attach("file", "iso27701.csv", dublin.ITEMS.encode())
    clerk.fill(title="ISO/IEC 27701:2025", key="iso27701", source="ISO", valid_from="2026-01-01")
    clerk.press("読み取りを確かめる")
    nothing_foreign(clerk, "items-read")
    clerk.press("この内容で取り込む")
    nothing_foreign(clerk, "items")


@pytest.fixture
def lived(live: Live) -> Iterator[Live]:
    """The firm after an audit, its nonconformity and a corrective action."""
    with time_machine.travel(clock.at(cast.TODAY, 9), tick=True):
        with live.app.test_request_context():
            dublin.found()
            dublin.items()
            dublin.lived_in()
            dublin.registered()
            session.remove()
        yield live


def test_nobody_in_dublin_meets_anything_of_japan(lived: Live, walk: Walk, tmp_path: Path) -> None:
    met: dict[str, str] = {}
    kinds: Counter[str] = Counter()
    with lived.app.app_context():
        states = lost.states()
    # The first of each role; what one asked of a list no other asks, and a file is read once.
    roles = {role: client for role, _id, client in reversed(clients(lived.app))}
    asked, had = set[str](), set[str]()
    for role, client in roles.items():
        walk_of_role = lost.Walk(lived.app, client, states, asked, sought="consent", had=had)
        for opened in walk_of_role.begin():
            kinds[opened.mimetype] += 1
            for text in foreign(list(words_of(opened, tmp_path))):
                met.setdefault(text, f"{role} {opened.url}")
        assert walk_of_role.lost == []
    assert met == {}
    assert kinds["text/html"] > 300
    assert min(kinds["application/pdf"], kinds[SHEET]) > 0
    lived.pass_the_morning()
    with lived.app.app_context():
        letters = session.scalars(select(OutboxLetter)).all()
        assert letters
        assert foreign([f"{each.subject}\n{each.body}" for each in letters]) == []
        session.rollback()
    with walk("en") as manager:
        manager.come_in("privacy_manager")
        for name, place in PLACES.items():
            manager.open(place)
            nothing_foreign(manager, name)


PLACES = {
    "home": "/",
    "cycle": "/cycle/",
    "case": "/act/cases/CA-2026-001",
    "finding": "/check/findings/F-2026-001",
    "audit": "/check/audits/AU-2026-001",
    "records": "/do/",
    "register": "/do/ledger/",
    "register-entry": "/do/ledger/PI-2026-001",
    "new-entry": "/do/ledger/new",
    "trainings": "/do/trainings/new",
    "reminders": "/company/reminders/",
    "trail": "/trail/",
    "settings": "/me/",
}


def words_of(opened: Opened, folder: Path) -> Iterator[str]:
    """What a page, a paper or a sheet says, also what it says in another language."""
    if opened.mimetype == "application/pdf":
        yield from told(opened.data, folder).splitlines()
    elif opened.mimetype == SHEET:
        yield from cells(opened.data)
    else:
        yield from said(opened.text.replace('lang="ja"', ""))


def cells(data: bytes) -> Iterator[str]:
    """Every text of a workbook."""
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            yield from (str(each) for each in row if each is not None)


def test_days_are_counted_as_dublin_counts_them(lived: Live) -> None:
    with lived.app.app_context():
        company = people.the_company()
        assert (company.time_zone, company.holidays_of) == (dublin.ZONE, dublin.COUNTRY)
        assert clock.zone() == dublin.ZONE
        calendar = working_days.business_calendar()
        # Saint Patrick's Day; and what rests in Japan alone: Labour Thanksgiving, 2 January.
        assert calendar.is_closed(cast.TODAY.replace(month=3, day=17))
        assert not calendar.is_closed(cast.TODAY.replace(month=11, day=23))
        assert not calendar.is_closed(cast.TODAY.replace(month=12, day=30))
        assert working_days.company_holidays() == []
        session.rollback()
