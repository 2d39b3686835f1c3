"""Rules of deputies: days, persons, roles, and that no chain ever comes about."""

from datetime import date, timedelta
from itertools import pairwise, permutations

import pytest
from hypothesis import given, strategies as st

from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.people.rules import deputy_rules
from pms_tracker.people.rules.deputy_rules import Standing

TODAY = date(2026, 11, 24)
SATO, YAMADA, MORI = 1, 2, 3


def standing(principal: int, deputy: int, first: int = 0, last: int = 6) -> Standing:
    return Standing(principal, deputy, TODAY + timedelta(days=first), TODAY + timedelta(days=last))


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (0, 0, None),
        (0, 179, None),
        (30, 209, None),
        (-1, 5, "deputy_in_past"),
        (2, 1, "ends_before_it_begins"),
        (0, 180, "deputy_too_long"),
    ],
)
def test_days_are_in_order_from_today_on_and_at_most_180(
    first: int, last: int, refused: str | None
) -> None:
    days = (TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    if refused is None:
        deputy_rules.check_days(*days, TODAY)
        return
    with pytest.raises(BadInput, match=refused):
        deputy_rules.check_days(*days, TODAY)


def test_the_absent_person_or_the_representative_names() -> None:
    deputy_rules.check_named_by(SATO, {Role.EMPLOYEE}, SATO)
    deputy_rules.check_named_by(MORI, {Role.REPRESENTATIVE}, SATO)
    for roles in ({Role.PRIVACY_MANAGER}, {Role.ADMINISTRATOR}, {Role.DEPARTMENT_HEAD}):
        with pytest.raises(NotAllowed, match="deputy_named_by_principal"):
            deputy_rules.check_named_by(MORI, roles, SATO)


@pytest.mark.parametrize("management", [Role.REPRESENTATIVE, Role.PRIVACY_MANAGER])
@pytest.mark.parametrize("auditing", [Role.AUDIT_MANAGER, Role.AUDITOR])
def test_whoever_runs_the_system_and_whoever_audits_it_stand_in_for_neither(
    management: Role, auditing: Role
) -> None:
    pair = standing(SATO, YAMADA)
    deputy_rules.check_persons(pair, {management}, {Role.EMPLOYEE})
    deputy_rules.check_persons(pair, {auditing}, {Role.AUDITOR})
    for roles in permutations(({management}, {auditing})):
        with pytest.raises(RuleBroken, match="deputy_roles_clash"):
            deputy_rules.check_persons(pair, *roles)


def test_a_deputy_is_another_person_who_acts() -> None:
    with pytest.raises(BadInput, match="deputy_is_oneself"):
        deputy_rules.check_persons(standing(SATO, SATO), {Role.EMPLOYEE}, {Role.EMPLOYEE})
    # Who keeps the accounts could lend themselves any office.
    keepers = ((Role.ADMINISTRATOR,), (Role.ADMINISTRATOR, Role.EMPLOYEE))
    for roles in ((), *keepers, (Role.ADMINISTRATOR, Role.DEPARTMENT_HEAD)):
        with pytest.raises(RuleBroken, match="deputy_without_role"):
            deputy_rules.check_persons(standing(SATO, YAMADA), {Role.EMPLOYEE}, roles)


@pytest.mark.parametrize(
    ("there", "refused"),
    [
        (standing(SATO, MORI, 6, 9), "deputy_named_already"),
        (standing(YAMADA, MORI, 6, 9), "deputy_absent_themselves"),
        (standing(MORI, SATO, -3, 0), "absent_is_deputy"),
        (standing(SATO, MORI, 7, 9), None),
        (standing(YAMADA, MORI, -3, -1), None),
        (standing(MORI, SATO, 7, 7), None),
        (standing(MORI, YAMADA), None),
    ],
)
def test_a_day_in_common_is_what_makes_a_chain(there: Standing, refused: str | None) -> None:
    wanted = standing(SATO, YAMADA)
    if refused is None:
        deputy_rules.check_no_chain(wanted, [there])
        return
    with pytest.raises(RuleBroken, match=refused):
        deputy_rules.check_no_chain(wanted, [there])


spans = st.builds(
    lambda two, first, length: standing(two[0], two[1], first, first + length),
    st.permutations(range(4)),
    st.integers(0, 8),
    st.integers(0, 4),
)


@given(st.lists(spans, max_size=12))
def test_in_whatever_order_deputies_are_named_no_chain_arises(wanted: list[Standing]) -> None:
    there: list[Standing] = []
    for each in wanted:
        try:
            deputy_rules.check_no_chain(each, there)
        except RuleBroken:
            continue
        there.append(each)
    for day in (TODAY + timedelta(days=offset) for offset in range(14)):
        now = [each for each in there if each.since_on <= day <= each.until_on]
        absent = [each.principal_id for each in now]
        assert not set(absent) & {each.deputy_id for each in now}
        assert all(one != other for one, other in pairwise(sorted(absent)))
