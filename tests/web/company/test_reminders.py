"""The page of reminders: what comes, to whom and why, without content; and a letter to try."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.database import session
from pms_tracker.kernel.duty import Duty
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm import people
from pms_tracker.reminders.rules.climb_rules import Climb
from pms_tracker.reminders.rules.reminder_rules import Coming
from pms_tracker.reminders.scan import ahead, reminders
from pms_tracker.web.company.reminder_views import why
from tests import builders
from tests.cast import IDS, TODAY
from tests.databases import Served
from tests.house.quiet_app import quiet_app
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

DUTY = Duty("do_case", "CA-2026-001", 7, date(2026, 12, 16))


def test_what_comes_is_told_without_what_records_hold(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case_in(CaseState.DOING)
    for name in ("administrator", "privacy_manager"):
        page = words(visitor.as_(name).get("/reminders/"))
        for said in ("CA-2026-001", "原 大地", "期限超過を代表者へ", "方針の見直し"):
            assert said in page, (name, said)
        assert "申込書" not in page
    assert 'href="/act/cases/CA-2026-001"' in page
    assert "自分にテストメールを送る" not in page
    for name in ("head", "auditor", "employee"):
        assert visitor.as_(name).get("/reminders/").status_code == 403


def test_a_link_is_there_only_where_it_opens(served: Served, visitor: Visitor) -> None:
    """The administrator, an employee too, owns one of two cases."""
    with committing(served):
        for position in (1, 2):
            case = builders.case_in(CaseState.DOING, position=position)
        case.turn_of_id = IDS["administrator"]
    for name in ("administrator", "privacy_manager", "representative", "audit_manager"):
        page = words(visitor.as_(name).get("/reminders/"))
        links = set(re.findall(r'class="ref" href="([^"]+)"', page))
        assert "/act/cases/CA-2026-002" in links
        for link in links:
            assert visitor.get(link).status_code == 200, (name, link)
    assert {"CA-2026-001", "CA-2026-002"} <= set(re.findall(r"CA-2026-\d+", page))


def test_the_letters_of_a_month_stand_by_day_and_person(served: Served, visitor: Visitor) -> None:
    with committing(served):
        for position in (1, 2, 3):
            builders.case_in(CaseState.DOING, position=position)
    page = words(visitor.as_("privacy_manager").get("/reminders/"))
    with reading(served):
        found = ahead.next_days()
    assert found.of == len(found.letters)
    assert page.count('<b class="who">') == found.of
    assert f"{found.of}通" in page
    heads = re.findall(r"<(?:h2|summary)>(2026年[^<]+)", page)
    assert len(heads) == len({letter.on for letter in found.letters})
    assert page.count('class="ref"') == sum(len(letter.lines) for letter in found.letters)


def test_when_due_dates_were_last_checked_is_told(served: Served, visitor: Visitor) -> None:
    said = "期限の最後の確認"
    page = words(visitor.as_("administrator").get("/reminders/"))
    assert "まだ" in page.split(said)[1]
    with served.app.app_context(), clock.set_to(clock.at(TODAY, 8)):
        reminders.run_daily(TODAY)
    assert "2026年11月24日(火) 08:00" in words(visitor.get("/reminders/")).split(said)[1]


def test_the_administrator_sends_a_letter_to_try(served: Served, visitor: Visitor) -> None:
    answer = visitor.as_("administrator").post("/reminders/test")
    with reading(served):
        sent = session.scalars(select(OutboxLetter)).one()
        assert (sent.key, sent.person_id) == ("test", IDS["administrator"])
        number = sent.id
    assert answer.location == f"/letters/{number}"
    assert "テストメール" in words(visitor.get(f"/letters/{number}"))
    assert "送信待ち" in words(visitor.get("/reminders/"))
    assert visitor.as_("privacy_manager").post("/reminders/test").status_code == 403


def test_without_an_address_nothing_is_sent(served: Served, visitor: Visitor) -> None:
    with committing(served):
        people.person(IDS["administrator"]).mail = None
    assert visitor.as_("administrator").post("/reminders/test").location == "/reminders/"
    assert "登録されていないため、送れません。" in words(visitor.get("/reminders/"))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Coming(DUTY, DUTY.due_on, -7), "期限の7日前"),
        (Coming(DUTY, DUTY.due_on, 0), "当日"),
        (Coming(DUTY, DUTY.due_on, 14), "2週間超過"),
        (Coming(DUTY, DUTY.due_on, 5), "5日超過"),
        (Climb(DUTY, (7,), 1, 3, DUTY.due_on, 21), "期限超過を部門責任者へ"),
    ],
)
def test_the_stage_is_said_in_words(found: Coming | Climb, said: str) -> None:
    with quiet_app().test_request_context(headers={"Accept-Language": "ja"}):
        assert why(found) == said
