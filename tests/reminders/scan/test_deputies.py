"""Reminders of an absent person's duties go to who stands in, and back when they are here again."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session, transaction
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.changes import deputies
from pms_tracker.people.changes.deputies import Wanted
from pms_tracker.people.firm import people
from pms_tracker.plan.tables.policy_tables import Policy
from pms_tracker.reminders.rules.reminder_rules import Coming
from pms_tracker.reminders.running.reminder_tables import ReminderLedger
from pms_tracker.reminders.scan import ahead, reminders
from tests import builders, mailed
from tests.cast import IDS, TODAY, viewer

REVIEW_ON = TODAY + timedelta(days=5)
FAR = TODAY + timedelta(days=400)
MANAGER, DEPUTY = IDS["privacy_manager"], IDS["employee"]


@pytest.fixture
def absent(app: Flask) -> None:
    """The privacy manager is away today and tomorrow; the policy is to be reviewed in five days."""
    with transaction():
        session.execute(update(Policy).values(next_review_on=REVIEW_ON))
        wanted = Wanted(DEPUTY, TODAY, TODAY + timedelta(days=1))
        deputies.name(people.person(MANAGER), wanted, by=viewer("representative"))


def heard(day: date, reference: str) -> list[int]:
    """Whom the morning's scan tells of a record for the first time."""
    before = set(_told(reference))
    with clock.set_to(clock.at(day, 7)):
        reminders.scan(day)
    session.rollback()
    return sorted(set(_told(reference)) - before)


def _told(reference: str) -> list[int]:
    rows = select(ReminderLedger.person_id).where(ReminderLedger.reference == reference)
    return list(session.scalars(rows))


@pytest.mark.usefixtures("absent")
def test_the_review_of_a_policy_is_the_deputys_while_they_stand_in() -> None:
    assert heard(TODAY, "POL-001") == [DEPUTY]
    assert heard(TODAY + timedelta(days=1), "POL-001") == []
    assert heard(TODAY + timedelta(days=2), "POL-001") == [MANAGER]


@pytest.mark.usefixtures("absent")
def test_the_turn_of_a_case_is_the_deputys_while_they_stand_in() -> None:
    with transaction():
        reference = builders.case_in(CaseState.SUBMITTED).reference
        session.execute(update(Case).values(turn_due_on=REVIEW_ON))
    assert heard(TODAY, reference) == [DEPUTY]
    assert heard(TODAY + timedelta(days=2), reference) == [MANAGER]


@pytest.mark.usefixtures("absent")
def test_home_shows_a_deputy_the_duties_of_the_role() -> None:
    found = {(each.reference, each.for_id) for each in reminders.duties_of(viewer("employee"), FAR)}
    assert found == {("POL-001", MANAGER)}
    assert reminders.duties_of(viewer("other_head"), FAR) == []
    # Whoever is absent may still do it themselves.
    mine = reminders.duties_of(viewer("privacy_manager"), FAR)
    assert [(each.reference, each.for_id) for each in mine] == [("POL-001", None)]
    with clock.set_to(clock.at(TODAY + timedelta(days=2))):
        assert reminders.duties_of(viewer("employee"), FAR) == []


@pytest.mark.usefixtures("absent")
def test_what_is_coming_names_the_deputy() -> None:
    foretold = [each for each in ahead.next_days().letters if isinstance(each.lines[0], Coming)]
    # Who stands in, until their last day; then whoever is back.
    assert [each.name for each in foretold][:1] == ["北原 美穂"]
    later = [each.on for each in foretold if each.name == "藤森 奈緒"]
    assert min(later) > TODAY + timedelta(days=1)
    reference = parse_reference("POL-001")
    assert reference is not None
    coming = mailed.coming(reference)
    assert {name for row, name in coming if isinstance(row, Coming)} == {"北原 美穂"}


def test_an_audit_stays_with_its_named_team() -> None:
    audit = Duty("carry_out_audit", "AU-2026-001", IDS["auditor"], TODAY)
    review = Duty("review_policy", "POL-001", MANAGER, TODAY)
    found = list(reminders.stood_in([audit, review], {IDS["auditor"]: 9, MANAGER: 9}))
    assert found[0] == audit
    assert (found[1].person_id, found[1].for_id) == (9, MANAGER)
