"""What people do in the evening: their duties, at random days, through the use cases.

What they did is told to the oracle, and what the product counted of it is held against what the
oracle counts.
"""

from collections import Counter
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.checks import check_readings, check_runs
from pms_tracker.do.checks.check_faults import FAULTS
from pms_tracker.do.checks.check_reports import CHECK_REPORTS
from pms_tracker.do.checks.check_runs import Hand
from pms_tracker.do.complaints.complaint_reports import COMPLAINT_REPORTS
from pms_tracker.do.rules.operation.check_rules import Given, Mark, Way
from pms_tracker.do.rules.pledge_rules import PledgeKind
from pms_tracker.do.tables.operation.operation_check_tables import CheckFault
from pms_tracker.do.tables.training_tables import TrainingAssignment, TrainingRun
from pms_tracker.do.trainings import enrolments, trainings_held
from pms_tracker.period_reports.period_reports import Periodic
from tests.do.years.year_checks import Fault, Period, Sheet
from tests.do.years.year_days import first_of, months_on
from tests.do.years.year_firm import MANAGER, REPRESENTATIVE, Due
from tests.do.years.year_oracle import Oracle, Reports
from tests.do.years.year_reviews import Reviewing
from tests.do.years.year_trainings import Lesson

DAY = timedelta(days=1)
KEY = "鍵をかけた"
NEVER = date.max
CONFIRMED: dict[str, Periodic[Any]] = {
    "confirm_check_report": CHECK_REPORTS,
    "confirm_complaint_report": COMPLAINT_REPORTS,
}


