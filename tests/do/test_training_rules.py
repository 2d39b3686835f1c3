"""Rules of trainings: whom they are for, why somebody comes later, marks and what is counted."""

from datetime import date, timedelta

import pytest

from pms_tracker.do.rules.training import course_rules, quiz_rules, training_rules as rules
from pms_tracker.do.rules.training.quiz_rules import Asks, QuizQuestion
from pms_tracker.do.rules.training.training_rules import (
    Audience,
    Counted,
    Here,
    Learning,
    Reason,
    Rule,
)
from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.independence import Role

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
LONG_AGO = TODAY - 900 * DAY


def here(*stays: tuple[date, date | None], **more: object) -> Here:
    usual = {"unit_ids": frozenset({1}), "roles": frozenset({Role.EMPLOYEE}), "my_number": False}
    return Here(7, **{**usual, **more}, stays=stays or ((LONG_AGO, None),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "who", "asked"),
    [
        (Rule(Audience.ALL), here(), True),
        (Rule(Audience.UNIT, unit_id=1), here(), True),
        (Rule(Audience.UNIT, unit_id=2), here(), False),
        (Rule(Audience.ROLE, role=Role.AUDITOR), here(), False),
        (Rule(Audience.ROLE, role=Role.AUDITOR), here(roles=frozenset({Role.AUDITOR})), True),
        (Rule(Audience.JOINED, within=90), here((TODAY - 90 * DAY, None)), True),
        (Rule(Audience.JOINED, within=90), here((TODAY - 91 * DAY, None)), False),
        (Rule(Audience.MY_NUMBER), here(), False),
        (Rule(Audience.MY_NUMBER), here(my_number=True), True),
    ],
)
def test_whom_it_is_for(rule: Rule, who: Here, asked: bool) -> None:
    assert rules.is_for(rule, who, TODAY) is asked


def test_somebody_of_no_unit_has_not_joined() -> None:
    who = Here(7, frozenset(), frozenset({Role.ADMINISTRATOR}), my_number=False, stays=())
    assert not rules.is_for(Rule(Audience.JOINED, within=90), who, TODAY)
    assert rules.due_later(Reason.ROLE, who, 30, TODAY) == TODAY + 30 * DAY


@pytest.mark.parametrize(
    ("lacking", "rule"),
    [
        ("", Rule(Audience.ALL)),
        ("unit_id", Rule(Audience.UNIT)),
        ("role", Rule(Audience.ROLE)),
        ("within", Rule(Audience.JOINED)),
    ],
)
def test_a_rule_names_what_it_asks_for(lacking: str, rule: Rule) -> None:
    assert rules.check_audience(rule) == lacking


STARTED = TODAY - 30 * DAY


@pytest.mark.parametrize(
    ("reason", "stays"),
    [
        (Reason.JOINED, ((TODAY, None),)),
        (Reason.RETURNED, ((LONG_AGO, TODAY - 200 * DAY), (TODAY, None))),
        (Reason.MOVED, ((LONG_AGO, TODAY - DAY), (TODAY, None))),
        (Reason.MOVED, ((LONG_AGO, None), (TODAY, None))),
        (Reason.MOVED, ((LONG_AGO, None),)),
        # On its first day, after it began.
        (Reason.JOINED, ((STARTED, None),)),
        (Reason.MOVED, ((LONG_AGO, STARTED - DAY), (STARTED, None))),
    ],
)
def test_why_somebody_comes_later(
    reason: Reason, stays: tuple[tuple[date, date | None], ...]
) -> None:
    who = here(*stays)
    assert rules.reason_later(Rule(Audience.UNIT, unit_id=1), who, STARTED) is reason
    assert rules.reason_later(Rule(Audience.ROLE), who, STARTED) is Reason.ROLE


def test_of_a_training_for_all_whoever_was_entered_afterwards_joined() -> None:
    for rule in (Rule(Audience.ALL), Rule(Audience.JOINED, within=90)):
        assert rules.reason_later(rule, here((STARTED - DAY, None)), STARTED) is Reason.JOINED
    came_back = here((LONG_AGO, TODAY - 200 * DAY), (STARTED - DAY, None))
    assert rules.reason_later(Rule(Audience.ALL), came_back, STARTED) is Reason.RETURNED
    # Their unit came to handle the numbers, or they were given a role and belong to no unit.
    assert rules.reason_later(Rule(Audience.MY_NUMBER), here(), STARTED) is Reason.ROLE
    nowhere = Here(7, frozenset(), frozenset({Role.ADMINISTRATOR}), my_number=False, stays=())
    assert rules.reason_later(Rule(Audience.ALL), nowhere, STARTED) is Reason.ROLE


