"""Rules of deputies (不在時代理): named with dates, never in a chain, roles free of a clash."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from pms_tracker.kernel.eligible import may_stand_in
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Role, clashing_roles

# Whoever is away for longer hands their role over instead.
LONGEST = timedelta(days=180)


@dataclass(frozen=True)
class Standing:
    """Who stands in for whom, from one day to another, both included."""

    principal_id: int
    deputy_id: int
    since_on: date
    until_on: date

    def meets(self, other: "Standing") -> bool:
        """Whether the two have a day in common."""
        return self.since_on <= other.until_on and other.since_on <= self.until_on


def check_named_by(person_id: int, roles: Collection[Role], principal_id: int) -> None:
    """The absent person names the deputy, or the representative does. Raises NotAllowed."""
    if person_id != principal_id and Role.REPRESENTATIVE not in roles:
        raise NotAllowed("deputy_named_by_principal")


def check_days(since_on: date, until_on: date, today: date) -> None:
    """Days in order, from today on, at most 180. Raises BadInput."""
    if since_on < today:
        raise BadInput("deputy_in_past")
    if until_on < since_on:
        raise BadInput("ends_before_it_begins")
    if until_on - since_on >= LONGEST:
        raise BadInput("deputy_too_long", most=LONGEST.days)


def check_persons(
    wanted: Standing, principal_roles: Collection[Role], deputy_roles: Collection[Role]
) -> None:
    """Two persons, the deputy one who acts, whose roles together are free of a clash (J.2.3.2).

    Raises BadInput where they are one and the same, RuleBroken else.
    """
    if wanted.principal_id == wanted.deputy_id:
        raise BadInput("deputy_is_oneself")
    if not may_stand_in(deputy_roles):
        raise RuleBroken("deputy_without_role")
    if clashing_roles({*principal_roles, *deputy_roles}):
        raise RuleBroken("deputy_roles_clash")


def check_no_chain(wanted: Standing, others: Collection[Standing]) -> None:
    """On no day is a deputy absent themselves, or anybody represented by two. Raises RuleBroken."""
    for each in (other for other in others if other.meets(wanted)):
        days = {"since_on": each.since_on, "until_on": each.until_on}
        if each.principal_id == wanted.principal_id:
            raise RuleBroken("deputy_named_already", **days)
        if each.principal_id == wanted.deputy_id:
            raise RuleBroken("deputy_absent_themselves", **days)
        if each.deputy_id == wanted.principal_id:
            raise RuleBroken("absent_is_deputy", **days)
