"""Questions of a course: part of what is approved, so that a change of them waits for approval."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from pms_tracker.approvals import approvals
from pms_tracker.do.rules.training.quiz_rules import Asks, QuizQuestion
from pms_tracker.do.trainings import course_questions, enrolments, trainings_held
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import parse_reference
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entry_editions
from pms_tracker.registers.edition_rules import Standing
from tests.cast import viewer
from tests.do import test_risks
from tests.do.test_trainings import course, planned, through

MORE = QuizQuestion("", "席を離れるときは画面を閉じる。", Asks.TRUE_FALSE, (), ("true",))


def begun(**more: Any) -> list[str]:
    """The questions of a training that begins now."""
    run = trainings_held.start(planned(**more), by=viewer("privacy_manager"))
    return [each.text for each in enrolments.questions(run)]


def test_a_question_added_to_what_was_approved_is_not_asked_before_it_is(app: Flask) -> None:
    row = course()
    before = begun()
    course_questions.add(row, MORE, by=viewer("head"))
    assert begun(title="二度目の教育") == before
    assert row.state is Standing.REVISED
    through(COURSES, row)
    assert row.edition == 2
    assert begun(title="三度目の教育") == [*before, MORE.text]


def test_what_changes_is_told_apart_until_it_is_approved_or_dropped(app: Flask) -> None:
    row = course()
    first, second = course_questions.drafted(row)
    head = viewer("head")
    changed = replace(first, text="声も個人情報である。")
    course_questions.change(row, first.number, changed, version=row.version, by=head)
    course_questions.remove(row, second.number, version=row.version, by=head)
    added = course_questions.add(row, MORE, by=head)
    # A number is used once, so that what was dropped is not taken for what came.
    assert added.number == 3
    found = course_questions.compared(row)
    assert [(each.text, how) for each, how in found] == [
        (changed.text, "changed"),
        (MORE.text, "added"),
        (second.text, "removed"),
    ]
    assert course_questions.in_force(row) == (first, second)
    entry_decisions.drop(COURSES, row, version=row.version, by=head)
    assert course_questions.drafted(row) == (first, second)
    assert row.state is Standing.IN_FORCE


def test_what_is_approved_holds_the_questions_and_stays(app: Flask) -> None:
    row = course()
    (signed,) = approvals.decisions(COURSES.name_of(row))
    assert signed.digest == _digest(row, signed.step)
    course_questions.add(row, MORE, by=viewer("head"))
    through(COURSES, row)
    newest, first = entry_editions.of(COURSES, row)
    assert [len(each.said["questions"]) for each in (first, newest)] == [2, 3]
    assert first.until_on == newest.from_on
    # What was signed first is proved still; another question would have been another digest.
    assert signed.digest == _digest(row, signed.step)
    assert approvals.decisions(COURSES.name_of(row))[-1].digest != signed.digest


def _digest(row: Any, step: str) -> str | None:
    reference = parse_reference(COURSES.name_of(row))
    assert reference is not None
    return entry_decisions.digest_of(COURSES, reference, step, 1)


def test_it_is_changed_by_what_was_seen_alone(app: Flask) -> None:
    row = course()
    first, _second = course_questions.drafted(row)
    head, seen = viewer("head"), row.version
    course_questions.change(row, first.number, replace(first, why="なぜ"), version=seen, by=head)
    with pytest.raises(Stale):
        course_questions.remove(row, first.number, version=seen, by=head)
    with pytest.raises(NotFound):
        course_questions.remove(row, 9, version=row.version, by=head)
    # What is written as it was opens no draft.
    entry_decisions.drop(COURSES, row, version=row.version, by=head)
    course_questions.change(row, first.number, first, version=row.version, by=head)
    assert row.state is Standing.IN_FORCE


def test_whoever_wrote_a_question_approves_none_of_it(app: Flask) -> None:
    row = course()
    course_questions.add(row, MORE, by=viewer("privacy_manager"))
    test_risks.hand_in(row, "head", COURSES)
    with pytest.raises(NotAllowed):
        test_risks.approve(row, "privacy_manager", COURSES)
    with pytest.raises(RuleBroken, match="quiz_course_waits"):
        course_questions.add(row, MORE, by=viewer("head"))
    test_risks.approve(row, "representative", COURSES)
    assert len(course_questions.in_force(row)) == 3
