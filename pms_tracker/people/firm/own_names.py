"""What the company calls things of ours, in every language; where it has no name, ours holds."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from pms_tracker.database import session
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.trail import trail

Member = TypeVar("Member", bound=StrEnum)
Names = Mapping[Member, Mapping[Language, str]]


@dataclass(frozen=True)
class OwnNames(Generic[Member]):
    """Names of the members of an enum, kept in a column of the company.

    The trail calls a renaming `event`, and the name of a member by `field`_member. `check` raises
    BadInput for the names of one language that may not stand beside each other.
    """

    members: type[Member]
    column: str
    event: str
    field: str
    check: Callable[[Collection[str]], None]

    def names(self) -> Names[Member]:
        """By member and language; empty where the name is ours."""
        found = people.company()
        return self._whole(getattr(found, self.column) if found else {})

    def _whole(
        self, own: Mapping[Member, Mapping[Language, str]]
    ) -> dict[Member, dict[Language, str]]:
        return {
            member: {each: own.get(member, {}).get(each, "").strip() for each in Language}
            for member in self.members
        }

    def rename(self, wanted: Names[Member], *, by: trail.Actor) -> None:
        """Call members by other names, on old records too; blank gives ours back.

        Nothing else of them changes. Raises BadInput as `check` does.
        """
        before, after = self.names(), self._whole(wanted)
        for language in Language:
            self.check([said[language] for said in after.values()])
        changes: dict[str, trail.Change] = {
            f"{self.field}_{member}": (_said(before[member]), _said(after[member]))
            for member in self.members
            if before[member] != after[member]
        }
        if not changes:
            return
        kept = {
            member.value: {each.value: name for each, name in said.items() if name}
            for member, said in after.items()
            if any(said.values())
        }
        setattr(people.the_company(), self.column, kept)
        session.flush()
        trail.note("company", self.event, by=by, changes=changes)


def _said(names: Mapping[Language, str]) -> str | None:
    return " / ".join(name for name in names.values() if name) or None
