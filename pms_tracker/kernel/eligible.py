"""Who may take a step and who is asked for it, deputies included (不在時代理)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from pms_tracker.kernel.independence import Candidate, Role


@dataclass(frozen=True)
class Eligible:
    """Who may take a step, the one asked first; `by_exception` wants a recorded reason.

    `barred` may not, and so stand in for nobody who may.
    """

    person_ids: tuple[int, ...]
    by_exception: bool = False
    barred: frozenset[int] = field(default=frozenset(), compare=False)


def with_role(firm: Iterable[Candidate], role: Role, barred: Collection[int]) -> tuple[int, ...]:
    """Those who hold a role and are not barred, in the given order."""
    return tuple(
        each.person_id for each in firm if role in each.roles and each.person_id not in barred
    )


# What makes nobody approve anything: to be one of the staff who keeps accounts, or from outside.
_NO_OFFICE = frozenset({Role.ADMINISTRATOR, Role.EMPLOYEE, Role.EXTERNAL_AUDITOR})


def acts(roles: Collection[Role]) -> bool:
    """Whether somebody acts on the records. An administrator does by another office alone: whoever
    keeps the accounts could else lend themselves any of them."""
    held = frozenset(roles)
    if Role.ADMINISTRATOR in held:
        return bool(held - _NO_OFFICE)
    return bool(held - {Role.EXTERNAL_AUDITOR})


def may_stand_in(roles: Collection[Role]) -> bool:
    """Whether somebody may be a deputy: never an administrator, whatever else they are."""
    return Role.ADMINISTRATOR not in roles and acts(roles)


def anybody(firm: Iterable[Candidate], barred: Collection[int]) -> tuple[int, ...]:
    """Everybody who acts and is not barred."""
    return tuple(
        each.person_id for each in firm if each.person_id not in barred and acts(each.roles)
    )


def standing_in(
    eligible: Eligible, deputies: Mapping[int, int], firm: Collection[Candidate]
) -> dict[int, int]:
    """Who may take a step in the place of an absent person: the deputy by whom they stand in for.

    The absent person may take it and nothing bars the deputy. `deputies` are those of the day, by
    the absent person; who keeps accounts (or has no role at all) takes no step for anybody.
    """
    act = {each.person_id for each in firm if may_stand_in(each.roles)}
    return {
        absent: deputies[absent]
        for absent in eligible.person_ids
        if absent in deputies
        and deputies[absent] in act
        and deputies[absent] not in eligible.barred
    }


def principal_of(person_id: int, eligible: Eligible, standing: Mapping[int, int]) -> int | None:
    """For whom this person would take the step: None in their own right, or where they may not."""
    if person_id in eligible.person_ids:
        return None
    return next((absent for absent, deputy in standing.items() if deputy == person_id), None)


def asked_first(takers: Collection[int], standing: Mapping[int, int]) -> tuple[int, ...]:
    """Those who take a step in order of asking: a deputy before the absent person."""
    found: dict[int, None] = {}
    for each in takers:
        if each in standing:
            found.setdefault(standing[each])
        found.setdefault(each)
    return tuple(found)


def next_holder(
    holder: int | None,
    asked: tuple[int, ...],
    standing: Mapping[int, int],
    over: Collection[tuple[int, int]],
) -> int | None:
    """Whose turn a step is from today on, given whose it was.

    It stays where it may, but goes to a deputy when an absence begins and back when it is over
    (`over`: absent person and deputy).
    """
    first = asked[0] if asked else None
    if holder is None or holder not in asked:
        return first
    if standing.get(holder) in asked:
        return standing[holder]
    return first if (first, holder) in over else holder
