"""Trainings: begun, assigned, tested, put off, joined later, reported on and approved."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.carried_out import carried_out
from pms_tracker.do.rules.carried_out_rules import Carried, Required
from pms_tracker.do.rules.training.quiz_rules import Asks, QuizQuestion
from pms_tracker.do.rules.training.training_rules import Audience, By, Learning, Reason, Way
from pms_tracker.do.tables.training_tables import Course, Training, TrainingAssignment
from pms_tracker.do.trainings import course_questions, enrolments, learners, trainings_held
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.do.trainings.training_plans import TRAININGS
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.changes import leaving
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.plan.years import lessons
from pms_tracker.registers import entries
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.do import test_risks

DAY = timedelta(days=1)
COURSE: dict[str, Any] = {
    "title": "個人情報保護 基本研修",
    "text": "預かった名簿は持ち出しません。",
}
PLAN: dict[str, Any] = {
    "title": "2026年度 全従業者教育",
    "course": ("TC-2026-001",),
    "starts_on": TODAY,
    "ends_on": TODAY + 20 * DAY,
    "audience": Audience.ALL,
    "way": Way.READING,
    "tries": 2,
}
# Everybody of the cast who belongs to a unit.
EVERYBODY = sorted(set(IDS) - {"nobody"})
RIGHT, WRONG = {"q1": "true", "q2": "1,3"}, {"q1": "false", "q2": "1,3"}


def through(register: Any, row: Any, by: str = "head") -> Any:
    """Handed in by one person and approved by the privacy manager or the representative."""
    test_risks.hand_in(row, by, register)
    who = "privacy_manager" if register is COURSES else "representative"
    test_risks.approve(row, who, register)
    return row


def course(**more: Any) -> Any:
    """A course with two questions, in force."""
    row = entries.enter(COURSES, {**COURSE, **more}, by=viewer("head"))
    asked = [
        ("顔写真は個人情報である。", Asks.TRUE_FALSE, [], ["true"]),
        ("施錠して保管するものはどれですか。", Asks.SEVERAL, ["名簿", "新聞", "答案"], ["1", "3"]),
    ]
    for text, asks, options, right in asked:
        made = QuizQuestion("", text, asks, tuple(options), tuple(right))
        course_questions.add(row, made, by=viewer("head"))
    return through(COURSES, row)


def planned(**more: Any) -> Any:
    row = entries.enter(TRAININGS, {**PLAN, **more}, by=viewer("head"))
    return through(TRAININGS, row)


def started(**more: Any) -> Any:
    course()
    row = planned(**more)
    trainings_held.start(row, by=viewer("privacy_manager"))
    return row


def of(name: str) -> TrainingAssignment:
    return session.scalars(
        select(TrainingAssignment).where(TrainingAssignment.person_id == IDS[name])
    ).one()


def answer(name: str, answers: dict[str, str]) -> Any:
    row = of(name)
    return enrolments.answer(row, answers, version=row.version, by=viewer(name))


def kinds(name: str) -> list[str]:
    found = reading.due(date.max, IDS[name])
    return sorted(each.kind for each in found if "training" in each.kind)


def test_a_training_begins_with_everybody_who_is_here(app: Flask) -> None:
    row = started()
    found = session.scalars(select(TrainingAssignment)).all()
    assert {each.person_id for each in found} == {IDS[name] for name in EVERYBODY}
    assert {each.reason for each in found} == {Reason.PLANNED}
    run = trainings_held.run_of(row)
    assert run is not None
    assert (run.planned, row.pass_mark) == (len(EVERYBODY), 80)
    assert kinds("employee") == ["take_training"]
    # Whoever cannot sign in is looked after by the head of their unit.
    assert kinds("head") == ["collect_training", "take_training"]
    with pytest.raises(RuleBroken, match="training_started"):
        trainings_held.start(row, by=viewer("privacy_manager"))


def test_it_begins_once_it_was_approved_by_whoever_runs_the_pms(app: Flask) -> None:
    course()
    row = entries.enter(TRAININGS, PLAN, by=viewer("head"))
    with pytest.raises(RuleBroken, match="training_not_approved"):
        trainings_held.start(row, by=viewer("privacy_manager"))
    through(TRAININGS, row)
    assert kinds("privacy_manager") == ["start_training"]
    with pytest.raises(NotAllowed):
        trainings_held.start(row, by=viewer("head"))


def test_what_was_frozen_stays(app: Flask) -> None:
    row = started()
    run = trainings_held.run_of(row)
    assert run is not None
    session.scalars(select(Course)).one().questions = []
    assert [each.key for each in enrolments.questions(run)] == ["q1", "q2"]
    with pytest.raises(RuleBroken):
        entries.change(TRAININGS, row, {"pass_mark": 10}, seen=row.version, by=viewer("head"))
    entries.change(TRAININGS, row, {"teacher": "藤森"}, seen=row.version, by=viewer("head"))


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        (
            {"audience": Audience.UNIT, "unit_id": UNIT_IDS["書店"]},
            ["auditor", "employee", "other_head"],
        ),
        ({"audience": Audience.ROLE, "role": Role.AUDITOR}, ["auditor", "second_auditor"]),
        ({"audience": Audience.JOINED, "within": 366 * 1}, []),
        ({"audience": Audience.MY_NUMBER}, []),
    ],
)
def test_the_audience_is_a_rule(app: Flask, more: dict[str, Any], asked: list[str]) -> None:
    course()
    row = planned(**more)
    found = {each.person_id for each in learners.asked(row, _here(), TODAY)}
    assert found == {IDS[name] for name in asked}
    if not asked:
        with pytest.raises(RuleBroken, match="training_for_nobody"):
            trainings_held.start(row, by=viewer("privacy_manager"))


def _here() -> Any:
    return learners.here(Firm(TODAY))


def test_every_try_stays(app: Flask) -> None:
    started()
    first = answer("employee", WRONG)
    assert (first.percent, first.passed, first.missed) == (50, False, ["q1"])
    assert (of("employee").state, kinds("employee")) == (Learning.RETRY, ["take_training"])
    second = answer("employee", RIGHT)
    assert second.passed
    row = of("employee")
    assert (row.state, row.percent, row.attended_on) == (Learning.PASSED, 100, TODAY)
    assert [each.percent for each in enrolments.tries_of(row)] == [50, 100]
    assert kinds("employee") == []
    with pytest.raises(RuleBroken, match="training_done"):
        answer("employee", RIGHT)


def test_tries_run_out_and_a_head_gives_another(app: Flask) -> None:
    started()
    answer("owner", WRONG)
    answer("owner", WRONG)
    row = of("owner")
    assert row.state is Learning.FAILED
    assert "retry_training" in kinds("head")
    assert kinds("owner") == []
    with pytest.raises(NotAllowed):
        enrolments.try_again(row, "もう一度", version=row.version, by=viewer("owner"))
    with pytest.raises(NotAllowed):
        enrolments.try_again(row, "もう一度", version=row.version, by=viewer("other_head"))
    with pytest.raises(RuleBroken):
        enrolments.try_again(row, " ", version=row.version, by=viewer("head"))
    enrolments.try_again(row, "説明しました", version=row.version, by=viewer("head"))
    assert "retry_training" not in kinds("head")
    assert answer("owner", RIGHT).number == 3


def test_a_test_is_ones_own_whole_and_taken_once(app: Flask) -> None:
    started()
    row = of("owner")
    with pytest.raises(NotAllowed):
        enrolments.answer(row, RIGHT, version=row.version, by=viewer("head"))
    for wrong in ({"q1": "true"}, {"q1": "true", "q2": "9"}, {}):
        with pytest.raises(BadInput):
            enrolments.answer(row, wrong, version=row.version, by=viewer("owner"))
    seen = row.version
    enrolments.answer(row, WRONG, version=seen, by=viewer("owner"))
    with pytest.raises(Stale):
        enrolments.answer(row, WRONG, version=seen, by=viewer("owner"))
    assert row.tries == 1


def test_others_do_not_know_of_it(app: Flask) -> None:
    started()
    reference = parse_reference(of("owner").reference)
    assert reference is not None
    for name in ("owner", "head", "privacy_manager", "audit_manager"):
        assert enrolments.by_reference(reference, seen_by=viewer(name))
    for name in ("employee", "other_head"):
        with pytest.raises(NotFound):
            enrolments.by_reference(reference, seen_by=viewer(name))


def test_paper_and_attendance_are_recorded_by_the_head(app: Flask) -> None:
    started()
    row = of("without_account")
    for wrong in (TODAY + DAY, TODAY - DAY):
        with pytest.raises(BadInput):
            enrolments.attend(row, wrong, by=viewer("head"))
    enrolments.attend(row, TODAY, by=viewer("head"))
    assert (row.state, row.attended_on) == (Learning.TO_TEST, TODAY)
    with pytest.raises(NotAllowed):
        enrolments.enter_score(row, 90, TODAY, by=viewer("other_head"))
    with pytest.raises(BadInput):
        enrolments.enter_score(row, 101, TODAY, by=viewer("head"))
    made = enrolments.enter_score(row, 90, TODAY, by=viewer("head"))
    assert (made.way, made.passed, made.entered_by_id) == (By.PAPER, True, IDS["head"])
    with pytest.raises(NotAllowed):
        enrolments.enter_score(of("head"), 100, TODAY, by=viewer("head"))


def test_it_is_put_off_and_left_out_for_a_reason(app: Flask) -> None:
    started()
    row = of("owner")
    until = TODAY + 90 * DAY
    with pytest.raises(BadInput):
        enrolments.put_off(row, TODAY, "休職", version=row.version, by=viewer("head"))
    enrolments.put_off(row, until, "休職", version=row.version, by=viewer("head"))
    (found,) = (each for each in reading.due(date.max, IDS["owner"]) if "training" in each.kind)
    assert found.due_on == until
    with pytest.raises(RuleBroken):
        enrolments.leave_out(row, "", version=row.version, by=viewer("head"))
    enrolments.leave_out(row, "退職の予定", version=row.version, by=viewer("head"))
    assert kinds("owner") == []
    assert trainings_held.counted(session.get_one(Training, row.training_id))["exempt"] == 1


def test_it_is_reported_on_and_approved(app: Flask) -> None:
    row = started()
    answer("employee", WRONG)
    answer("employee", RIGHT)
    answer("owner", RIGHT)
    run = trainings_held.run_of(row)
    assert run is not None
    manager, representative = viewer("privacy_manager"), viewer("representative")
    with pytest.raises(RuleBroken, match="training_still_open"):
        trainings_held.report(row, "", "", version=run.version, by=manager)
    with time_machine.travel(clock.at(TODAY + 21 * DAY, 10)):
        assert "report_training" in kinds("privacy_manager")
        trainings_held.report(
            row, "よく聞いていた。", "写真の例を増やす。", version=run.version, by=manager
        )
        assert run.result is not None
        assert (run.result["attended"], run.result["passed"], run.result["mean"]) == (2, 2, 100)
        assert [(each["count"], each["of"]) for each in run.result["missed"]] == [(1, 2)]
        (lesson,) = lessons.waiting([Inbox.EDUCATION])
        assert lesson.text == "写真の例を増やす。\n顔写真は個人情報である。"
        # Nothing more is asked of anybody.
        assert kinds("head") == []
        assert kinds("representative") == ["confirm_training_report"]
        for by in (manager, viewer("head")):
            with pytest.raises(NotAllowed):
                trainings_held.confirm(row, version=run.version, by=by)
        trainings_held.confirm(row, version=run.version, by=representative)
        with pytest.raises(RuleBroken):
            trainings_held.confirm(row, version=run.version, by=representative)
        with pytest.raises(RuleBroken, match="training_reported"):
            answer("head", RIGHT)


def test_whoever_left_is_asked_nothing_and_nobody_waits_for_them(app: Flask) -> None:
    row = started(audience=Audience.UNIT, unit_id=UNIT_IDS["書店"])
    for name in ("auditor", "other_head"):
        answer(name, RIGHT)
    assert (trainings_held.left(row), trainings_held.counted(row)["absent"]) == (1, 1)
    leaving.leave(people.person(IDS["employee"]), on=TODAY + DAY, by=SYSTEM)
    assert kinds("employee") == ["take_training"]
    with time_machine.travel(clock.at(TODAY + 2 * DAY, 10)):
        counted = trainings_held.counted(row)
        assert (counted["planned"], counted["exempt"], counted["absent"]) == (3, 1, 0)
        assert trainings_held.left(row) == 0
        board = carried_out.board(viewer("privacy_manager"), 2026)
        (shop,) = (each for each in board.lines if each.name == "書店")
        assert shop.cells[Required.TRAINING].carried is Carried.DONE
        assert list(kept_duties.compare()) == []
        run = trainings_held.run_of(row)
        assert run is not None
        trainings_held.report(row, "", "", version=run.version, by=viewer("privacy_manager"))


def test_a_new_title_is_that_of_its_duties(app: Flask) -> None:
    row = started()
    kept_duties.write_pending()
    entries.change(TRAININGS, row, {"title": "全員の教育"}, seen=row.version, by=viewer("head"))
    through(TRAININGS, row)
    assert {each.title for each in reading.due(date.max, IDS["owner"])} == {"全員の教育"}
    assert list(kept_duties.compare()) == []


def test_whoever_was_planned_has_until_a_day_that_was_moved(app: Flask) -> None:
    row = started()
    until = TODAY + 90 * DAY
    for name in ("owner", "auditor"):
        answer(name, RIGHT if name == "owner" else WRONG)
    put_off = of("employee")
    enrolments.put_off(put_off, until, "休職", version=put_off.version, by=viewer("other_head"))
    later = TODAY + 40 * DAY
    entries.change(TRAININGS, row, {"ends_on": later}, seen=row.version, by=viewer("head"))
    learners.assign_newcomers(TODAY)
    assert of("head").due_on == PLAN["ends_on"]
    through(TRAININGS, row)
    learners.assign_newcomers(TODAY)
    days = {name: of(name).due_on for name in ("head", "auditor", "owner", "employee")}
    ends = PLAN["ends_on"]
    assert days == {"head": later, "auditor": later, "owner": ends, "employee": until}
    kept_duties.write_pending()
    assert list(kept_duties.compare()) == []