def test_who_comes_later_has_some_days() -> None:
    joined = here((TODAY - 10 * DAY, None))
    assert rules.due_later(Reason.JOINED, joined, 30, TODAY) == TODAY + 20 * DAY
    # What somebody who is here long came to do counts from the day on which they are asked.
    assert rules.due_later(Reason.ROLE, here(), 30, TODAY) == TODAY + 30 * DAY
    # Of whoever moves again later it counts since they came where they are.
    moves = here((TODAY - 10 * DAY, TODAY + 20 * DAY), (TODAY + 21 * DAY, None))
    assert rules.due_later(Reason.JOINED, moves, 30, TODAY) == TODAY + 20 * DAY
    # Somebody who was found late has a week all the same.
    late = here((TODAY - 40 * DAY, None))
    assert rules.due_later(Reason.JOINED, late, 30, TODAY) == TODAY + 7 * DAY


def test_it_starts_once_approved_once_and_with_somebody() -> None:
    good = {"approved": True, "started": False, "ends_on": TODAY, "today": TODAY, "asked": 1}
    rules.check_start(**good)  # type: ignore[arg-type]
    for wrong in ({"approved": False}, {"started": True}, {"today": TODAY + DAY}, {"asked": 0}):
        with pytest.raises(RuleBroken):
            rules.check_start(**{**good, **wrong})  # type: ignore[arg-type]


def test_tries_end() -> None:
    assert rules.after_try(passed=True, taken=3, tries=3) is Learning.PASSED
    assert rules.after_try(passed=False, taken=2, tries=3) is Learning.RETRY
    assert rules.after_try(passed=False, taken=3, tries=3) is Learning.FAILED


def test_the_denominator_is_of_those_who_were_planned() -> None:
    found = rules.figures(
        [
            Counted(Learning.PASSED, False, True, 100),
            Counted(Learning.RETRY, False, True, 61),
            Counted(Learning.ASKED, False, False, None),
            # What somebody scored before nothing more was asked of them counts no more.
            Counted(Learning.EXEMPT, False, False, 20),
            Counted(Learning.FAILED, True, True, 40),
        ]
    )
    assert found == {
        **{"planned": 4, "late": 1, "exempt": 1, "attended": 3},
        **{"passed": 1, "failed": 1, "absent": 1, "mean": 67},
    }
    assert "mean" not in rules.figures([])


def test_of_whoever_left_before_they_were_done_nothing_is_counted_as_open() -> None:
    for state in Learning:
        gone = Learning.EXEMPT if state in rules.OPEN else state
        assert rules.counts_as(state, TODAY - DAY, TODAY) is gone
        assert rules.counts_as(state, TODAY, TODAY) is state
        assert rules.counts_as(state, None, TODAY) is state


TRUE = QuizQuestion(
    "q1", "個人情報には顔写真も含まれる。", Asks.TRUE_FALSE, (), ("true",), "そうです。"
)
BOTH = QuizQuestion(
    "q2", "どれを施錠しますか。", Asks.SEVERAL, ("書類", "新聞", "名簿"), ("1", "3")
)


def test_a_question_of_several_is_right_only_whole() -> None:
    assert quiz_rules.wrong([TRUE, BOTH], {"q1": "true", "q2": "3,1"}) == []
    assert quiz_rules.wrong([TRUE, BOTH], {"q1": "false", "q2": "1"}) == ["q1", "q2"]
    assert quiz_rules.percent([TRUE, BOTH], {"q1": "true", "q2": "1,2,3"}) == 50
    assert quiz_rules.percent([TRUE, TRUE, BOTH], {"q1": "true"}) == 66
    assert quiz_rules.percent([], {}) == 0
    assert quiz_rules.unpacked([TRUE.packed(), BOTH.packed()]) == (TRUE, BOTH)


@pytest.mark.parametrize(
    "wrong",
    [
        QuizQuestion("q", " ", Asks.TRUE_FALSE, (), ("true",)),
        QuizQuestion("q", "問い", Asks.ONE, ("一つ",), ("1",)),
        QuizQuestion("q", "問い", Asks.ONE, ("一", "二"), ()),
        QuizQuestion("q", "問い", Asks.ONE, ("一", "二"), ("1", "2")),
        QuizQuestion("q", "問い", Asks.ONE, ("一", "二"), ("3",)),
        QuizQuestion("q", "問い", Asks.SEVERAL, tuple("一二三四五六七八九"), ("1",)),
        QuizQuestion("q", "問" * 1001, Asks.TRUE_FALSE, (), ("true",)),
        QuizQuestion("q", "番号は123456789018です", Asks.TRUE_FALSE, (), ("true",)),
    ],
)
def test_a_question_can_be_answered(wrong: QuizQuestion) -> None:
    quiz_rules.check(TRUE)
    quiz_rules.check(BOTH)
    with pytest.raises(BadInput):
        quiz_rules.check(wrong)


