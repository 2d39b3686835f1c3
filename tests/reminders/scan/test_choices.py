"""Digests at hours of one's own and weekly, on both databases; and stages a company sets itself."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from pms_tracker import clock
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session, transaction
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.habits import Ladder
from pms_tracker.kernel.references import parse_reference
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import MailChoice
from pms_tracker.plan.tables.policy_tables import Policy
from pms_tracker.reminders.running.reminder_tables import JobRun, ReminderLedger
from pms_tracker.reminders.scan import ahead, reminders, stages, told_of
from pms_tracker.trail import trail
from tests import builders, mailed
from tests.cast import IDS, TODAY, viewer

CASE = "CA-2026-001"
HEAD = IDS["head"]
# A Tuesday; the case waits for its plan by the head of its unit, the audit is far from its end.
DUE_ON = date(2026, 12, 8)


@pytest.fixture
def asked(app: Flask) -> None:
    with transaction():
        builders.case()
        session.execute(update(Policy).values(next_review_on=date(2027, 11, 1)))
        session.execute(update(Case).values(turn_due_on=DUE_ON))
        yesterday = TODAY - timedelta(days=1)
        session.add(JobRun(job="daily_scan", due_on=yesterday, started_at=clock.now()))


def choose(person: str, hour: int | None = None, weekday: int | None = None) -> None:
    with transaction():
        session.merge(MailChoice(person_id=IDS[person], digest_hour=hour, weekday=weekday))


def tick(day: date, hour: int) -> None:
    """What the server does at a full hour."""
    with clock.set_to(clock.at(day, hour)):
        reminders.run_daily_if_due()
    session.rollback()


def heard(person_id: int = HEAD) -> list[tuple[date, int, int]]:
    """Day and hour of each line about somebody's own duties, and its stage."""
    session.rollback()
    rows = session.scalars(
        select(ReminderLedger)
        .where(ReminderLedger.person_id == person_id, ReminderLedger.letter_id.is_not(None))
        .where(ReminderLedger.rung == 0)
        .order_by(ReminderLedger.id)
    )
    at = [(clock.local(row.recorded_at), row.stage) for row in rows]
    return [(when.date(), when.hour, stage) for when, stage in at]


def finished() -> list[date]:
    since = select(JobRun.due_on).where(JobRun.due_on >= TODAY).order_by(JobRun.due_on)
    return list(session.scalars(since))


@pytest.mark.usefixtures("asked")
def test_each_hears_at_their_own_hour_and_the_day_ends_with_the_latest() -> None:
    choose("head", hour=18)
    choose("auditor", hour=5)
    for hour in (4, 5, 7, 17):
        tick(DUE_ON, hour)
        assert finished() == []
    assert heard() == []
    assert {hour for _day, hour, _stage in heard(IDS["auditor"])} == {5}
    tick(DUE_ON, 18)
    assert heard() == [(DUE_ON, 18, 0)]
    assert finished() == [DUE_ON]
    tick(DUE_ON, 19)
    assert len(heard()) == 1


@pytest.mark.usefixtures("asked")
def test_an_hour_that_is_moved_during_the_day_loses_and_repeats_nothing() -> None:
    choose("head", hour=18)
    tick(DUE_ON, 7)
    choose("head", hour=8)
    choose("auditor", hour=20)
    tick(DUE_ON, 9)
    assert heard() == [(DUE_ON, 9, 0)]
    choose("head", hour=20)
    tick(DUE_ON, 20)
    assert heard() == [(DUE_ON, 9, 0)]


@pytest.mark.usefixtures("asked")
def test_who_has_left_keeps_nobody_waiting() -> None:
    choose("nobody", hour=23)
    with transaction():
        people.person(IDS["nobody"]).left_on = TODAY
    tick(DUE_ON, 7)
    assert finished() == [DUE_ON]


