"""Old emails go after their time, and only then; the trail still proves what was sent."""

from dataclasses import replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import delete, func, select

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.mail import delivery, kept
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.reminders.running.reminder_tables import ReminderLedger
from pms_tracker.reminders.scan import reminders
from pms_tracker.trail import trail
from pms_tracker.trail.trail_tables import TrailEntry
from pms_tracker.upkeep import nightly
from tests.cast import TODAY
from tests.databases import Served
from tests.mail.test_delivery import letter, post

DAY = timedelta(days=1)


def test_old_emails_go_at_night_and_the_trail_keeps_their_digests(
    app: Flask, served: Served
) -> None:
    settings = replace(served.settings, smtp_url="", mail_days=30)
    served.dirty = True
    with clock.set_to(clock.at(TODAY - 32 * DAY, 9)):
        waiting = post()
        with transaction():
            letter(waiting).next_try_at = clock.now() + 400 * DAY
        sent, secret = post(), post(secret=True)
        assert delivery.deliver(settings) == 2
    with clock.set_to(clock.at(TODAY - 20 * DAY, 9)):
        newer = post()
        assert reminders.scan() > 0
        assert delivery.deliver(settings) > 1
    ledger = session.scalar(select(func.count(ReminderLedger.id)))
    files = len(list(settings.mail_folder.glob("*.eml")))
    assert list(kept.altered()) == []
    with clock.set_to(clock.at(TODAY, 3)):
        assert [nightly.prune(settings), nightly.prune(settings)] == [4, 0]
    assert len(list(settings.mail_folder.glob("*.eml"))) == files - 2
    there = set(session.scalars(select(OutboxLetter.id)))
    assert there.isdisjoint({sent, secret})
    assert {waiting, newer} <= there
    assert letter(waiting).state is LetterState.WAITING
    assert session.scalar(select(func.count(ReminderLedger.id))) == ledger
    noted = select(TrailEntry.reference).where(TrailEntry.move == kept.SENT)
    assert kept.name_of(sent) in session.scalars(noted).all()
    assert list(trail.verify()) == []
    assert list(kept.altered()) == []
    # One that was taken away by hand is missed.
    with transaction():
        session.execute(delete(OutboxLetter).where(OutboxLetter.id == newer))
    assert list(kept.altered()) == [newer]
