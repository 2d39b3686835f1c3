"""What it costs a clerk and two auditors to get from an empty installation to a signed report."""

from datetime import date

import pytest
import time_machine
from playwright.sync_api import expect
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember
from pms_tracker.database import session
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.web.company import setup
from tests.cast import PASSWORD, POLICY
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.postbox import Postbox, links_of
from tests.stories.walker import Toll, Walker

pytestmark = pytest.mark.browser

# A firm of thirty has no more time for it: pages opened, things pressed, fields filled in. The
# audit itself, a key for each question, is work that a tool must not save.
MOST = {"pages": 22, "clicks": 50, "fields": 25}
INVITED = ("representative", "audit_manager", "auditor")
FIRM = {
    "company": "みなと学習舎株式会社",
    "unit": "本部",
    "representative": "宮下 恒一",
    "representative_mail": "representative@example.jp",
    "privacy_manager": "藤森 奈緒",
    "privacy_manager_mail": "privacy_manager@example.jp",
    "audit_manager": "有賀 俊",
    "audit_manager_mail": "audit_manager@example.jp",
    "password": PASSWORD,
}


@pytest.fixture
def live(just_installed: Live) -> Live:
    return just_installed


def the_clerk_sets_up(live: Live, clerk: Walker) -> None:
    """The privacy manager is the administrator of a small firm as well."""
    clerk.open(f"/setup/?token={setup.make_token(live.settings.instance)}")
    clerk.fill(**FIRM).press("会社を登録する")
    clerk.follow("部門を登録する", within="main")
    clerk.fill(name="松本教室").press("部門を登録する", within="main form")
    clerk.follow("人を登録する", within="main")
    clerk.fill(name="髙山 由紀", mail="auditor@example.jp")
    pick(clerk, "main", "松本教室")
    tick(clerk, "main", "is_head", "auditor", "account")
    clerk.press("この人を登録する")


def pick(walker: Walker, within: str, unit: str) -> None:
    walker.page.locator(f"{within} [name=unit_id]").select_option(label=unit)
    walker.toll.fields += 1
    walker.toll.clicks += 1


def tick(walker: Walker, within: str, *names: str) -> None:
    for name in names:
        walker.page.locator(f"{within} [name={name}]").check()
        walker.toll.clicks += 1


def the_clerk_plans(clerk: Walker) -> None:
    """Policy, requirements and the plan of the year, each as it is proposed."""
    clerk.follow("ホーム").follow("方針を取り込む", within="main")
    clerk.fill(text=POLICY).press("読み取りを確かめる").press("この内容で登録する")
    clerk.follow("ホーム").press("Jの項目を取り込む").press("対応を登録する")
    clerk.follow("年度計画を作る", within="main")
    clerk.press("を計画する").press("提出して承認を求める")


def choose_a_password(walker: Walker, invitation: str) -> None:
    walker.open(invitation)
    walker.fill(password=PASSWORD, password_confirm=PASSWORD).press("パスワードを決めて始める")


def the_audit_manager_plans(auditing: Walker) -> None:
    auditing.press("はじめの質問を取り込む")
    auditing.follow("監査プログラムを作る", within="main")
    auditing.press("のプログラムを作る").press("提出して承認を求める")


def the_representative_approves(representative: Walker) -> None:
    """Programme, policy and the plan of the year: each read, and decided on its page."""
    decide(representative)
    representative.follow("ホーム")
    decide(representative, "登録された版を開く")
    representative.follow("ホーム")
    decide(representative)


def decide(representative: Walker, way: str = "") -> None:
    press_duty(representative)
    if way:
        representative.follow(way)
    representative.fill(decision="approved").press("決定を記録する")


def first_audit(live: Live) -> date:
    """The day of the first audit; the auditor leads it."""
    with live.app.test_request_context():
        found = session.execute(
            select(Audit.planned_on, Person.name)
            .join(AuditTeamMember, AuditTeamMember.audit_id == Audit.id)
            .join(Person, Person.id == AuditTeamMember.person_id)
            .order_by(Audit.planned_on, Audit.id)
        ).first()
        session.rollback()
    assert found is not None
    assert found.name == "髙山 由紀"
    return found.planned_on


def the_audit_is_carried_out(walker: Walker) -> None:
    """Everything looked at conforms; the report is written and signed."""
    press_duty(walker)
    walker.picture("checklist")
    answer_by_keyboard(walker)
    walker.picture("everything-conforms").follow("監査報告書へ進む")
    walker.fill(opinion="手順は定められ、守られている。", conclusion="適合。不適合はない。")
    walker.picture("report-written").press("署名して報告する")
    walker.reads("報告書に署名しました。内容は固定され、次の人に知らせます。").picture("signed")


def answer_by_keyboard(walker: Walker) -> None:
    """One key for each question that is looked at and conforms, one to go on: no tick for all."""
    page = walker.page
    page.locator("[data-next]").click()
    walker.toll.clicks += 1
    for _question in range(page.locator(".is-not_yet").count()):
        page.keyboard.press("1")
        page.keyboard.press("n")
    expect(page.locator(".rail-end")).to_be_visible(timeout=60_000)


def press_duty(walker: Walker) -> None:
    """Press the button of the most urgent duty at home."""
    with walker.page.expect_navigation():
        walker.page.locator(".duty a.btn").first.click()
    walker.toll.pages += 1
    walker.toll.clicks += 1


def test_from_set_up_to_a_signed_report(live: Live, postbox: Postbox, walk: Walk) -> None:
    toll = Toll()
    with walk(toll=toll) as clerk:
        the_clerk_sets_up(live, clerk)
        live.deliver()
        invited = {name: links_of(postbox.last_of(name))[0] for name in INVITED}
        the_clerk_plans(clerk)
        clerk.picture("year-submitted")
    with walk(toll=toll) as auditing:
        choose_a_password(auditing, invited["audit_manager"])
        the_audit_manager_plans(auditing)
        auditing.picture("programme-submitted")
    live.deliver()
    with walk(toll=toll) as representative:
        choose_a_password(representative, invited["representative"])
        the_representative_approves(representative)
        representative.picture("all-approved")
    day = first_audit(live)
    with time_machine.travel(clock.at(day, 10)), walk(toll=toll) as lead:
        choose_a_password(lead, invited["auditor"])
        the_audit_is_carried_out(lead)
    paid = {"pages": toll.pages, "clicks": toll.clicks, "fields": toll.fields}
    assert {name: spent for name, spent in paid.items() if spent > MOST[name]} == {}, paid
