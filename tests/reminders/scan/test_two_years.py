"""Two years of mornings: a server that is off, scans that die, two schedulers, a firm that moves.

Some have their digest at an hour of their own, some but weekly. What was mailed is held against an
oracle that knows the days of sending and nothing of the code (`oracle.py`).
`make test` lives one life of two years on each database and `make test-all` five. In most weeks of
them the server is off while the firm moves on, but on SQLite with `make test-all`.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import cycle
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from pms_tracker import clock
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.several import batches
from pms_tracker.act.tables.case_tables import Case, Verdict
from pms_tracker.check.programmes import programmes
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember
from pms_tracker.database import session, transaction
from pms_tracker.duties import kept_duties
from pms_tracker.kernel.errors import Refusal
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import MailChoice
from pms_tracker.plan.tables.policy_tables import Policy
from pms_tracker.reminders.running.reminder_tables import ReminderLedger, Said
from pms_tracker.reminders.scan import reminders
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import BEGAN, IDS, TODAY
from tests.conftest import FULL
from tests.databases import Served
from tests.reminders.fate import Fate, Killed
from tests.reminders.oracle import HOURS, WEEKLY, Told, reached, to_be_told

LIVES = range(5 if FULL else 1)
DAYS = 730
# Of so many weeks the server lives one: whole ones, for some have their letter on one day of each.
LIVES_ONE_OF = {"sqlite": 1 if FULL else 8, "postgresql": 6 if FULL else 13}
NAMES = {number: name for name, number in IDS.items()}
KINDS = {
    CaseState.PLANNING: "plan_case",
    CaseState.SENT_BACK: "replan_case",
    CaseState.SUBMITTED: "decide_case",
    CaseState.DOING: "do_case",
    CaseState.REVIEWING: "judge_case",
}


def wanted_now() -> set[tuple[str, str, date, int]]:
    """What is to be done, by whom and by when, as the records stand."""
    found = set()
    for case in session.scalars(select(Case).where(Case.turn_of_id.is_not(None))):
        found.add((KINDS[case.state], case.reference, case.turn_due_on, case.turn_of_id))
    for row in session.execute(select(Audit, AuditTeamMember.person_id).join(AuditTeamMember)):
        if row.Audit.state == "planned":
            day, kind = row.Audit.planned_on, "carry_out_audit"
        elif row.Audit.state == "under_way":
            day, kind = row.Audit.held_on + timedelta(days=14), "finish_audit"
        else:
            continue
        found.add((kind, row.Audit.reference, day, row.person_id))
    running = people.fiscal_year_of(clock.today())
    if programmes.of_year(running) is None:
        day = date(running, 4, 30)
        found.add(("write_programme", f"AP-{running}", day, IDS["audit_manager"]))
    policy = builders.policy()
    found.add(("review_policy", "POL-001", policy.next_review_on, IDS["privacy_manager"]))
    session.rollback()
    return found  # type: ignore[return-value]


class Firm:
    """Cases move on, due days and owners change, reviews are held: at random, by real use cases."""

    def __init__(self, random: Random) -> None:
        self._random = random
        # By turns: in a short life chance may leave somebody without anything to do.
        self._owners = cycle(("owner", "employee", "other_head", "without_account"))
        with transaction():
            for audit in (builders.audit(), builders.audit(planned_on=TODAY + timedelta(days=40))):
                for position in (1, 2, 3, 4) if audit.planned_on == TODAY else ():
                    builders.case(audit, position)

    def live(self, times: int) -> None:
        for _ in range(times):
            what = self._random.choice((self._move_on, self._postpone, self._change_owner))
            try:
                with transaction():
                    what(self._random.choice(session.scalars(select(Case).order_by(Case.id)).all()))
            except Refusal:
                continue  # what the rules forbid did not happen
        if self._random.random() < 0.01:
            self._review()

    def _move_on(self, case: Case) -> None:
        by = NAMES.get(case.turn_of_id or 0, "")
        draw = self._random.random()
        if case.state in (CaseState.PLANNING, CaseState.SENT_BACK):
            builders.submit(case, by)
        elif case.state is CaseState.SUBMITTED:
            (builders.approve if draw < 0.5 else builders.send_back)(case, by=by)
        elif case.state is CaseState.DOING:
            builders.report(case, by)
        elif case.state is CaseState.REVIEWING:
            builders.judge(case, Verdict.EFFECTIVE if draw < 0.1 else Verdict.INEFFECTIVE, by)

    def _postpone(self, case: Case) -> None:
        if case.turn_due_on is not None:
            day = clock.today() + timedelta(days=self._random.randint(-20, 60))
            batches.give_day(case, day, reason="都合がつかないため", by=SYSTEM)

    def _change_owner(self, case: Case) -> None:
        """The next scan hands the turn over to the new owner."""
        for action in Dossier(case).current.actions[:1]:
            action.owner_id = IDS[next(self._owners)]

    def _review(self) -> None:
        with transaction():
            day = clock.today() + timedelta(days=self._random.randint(20, 365))
            session.execute(update(Policy).values(next_review_on=day))


def told_since(ledger_id: int) -> tuple[set[Told], set[Told], set[int], int]:
    """Lines mailed and overtaken since a row, to whom anything was mailed, and the last row."""
    session.rollback()
    rows = session.scalars(select(ReminderLedger).where(ReminderLedger.id > ledger_id)).all()
    own = [
        (row.said, Told(row.kind, row.reference, row.due_on, row.stage, row.person_id))
        for row in rows
        if row.rung == 0
    ]
    mailed = {told for said, told in own if said is Said.MAILED}
    passed_over = {told for said, told in own if said is Said.OVERTAKEN}
    assert len(mailed) + len(passed_over) == len(own)
    people = {row.person_id for row in rows if row.said is Said.MAILED}
    return mailed, passed_over, people, max([ledger_id, *(row.id for row in rows)])


def in_a_thread(served: Served, today: date, hour: int) -> int:
    with served.app.app_context(), clock.set_to(clock.at(today, hour)):
        return reminders.run_daily_if_due()


class Life:
    """Some days of one firm and one server."""

    def __init__(self, served: Served, seed: int) -> None:
        self.random = Random(seed)
        self.served, self.fate, self.firm = served, Fate(served), Firm(self.random)
        self.told: set[Told] = set()
        self.overtaken: set[Told] = set()
        self.last_row = 0
        self.scanned_on = BEGAN - timedelta(days=1)
        self.happened: Counter[str] = Counter()
        with transaction():
            session.add_all(
                MailChoice(person_id=each, digest_hour=HOURS.get(each), weekday=WEEKLY.get(each))
                for each in HOURS.keys() | WEEKLY.keys()
            )

    def day(self, today: date, *, is_on: bool) -> None:
        if is_on or today.weekday() == 0:
            with clock.set_to(clock.at(today, 4)):
                self.firm.live(self.random.choice((0, 0, 0, 1, 2)))
        if not is_on:
            return
        if self.random.random() < 0.2:
            self.happened["off"] += 1
            return
        told_today: set[int] = set()
        done = False
        # From hour to hour: a scan that died is tried again the same day, or not.
        for hour in sorted(self.random.sample(range(5, 23), self.random.randint(1, 4))):
            with clock.set_to(clock.at(today, hour)):
                completed = self._scan(today, hour)
                self._compare((today, hour), told_today, completed=completed, done=done)
                done = done or (completed and hour >= max(HOURS.values()))
                self.firm.live(self.random.choice((0, 1)))
        self.scanned_on = today if done else self.scanned_on
        self.happened["early"] += not done

    def _scan(self, today: date, hour: int) -> bool:
        """Run the day's job in one of the ways there are; whether it came to its end."""
        draw = self.random.random()
        session.rollback()
        if draw < 0.1:
            self.happened["two schedulers"] += 1
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(in_a_thread, [self.served] * 2, [today] * 2, [hour] * 2))
            return True
        if draw < 0.4:
            self.fate.meet(self.random.randint(1, 40), for_good=self.random.random() < 0.5)
        try:
            reminders.run_daily_if_due()
        except Killed:
            self.happened["killed"] += 1
            return False
        finally:
            self.fate.forget()
            session.remove()
        return True

    def _compare(
        self, now: tuple[date, int], told_today: set[int], *, completed: bool, done: bool
    ) -> None:
        mailed, passed_over, people, self.last_row = told_since(self.last_row)
        oracle = set() if done else to_be_told(wanted_now(), now, self.scanned_on, self.told)
        if completed:
            assert mailed == {told for told in oracle if told.person_id not in told_today}
        assert mailed == {told for told in oracle if told.person_id in people}
        assert not people & told_today, "one digest per person and day"
        for line in mailed:
            earlier = {line._replace(stage=s) for s in reached(line.due_on, now[0])[:-1]}
            assert earlier <= self.told | self.overtaken | passed_over
            assert line not in self.overtaken
        assert not passed_over & (self.told | self.overtaken)
        told_today |= people
        self.told |= mailed
        self.overtaken |= passed_over


