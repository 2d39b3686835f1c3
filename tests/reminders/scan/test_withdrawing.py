"""Letters about what was done before they were sent: taken back, or written anew without it."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session, transaction
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.plan.tables.policy_tables import Policy
from pms_tracker.reminders.running.reminder_tables import ReminderLedger, Said
from pms_tracker.reminders.scan import reminders, withdrawing
from tests import builders
from tests.cast import IDS, TODAY

CASE, OTHER = "CA-2026-001", "CA-2026-002"


@pytest.fixture
def doing(app: Flask) -> None:
    """Two cases whose owner is to report today; a mail server that is off since this morning."""
    with transaction():
        session.execute(update(Policy).values(next_review_on=date(2027, 11, 1)))
        for position in (1, 2):
            builders.case_in(CaseState.DOING, position=position)
        session.execute(update(Case).values(turn_due_on=TODAY))
        session.execute(update(OutboxLetter).values(state=LetterState.SENT, sent_at=clock.now()))
    with clock.set_to(clock.at(TODAY, 7)):
        reminders.scan(TODAY)
    session.rollback()


def report(reference: str) -> None:
    with clock.set_to(clock.at(TODAY, 9)), transaction():
        case = next(each for each in session.scalars(select(Case)) if each.reference == reference)
        builders.report(case)


def withdraw(hour: int = 10) -> int:
    with clock.set_to(clock.at(TODAY, hour)):
        found = withdrawing.withdraw_done()
    session.rollback()
    return found


def digest_of(key: str) -> OutboxLetter:
    mine = select(OutboxLetter).where(
        OutboxLetter.person_id == IDS[key], OutboxLetter.key == "digest"
    )
    return session.scalars(mine).one()


@pytest.mark.usefixtures("doing")
def test_a_digest_about_what_is_done_by_now_is_never_sent() -> None:
    assert CASE in str(digest_of("owner").body)
    report(CASE)
    report(OTHER)
    assert withdraw() == 1
    assert digest_of("owner").state is LetterState.WITHDRAWN
    # It was not told, so it may be told should it come back to be done.
    told = ReminderLedger.said == Said.MAILED, ReminderLedger.person_id == IDS["owner"]
    assert session.scalars(select(ReminderLedger).where(*told)).all() == []


@pytest.mark.usefixtures("doing")
def test_what_is_left_of_a_digest_is_written_anew() -> None:
    report(CASE)
    assert withdraw() == 0
    letter = digest_of("owner")
    assert letter.state is LetterState.WAITING
    for text in (letter.body, letter.html):
        assert CASE not in str(text)
        assert OTHER in str(text)
    assert letter.subject == "期限のお知らせ：1件"
    before = letter.body
    assert withdraw(11) == 0
    assert digest_of("owner").body == before


@pytest.mark.usefixtures("doing")
def test_what_nobody_did_is_sent_as_it_is() -> None:
    before = str(digest_of("owner").body)
    assert withdraw() == 0
    assert digest_of("owner").body == before
    assert digest_of("owner").state is LetterState.WAITING


@pytest.mark.usefixtures("doing")
def test_who_stands_above_hears_nothing_of_what_was_done_meanwhile() -> None:
    late = TODAY + timedelta(days=10)
    with clock.set_to(clock.at(late, 7)):
        reminders.scan(late)
    assert CASE in str(digest_of("head").body)
    with clock.set_to(clock.at(late, 8)), transaction():
        for case in session.scalars(select(Case)).all():
            builders.report(case)
    with clock.set_to(clock.at(late, 9)):
        withdrawing.withdraw_done()
    session.rollback()
    assert digest_of("head").state is LetterState.WITHDRAWN


def test_who_was_asked_for_an_approval_that_was_given_is_not_asked(app: Flask) -> None:
    with clock.set_to(clock.at(TODAY, 8)), transaction():
        session.execute(update(OutboxLetter).values(state=LetterState.SENT, sent_at=clock.now()))
        case = builders.submit(builders.case())
    asked = select(OutboxLetter).where(OutboxLetter.key == "approval_asked")
    assert withdraw() == 0
    with clock.set_to(clock.at(TODAY, 9)), transaction():
        builders.approve(session.get_one(Case, case.id))
    assert withdraw() >= 1
    assert session.scalars(asked).one().state is LetterState.WITHDRAWN
    approved = select(OutboxLetter).where(OutboxLetter.key == "plan_approved")
    assert session.scalars(approved).one().state is LetterState.WAITING
