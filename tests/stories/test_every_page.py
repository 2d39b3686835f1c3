"""Every page of the app, in the demo company: for eyes, for screen readers, by keyboard alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from flask import url_for
from flask_security.recoverable import generate_reset_password_token
from playwright.sync_api import Browser
from sqlalchemy import select

from pms_tracker import clock, config
from pms_tracker.act.models import Case
from pms_tracker.act.rules import CaseState
from pms_tracker.app import create_app
from pms_tracker.check.models import Audit, AuditTeamMember, Finding
from pms_tracker.check.rules import AuditState, FindingState
from pms_tracker.database import db, session
from pms_tracker.demo import load
from pms_tracker.mail.models import OutboxLetter
from pms_tracker.people.models import Account, Membership, Person
from pms_tracker.web import setup
from tests.cast import TODAY
from tests.stories.living import Live, living
from tests.stories.looking import looking

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

Visit = tuple[int | None, str]
Find = Callable[[], Visit]
PRIVACY_MANAGER, AUDIT_MANAGER, ADMINISTRATOR = "田中 美緒", "髙橋 正行", "山﨑 達也"

# They answer with a file, a word for a machine, or the way to another page.
NO_PAGES = {
    *("static", "bootstrap.static", "security.static", "findings.file", "cases.file"),
    *("overview.health", "overview.ready", "links.resolve", "days.read"),
}


def person(name: str) -> int:
    return session.scalars(select(Person.id).where(Person.name == name)).one()


def by(name: str, endpoint: str, **values: object) -> Find:
    return lambda: (person(name), url_for(endpoint, **values))


def stranger(endpoint: str, **values: object) -> Find:
    return lambda: (None, url_for(endpoint, **values))


def reset() -> Visit:
    token = generate_reset_password_token(session.scalars(select(Account)).first())
    return None, url_for("security.reset_password", token=token)


def audit(endpoint: str, state: AuditState, **values: object) -> Find:
    """An audit in this state, seen by whoever leads it."""

    def find() -> Visit:
        found = session.scalars(select(Audit).where(Audit.state == state)).first()
        assert found is not None
        team = select(AuditTeamMember.person_id).where(AuditTeamMember.audit_id == found.id)
        where = url_for(endpoint, reference=found.reference, **values)
        return session.scalars(team).first(), where

    return find


def finding(state: FindingState) -> Find:
    def find() -> Visit:
        found = session.scalars(select(Finding).where(Finding.state == state)).first()
        assert found is not None
        return person(AUDIT_MANAGER), url_for("findings.record", reference=found.reference)

    return find


def case(state: CaseState, endpoint: str = "cases.record") -> Find:
    """A case in this state, seen by whoever's turn it is."""

    def find() -> Visit:
        found = session.scalars(
            select(Case).where(Case.state == state).order_by(Case.round.desc())
        ).first()
        assert found is not None
        who = found.turn_of_id or person(AUDIT_MANAGER)
        return who, url_for(endpoint, reference=found.reference)

    return find


def erasure() -> Visit:
    found = session.scalars(select(Finding)).first()
    assert found is not None
    return person(PRIVACY_MANAGER), url_for("erasures.ask_form", reference=found.reference)


def letter() -> Visit:
    found = session.scalars(select(OutboxLetter).where(~OutboxLetter.secret)).first()
    assert found is not None
    return person(ADMINISTRATOR), url_for("letters.record", letter_id=found.id)


def amending() -> Visit:
    """The head of the unit changes a plan that was approved."""
    found = session.scalars(select(Case).where(Case.state == CaseState.DOING)).first()
    assert found is not None
    who = session.scalars(
        select(Membership.person_id).where(
            Membership.unit_id == found.unit_id, Membership.is_head.is_(True)
        )
    ).first()
    return who, url_for("cases.amend_form", reference=found.reference)


