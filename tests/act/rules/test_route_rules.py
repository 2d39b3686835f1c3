"""Steps of the full profile: which a case takes, which move follows, and who may take them."""

from itertools import combinations

import pytest

from pms_tracker.act.rules import route_rules
from pms_tracker.act.rules.case_rules import CASE, CaseMove, CaseState, Parties
from pms_tracker.act.rules.route_rules import ExtraStep
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.independence import Candidate, Role
from pms_tracker.kernel.profile import Part

SECOND, CHECK, CLOSING = ExtraStep


@pytest.mark.parametrize(
    ("parts", "major", "steps"),
    [
        ((), False, []),
        ((), True, []),
        ((Part.SECOND_FOR_MAJOR,), False, []),
        ((Part.SECOND_FOR_MAJOR,), True, [SECOND]),
        ((Part.SECOND_APPROVAL,), False, [SECOND]),
        ((Part.DONE_CHECK,), False, [CHECK]),
        ((Part.CLOSING_APPROVAL,), True, [CLOSING]),
        ((Part.GRADES, Part.DISPUTE), True, []),
        (tuple(Part), True, [SECOND, CHECK, CLOSING]),
    ],
)
def test_the_profile_and_the_grade_say_which_steps_a_plan_takes(
    parts: tuple[Part, ...], major: bool, steps: list[ExtraStep]
) -> None:
    assert route_rules.extra_steps(parts, major=major) == steps


@pytest.mark.parametrize(
    ("state", "steps", "roles", "move"),
    [
        (CaseState.SUBMITTED, (), (Role.PRIVACY_MANAGER,), CaseMove.APPROVE),
        (CaseState.SUBMITTED, (CHECK, CLOSING), (Role.PRIVACY_MANAGER,), CaseMove.APPROVE),
        (CaseState.SUBMITTED, (SECOND,), (Role.PRIVACY_MANAGER,), CaseMove.ENDORSE),
        # The representative's own word needs no second one.
        (CaseState.SUBMITTED, (SECOND,), (Role.REPRESENTATIVE,), CaseMove.APPROVE),
        (CaseState.ENDORSED, (SECOND,), (Role.AUDIT_MANAGER,), CaseMove.APPROVE),
    ],
)
def test_an_approval_is_the_last_or_is_followed_by_a_second(
    state: CaseState, steps: tuple[ExtraStep, ...], roles: tuple[Role, ...], move: CaseMove
) -> None:
    assert route_rules.approving(state, steps, roles) is move
    assert CASE.allows(state, move)


def test_a_report_and_a_verdict_go_on_to_the_steps_that_were_asked_for() -> None:
    assert route_rules.reporting(()) is CaseMove.REPORT_DONE
    assert route_rules.reporting((CHECK,)) is CaseMove.REPORT_TO_CONFIRM
    assert route_rules.judging_effective((SECOND,)) is CaseMove.JUDGE_EFFECTIVE
    assert route_rules.judging_effective((CLOSING,)) is CaseMove.JUDGE_TO_CLOSE


def test_every_step_beyond_the_plan_has_a_name_of_its_own_in_each_round() -> None:
    names = [
        name(number)
        for number in (1, 2)
        for name in (route_rules.first_approval, route_rules.done_check, route_rules.closing)
    ]
    assert len(set(names)) == len(names)
    assert [route_rules.approves_plan(each) for each in names[:3]] == [True, False, False]
    assert route_rules.approves_plan("plan-1")


FIRM = [
    Candidate(1, frozenset({Role.REPRESENTATIVE}), frozenset()),
    Candidate(2, frozenset({Role.PRIVACY_MANAGER}), frozenset()),
    Candidate(3, frozenset({Role.AUDIT_MANAGER}), frozenset()),
    Candidate(4, frozenset({Role.EMPLOYEE}), frozenset()),
    Candidate(5, frozenset({Role.ADMINISTRATOR}), frozenset()),
]


@pytest.mark.parametrize(
    ("found", "persons", "by_exception"),
    [
        # The second approval is the representative's, unless they wrote, own or endorsed it.
        (route_rules.second_approvers({2})(FIRM, Parties(writers=frozenset({4}))), (1,), False),
        (route_rules.second_approvers({2})(FIRM, Parties(owners=frozenset({1}))), (3,), False),
        (route_rules.second_approvers({2})(FIRM, Parties(writers=frozenset({1, 3}))), (4,), True),
        # Only where nobody else is left whoever endorsed it decides again.
        (
            route_rules.second_approvers({2})(FIRM, Parties(writers=frozenset({1, 3, 4}))),
            (2,),
            True,
        ),
        # What was done is confirmed by the audit manager, then the privacy manager.
        (route_rules.done_checkers(FIRM, Parties(doers=frozenset({4}))), (3,), False),
        (route_rules.done_checkers(FIRM, Parties(owners=frozenset({3}))), (2,), False),
        (route_rules.done_checkers(FIRM, Parties(doers=frozenset({1, 2, 3}))), (4,), True),
        # The closing is the representative's, unless they did, own or judged it.
        (route_rules.closers({3})(FIRM, Parties(doers=frozenset({4}))), (1,), False),
        (route_rules.closers({1})(FIRM, Parties(doers=frozenset({4}))), (2,), False),
        (route_rules.closers({1})(FIRM, Parties(doers=frozenset({2, 3}))), (4,), True),
        (route_rules.closers({1})(FIRM, Parties(doers=frozenset({2, 3, 4}))), (1,), True),
    ],
)
def test_who_takes_a_step_of_the_full_profile(
    found: Eligible, persons: tuple[int, ...], by_exception: bool
) -> None:
    assert (found.person_ids, found.by_exception) == (persons, by_exception)


def test_whoever_only_keeps_accounts_takes_no_step() -> None:
    for barred in combinations((1, 2, 3, 4), 3):
        parties = Parties(doers=frozenset(barred))
        assert 5 not in route_rules.done_checkers(FIRM, parties).person_ids
        assert 5 not in route_rules.closers(())(FIRM, parties).person_ids
