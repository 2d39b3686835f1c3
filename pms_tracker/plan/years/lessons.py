"""Lessons that wait beside the policies' inboxes, and their answers: they close the circle."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy import String, bindparam, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.rules import lesson_rules
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.plan.tables.year_tables import Lesson
from pms_tracker.questions import Question, Text, as_text, cells_of, day_in
from pms_tracker.trail import trail

# Answered ones that a page shows; the others are found by their record.
LATEST = 50


def receive(inbox: Inbox, text: str, *, because_of: str, on: date, by: trail.Actor) -> Lesson:
    """Lay a lesson in an inbox; a second one from the same record replaces its text."""
    named = Lesson.inbox == inbox, Lesson.because_of == because_of
    found = session.scalar(select(Lesson).where(*named))
    if found is None:
        found = Lesson(inbox=inbox, because_of=because_of, text=text, received_on=on)
        session.add(found)
    elif found.answered_on is None:
        found.text = text
    session.flush()
    trail.note(because_of, "lesson_laid", by=by, changes={"inbox": (None, inbox)})
    return found


def from_record(because_of: str) -> list[Lesson]:
    """What a record laid, so that its page can show whether it was answered."""
    found = session.scalars(select(Lesson).where(Lesson.because_of == because_of)).all()
    return sorted(found, key=lambda each: list(Inbox).index(each.inbox))


class Laid(NamedTuple):
    """What a record laid in an inbox, as its page tells it."""

    inbox: Inbox
    text: str
    received_on: date
    answer: str
    answered_on: date | None


def laid_by(because_of: str) -> Question[list[Laid]]:
    """What a record laid as its page tells it, to be read with what else is asked."""
    return Question((_laid(),), {"because_of": because_of}, _told)


def _told(said: str) -> list[Laid]:
    found = [
        Laid(Inbox(inbox), text, date.fromisoformat(received_on), answer, day_in(answered_on))
        for inbox, text, received_on, answer, answered_on in cells_of(said)
    ]
    return sorted(found, key=lambda each: list(Inbox).index(each.inbox))


@cache
def _laid() -> Text:
    its = Lesson.because_of == bindparam("because_of", type_=String)
    told = (Lesson.inbox, Lesson.text, Lesson.received_on, Lesson.answer, Lesson.answered_on)
    return as_text(select(*told).where(its))


def take_out(because_of: str, *, by: trail.Actor) -> None:
    """Take what a record laid out of its inboxes again; what was answered stays."""
    # Locked before it is looked at: somebody may be answering it at this moment.
    laid = select(Lesson).where(Lesson.because_of == because_of, Lesson.answered_on.is_(None))
    for each in session.scalars(laid.order_by(Lesson.id).with_for_update()).all():
        session.delete(each)
        trail.note(because_of, "lesson_taken_out", by=by, changes={"inbox": (each.inbox, None)})
    session.flush()


def waiting(inboxes: Collection[Inbox]) -> list[Lesson]:
    """What waits in these inboxes, oldest first."""
    unanswered = select(Lesson).where(Lesson.answered_on.is_(None), Lesson.inbox.in_(inboxes))
    return list(session.scalars(unanswered.order_by(Lesson.received_on, Lesson.id)))


def answered() -> list[Lesson]:
    """What was answered lately, newest first."""
    done = select(Lesson).where(Lesson.answered_on.is_not(None))
    newest = done.order_by(Lesson.answered_on.desc(), Lesson.id.desc())
    return list(session.scalars(newest.limit(LATEST)))


def answer(lesson_id: int, text: str, *, by: Viewer) -> Lesson:
    """Answer a lesson: what comes of it.

    Raises NotFound, NotAllowed for whoever does not keep its inbox, RuleBroken without words and
    where it was answered already.
    """
    found = session.get(Lesson, lesson_id, with_for_update=True)
    if found is None:
        raise NotFound("no_such_lesson")
    answered = found.answered_on is not None
    lesson_rules.check_answer(by.roles, found.inbox, text, answered=answered)
    found.answer = text.strip()
    found.answered_on, found.answered_by_id = clock.today(), by.person_id
    session.flush()
    changes: dict[str, trail.Change] = {
        "inbox": (None, found.inbox),
        "lesson_answer": (None, found.answer),
    }
    trail.note(found.because_of, "lesson_answered", by=by.actor, changes=changes)
    return found


def erase(because_of: str, by: str) -> None:
    """Put other words where a record's lesson was laid: it was erased there."""
    for each in from_record(because_of):
        each.text = by
    session.flush()
