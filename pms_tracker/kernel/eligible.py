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


def anybody(firm: Iterable[Candidate], barred: Collection[int]) -> tuple[int, ...]:
    """Everybody who acts and is not barred; who only keeps accounts or is from outside does not."""
    return tuple(
        each.person_id
        for each in firm
        if each.person_id not in barred and each.roles - {Role.ADMINISTRATOR, Role.EXTERNAL_AUDITOR}
    )


def standing_in(
    eligible: Eligible, deputies: Mapping[int, int], firm: Collection[Candidate]
) -> dict[int, int]:
    """Who may take a step in the place of an absent person: the deputy by whom they stand in for.

    The absent person may take it and nothing bars the deputy. `deputies` are those of the day, by
    the absent person; who only keeps accounts (or has no role at all) takes no step for anybody.
    """
    act = set(anybody(firm, ()))
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
