"""Who may audit what: boundary table, and what holds in every firm that hypothesis thinks of."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from pms_tracker.kernel.independence import (
    AUDITING,
    MANAGEMENT,
    Candidate,
    Role,
    Share,
    Tie,
    bar_to_auditing,
    clashing_roles,
    eligible_auditors,
    tied,
)

OWN, OTHER = 1, 2
AUDITED_ON = date(2026, 11, 24)

roles = st.frozensets(st.sampled_from(Role), max_size=4)
firms = st.lists(
    st.builds(
        Candidate,
        person_id=st.integers(1, 50),
        roles=roles,
        unit_ids=st.frozensets(st.integers(1, 4), max_size=3),
    ),
    max_size=8,
    unique_by=lambda each: each.person_id,
)


def candidate(*held: Role, unit_ids: frozenset[int] = frozenset({OWN})) -> Candidate:
    return Candidate(7, frozenset(held), unit_ids)


@pytest.mark.parametrize(
    ("held", "clash"),
    [
        ((), ()),
        ((Role.REPRESENTATIVE, Role.PRIVACY_MANAGER), ()),
        ((Role.AUDIT_MANAGER, Role.AUDITOR), ()),
        ((Role.AUDITOR, Role.DEPARTMENT_HEAD, Role.ADMINISTRATOR), ()),
        ((Role.REPRESENTATIVE, Role.AUDITOR), (Role.REPRESENTATIVE, Role.AUDITOR)),
        ((Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER), (Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER)),
        (
            (Role.EMPLOYEE, Role.PRIVACY_MANAGER, Role.AUDITOR, Role.REPRESENTATIVE),
            (Role.PRIVACY_MANAGER, Role.AUDITOR, Role.REPRESENTATIVE),
        ),
    ],
)
def test_r3_management_and_auditing_are_never_in_one_hand(
    held: tuple[Role, ...], clash: tuple[Role, ...]
) -> None:
    assert clashing_roles(held) == frozenset(clash)


@pytest.mark.parametrize(
    ("held", "unit_id", "unit_count", "bar"),
    [
        ((Role.AUDITOR,), OTHER, 2, None),
        ((Role.AUDIT_MANAGER,), OTHER, 2, None),
        ((Role.AUDITOR,), OWN, 2, "auditor_of_own_unit"),
        ((Role.AUDITOR,), OWN, 1, "auditor_of_only_unit"),
        ((Role.EMPLOYEE,), OTHER, 2, "auditor_lacks_role"),
        ((), OTHER, 2, "auditor_lacks_role"),
        ((Role.PRIVACY_MANAGER,), OTHER, 2, "auditor_runs_the_pms"),
        ((Role.REPRESENTATIVE, Role.AUDITOR), OTHER, 2, "auditor_runs_the_pms"),
        ((Role.REPRESENTATIVE,), OWN, 1, "auditor_runs_the_pms"),
    ],
)
def test_the_bar_to_auditing_is_named(
    held: tuple[Role, ...], unit_id: int, unit_count: int, bar: str | None
) -> None:
    assert bar_to_auditing(candidate(*held), unit_id, unit_count) == bar


def test_somebody_of_no_unit_may_audit_any() -> None:
    assert bar_to_auditing(candidate(Role.AUDITOR, unit_ids=frozenset()), OWN) is None


@pytest.mark.parametrize(
    ("share", "unit_id", "since_on", "until_on", "counts"),
    [
        (Share.OWNED, OWN, date(2020, 4, 1), None, True),
        (Share.DID, OWN, date(2020, 4, 1), date(2025, 11, 24), True),
        (Share.DID, OWN, date(2020, 4, 1), date(2025, 11, 23), False),
        (Share.APPROVED, OWN, AUDITED_ON, AUDITED_ON, True),
        (Share.APPROVED, OWN, date(2026, 11, 25), None, False),
        (Share.WROTE, OTHER, AUDITED_ON, AUDITED_ON, False),
        # A criterion stays its writer's, whoever is held against it and however long ago.
        (Share.WROTE_CRITERION, None, date(2020, 4, 1), date(2020, 4, 1), True),
    ],
)
def test_work_of_the_unit_counts_for_twelve_months_and_a_criterion_always(
    share: Share, unit_id: int | None, since_on: date, until_on: date | None, counts: bool
) -> None:
    tie = Tie(7, share, "CA-2026-001", since_on, until_on, unit_id)
    who, other = candidate(Role.AUDITOR), Candidate(8, frozenset({Role.AUDITOR}), frozenset())
    found = tied([who, other], [tie], OWN, AUDITED_ON)
    assert [each.ties for each in found] == [(tie,) if counts else (), ()]


@pytest.mark.parametrize(
    ("share", "unit_count", "bar"),
    [
        (Share.WROTE_CRITERION, 2, "auditor_wrote_criterion"),
        (Share.WROTE_CRITERION, 1, "auditor_wrote_only_criterion"),
        (Share.DID, 2, "auditor_of_own_work"),
        (Share.DID, 1, "auditor_of_only_work"),
    ],
)
def test_own_work_bars_from_auditing_it(share: Share, unit_count: int, bar: str) -> None:
    tie = Tie(7, share, "CA-2026-001", AUDITED_ON, None, OTHER)
    who = Candidate(7, frozenset({Role.AUDITOR}), frozenset({OWN}), (tie,))
    assert bar_to_auditing(who, OTHER, unit_count) == bar


@given(firms, st.integers(1, 4), st.integers(1, 4))
def test_nobody_of_the_own_unit_or_of_the_management_is_ever_eligible(
    firm: list[Candidate], unit_id: int, unit_count: int
) -> None:
    by_id = {each.person_id: each for each in firm}
    for person_id in eligible_auditors(firm, unit_id, unit_count):
        assert unit_id not in by_id[person_id].unit_ids
        assert not by_id[person_id].roles & MANAGEMENT
        assert by_id[person_id].roles & AUDITING


@given(firms, st.integers(1, 4))
def test_whoever_is_not_eligible_is_told_why_and_the_order_is_kept(
    firm: list[Candidate], unit_id: int
) -> None:
    eligible = eligible_auditors(firm, unit_id)
    free = [each.person_id for each in firm if bar_to_auditing(each, unit_id) is None]
    assert list(eligible) == free


@given(firms, st.integers(1, 4), st.integers(1, 4))
def test_joining_the_unit_never_makes_anybody_eligible(
    firm: list[Candidate], unit_id: int, unit_count: int
) -> None:
    joined = [Candidate(c.person_id, c.roles, c.unit_ids | {unit_id}) for c in firm]
    assert eligible_auditors(joined, unit_id, unit_count) == ()


@given(roles)
def test_only_roles_that_are_held_clash_and_dropping_them_ends_it(held: frozenset[Role]) -> None:
    clash = clashing_roles(held)
    assert clash <= held
    assert not clashing_roles(held - clash)
    assert bool(clash) == bool(held & MANAGEMENT and held & AUDITING)
