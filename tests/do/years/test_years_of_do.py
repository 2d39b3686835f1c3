"""Two years of the whole firm against an oracle: every duty once, every denominator right.

The oracle (`year_oracle.py`) knows a table of events, what people did, and the numbers of days that
the guideline and the firm's habits give; it knows nothing of the product. Each morning what the
product asks of everybody, and each evening what it mailed, is held against it. `make test` lives
two years on SQLite and four months on PostgreSQL, with a server that is on once a week and on days
with an event; `make test-all` three lives on both, with one that is on whenever somebody works and
is asked every day.
"""

from collections import Counter, defaultdict
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.duties import kept_duties, reading
from pms_tracker.people.tables.people_tables import MailChoice
from pms_tracker.reminders.running.reminder_tables import ReminderLedger, Said
from pms_tracker.reminders.scan import reminders
from pms_tracker.scheduler import clear_desks
from tests.cast import BEGAN
from tests.conftest import FULL
from tests.databases import Served
from tests.do.years.year_days import ONE, between, closed
from tests.do.years.year_firm import Due
from tests.do.years.year_hands import Hands
from tests.do.years.year_oracle import KINDS, Oracle
from tests.do.years.year_script import DAYS, EVENTS, FIRST
from tests.reminders.oracle import HOURS, WEEKLY, Told, to_be_told

LIVES = range(3 if FULL else 1)
LENGTHS = {"sqlite": DAYS, "postgresql": DAYS if FULL else 130}
# Weekdays on which the server is on, whatever happens: what it missed it does the next time.
ON = frozenset(range(7) if FULL else (2,))
# What is kept is held against what the records say every so many days, for what is kept wrongly
# stays so; with `make test-all` on days with an event as well.
COMPARED = 15


class Years:
    """The firm, the product and the oracle side by side, a day at a time."""

    def __init__(self, seed: int) -> None:
        self.oracle = Oracle()
        self.hands = Hands(self.oracle, seed)
        self.seen: dict[Due, list[date]] = defaultdict(list)
        self.told: set[Told] = set()
        self.last_row, self.scanned_on = 0, BEGAN - ONE
        with transaction():
            session.add_all(
                MailChoice(person_id=each, digest_hour=HOURS.get(each), weekday=WEEKLY.get(each))
                for each in HOURS.keys() | WEEKLY.keys()
            )

    def day(self, today: date) -> None:
        events = [each for each in EVENTS if each.on == today]
        # On most days off the server is off as well.
        works = not closed(today) or today.day % 10 == 0
        is_on = bool(events) or (works and today.weekday() in ON)
        with clock.set_to(clock.at(today, 5)):
            if FULL or is_on:
                clear_desks()
            for event in events:
                with transaction():
                    self.hands.happen(event)
        with clock.set_to(clock.at(today, 19)):
            if is_on:
                reminders.run_daily_if_due()
                self.oracle.morning(today)
            wanted = self.oracle.wanted(today)
            for due in wanted:
                self.seen[due].append(today)
            if FULL or is_on:
                self._compare(today, wanted)
            if is_on:
                self._compare_mails(today, wanted)
            self.hands.plan(wanted, today)
            if (FULL and events) or today.toordinal() % COMPARED == 0:
                assert list(kept_duties.compare()) == []
            session.rollback()
        with clock.set_to(clock.at(today, 20)), transaction():
            self.hands.evening(today)

    def _compare(self, today: date, wanted: set[Due]) -> None:
        names = {number: name for name, number in self.hands.ids.items()}
        found = reading.due(date.max, kinds=KINDS)
        product = Counter(
            (each.kind, each.reference, each.due_on, names[each.person_id]) for each in found
        )
        oracle = Counter(
            (due.kind, self.hands.reference(due), due.due_on, due.who) for due in wanted
        )
        assert product - oracle == Counter(), today
        assert oracle - product == Counter(), today

    def _compare_mails(self, today: date, wanted: set[Due]) -> None:
        ids = self.hands.ids
        lines = {(due.kind, self.hands.reference(due), due.due_on, ids[due.who]) for due in wanted}
        expected = to_be_told(lines, (today, 19), self.scanned_on, self.told)
        newer = select(ReminderLedger).where(ReminderLedger.id > self.last_row)
        rows = session.scalars(newer).all()
        self.last_row = max([self.last_row, *(row.id for row in rows)])
        mailed = [
            Told(row.kind, row.reference, row.due_on, row.stage, row.person_id)
            for row in rows
            if row.said is Said.MAILED and row.rung == 0 and row.kind in KINDS
        ]
        assert Counter(mailed) == Counter(expected), today
        self.told |= expected
        self.scanned_on = today


@pytest.mark.parametrize("seed", LIVES)
def test_every_duty_once_and_every_denominator_right(app: Flask, served: Served, seed: int) -> None:
    length = LENGTHS[served.engine.dialect.name]
    years = Years(seed)
    with clock.set_to(clock.at(FIRST, 4)), transaction():
        years.hands.begin()
    for today in between(FIRST, FIRST + (length - 1) * ONE):
        years.day(today)
    years.hands.lessons_as_assigned()
    for due, days in years.seen.items():
        # Once it is done it does not come back.
        assert days == list(between(days[0], days[-1])), due
    if length == DAYS:
        assert {due.kind for due in years.seen} == KINDS
        # Somebody did each of them but what ends by itself or is in the table of events.
        by_itself = {"hand_over", "prepare_renewal", "fill_in_check"}
        assert KINDS - years.hands.acted.keys() == by_itself
