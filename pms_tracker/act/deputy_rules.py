"""Rules of a deputy's step (不在時代理): what bars somebody bars them for another, too."""

from collections.abc import Collection, Mapping

from pms_tracker.act.rules import Eligible
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.independence import Candidate, Role


def standing_in(
    eligible: Eligible, deputies: Mapping[int, int], firm: Collection[Candidate]
) -> dict[int, int]:
    """Who may take a step in the place of an absent person: the deputy by whom they stand in for.

    The absent person may take it and nothing bars the deputy. `deputies` are those of the day, by
    the absent person; who only keeps accounts (or has no role at all) takes no step for anybody.
    """
    act = {each.person_id for each in firm if each.roles - {Role.ADMINISTRATOR}}
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


def check_somebody_approves(approvers: Eligible) -> None:
    """What a deputy writes is barred to both, so a third person is needed. Raises RuleBroken."""
    if not approvers.person_ids:
        raise RuleBroken("nobody_left_to_approve")


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
