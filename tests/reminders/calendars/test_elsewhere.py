"""Reminders of questions to other units: to whoever answers that day; they climb, and end."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act import case_duties
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session, transaction
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.profile import Part
from pms_tracker.people.changes import deputies
from pms_tracker.people.changes.deputies import Wanted
from pms_tracker.people.firm import people
from pms_tracker.reminders.calendars import calendars, feeds
from pms_tracker.reminders.running.reminder_tables import ReminderLedger
from pms_tracker.reminders.scan import reminders
from tests import builders
from tests.act.elsewhere.asking import DUE, answer, asked
from tests.cast import IDS, TODAY, viewer

HEAD, DEPUTY = IDS["other_head"], IDS["employee"]
WEEK_BEFORE = DUE - timedelta(days=7)
MONTH = Days(date(2026, 12, 1), date(2026, 12, 31))


@pytest.fixture
def question(app: Flask) -> None:
    """The shop is asked today; its head is away a week before the answer is due."""
    with transaction():
        builders.profile(Part.ELSEWHERE)
        asked()
        wanted = Wanted(DEPUTY, WEEK_BEFORE, WEEK_BEFORE)
        deputies.name(people.person(HEAD), wanted, by=viewer("representative"))


def heard(day: date) -> list[tuple[int, int]]:
    """Whom the morning's scan tells of the question, and on which rung they stand."""
    before = set(_told())
    with clock.set_to(clock.at(day, 7)):
        reminders.scan(day)
    session.rollback()
    return sorted(set(_told()) - before)


def _told() -> list[tuple[int, int]]:
    of_kind = ReminderLedger.kind == case_duties.ELSEWHERE
    rows = session.execute(select(ReminderLedger.person_id, ReminderLedger.rung).where(of_kind))
    return [(row.person_id, row.rung) for row in rows]


@pytest.mark.usefixtures("question")
def test_head_and_deputy_hear_of_it_and_late_it_climbs() -> None:
    assert heard(TODAY) == [(HEAD, 0)]
    assert heard(WEEK_BEFORE) == [(DEPUTY, 0)]
    assert heard(date(2026, 12, 16)) == [(IDS["privacy_manager"], 2)]


@pytest.mark.usefixtures("question")
def test_once_answered_nobody_hears_of_it() -> None:
    with transaction():
        answer(session.scalars(select(Case)).one())
    assert heard(DUE) == []


@pytest.mark.usefixtures("question")
def test_calendar_and_feed_have_it_for_the_head_and_for_those_who_see_the_case() -> None:
    [mine] = calendars.mine(viewer("other_head"), MONTH).duties
    assert (mine.kind, mine.due_on, mine.unit) == (case_duties.ELSEWHERE, DUE, "書店")
    [event] = feeds.events(HEAD)
    assert (event.kind, event.reference) == (case_duties.ELSEWHERE, "CA-2026-001")
    for name, sees in (("privacy_manager", True), ("head", True), ("second_auditor", False)):
        found = {each.kind for each in calendars.everybodys(viewer(name), MONTH).duties}
        assert (case_duties.ELSEWHERE in found) is sees, name
