"""Who comes later is assigned a training by itself: joiners, movers, new holders of a role; and
whoever joins once it is over, apart from those who were counted."""

from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.rules.training.training_rules import Audience, Learning, Reason
from pms_tracker.do.tables.training_tables import TrainingAssignment, TrainingRun
from pms_tracker.do.trainings import enrolments, learners, trainings_held
from pms_tracker.duties import kept_duties
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.people.tables.people_tables import Membership, Person, RoleGrant
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.do.test_trainings import (
    DAY,
    EVERYBODY,
    RIGHT,
    answer,
    course,
    kinds,
    of,
    planned,
    started,
)


def joined(name: str, unit: str, since: date) -> int:
    person = Person(name=name)
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id, unit_id=UNIT_IDS[unit], since_on=since))
    session.flush()
    return person.id


def test_newcomers_are_assigned_by_themselves(app: Flask) -> None:
    row = started()
    assert learners.assign_newcomers(TODAY) == 0
    with time_machine.travel(clock.at(TODAY + 5 * DAY, 10)):
        today = TODAY + 5 * DAY
        new = joined("新田 京", "書店", today)
        assert learners.assign_newcomers(today) == 1
        assert learners.assign_newcomers(today) == 0
        found = session.scalars(
            select(TrainingAssignment).where(TrainingAssignment.person_id == new)
        ).one()
        assert (found.reason, found.late) == (Reason.JOINED, True)
        assert found.due_on == today + 30 * DAY
        counted = trainings_held.counted(row)
        assert (counted["planned"], counted["late"]) == (len(EVERYBODY), 1)


def test_movers_and_new_holders_of_a_role_are_assigned(app: Flask) -> None:
    course()
    shop = planned(audience=Audience.UNIT, unit_id=UNIT_IDS["書店"])
    roles = planned(title="監査員研修", audience=Audience.ROLE, role=Role.AUDITOR)
    for row in (shop, roles):
        trainings_held.start(row, by=viewer("privacy_manager"))
    tomorrow = TODAY + DAY
    moved = Membership(person_id=IDS["owner"], unit_id=UNIT_IDS["書店"], since_on=tomorrow)
    session.add(moved)
    session.add(RoleGrant(person_id=IDS["head"], role=Role.AUDITOR, since_on=tomorrow))
    session.flush()
    with time_machine.travel(clock.at(tomorrow, 10)):
        assert learners.assign_newcomers(tomorrow) == 2
        assert (of("owner").reason, of("head").reason) == (Reason.MOVED, Reason.ROLE)


def reported(row: Any, *, concludes: int | None = None) -> TrainingRun:
    """Reported on and approved, three weeks after it began."""
    run = trainings_held.run_of(row)
    assert run is not None
    said = {"version": run.version, "concludes": concludes}
    trainings_held.report(row, "", "", **said, by=viewer("privacy_manager"))
    trainings_held.confirm(row, version=run.version, by=viewer("representative"))
    return run


def test_whoever_joins_once_it_is_over_takes_it_apart_from_those_who_were_counted(
    app: Flask,
) -> None:
    row = started()
    over, later = TODAY + 21 * DAY, TODAY + 60 * DAY
    with time_machine.travel(clock.at(over, 10)):
        between = joined("遅井 来", "書店", over)
        assert learners.assign_newcomers(over) == 1
        # Its report neither waits for them nor counts them as absent.
        planned = len(EVERYBODY)
        assert trainings_held.left(row) == trainings_held.counted(row)["absent"] == planned
        run = reported(row)
        assert run.result is not None
        assert (run.result["planned"], run.result["late"]) == (planned, 0)
        frozen = dict(run.result)
        # Whoever was planned and did not take it does so no more.
        assert (kinds("head"), kinds("other_head")) == ([], ["collect_training"])
        with pytest.raises(RuleBroken, match="training_reported"):
            answer("head", RIGHT)
    with time_machine.travel(clock.at(later, 10)):
        new = joined("新田 京", "書店", later)
        assert (learners.assign_newcomers(later), learners.assign_newcomers(later)) == (1, 0)
        every = select(TrainingAssignment).where(TrainingAssignment.person_id.in_((between, new)))
        first, second = session.scalars(every.order_by(TrainingAssignment.id)).all()
        assert {first.reason, second.reason} == {Reason.JOINED}
        assert (first.due_on, second.due_on) == (over + 30 * DAY, later + 30 * DAY)
        enrolments.enter_score(second, 100, later, by=viewer("other_head"))
        assert (second.state, second.done_on) == (Learning.PASSED, later)
        kept_duties.write_pending()
        assert list(kept_duties.compare()) == []
        assert run.result == frozen == {**trainings_held.counted(row), "missed": []}


def test_whoever_was_taught_as_a_joiner_is_not_assigned_the_training_of_all_as_well(
    app: Flask,
) -> None:
    started()
    joiners = planned(title="入社時教育", audience=Audience.JOINED, within=90)
    over = TODAY + 21 * DAY
    new = joined("新田 京", "書店", TODAY)
    trainings_held.start(joiners, by=viewer("privacy_manager"))
    with time_machine.travel(clock.at(over, 10)):
        late = joined("遅井 来", "書店", over)
        assert learners.assign_newcomers(over) == 1
    for day in (over + DAY, over + 200 * DAY):
        assert learners.assign_newcomers(day) == 0
    found = {each.person_id: each for each in session.scalars(select(TrainingAssignment))}
    assert {found[new].training_id, found[late].training_id} == {joiners.id}


def test_a_move_or_a_training_of_a_unit_that_is_over_is_no_reason(app: Flask) -> None:
    started(audience=Audience.UNIT, unit_id=UNIT_IDS["書店"])
    over = TODAY + 21 * DAY
    with time_machine.travel(clock.at(over, 10)):
        joined("遅井 来", "書店", over)
        assert learners.assign_newcomers(over) == 0
    every = planned(title="全従業者教育", starts_on=TODAY, ends_on=TODAY + 30 * DAY)
    trainings_held.start(every, by=viewer("privacy_manager"))
    later = TODAY + 40 * DAY
    with time_machine.travel(clock.at(later, 10)):
        session.add(Membership(person_id=IDS["owner"], unit_id=UNIT_IDS["書店"], since_on=later))
        session.flush()
        # Of whoever came while it was under way, and of nobody who moved.
        assert learners.assign_newcomers(later) == 1
