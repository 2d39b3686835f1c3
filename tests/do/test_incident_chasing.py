"""From the third day on the representative hears daily of an incident without a first report."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.do.incidents.incident_duties import CHASE, FIRST
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.kernel.habits import DEFAULT, Ladder
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.reminders.running.reminder_tables import ReminderLedger
from pms_tracker.reminders.scan import reminders, stages
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.do.test_incidents import KNOWN_ON, change, due, entered
from tests.visitor import Visitor
from tests.web.browsing import committing, words

pytestmark = pytest.mark.both_databases
THIRD, FIFTH = KNOWN_ON + timedelta(days=2), KNOWN_ON + timedelta(days=4)


def mornings(days: int) -> None:
    """What the server does on so many mornings from the day of the report on."""
    for each in range(days):
        day = TODAY + timedelta(days=each)
        with clock.set_to(clock.at(day, 7)):
            reminders.scan(day)


def chased() -> list[tuple[str, date]]:
    """What the representative is to look to on the third day."""
    with clock.set_to(clock.at(THIRD, 7)):
        return due(CHASE)


def said(kind: str) -> list[tuple[int, date]]:
    """To whom a kind was said, and on which day after its due day."""
    its = select(ReminderLedger).where(ReminderLedger.kind == kind, ReminderLedger.rung == 0)
    rows = session.scalars(its.order_by(ReminderLedger.id))
    return [(each.person_id, each.due_on + timedelta(days=each.stage)) for each in rows]


def test_the_representative_hears_every_day_from_the_third_on_closed_days_too(app: Flask) -> None:
    with transaction():
        row = entered(sensitive=True)
    assert chased() == [(INCIDENTS.name_of(row), FIFTH)]
    mornings(8)
    days = [THIRD + timedelta(days=each) for each in range(8 - (THIRD - TODAY).days)]
    assert said(CHASE) == [(IDS["representative"], each) for each in days]
    assert {each.weekday() for each in days} > {5, 6}


def test_nobody_hears_before_the_third_day(app: Flask) -> None:
    with transaction():
        entered(sensitive=True)
    mornings((THIRD - TODAY).days)
    assert said(CHASE) == []


def test_once_the_first_report_is_made_everywhere_nobody_hears_of_it_any_more(app: Flask) -> None:
    with transaction():
        row = entered(sensitive=True)
    assert chased()
    with transaction():
        change(row, commission_first_on=TODAY)
    assert chased()
    with transaction():
        change(row, body_first_on=TODAY)
    assert chased() == due(FIRST) == []


def test_where_the_representative_runs_the_pms_the_report_itself_is_said(app: Flask) -> None:
    with transaction():
        entered(sensitive=True)
        (row,) = people.role_grants(IDS["privacy_manager"])
        who, by = people.person(IDS["privacy_manager"]), viewer("representative")
        staffing.end_role(who, row.id, until_on=TODAY, by=by, reason="退職")
    mornings(6)
    after = {each for each, day in said(FIRST) if day >= THIRD}
    assert (said(CHASE), after) == ([], {IDS["representative"]})


def test_the_company_may_set_other_days_and_take_them_back(app: Flask) -> None:
    usual = stages.usual_of(CHASE)
    assert (usual, stages.usual_of("answer_case")) == (Ladder((2, 1, 0), every=1), DEFAULT)
    by = viewer("administrator").actor
    with transaction():
        stages.change(CHASE, DEFAULT, by=by)
    assert stages.set_by_company() == {CHASE: DEFAULT}
    with transaction():
        stages.change(CHASE, usual, by=by)
    assert stages.set_by_company() == {}


def test_the_page_of_stages_says_which_duty_has_its_own(served: Served, visitor: Visitor) -> None:
    with committing(served):
        entered(sensitive=True)
    page = words(visitor.as_("administrator").get("/company/reminders/"))
    assert "速報がまだ済んでいない事故" in page
    assert "期限の後は1日ごと。休みの日にもお知らせします。" in page