class Hands(Reviewing):
    """Everybody of the firm, each with their own habits."""

    def __init__(self, oracle: Oracle, seed: int) -> None:
        super().__init__(oracle)
        self.seed, self.random = seed, Random(seed)
        self.planned: dict[Due, date] = {}
        self.acted: Counter[str] = Counter()
        self.references: dict[tuple[str, str], str] = {}

    def plan(self, wanted: AbstractSet[Due], day: date) -> None:
        """Whoever hears of something decides when to do it: mostly in time, sometimes never."""
        for due in sorted(wanted - self.planned.keys()):
            draw = self.random.random()
            if draw < 0.06 and due.kind in ("take_training", "mend_check_fault"):
                self.planned[due] = NEVER
                continue
            shift = -self.random.randint(0, 8) if draw < 0.7 else self.random.randint(0, 25)
            self.planned[due] = max(day, due.due_on + shift * DAY)

    def evening(self, day: date) -> None:
        for sheet in self.oracle.sheets.values():
            self._fill_in(sheet, day)
        today = sorted(due for due, on in self.planned.items() if on == day)
        for due in today:
            act = getattr(self, f"do_{due.kind}", None)
            if act is not None and due in self.oracle.wanted(day):
                act(due, day)
                self.acted[due.kind] += 1

    def _fill_in(self, sheet: Sheet, day: date) -> None:
        worker = self.oracle.staff.workers[sheet.owner]
        for period in sheet.periods if worker.here(day) else ():
            if period.first > day or first_of(period.due_on) in sheet.read:
                continue
            habit = Random(f"{self.seed}/{sheet.name}/{period.first}")
            if self._when(habit, period) == day:
                by = self._by(sheet, habit, day)
                self._enter_check(sheet, period, day, by, faulty=habit.random() < 0.08)

    @staticmethod
    def _when(habit: Random, period: Period) -> date:
        draw = habit.random()
        late = habit.randint(1, 9)
        return period.due_on if draw < 0.8 else period.due_on + late * DAY if draw < 0.93 else NEVER

    def _by(self, sheet: Sheet, habit: Random, day: date) -> str:
        """Whoever sees to it; now and then its reader, who then may not read it."""
        heads = self.oracle.staff.heads(sheet.unit, day)
        return heads[0] if heads and habit.random() < 0.02 else sheet.owner

    def _enter_check(
        self, sheet: Sheet, period: Period, day: date, by: str, *, faulty: bool
    ) -> None:
        template = self.row(sheet.name)
        given = Given(Mark.FAULT, "開いていた") if faulty else Given(Mark.FINE)
        hand = Hand(way=Way.SCREEN, uuid=str(uuid4()))
        at = check_runs.period_at(template, period.first)
        assert (at.first, at.due_on) == (period.first, period.due_on)
        check_runs.fill_in(template, at, {KEY: given}, hand, by=self.who(by))
        sheet.done[period.first] = day, by
        if faulty:
            sheet.faults[period.first] = Fault(day)
            newest = select(CheckFault).order_by(CheckFault.id.desc()).limit(1)
            self.keep(f"{sheet.name}/{period.first}", FAULTS, session.scalars(newest).one())

    def do_mend_check_fault(self, due: Due, day: date) -> None:
        sheet, _slash, first = due.about.partition("/")
        self.change(due.about, due.who, done_on=day, done="鍵を替えた。")
        self.oracle.sheets[sheet].faults[date.fromisoformat(first)].mended = day

    def do_judge_check_fault(self, due: Due, _day: date) -> None:
        sheet, _slash, first = due.about.partition("/")
        self.change(due.about, no_case="鍵が壊れていた。")
        self.oracle.sheets[sheet].faults[date.fromisoformat(first)].judged = True

    def do_read_check_sheet(self, due: Due, day: date) -> None:
        sheet = self.oracle.sheets[due.about]
        month = sheet.unread()
        assert month is not None
        shown = check_runs.sheet(self.row(due.about), month)
        assert shown.figures == sheet.counted(month, months_on(month, 1) - DAY), (due, month)
        check_readings.read(shown, "", check_readings.digest(shown), by=self.who(due.who))
        sheet.read[month] = day

    def _told(self, reports: Reports, its: Periodic[Any], day: date) -> Any:
        period = reports.next()
        made = its.report(period, "", by=self.who(MANAGER))
        reports.told[period] = day, None
        assert made.begins_on == period
        return made

    def _confirm(self, reports: Reports, due: Due, day: date) -> None:
        made = self._report(due)
        by = self.who(REPRESENTATIVE)
        CONFIRMED[due.kind].confirm(made, version=made.version, by=by)
        reports.told[made.begins_on] = reports.told[made.begins_on][0], day

    def do_report_checks(self, _due: Due, day: date) -> None:
        first = self.oracle.quarters.next()
        made = self._told(self.oracle.quarters, CHECK_REPORTS, day)
        names = ("due", "done", "late", "blank", "faults", "mended")
        told = {line["title"]: {name: line[name] for name in names} for line in made.lines}
        counted = {
            sheet.name: sheet.counted(first, months_on(first, 3) - DAY)
            for sheet in self.oracle.sheets.values()
        }
        assert told == {
            name: each for name, each in counted.items() if each["due"] or each["faults"]
        }

    def do_confirm_check_report(self, due: Due, day: date) -> None:
        self._confirm(self.oracle.quarters, due, day)

    def do_report_complaints(self, _due: Due, day: date) -> None:
        month = self.oracle.months.next()
        made = self._told(self.oracle.months, COMPLAINT_REPORTS, day)
        counted = self.oracle.complained(month)
        assert {name: made.figures[name] for name in counted} == counted, month

    def do_confirm_complaint_report(self, due: Due, day: date) -> None:
        self._confirm(self.oracle.months, due, day)

    def do_check_contact_desk(self, _due: Due, day: date) -> None:
        self._check_desk(day)

    def do_approve_trainings(self, _due: Due, _day: date) -> None:
        for name in list(self.oracle.plans):
            self.approve_plan(name)

    def do_start_training(self, due: Due, day: date) -> None:
        # The day of a session is in the table of events.
        if due.about != "all":
            self._start(day, due.about)

    def _lesson(self, about: str) -> tuple[TrainingAssignment, Lesson]:
        course, _slash, name = about.partition("/")
        its = (
            TrainingAssignment.training_id == self.rows[course],
            TrainingAssignment.person_id == self.ids[name],
        )
        row = session.scalars(select(TrainingAssignment).where(*its)).one()
        return row, self.oracle.courses[course].lessons[name]

    def do_take_training(self, due: Due, _day: date) -> None:
        row, lesson = self._lesson(due.about)
        knows = self.random.random() < 0.7
        (question,) = enrolments.questions(enrolments.of(row)[1])
        answers = {question.key: "true" if knows else "false"}
        enrolments.answer(row, answers, version=row.version, by=self.who(due.who))
        lesson.scores.append(100 if knows else 0)
        # Whoever did not pass decides anew when to try again.
        del self.planned[due]

    def do_collect_training(self, due: Due, day: date) -> None:
        row, lesson = self._lesson(due.about)
        score = self.random.choice((60, 80, 95))
        enrolments.enter_score(row, score, day, by=self.who(due.who))
        lesson.scores.append(score)
        del self.planned[due]

    def do_report_training(self, due: Due, day: date) -> None:
        course = self.oracle.courses[due.about]
        run = session.get_one(TrainingRun, self.rows[due.about])
        row = self.row(due.about)
        trainings_held.report(row, "", "", version=run.version, by=self.who(MANAGER))
        counted = course.counted(self.oracle.staff, day)
        assert run.result is not None
        assert {name: run.result[name] for name in counted} == counted, due.about
        assert run.planned == counted["planned"]
        course.reported = day

    def do_confirm_training_report(self, due: Due, day: date) -> None:
        run = session.get_one(TrainingRun, self.rows[due.about])
        by = self.who(REPRESENTATIVE)
        trainings_held.confirm(self.row(due.about), version=run.version, by=by)
        self.oracle.courses[due.about].confirmed = day

    def do_collect_pledges(self, due: Due, day: date) -> None:
        staff = self.oracle.staff
        for name, worker in staff.workers.items():
            lacking = {"joining": self.oracle.joined.get(name), "leaving": worker.left}
            for kind, due_on in lacking.items():
                asked = due_on == due.due_on and staff.beside(name, day) == [due.who]
                if asked and (name, kind) not in self.oracle.signed:
                    self.sign(name, PledgeKind(kind))

    def lessons_as_assigned(self) -> None:
        """Who takes what, why and by when, as it was assigned by itself."""
        names = {number: name for name, number in self.ids.items()}
        for course in self.oracle.courses.values():
            its = TrainingAssignment.training_id == self.rows[course.name]
            found = session.scalars(select(TrainingAssignment).where(its))
            assert {
                names[row.person_id]: (str(row.reason), row.due_on, row.late) for row in found
            } == {
                name: (each.reason, each.due_on, each.late) for name, each in course.lessons.items()
            }

    def reference(self, due: Due) -> str:
        """What the product calls that which something is about."""
        key = due.kind, due.about
        if key not in self.references:
            self.references[key] = self._reference(due) if due.about else ""
        return self.references[key]

    def _reference(self, due: Due) -> str:
        if due.about in self.registers:
            return self.named(due.about)
        if due.kind in CONFIRMED:
            return self._report(due).reference
        if "/" in due.about:
            return self._lesson(due.about)[0].reference
        return self.reviewed(due.about).reference

    @staticmethod
    def _report(due: Due) -> Any:
        table, begins = CONFIRMED[due.kind].table, date.fromisoformat(due.about)
        return session.scalars(select(table).where(table.begins_on == begins)).one()
