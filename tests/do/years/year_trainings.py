"""Trainings as the oracle knows them: whom each is asked of, by when, and what it counts (§6)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.do.years.year_days import ONE
from tests.do.years.year_firm import MANAGER, REPRESENTATIVE, Due, Staff
from tests.do.years.year_script import AUDIENCES

LATER = timedelta(days=30)
AT_LEAST = timedelta(days=7)
FORTNIGHT = timedelta(days=14)


@dataclass
class Lesson:
    """That one person takes it: why, by when, and their scores so far."""

    reason: str
    due_on: date
    late: bool = False
    on: date | None = None
    # Assigned once the course was over: taken all the same, and counted nowhere.
    after: bool = False
    scores: list[int] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return any(each >= 80 for each in self.scores)

    @property
    def is_open(self) -> bool:
        return not self.passed and len(self.scores) < 2


@dataclass
class Course:
    name: str
    starts: date
    ends: date
    started: date | None = None
    reported: date | None = None
    confirmed: date | None = None
    lessons: dict[str, Lesson] = field(default_factory=dict)

    def start(self, staff: Staff, day: date) -> None:
        """The denominator is frozen: everybody whom it is for on this day."""
        self.started = day
        for name in staff.asked(AUDIENCES[self.name], day):
            self.lessons[name] = Lesson("planned", self.ends, on=day)

    def extend(self, ends: date) -> None:
        """Those who were planned and are not done have until the new end."""
        self.ends = ends
        for lesson in self.lessons.values():
            if lesson.is_open and not lesson.late:
                lesson.due_on = ends

    def morning(self, staff: Staff, day: date) -> None:
        """Joiners, returners, movers and holders of a role come by themselves, until its end."""
        if self.started is None or self.reported or day > self.ends:
            return
        for name in staff.asked(AUDIENCES[self.name], day):
            if name not in self.lessons:
                self.lessons[name] = self._later(staff, name, day)

    def _later(self, staff: Staff, name: str, day: date) -> Lesson:
        if AUDIENCES[self.name] == "auditors":
            return Lesson("role", day + LATER, late=True, on=day)
        *before, last = staff.workers[name].stays
        ended = all(each.until and each.until < last.since - ONE for each in before)
        reason = ("returned" if ended else "moved") if before else "joined"
        return Lesson(reason, max(last.since + LATER, day + AT_LEAST), late=True, on=day)

    def is_over(self, day: date) -> bool:
        """Whether it was of all, and its last day has passed."""
        last = min(self.ends, self.reported or self.ends)
        return AUDIENCES[self.name] == "all" and self.started is not None and day > last

    def teach(self, staff: Staff, name: str, day: date) -> None:
        """Whoever came once it was over takes it apart from those who are counted."""
        self.lessons[name] = self._later(staff, name, day)
        self.lessons[name].after = True

    def wanted(self, staff: Staff, day: date) -> Iterator[Due]:
        if self.started is None:
            yield Due("start_training", self.name, self.starts, MANAGER)
            return
        for name, lesson in self.lessons.items():
            if self.reported is None or lesson.after:
                yield from self._of(staff, name, lesson, day)
        if self.reported is None:
            if day > self.ends:
                yield Due("report_training", self.name, self.ends + FORTNIGHT, MANAGER)
        elif self.confirmed is None:
            due_on = self.reported + FORTNIGHT
            yield Due("confirm_training_report", self.name, due_on, REPRESENTATIVE)

    def _of(self, staff: Staff, name: str, lesson: Lesson, day: date) -> Iterator[Due]:
        worker = staff.workers[name]
        if not lesson.is_open or not worker.here(day):
            return
        about = f"{self.name}/{name}"
        if worker.signs_in:
            yield Due("take_training", about, lesson.due_on, name)
        else:
            for other in staff.beside(name, day):
                yield Due("collect_training", about, lesson.due_on, other)

    def counted(self, staff: Staff, day: date) -> dict[str, int]:
        """What its report says; who left before they were done is not absent."""
        found = dict.fromkeys(
            ("planned", "late", "exempt", "attended", "passed", "failed", "absent"), 0
        )
        for name, lesson in self.lessons.items():
            if lesson.after:
                continue
            found["late" if lesson.late else "planned"] += 1
            if lesson.is_open and not staff.workers[name].here(day):
                found["exempt"] += 1
            elif lesson.scores:
                found["attended"] += 1
                found["passed"] += lesson.passed
                found["failed"] += not lesson.passed and not lesson.is_open
            else:
                found["absent"] += 1
        return found


def arrived(staff: Staff, name: str) -> date | None:
    """When somebody came, or came back after a time away."""
    came, last = None, None
    for each in staff.workers[name].stays:
        if came is None or (last is not None and each.since > last + ONE):
            came = each.since
        last = each.until
    return came


def teach_who_came(courses: Iterable[Course], staff: Staff, day: date) -> None:
    """Whoever came between two courses of all takes the last one that is over."""
    of_all = [each for each in courses if AUDIENCES[each.name] == "all"]
    over = [each for each in of_all if each.is_over(day)]
    if not over:
        return
    last = max(over, key=lambda each: each.started or date.min)
    for name in staff.asked("all", day):
        came = arrived(staff, name)
        if came is None or name in last.lessons or came < (last.started or day):
            continue
        had = (each.lessons[name].on for each in of_all if name in each.lessons)
        if not any(on is not None and on >= came for on in had):
            last.teach(staff, name, day)