def kept_as_derived() -> None:
    with transaction():
        assert list(kept_duties.compare()) == []


def most_digests_of_a_person_in_a_day() -> int:
    rows = session.execute(
        select(OutboxLetter.person_id, OutboxLetter.created_at).where(OutboxLetter.key == "digest")
    )
    return max(Counter((row[0], clock.local(row[1]).date()) for row in rows).values())


@pytest.mark.parametrize("seed", LIVES)
def test_everything_is_told_exactly_once_or_overtaken(
    app: Flask, served: Served, seed: int
) -> None:
    lived, one_of = 0, LIVES_ONE_OF[served.engine.dialect.name]
    life = Life(served, seed)
    try:
        for number in range(DAYS):
            is_on = number // 7 % one_of == 0
            life.day(TODAY + timedelta(days=number), is_on=is_on)
            lived += is_on
            # What is kept wrongly stays so; to derive all anew costs as much as the day itself.
            if is_on and (FULL or number % 7 == 6):
                kept_as_derived()
    finally:
        life.fate.close()
    assert most_digests_of_a_person_in_a_day() == 1
    digests = session.scalar(
        select(func.count(OutboxLetter.id)).where(OutboxLetter.key == "digest")
    )
    assert digests is not None
    assert digests > lived / 6
    assert {told.person_id for told in life.told} >= WEEKLY.keys() | HOURS.keys()
    assert {told.kind for told in life.told} >= {"review_policy", "finish_audit", *KINDS.values()}
    assert (
        min(life.happened[each] for each in ("off", "two schedulers", "killed", "early"))
        > lived / 40
    )
