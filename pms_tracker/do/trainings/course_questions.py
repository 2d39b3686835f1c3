"""Questions of a course (理解度テストの問題): written, changed and removed; trainings that began
keep theirs."""

from pms_tracker.database import session
from pms_tracker.do.rules.training import quiz_rules
from pms_tracker.do.rules.training.quiz_rules import QuizQuestion
from pms_tracker.do.tables.training_tables import Course, CourseQuestion
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.do.trainings.trainings_held import questions_of
from pms_tracker.kernel.errors import NotFound, RuleBroken, Stale
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers.edition_rules import WAITS, Standing
from pms_tracker.trail import trail


def find(course: Course, number: int, *, for_update: bool = False) -> CourseQuestion:
    """A question of a course by its id. Raises NotFound."""
    found = session.get(CourseQuestion, number, with_for_update=for_update)
    if found is None or found.course_id != course.id:
        raise NotFound("no_such_record", reference=COURSES.name_of(course))
    return found


def add(course: Course, asked: QuizQuestion, *, by: Viewer) -> CourseQuestion:
    """Add a question at the end. Raises BadInput as `quiz_rules.check`, RuleBroken for one too many
    or where the course is no more, or waits for its approval."""
    _check_open(course)
    quiz_rules.check(asked)
    if len(questions_of(course)) >= quiz_rules.MOST_QUESTIONS:
        raise RuleBroken("quiz_questions", most=quiz_rules.MOST_QUESTIONS)
    made = CourseQuestion(course_id=course.id)
    _put(made, asked)
    session.add(made)
    session.flush()
    _note(course, "quiz_question_added", None, asked.text, by)
    return made


def change(
    course: Course, made: CourseQuestion, asked: QuizQuestion, *, version: int, by: Viewer
) -> None:
    """Ask it otherwise. Raises Stale and as `add`."""
    _check_open(course)
    _check_version(course, made, version)
    quiz_rules.check(asked)
    before = made.text
    _put(made, asked)
    made.version += 1
    session.flush()
    _note(course, "quiz_question_changed", before, asked.text, by)


def remove(course: Course, made: CourseQuestion, *, version: int, by: Viewer) -> None:
    """Ask it no more. Raises Stale, and RuleBroken as `add`."""
    _check_open(course)
    _check_version(course, made, version)
    session.delete(made)
    session.flush()
    _note(course, "quiz_question_removed", made.text, None, by)


def _put(made: CourseQuestion, asked: QuizQuestion) -> None:
    made.text, made.asks = asked.text.strip(), asked.asks
    made.options, made.answers = list(asked.options), list(asked.right)
    made.why, made.about = asked.why.strip(), asked.about.strip()


def _check_open(course: Course) -> None:
    """Whoever approves the course has read its questions: while it waits, they stay."""
    if course.struck or course.state is Standing.ENDED:
        raise RuleBroken("quiz_course_ended")
    if course.state in WAITS:
        raise RuleBroken("quiz_course_waits")


def _check_version(course: Course, made: CourseQuestion, seen: int) -> None:
    if made.version != seen:
        raise Stale("record_changed", reference=COURSES.name_of(course))


def _note(course: Course, move: str, before: str | None, after: str | None, by: Viewer) -> None:
    changes: dict[str, trail.Change] = {"quiz_question": (before, after)}
    trail.note(COURSES.name_of(course), move, by=by.actor, changes=changes)
