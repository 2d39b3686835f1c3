"""Questions of a course (理解度テストの問題): written, changed and removed.

They are part of what is approved: a change of a course in force is drafted, and asked once that was
approved; trainings that began keep theirs.
"""

from collections.abc import Sequence
from dataclasses import replace

from pms_tracker.database import session
from pms_tracker.do.rules.training import quiz_rules
from pms_tracker.do.rules.training.quiz_rules import Differs, QuizQuestion
from pms_tracker.do.tables.training_tables import Course
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.kernel.errors import NotFound, RuleBroken, Stale
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entry_editions
from pms_tracker.registers.edition_rules import WAITS, Standing
from pms_tracker.trail import trail

QUESTIONS = COURSES.field("questions")


def in_force(course: Course) -> tuple[QuizQuestion, ...]:
    """What a training that begins now asks; before anything is in force, what is drafted."""
    return tuple(QUESTIONS.of(course))


def drafted(course: Course) -> tuple[QuizQuestion, ...]:
    """The questions of the draft of a course, else what is in force."""
    return tuple(entry_editions.drafted(COURSES, course)[QUESTIONS.name])


def compared(course: Course) -> list[tuple[QuizQuestion, Differs]]:
    """What is drafted, each question with how it differs from what is in force."""
    after = drafted(course)
    return quiz_rules.compared(in_force(course) if course.edition else after, after)


def find(course: Course, number: int) -> QuizQuestion:
    """A question of what is drafted by its number. Raises NotFound."""
    for each in drafted(course):
        if each.number == number:
            return each
    raise NotFound("no_such_record", reference=COURSES.name_of(course))


def add(course: Course, asked: QuizQuestion, *, by: Viewer) -> QuizQuestion:
    """Draft one more question at the end. Raises BadInput as `quiz_rules.check`, RuleBroken for one
    too many or where the course is no more, or waits for its approval."""
    _check_open(course)
    now = drafted(course)
    made = replace(_tidied(asked), key=quiz_rules.next_key(now, in_force(course)))
    _write(course, [*now, made], by)
    _note(course, "quiz_question_added", None, made.text, by)
    return made


def change(
    course: Course, number: int, asked: QuizQuestion, *, version: int, by: Viewer
) -> QuizQuestion:
    """Draft it otherwise. Raises Stale where the course was changed since `version`, NotFound, and
    as `add`."""
    _check_open(course)
    _check_version(course, version)
    before = find(course, number)
    made = replace(_tidied(asked), key=before.key)
    if made != before:
        _write(course, [made if each == before else each for each in drafted(course)], by)
        _note(course, "quiz_question_changed", before.text, made.text, by)
    return made


def remove(course: Course, number: int, *, version: int, by: Viewer) -> None:
    """Draft that it is asked no more. Raises as `change`."""
    _check_open(course)
    _check_version(course, version)
    gone = find(course, number)
    _write(course, [each for each in drafted(course) if each != gone], by)
    _note(course, "quiz_question_removed", gone.text, None, by)


def _tidied(asked: QuizQuestion) -> QuizQuestion:
    quiz_rules.check(asked)
    text, why, about = asked.text.strip(), asked.why.strip(), asked.about.strip()
    return replace(asked, text=text, why=why, about=about)


def _write(course: Course, questions: Sequence[QuizQuestion], by: Viewer) -> None:
    quiz_rules.check_number(questions)
    draft = entry_editions.draft_of(COURSES, course)
    wanted = {**entry_editions.told(COURSES, course, draft), QUESTIONS.name: tuple(questions)}
    entry_editions.write(COURSES, course, wanted, draft, by)
    course.version += 1
    session.flush()


def _check_open(course: Course) -> None:
    """Whoever approves the course has read its questions: while it waits, they stay."""
    if course.struck or course.state is Standing.ENDED:
        raise RuleBroken("quiz_course_ended")
    if course.state in WAITS:
        raise RuleBroken("quiz_course_waits")


def _check_version(course: Course, seen: int) -> None:
    if course.version != seen:
        raise Stale("record_changed", reference=COURSES.name_of(course))


def _note(course: Course, move: str, before: str | None, after: str | None, by: Viewer) -> None:
    changes: dict[str, trail.Change] = {"quiz_question": (before, after)}
    trail.note(COURSES.name_of(course), move, by=by.actor, changes=changes)
