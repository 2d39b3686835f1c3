"""What is foretold is what is then sent: through two simulated years, and through known changes."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select, update

from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.database import session, transaction
from pms_tracker.people.tables.people_tables import MailChoice, Membership
from pms_tracker.plan.tables.policy_tables import Policy
from pms_tracker.reminders.rules import reminder_rules
from pms_tracker.reminders.running.reminder_tables import ReminderLedger, Said
from pms_tracker.reminders.scan import ahead, reminders
from tests import builders
from tests.cast import IDS, TODAY
from tests.conftest import FULL
from tests.databases import Served
from tests.reminders.oracle import HOURS, WEEKLY
from tests.reminders.scan.test_two_years import Firm
from tests.reviewing import convened

DAYS = {"sqlite": 730, "postgresql": 90}
MONTH = ahead.DAYS.days
# Days without anybody, people or server, between one month that is foretold and the next.
BETWEEN = timedelta(days=0 if FULL else 60)
# Later in the day is what a month of the two years begins with.
HOURS_OF_A_DAY = [4, 12] if FULL else [12]
# A line of a letter: its day, and the ledger's key of it.
Line = tuple[date, object]


def foretold(today: date, hour: int = 4) -> Counter[Line]:
    with clock.set_to(clock.at(today, hour)):
        found = ahead.next_days()
    session.rollback()
    assert not found.cut
    assert len(found.letters) == found.of
    days = Counter((letter.on, letter.person_id) for letter in found.letters)
    assert set(days.values()) <= {1}, "one letter for each person and day"
    return Counter(
        (letter.on, reminder_rules.key_of(line))
        for letter in found.letters
        for line in letter.lines
    )


def last_row() -> int:
    session.rollback()
    newest = select(ReminderLedger.id).order_by(ReminderLedger.id.desc()).limit(1)
    return session.scalar(newest) or 0


def sent_since(row_id: int) -> Counter[Line]:
    session.rollback()
    rows = session.scalars(
        select(ReminderLedger).where(ReminderLedger.id > row_id, ReminderLedger.said == Said.MAILED)
    )
    return Counter(
        (
            clock.local(row.recorded_at).date(),
            (row.kind, row.reference, row.due_on, row.stage, row.rung, row.person_id),
        )
        for row in rows
    )


def run(first: date, days: int, hours: tuple[int, ...] = (20,)) -> None:
    """Mornings on which nobody does anything but the server."""
    for day in (first + timedelta(days=n) for n in range(days)):
        for hour in hours:
            with clock.set_to(clock.at(day, hour)):
                reminders.run_daily_if_due()
                session.remove()


def holds(today: date, hour: int = 4) -> int:
    """Whether the forecast of 30 days is what they bring; how many lines that were."""
    expected, row_id = foretold(today, hour), last_row()
    run(today, MONTH + 1, (20,) if hour < 20 else (23,))
    said = sent_since(row_id)
    assert said == expected
    return said.total()


def test_through_two_years_the_forecast_of_thirty_days_is_what_is_sent(
    app: Flask, served: Served
) -> None:
    random = Random(2026)
    firm = Firm(random)
    with transaction():
        session.add_all(
            MailChoice(person_id=each, digest_hour=HOURS.get(each), weekday=WEEKLY.get(each))
            for each in HOURS.keys() | WEEKLY.keys()
        )
    day, end, lines = TODAY, TODAY + timedelta(days=DAYS[served.engine.dialect.name]), []
    while day < end:
        # Some weeks of work, on some mornings without a server; then a month in which nobody acts.
        for _ in range(random.randint(5, 20)):
            with clock.set_to(clock.at(day, 4)):
                firm.live(random.choice((0, 1, 2)))
            if random.random() < 0.8:
                run(day, 1, random.choice(((7,), (20,))))
            day += timedelta(days=1)
        # In the middle of a day, some have had their letter; after its end, all have.
        lines.append(holds(day, random.choice((4, 4, 9, 21))))
        day += timedelta(days=MONTH + 1) + BETWEEN
    assert sum(lines) > len(lines) * MONTH // 2


def test_a_day_that_is_over_says_no_more(app: Flask) -> None:
    with transaction():
        builders.case_in(CaseState.DOING)
    run(TODAY, 1)
    assert min(on for on, _key in foretold(TODAY, 21)) > TODAY


def test_an_absence_and_a_new_head_are_foretold(app: Flask) -> None:
    with transaction():
        session.execute(update(Policy).values(next_review_on=TODAY + timedelta(days=12)))
        builders.absent("privacy_manager", "employee", TODAY + timedelta(days=3))
        case = builders.case_in(CaseState.DOING)
        case.turn_due_on = TODAY - timedelta(days=1)
        session.execute(
            update(Membership)
            .where(Membership.person_id == IDS["head"])
            .values(until_on=TODAY + timedelta(days=1))
        )
    lines = foretold(TODAY)
    assert {key[5] for _on, key in lines if key[0] == "review_policy"} == {  # type: ignore[index]
        IDS["employee"],
        IDS["privacy_manager"],
        IDS["representative"],
    }
    assert IDS["head"] not in {key[5] for _on, key in lines}  # type: ignore[index]
    assert holds(TODAY)


def test_what_lapses_is_never_foretold_as_late(app: Flask) -> None:
    with transaction():
        builders.told()
        convened(planned_on=TODAY + timedelta(days=4))
    kinds = {key[0] for _on, key in foretold(TODAY)}  # type: ignore[index]
    assert {"answer_finding", "hold_review", "write_minutes"} <= kinds
    for on, key in foretold(TODAY):
        if key[0] in {"answer_finding", "hold_review"}:  # type: ignore[index]
            assert on <= key[2]  # type: ignore[index]


@pytest.mark.parametrize("hour", HOURS_OF_A_DAY)
def test_the_forecast_of_the_year_to_come_knows_its_programme(app: Flask, hour: int) -> None:
    day = date(2027, 3, 20)
    lines = foretold(day, hour)
    assert {key[1] for _on, key in lines if key[0] == "write_programme"} == {"AP-2027"}  # type: ignore[index]
    assert holds(day, hour)
