"""Areas of causes as this company calls them: bones of the fishbone, headings of categories."""

from collections.abc import Mapping

from pms_tracker.act.rules import cause_rules
from pms_tracker.act.rules.cause_rules import Area
from pms_tracker.database import session
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.trail import trail
from pms_tracker.trail.trail import Actor, Change

# By area and language; a name left out is ours.
Names = Mapping[Area, Mapping[Language, str]]


def names() -> Names:
    """What the company calls the areas, where it has a name of its own."""
    found = people.company()
    own = found.area_names if found else {}
    return {
        area: {language: own.get(area, {}).get(language, "") for language in Language}
        for area in Area
    }


def rename(wanted: Names, *, by: Actor) -> None:
    """Call areas by other names, on old records too; blank gives ours back.

    Raises BadInput for a long name, or one that two areas would bear.
    """
    before = names()
    after = {
        area: {each: wanted.get(area, {}).get(each, "").strip() for each in Language}
        for area in Area
    }
    for language in Language:
        cause_rules.check_names([said[language] for said in after.values()])
    changes: dict[str, Change] = {
        f"area_{area}": (_said(before[area]), _said(after[area]))
        for area in Area
        if before[area] != after[area]
    }
    if not changes:
        return
    people.the_company().area_names = {
        area.value: {each.value: name for each, name in said.items() if name}
        for area, said in after.items()
        if any(said.values())
    }
    session.flush()
    trail.note("company", "areas_renamed", by=by, changes=changes)


def _said(names: Mapping[Language, str]) -> str | None:
    return " / ".join(name for name in names.values() if name) or None
