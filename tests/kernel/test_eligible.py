"""Rules of a deputy's step: nobody gets through another what is barred to them."""

import pytest
from hypothesis import given, strategies as st

from pms_tracker.act.rules import case_rules
from pms_tracker.act.rules.case_rules import Parties
from pms_tracker.kernel.eligible import (
    Eligible,
    anybody,
    asked_first,
    next_holder,
    principal_of,
    standing_in,
)
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.independence import Candidate, Role
from tests.firms import acting, firms

PEOPLE = st.integers(1, 8)
named_by_absent = st.dictionaries(PEOPLE, PEOPLE)
ids = st.frozensets(PEOPLE, max_size=3)
hands = st.builds(Parties, ids, ids, ids, ids, ids)
RULES = (case_rules.eligible_approvers, case_rules.eligible_reviewers)


@given(firms(), hands, named_by_absent, st.sampled_from(RULES))
def test_a_step_is_taken_for_whoever_may_by_whoever_is_not_barred(
    firm: list[Candidate], parties: Parties, named: dict[int, int], rule: object
) -> None:
    assert callable(rule)
    eligible = rule(firm, parties)
    standing = standing_in(eligible, named, firm)
    owns = parties.writers | parties.owners
    barred = owns if rule is case_rules.eligible_approvers else parties.doers | parties.owners
    roles = {each.person_id: each.roles for each in firm}
    for absent, deputy in standing.items():
        assert named[absent] == deputy
        assert absent in eligible.person_ids
        assert not {absent, deputy} & barred
        assert deputy in acting(firm)
        assert Role.ADMINISTRATOR not in roles[deputy]
    for person in range(1, 9):
        principal = principal_of(person, eligible, standing)
        assert principal is None or (standing[principal] == person)
        assert principal is None or person not in eligible.person_ids
        if person in barred:
            assert principal is None


@given(firms(), hands)
def test_an_auditor_of_it_never_approves_for_the_audit_manager(
    firm: list[Candidate], parties: Parties
) -> None:
    eligible = case_rules.eligible_approvers(firm, parties)
    roles = {each.person_id: each.roles for each in firm}
    first = roles[eligible.person_ids[0]] if eligible.person_ids else frozenset()
    above = {Role.PRIVACY_MANAGER, Role.REPRESENTATIVE}
    if Role.AUDIT_MANAGER in first and not first & above and not eligible.by_exception:
        assert parties.auditors <= eligible.barred


def test_a_deputy_is_asked_before_the_absent_person_and_once() -> None:
    assert asked_first((1, 2, 3), {2: 9}) == (1, 9, 2, 3)
    assert asked_first((1, 2), {1: 2}) == (2, 1)
    assert asked_first((), {}) == ()


@pytest.mark.parametrize(
    ("person_id", "principal"),
    [(1, None), (9, 2), (8, None)],
    ids=["in their own right", "for whom they stand in", "for nobody"],
)
def test_a_deputy_steps_for_one_absent_person(person_id: int, principal: int | None) -> None:
    assert principal_of(person_id, Eligible((1, 2)), {2: 9}) == principal


def test_whoever_may_themselves_steps_for_nobody_else() -> None:
    assert principal_of(1, Eligible((1, 2)), {2: 1}) is None


@pytest.mark.parametrize(
    ("holder", "asked", "standing", "over", "then"),
    [
        (1, (1, 2), {}, (), 1),
        (2, (1, 2), {}, (), 2),
        (None, (1,), {}, (), 1),
        (5, (1,), {}, (), 1),
        (5, (), {}, (), None),
        (1, (9, 1), {1: 9}, (), 9),
        (2, (1, 9, 2), {2: 9}, (), 9),
        (9, (9, 1), {1: 9}, (), 9),
        (9, (1,), {}, ((1, 9),), 1),
        (9, (1, 9), {}, ((1, 9),), 1),
        (9, (2, 9), {}, ((1, 9),), 9),
        # The deputy cannot sign in, so is not asked.
        (1, (1,), {1: 9}, (), 1),
    ],
)
def test_a_turn_goes_to_the_deputy_and_back(
    holder: int | None,
    asked: tuple[int, ...],
    standing: dict[int, int],
    over: tuple[tuple[int, int], ...],
    then: int | None,
) -> None:
    assert next_holder(holder, asked, standing, over) == then


def test_what_a_deputy_writes_needs_a_third_person_to_approve() -> None:
    case_rules.check_somebody_approves(Eligible((3,)))
    with pytest.raises(RuleBroken, match="nobody_left_to_approve"):
        case_rules.check_somebody_approves(Eligible((), by_exception=True))


@pytest.mark.parametrize(
    ("roles", "acts", "stands_in"),
    [
        ({Role.EMPLOYEE}, True, True),
        ({Role.AUDITOR}, True, True),
        ({Role.ADMINISTRATOR}, False, False),
        ({Role.ADMINISTRATOR, Role.EMPLOYEE}, False, False),
        # By another office they decide in their own right, for nobody else.
        ({Role.ADMINISTRATOR, Role.PRIVACY_MANAGER, Role.EMPLOYEE}, True, False),
        ({Role.ADMINISTRATOR, Role.DEPARTMENT_HEAD, Role.EMPLOYEE}, True, False),
        ({Role.EXTERNAL_AUDITOR}, False, False),
        (set(), False, False),
    ],
)
def test_an_administrator_approves_nothing_also_not_as_a_deputy(
    roles: set[Role], *, acts: bool, stands_in: bool
) -> None:
    somebody = Candidate(1, frozenset(roles), frozenset())
    assert bool(anybody([somebody], ())) is acts
    absent = Candidate(2, frozenset({Role.REPRESENTATIVE}), frozenset())
    found = standing_in(Eligible((2,)), {2: 1}, [somebody, absent])
    assert bool(found) is stands_in
