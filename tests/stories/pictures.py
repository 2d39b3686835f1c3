"""Pictures of the main pages for README: `python -m tests.stories.pictures docs/pictures`.

They show the demo company on the tests' own day, so that the same pages give the same pictures.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import time_machine
from flask import url_for
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember
from pms_tracker.database import session
from tests.cast import TODAY
from tests.stories.demo_company import load_demo
from tests.stories.living import Live, living
from tests.stories.palette import reduced
from tests.stories.walker import LOCALES, PHONE, captured, carry_session, chromium

DESK = (1280, 860)
PRIVACY_MANAGER, AUDIT_MANAGER = 2, 3
QUIETLY = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
View = tuple[int, str]


def at(person_id: int, path: str) -> Callable[[], View]:
    return lambda: (person_id, path)


def _case(state: CaseState) -> Callable[[], View]:
    """A case in this state, seen by whoever's turn it is."""

    def find() -> View:
        case = session.scalars(select(Case).where(Case.state == state).order_by(Case.id)).first()
        assert case is not None
        url = url_for("cases.record", reference=case.reference)
        return case.turn_of_id or PRIVACY_MANAGER, url

    return find


def _checklist() -> View:
    """The checklist of an audit under way, seen by who leads it."""
    audit = session.scalars(select(Audit).where(Audit.state == AuditState.UNDER_WAY)).first()
    assert audit is not None
    team = select(AuditTeamMember.person_id).where(AuditTeamMember.audit_id == audit.id)
    lead = session.scalars(team).first()
    assert lead is not None
    return lead, url_for("checklists.walk", reference=audit.reference)


DESK_VIEWS: dict[str, Callable[[], View]] = {
    "home": at(PRIVACY_MANAGER, "/"),
    "overview": at(PRIVACY_MANAGER, "/cycle/"),
    "findings": at(AUDIT_MANAGER, "/check/findings/"),
    "case": _case(CaseState.CLOSED),
    "checklist": _checklist,
    "policy": at(PRIVACY_MANAGER, "/plan/policies/POL-001"),
}
PHONE_VIEWS: dict[str, Callable[[], View]] = {"approval": _case(CaseState.SUBMITTED)}


def take(folder: Path) -> None:
    """Write every picture in both languages; a page that is not there is said and left out."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        environment = {"PMS_INSTANCE": made}
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIETLY))
        load_demo(Path(made))
        with time_machine.travel(clock.at(TODAY, 10), tick=True), living(environment) as demo:
            for language in LOCALES:
                demo.speak(language)
                for views, size in ((DESK_VIEWS, DESK), (PHONE_VIEWS, PHONE)):
                    for name, find in views.items():
                        picture(browser, demo, find, size, folder / f"{name}-{language}.png")
        browser.close()


def picture(
    browser: Browser, demo: Live, find: Callable[[], View], size: tuple[int, int], path: Path
) -> None:
    with demo.app.test_request_context():
        person_id, url = find()
        session.rollback()
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale=LOCALES[path.stem.rpartition("-")[2]],
        reduced_motion="reduce",
    )
    carry_session(context, demo, person_id)
    page: Page = context.new_page()
    answer = page.goto(demo.url + url, timeout=60_000)
    if answer is not None and answer.ok:
        path.write_bytes(reduced(captured(page, timeout=60_000)))
        print(f"{path} {path.stat().st_size // 1000} kB")
    else:
        print(f"no page at {url}")
    context.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]))
