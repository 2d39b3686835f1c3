"""Firms that hypothesis thinks of as candidates: three or more who act, and some who do not.

What "acts" means is said here once, in the words of the standard and not from the code: whoever
belongs to the firm, but neither who is from outside, nor who keeps its accounts and holds no office
besides.
"""

from collections.abc import Collection
from itertools import combinations

from hypothesis import strategies as st

from pms_tracker.kernel.independence import Candidate, Role, clashing_roles

OFFICES = frozenset(
    {
        *(Role.REPRESENTATIVE, Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER, Role.AUDITOR),
        Role.DEPARTMENT_HEAD,
    }
)


def may_act(roles: Collection[Role]) -> bool:
    """Whether somebody with these roles acts on records."""
    if OFFICES.intersection(roles):
        return True
    return Role.EMPLOYEE in roles and Role.ADMINISTRATOR not in roles


def acting(firm: Collection[Candidate]) -> set[int]:
    """Those of a firm who act."""
    return {each.person_id for each in firm if may_act(each.roles)}


# Counted out, as most that are drawn by chance clash and would be drawn again.
HELD = [
    frozenset(roles)
    for number in range(5)
    for roles in combinations(Role, number)
    if not clashing_roles(roles)
]
ACTING = st.sampled_from([each for each in HELD if may_act(each)])
NOT_ACTING = st.sampled_from(
    [
        frozenset(each)
        for each in (
            (),
            (Role.ADMINISTRATOR,),
            (Role.ADMINISTRATOR, Role.EMPLOYEE),
            (Role.EXTERNAL_AUDITOR,),
        )
    ]
)
NO_UNITS = st.just(frozenset[int]())


@st.composite
def firms(draw: st.DrawFn, units: st.SearchStrategy[frozenset[int]] = NO_UNITS) -> list[Candidate]:
    """Three persons or more who act, and some who do not, in any order, with any roles that one
    may hold together."""
    roles = draw(st.lists(ACTING, min_size=3, max_size=6)) + draw(st.lists(NOT_ACTING, max_size=2))
    mixed = draw(st.permutations(roles))
    return [Candidate(number, each, draw(units)) for number, each in enumerate(mixed, start=1)]