PAGES: dict[str, Find] = {
    "sign-in": stranger("security.login"),
    "password-forgotten": stranger("security.forgot_password"),
    "password-reset": reset,
    "password-change": by(PRIVACY_MANAGER, "security.change_password"),
    "password-verify": by(PRIVACY_MANAGER, "security.verify"),
    "home": by(PRIVACY_MANAGER, "overview.home"),
    "found": by(PRIVACY_MANAGER, "links.find", q="申込書"),
    "policies": by(PRIVACY_MANAGER, "policies.index"),
    "policy-import": by(PRIVACY_MANAGER, "policies.import_form"),
    "policy": by(PRIVACY_MANAGER, "policies.record", reference="POL-001"),
    "policy-review": by(PRIVACY_MANAGER, "policies.review_form", reference="POL-001"),
    "audits": by(AUDIT_MANAGER, "audits.index"),
    "audit-plan": by(AUDIT_MANAGER, "audits.plan_form"),
    **{f"audit-{state}": audit("audits.record", state) for state in AuditState},
    "checklist": audit("checklists.walk", AuditState.UNDER_WAY),
    "finding-form": audit("checklists.finding_form", AuditState.UNDER_WAY, position=1),
    "findings": by(AUDIT_MANAGER, "findings.index"),
    **{f"finding-{state}": finding(state) for state in FindingState},
    "cases": by(PRIVACY_MANAGER, "cases.index"),
    **{f"case-{state}": case(state) for state in CaseState},
    "case-amend": amending,
    "erasures": by(PRIVACY_MANAGER, "erasures.index"),
    "erasure": erasure,
    "people": by(ADMINISTRATOR, "people.index"),
    "person-new": by(ADMINISTRATOR, "people.new"),
    "person": lambda: (
        person(ADMINISTRATOR),
        url_for("people.record", person_id=person(PRIVACY_MANAGER)),
    ),
    "letters": by(ADMINISTRATOR, "letters.index"),
    "letter": letter,
    "trail": by(PRIVACY_MANAGER, "trail.index", verify=1),
    "not-found-inside": lambda: (person(PRIVACY_MANAGER), "/no/such/page"),
    "not-found-outside": lambda: (None, "/no/such/page"),
}
SETUP = {"setup-waiting": False, "setup": True}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The demo company, loaded that morning, and served on loopback."""
    environment = {"PMS_INSTANCE": str(tmp_path_factory.mktemp("demo"))}
    settings = config.load(environment)
    app = create_app(settings)
    with time_machine.travel(clock.at(TODAY, 9)), app.test_request_context():
        db.create_all()
        load.load(settings)
        session.remove()
        db.engine.dispose()
    with living(environment) as serving:
        yield serving


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Live]:
    """An installation nobody has set up."""
    with living({"PMS_INSTANCE": str(tmp_path)}) as serving:
        with serving.app.app_context():
            db.create_all()
        yield serving


def visit(demo: Live, name: str) -> Visit:
    with demo.app.test_request_context():
        return PAGES[name]()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_good_at_both_ends_of_the_widths(name: str, demo: Live, browser: Browser) -> None:
    demo.speak("ja")
    who, url = visit(demo, name)
    with looking(browser, demo, url, person_id=who, language="ja", width=1280) as look:
        assert look.status == (404 if "not-found" in name else 200)
        look.check_quiet()
        look.check_keyboard()
        look.check_at(1280)
        look.check_at(320)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_good_in_english_between_the_widths(
    name: str, demo: Live, browser: Browser
) -> None:
    demo.speak("en")
    who, url = visit(demo, name)
    with looking(browser, demo, url, person_id=who, language="en", width=768) as look:
        assert look.page.locator("html").get_attribute("lang") == "en"
        look.check_quiet()
        look.check_at(768)


@pytest.mark.parametrize("name", SETUP)
def test_the_first_page_of_all_is_good(name: str, empty: Live, browser: Browser) -> None:
    token = setup.make_token(empty.settings.instance) if SETUP[name] else None
    with empty.app.test_request_context():
        url = url_for("setup.first_run", token=token)
    with looking(browser, empty, url, person_id=None, language="ja", width=1280) as look:
        assert look.status == 200
        look.check_quiet()
        look.check_keyboard()
        look.check_at(1280)
        look.check_at(320)


def test_no_page_is_forgotten(demo: Live) -> None:
    with demo.app.test_request_context():
        adapter = demo.app.url_map.bind("")
        looked_at = {
            adapter.match(PAGES[name]()[1].partition("?")[0])[0]
            for name in PAGES
            if "not-found" not in name
        }
    there = {
        rule.endpoint for rule in demo.app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    assert there - NO_PAGES - looked_at == {"setup.first_run"}
