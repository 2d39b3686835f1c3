"""Whose duty it is to assess a risk again, and when: its day, or a change of what it concerns."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act import act_undecided
from pms_tracker.approvals import approvals
from pms_tracker.database import session
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.registers import risk_lessons, risk_reviews
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.risk_reviews import REVIEW
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules.risk_rules import review_by
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.errors import NotFound
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.plan.years import lessons
from pms_tracker.registers import entries
from tests.cast import IDS, TODAY, viewer
from tests.do.test_incidents import entered as incident_entered
from tests.do.test_ledger import approved, change
from tests.do.test_risks import DAY, LOST_BAG, approve, hand_in, in_force

MONTH_ON = date(2027, 1, 4)
CHANGED_ON = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("review_on", "changed_on", "by"),
    [
        (TODAY, None, TODAY),
        (None, CHANGED_ON, MONTH_ON),
        (TODAY + 300 * DAY, CHANGED_ON, MONTH_ON),
        (TODAY, CHANGED_ON, TODAY),
        (None, None, None),
    ],
)
def test_the_first_of_its_day_and_a_month_from_a_change(
    review_on: date | None, changed_on: date | None, by: date | None
) -> None:
    assert review_by(review_on, changed_on) == by


@contextmanager
def at(day: date) -> Iterator[None]:
    with time_machine.travel(clock.at(day, 10)):
        yield


def to_review(name: str | None = None) -> list[Duty]:
    found = reading.due(date.max, IDS[name] if name else None, kinds=[REVIEW])
    assert list(kept_duties.compare()) == []
    return found


def revise_row(row: Any) -> None:
    """Have an entry of the register of personal information come into force anew."""
    change(row, purposes="授業と進路の連絡")
    hand_in(row, "head", LEDGER)
    approve(row, "privacy_manager", LEDGER)


def the_row() -> Any:
    return session.scalars(select(PersonalInformation)).one()


def test_the_privacy_manager_reviews_what_is_in_force_by_its_day(app: Flask) -> None:
    row = in_force()
    (duty,) = to_review()
    assert (duty.person_id, duty.due_on) == (IDS["privacy_manager"], LOST_BAG["review_on"])
    assert duty.title == f"{RISKS.name_of(row)} {LOST_BAG['scenario']}"
    assert to_review("head") == []


def test_those_of_one_day_are_one_duty(app: Flask) -> None:
    first, second = in_force(), in_force(scenario="名簿を机に出したままにする")
    (duty,) = to_review("privacy_manager")
    assert duty.title == f"{RISKS.name_of(first)} / {RISKS.name_of(second)}"


def test_a_change_of_what_it_concerns_has_it_reviewed_within_a_month(app: Flask) -> None:
    row = approved()
    risk = in_force()
    with at(CHANGED_ON):
        revise_row(row)
        assert [each.due_on for each in to_review()] == [MONTH_ON]
        ((found, changed_on),) = [
            (each.row, each.changed_on) for each in risk_reviews.stale(viewer("head"))
        ]
        assert (found, changed_on) == (risk, CHANGED_ON)
        assert risk_reviews.stale(viewer("other_head")) == []


def test_an_end_of_what_it_concerns_has_it_reviewed(app: Flask) -> None:
    row = approved()
    in_force()
    with at(CHANGED_ON):
        by = viewer("head")
        entry_decisions.propose_end(LEDGER, row, "廃棄した", version=row.version, by=by)
        approve(row, "privacy_manager", LEDGER)
        assert [each.due_on for each in to_review()] == [MONTH_ON]


def test_the_first_approval_of_what_it_concerns_changes_nothing(app: Flask) -> None:
    in_force()
    row = the_row()
    with at(CHANGED_ON):
        hand_in(row, "head", LEDGER)
        approve(row, "privacy_manager", LEDGER)
        assert [each.due_on for each in to_review()] == [LOST_BAG["review_on"]]


def test_a_change_that_is_taken_back_was_none(app: Flask) -> None:
    row = approved()
    in_force()
    with at(CHANGED_ON):
        revise_row(row)
        last = approvals.decisions(LEDGER.name_of(row))[-1]
        act_undecided.take_back(last.id, by=viewer("privacy_manager"))
        assert [each.due_on for each in to_review()] == [LOST_BAG["review_on"]]


def test_a_new_assessment_that_was_consented_to_is_the_review(app: Flask) -> None:
    row, next_on = in_force(review_on=TODAY), TODAY + timedelta(days=350)
    assert [each.row for each in risk_reviews.stale(viewer("privacy_manager"))] == [row]
    entries.change(RISKS, row, {"review_on": next_on}, seen=row.version, by=viewer("head"))
    assert [each.due_on for each in to_review()] == [TODAY]
    hand_in(row)
    assert to_review() == []
    approve(row)
    assert [each.due_on for each in to_review()] == [next_on]
    assert risk_reviews.stale(viewer("privacy_manager")) == []


def test_what_was_not_consented_to_is_not_reviewed(app: Flask) -> None:
    row = entries.enter(RISKS, {**LOST_BAG, "rows": _named()}, by=viewer("head"))
    hand_in(row)
    assert to_review() == []


def _named() -> tuple[str, ...]:
    return (LEDGER.name_of(approved()),)


def test_a_lesson_about_a_risk_asks_for_it_again_until_it_is_assessed(app: Flask) -> None:
    row = in_force()
    name = RISKS.name_of(row)
    with at(TODAY + DAY):
        by, on = viewer("privacy_manager"), TODAY + DAY
        lessons.receive(
            Inbox.RISK, "鞄に名札を付ける。", because_of="CA-2026-001", on=on, by=by.actor
        )
        for _twice in range(2):
            risk_lessons.land(name, because_of="CA-2026-001", by=by)
        assert [each.text for each in risk_lessons.learnt(row.id)] == ["鞄に名札を付ける。"]
        assert [each.due_on for each in to_review()] == [add_months(TODAY + DAY, 1)]
        with pytest.raises(NotFound):
            risk_lessons.land(name, because_of="CA-2026-001", by=viewer("other_head"))
        with pytest.raises(NotFound):
            risk_lessons.land("RK-2026-099", because_of="CA-2026-001", by=by)
        # The end of the case is void: what it taught is taken back.
        lessons.take_out("CA-2026-001", by=by.actor)
        risk_lessons.lift("CA-2026-001")
        assert [each.due_on for each in to_review()] == [LOST_BAG["review_on"]]
        assert risk_lessons.learnt(row.id) == []


def test_an_incident_that_names_a_risk_asks_for_it_again(app: Flask) -> None:
    row = in_force()
    name = RISKS.name_of(row)
    with at(TODAY + 2 * DAY):
        incident = incident_entered(known_on=TODAY + DAY, risks=(name,), by="privacy_manager")
        assert [each.row.id for each in risk_reviews.stale(viewer("privacy_manager"))] == [row.id]
        assert [each.due_on for each in to_review()] == [add_months(TODAY + DAY, 1)]
        values = {"risks": ()}
        by = viewer("privacy_manager")
        entries.change(INCIDENTS, incident, values, seen=incident.version, by=by)
        assert [each.due_on for each in to_review()] == [LOST_BAG["review_on"]]
        assert risk_reviews.stale(by) == []
