"""A course to begin with: drafted as it is offered, with its questions."""

from collections.abc import Callable
from typing import Any

from pms_tracker.do.rules.training import course_starter_rules as starter, quiz_rules
from pms_tracker.do.rules.training.quiz_rules import Asks, QuizQuestion
from pms_tracker.do.trainings import course_questions
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.kernel.words import Words
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries


def draft(in_words: Callable[[Words], str], *, by: Viewer) -> Any:
    """Draft the course in somebody's words. Raises as `entries.enter`."""
    text = "\n\n".join(f"{in_words(head)}\n{in_words(said)}" for head, said in starter.PARTS)
    told = {"title": in_words(starter.TITLE), "covers": starter.COVERS, "text": text}
    course = entries.enter(COURSES, told, by=by)
    for each in starter.STATEMENTS:
        right = quiz_rules.TRUE if each.is_true else quiz_rules.FALSE
        words, why = in_words(each.words), in_words(each.why)
        asked = QuizQuestion("", words, Asks.TRUE_FALSE, (), (right,), why)
        course_questions.add(course, asked, by=by)
    return course
