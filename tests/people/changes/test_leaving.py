"""Who leaves: one action ends all that lets them in or act, by the day, and the night the rest."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.people.accounts import sessions
from pms_tracker.people.changes import deputies, invitations, leaving
from pms_tracker.people.changes.deputies import Wanted
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account, Deputy, Membership, RoleGrant
from pms_tracker.people.tables.security_tables import SignInSession
from pms_tracker.reminders.calendars import feeds
from pms_tracker.scheduler import clear_desks
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY, viewer

DAY = timedelta(days=1)


def stand_in(principal: str, deputy: str, since_on: date, until_on: date) -> int:
    who = people.person(IDS[principal])
    wanted = Wanted(IDS[deputy], since_on, until_on, "出張")
    return deputies.name(who, wanted, by=viewer(principal)).id


def account() -> Account:
    found = people.account_of(IDS["auditor"])
    assert found is not None
    return found


@pytest.mark.parametrize("days", [0, 3])
def test_all_that_lets_somebody_in_or_act_ends_with_their_last_day(app: Flask, days: int) -> None:
    last = TODAY + days * DAY
    with transaction():
        who = people.person(IDS["auditor"])
        before, token = account().fs_uniquifier, sessions.begin(account().id, "")
        invitations.send(who, account(), inviter="x")
        feed = feeds.make(viewer("auditor"))
        running = stand_in("audit_manager", "auditor", TODAY, TODAY + 9 * DAY)
        to_come = stand_in("auditor", "second_auditor", TODAY + 20 * DAY, TODAY + 29 * DAY)
    assert feeds.find(feed) is not None
    with transaction():
        leaving.leave(people.person(IDS["auditor"]), on=last, by=SYSTEM)
    standing, other = session.get_one(Deputy, running), session.get_one(Deputy, to_come)
    assert (standing.until_on, standing.cancelled_at) == (last, None)
    assert other.cancelled_at is not None
    for table in (Membership, RoleGrant):
        ends = select(func.max(table.until_on)).where(table.person_id == IDS["auditor"])
        assert session.scalar(ends) == last
    assert account().active is (days > 0)
    session.rollback()
    with clock.set_to(clock.at(last + DAY)):
        assert feeds.find(feed) is None
        session.rollback()
        clear_desks()
        gone = account()
        assert not gone.active
        assert gone.invitation is None
        # What a mailed link to a password is bound to.
        assert gone.fs_uniquifier != before
        assert sessions.find(gone.fs_uniquifier, token) is None
        assert session.scalar(select(func.count()).where(SignInSession.account_id == gone.id)) == 0
        assert people.recipient(gone.person_id) is None