@pytest.mark.parametrize(("count", "taken"), [(1, False), (2, True), (8, True), (9, False)])
def test_there_are_two_options_to_eight(count: int, taken: bool) -> None:
    asked = QuizQuestion("q", "問い", Asks.ONE, tuple("一二三四五六七八九"[:count]), ("1",))
    if taken:
        quiz_rules.check(asked)
        return
    with pytest.raises(BadInput, match="quiz_question_options"):
        quiz_rules.check(asked)


def test_a_test_has_fifty_questions_at_most() -> None:
    quiz_rules.check_number([TRUE] * 50)
    with pytest.raises(RuleBroken, match="quiz_questions"):
        quiz_rules.check_number([TRUE] * 51)


def test_options_are_typed_as_they_are_read() -> None:
    typed = quiz_rules.typed_options(BOTH)
    assert typed == "* 書類\n新聞\n* 名簿"
    # What is true or false has none.
    assert quiz_rules.typed_options(TRUE) == ""
    assert quiz_rules.read_options(f"\n{typed}\n \n") == (BOTH.options, BOTH.right)
    assert quiz_rules.read_options("○ 書類\n 新聞\n＊名簿") == (BOTH.options, BOTH.right)


def test_what_was_missed_most_comes_first() -> None:
    tries = [{"a"}, {"a", "b"}, set()]
    assert rules.most_missed(["a", "b", "c"], tries) == [("a", 2, 3), ("b", 1, 3)]


@pytest.mark.parametrize(
    ("link", "followed"),
    [
        ("https://video.example.jp/pms?a=1", True),
        ("http://intra.example.jp/", True),
        ("javascript:alert(1)", False),
        ("共有フォルダの「教育」", False),
        ("https://[", False),
        ("https:///pms", False),
        ("", False),
    ],
)
def test_only_a_web_address_is_followed(link: str, followed: bool) -> None:
    assert course_rules.address(link) == (link if followed else "")


@pytest.mark.parametrize(
    ("stays", "came_on"),
    [
        ([(LONG_AGO, None)], LONG_AGO),
        ([(LONG_AGO, TODAY - DAY), (TODAY, None)], LONG_AGO),
        ([(LONG_AGO, TODAY - 2 * DAY), (TODAY, None)], TODAY),
        # In two units at once: what ends of one is no time away.
        ([(LONG_AGO, None), (LONG_AGO, TODAY - 90 * DAY), (TODAY, None)], LONG_AGO),
        ([(LONG_AGO, TODAY - 2 * DAY), (LONG_AGO, TODAY - DAY), (TODAY, None)], LONG_AGO),
    ],
)
def test_a_move_is_no_arrival(stays: list[tuple[date, date | None]], came_on: date) -> None:
    assert rules.arrived_on(here(*stays)) == came_on


def test_who_came_since_a_training_began_is_taught_once() -> None:
    who = here((TODAY, None))
    assert rules.is_untaught(who, TODAY, None)
    assert not rules.is_untaught(who, TODAY + DAY, None)
    assert rules.is_untaught(who, TODAY - DAY, TODAY - DAY)
    assert not rules.is_untaught(who, TODAY - DAY, TODAY)
    nobody = Here(7, frozenset(), frozenset({Role.ADMINISTRATOR}), my_number=False, stays=())
    assert not rules.is_untaught(nobody, TODAY, None)


@pytest.mark.parametrize(
    ("late", "reported_on", "after"),
    [
        (True, None, False),
        (True, TODAY - DAY, True),
        (True, TODAY, False),
        (True, TODAY + DAY, False),
        (False, TODAY - DAY, False),
    ],
)
def test_who_comes_after_the_end_or_the_report_is_counted_apart(
    late: bool, reported_on: date | None, after: bool
) -> None:
    found = rules.came_after(TODAY, late=late, ends_on=TODAY, reported_on=reported_on)
    assert found is after
    assert rules.came_after(TODAY + DAY, late=late, ends_on=TODAY, reported_on=None) is late