@pytest.mark.usefixtures("asked")
def test_who_hears_weekly_hears_on_their_day_and_of_what_is_due_at_once() -> None:
    choose("head", weekday=4)
    for number in range(22):
        tick(TODAY + timedelta(days=number), 7)
    assert heard() == [
        (date(2026, 11, 27), 7, -14),  # Friday: reached before, said with its week
        (date(2026, 12, 4), 7, -7),  # Friday, three days after its day
        (DUE_ON, 7, 0),
        (date(2026, 12, 15), 7, 7),  # a Tuesday: what is late does not wait
    ]


@pytest.mark.usefixtures("asked")
def test_a_weekly_day_without_a_server_is_caught_up_with() -> None:
    choose("head", weekday=4)
    tick(TODAY, 7)
    assert heard() == []
    tick(date(2026, 11, 28), 7)
    assert heard() == [(date(2026, 11, 28), 7, -14)]
    tick(date(2026, 12, 2), 7)
    assert len(heard()) == 1


@pytest.mark.usefixtures("asked")
def test_what_is_announced_names_the_weekly_day() -> None:
    choose("head", weekday=4)
    tick(TODAY, 7)
    reference = parse_reference(CASE)
    assert reference is not None
    (first, _name), *_above = mailed.coming(reference, told_of.mails_about(CASE))
    assert (first.on, first.person_id) == (date(2026, 11, 27), HEAD)
    session.rollback()
    days = [each.on for each in ahead.next_days().letters if each.person_id == HEAD]
    assert days[:3] == [date(2026, 11, 27), date(2026, 12, 4), DUE_ON]


@pytest.mark.usefixtures("asked")
def test_one_weekly_digest_holds_all_that_came_up_since() -> None:
    with transaction():
        builders.case(position=2)
        builders.case(position=3)
    choose("head", weekday=2)
    tick(TODAY, 7)
    assert heard() == []
    tick(TODAY + timedelta(days=1), 7)
    assert len(heard()) == 3
    digests = select(OutboxLetter.id).where(
        OutboxLetter.person_id == HEAD, OutboxLetter.key == "digest"
    )
    assert len(session.scalars(digests).all()) == 1


@pytest.mark.usefixtures("asked")
def test_stages_of_its_own_reach_further_than_the_usual_and_are_announced() -> None:
    with transaction():
        session.execute(update(Case).values(turn_due_on=TODAY + timedelta(days=200)))
        stages.change("plan_case", Ladder((210, 180), 5), by=viewer("administrator").actor)
    tick(TODAY, 7)
    assert heard() == [(TODAY, 7, -210)]
    letters = [each for each in ahead.next_days().letters if each.person_id == HEAD]
    assert [each.on for each in letters] == [TODAY + timedelta(days=20)]
    tick(TODAY + timedelta(days=20), 7)
    assert [stage for _day, _hour, stage in heard()] == [-210, -180]


@pytest.mark.usefixtures("asked")
def test_stages_that_are_changed_repeat_nothing_and_flood_nobody() -> None:
    tick(DUE_ON - timedelta(days=7), 7)
    for ladder in (Ladder((60, 50, 40, 20)), Ladder((60, 9, 8)), Ladder((5,), 2)):
        with transaction():
            stages.change("plan_case", ladder, by=viewer("administrator").actor)
        tick(DUE_ON - timedelta(days=6), 7)
        with transaction():
            session.execute(delete(JobRun).where(JobRun.due_on >= TODAY))
    assert [stage for _day, _hour, stage in heard()] == [-7]
    tick(DUE_ON + timedelta(days=9), 7)
    assert [stage for _day, _hour, stage in heard()] == [-7, 8]


def test_setting_what_is_set_notes_nothing(app: Flask) -> None:
    by = viewer("administrator").actor
    for ladder in (Ladder(), Ladder((7, 0), 7), Ladder((0, 7), 7), Ladder(), Ladder()):
        stages.change("plan_case", ladder, by=by)
    trail.write_pending()
    assert [entry.move for entry in trail.history("company")].count("stages_changed") == 2
    with pytest.raises(BadInput):
        stages.change("plan_case", Ladder((7,), 91), by=by)
