"""The sieve in SQL holds back nothing that rules would say, and all that they said before."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select, update

from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session, transaction
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.habits import Ladder
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.tables.people_tables import MailChoice, Membership
from pms_tracker.reminders.rules import climb_rules, reminder_rules
from pms_tracker.reminders.rules.climb_rules import Climb
from pms_tracker.reminders.rules.reminder_rules import Due
from pms_tracker.reminders.scan import reminders, stages, untold
from tests import builders
from tests.cast import BEGAN, IDS, TODAY, UNIT_IDS, viewer
from tests.conftest import FULL

OPEN = (CaseState.PLANNING, CaseState.SENT_BACK, CaseState.SUBMITTED, CaseState.DOING)
MORNINGS = 40 if FULL else 14
OWNERS = [IDS[name] for name in ("owner", "head", "other_head", "employee", "privacy_manager")]


@pytest.fixture(autouse=True)
def cases(app: Flask) -> None:
    """Twelve cases of three audits, as many in each state."""
    with transaction():
        for audit in [builders.audit() for _ in range(3)]:
            for position, state in enumerate(OPEN, start=1):
                builders.case_in(state, audit, position)


def until(on: date) -> date:
    return stages.ahead(on, stages.habits(Firm(on)))


def sieved(on: date) -> list[Duty]:
    """The steps of cases that are read on a day."""
    firm, when = Firm(on), {"started_on": BEGAN, "calendar": business_calendar()}
    reached = partial(reminder_rules.reached, today=on, habits=stages.habits(firm), **when)  # type: ignore[arg-type]
    rungs = partial(climb_rules.rungs_reached, until=on, **when)  # type: ignore[arg-type]
    return list(untold.steps(until(on), firm, reached, rungs))


def unsieved(on: date) -> set[object]:
    """What rules say where every duty there is comes before them."""
    firm, calendar = Firm(on), business_calendar()
    habits, above = stages.habits(firm), firm.above()
    every = list(reminders.stood_in(reminders.duties(until(on)), firm.deputies))
    said = reminders.said_of(every, above)
    own = reminder_rules.to_say(
        every, said, today=on, started_on=BEGAN, calendar=calendar, habits=habits
    )
    climbs = climb_rules.climbs(every, said, above, until=on, started_on=BEGAN, calendar=calendar)
    return told(own, climbs)


def told(own: Iterable[Due], climbs: Iterable[Climb]) -> set[object]:
    mine = {(reminder_rules.ledger_key(due.duty, due.stage), due.overtaken) for due in own}
    return mine | {(climb.key, climb.owners) for climb in climbs}


def to_say(on: date) -> set[object]:
    found = reminders.to_say(Firm(on), started_on=BEGAN).values()
    return set().union(*(told(each.own, each.others) for each in found))


def something_moves(random: Random, on: date) -> None:
    """Due days, owners, units, heads and habits: whatever a reminder follows from."""
    case = random.choice(session.scalars(select(Case).order_by(Case.id)).all())
    case.turn_due_on = on + timedelta(days=random.randint(-40, 40))
    case.turn_of_id = random.choice(OWNERS)
    case.unit_id = random.choice(list(UNIT_IDS.values()))
    draw = random.random()
    if draw < 0.2:
        head = random.choice(session.scalars(select(Membership).order_by(Membership.id)).all())
        head.is_head = not head.is_head
    elif draw < 0.3:
        ladder = random.choice((Ladder((20, 3), 4), Ladder(()), Ladder()))
        stages.change("do_case", ladder, by=viewer("administrator").actor)
    elif draw < 0.4:
        weekday = random.choice((None, 0, 3))
        session.merge(MailChoice(person_id=random.choice(OWNERS), weekday=weekday))


@pytest.mark.parametrize("at_a_time", [1000, 3])
def test_what_is_said_is_what_would_be_said_of_all_duties(
    at_a_time: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(untold, "AT_A_TIME", at_a_time)
    random, said = Random(at_a_time), 0
    for number in range(MORNINGS):
        on = TODAY + timedelta(days=number)
        with clock.set_to(clock.at(on, 7)):
            with transaction():
                for _ in range(random.randint(0, 2)):
                    something_moves(random, on)
            found = to_say(on)
            assert found == unsieved(on)
            said += len(found)
            if random.random() < 0.8:
                reminders.scan(on)
            session.rollback()
    assert said > MORNINGS


def test_what_was_said_is_not_read_again() -> None:
    late = TODAY + timedelta(days=60)
    assert len(sieved(late)) == 3 * len(OPEN)
    with clock.set_to(clock.at(late, 7)):
        reminders.scan(late)
    session.rollback()
    assert sieved(late) == []


def test_of_a_day_whose_stage_has_not_come_nothing_is_read() -> None:
    with transaction():
        session.execute(update(Case).values(turn_due_on=TODAY + timedelta(days=40)))
    assert sieved(TODAY) == []
