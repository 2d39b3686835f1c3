"""What the filters of lists offer: units, persons and requirements, each in one statement."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext, pgettext

from pms_tracker import clock
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.search_text import title_of
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.policies import requirements as clauses
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.plan.tables.policy_tables import Requirement
from pms_tracker.web.lists.filters import Groups
from pms_tracker.web.words import days_in_words

# Characters of a clause that tell it from its neighbours in a narrow box.
SHORT = 24


def units() -> Groups:
    """Every auditable unit, closed ones too: their records are still there."""
    return {"": [(unit.id, unit.name) for unit in people.units()]}


def person(person_id: int) -> str | None:
    """Somebody's name, or None where there is nobody."""
    return people.names([person_id]).get(person_id)


def persons(rows: Iterable[Any]) -> Groups:
    """Persons by id, with the units they belong to today; whoever has left is a name alone."""
    firm = Firm(clock.today())
    return {"": [(row.id, with_units(firm, row.id)) for row in rows]}


def people_of(firm: Firm) -> list[tuple[int, str]]:
    """Everybody of the firm who has not left, with the units they belong to on its day."""
    return [(each, with_units(firm, each)) for each, _name in firm.here()]


def with_units(firm: Firm, person_id: int) -> str:
    """A person's name with their units, so that namesakes are told apart."""
    member = firm.members[person_id]
    if not member.unit_names:
        return member.name
    units_of = pgettext("between names in a list", "、").join(member.unit_names)
    return gettext("%(name)s（%(units)s）", name=member.name, units=units_of)


def requirements(also: int | None) -> Groups:
    """What audits are held against, under its policy or set where there are several."""
    found: dict[str, list[tuple[object, str]]] = {}
    for row in clauses.in_force(also):
        found.setdefault(row.title, []).append((row.id, _short(row.path, row.text)))
    return found if len(found) > 1 else {"": [each for group in found.values() for each in group]}


def requirement(requirement_id: int) -> str | None:
    """One clause as it is said in a few words, or None where there is none."""
    try:
        found = clauses.by_id(requirement_id)
    except NotFound:
        return None
    return _short(found.path, found.text)


def requirement_name(found: Requirement) -> str:
    """A clause by its path, an item of a set by number and title."""
    if found.requirement_set_id is None:
        return gettext("条項 %(path)s", path=found.path)
    return f"{found.path} {requirement_title(found.text)}"


def requirement_text(found: Requirement) -> str:
    """What a requirement says beyond its name."""
    if found.requirement_set_id is None:
        return found.text
    return requirement_words(found.text).partition("\n")[2]


def requirement_words(text: str) -> str:
    """What a requirement says, in the reader's language as far as it came with the program."""
    if days_in_words.language() == "ja":
        return text
    return requirement_sets.in_english().get(text, text)


def requirement_title(text: str) -> str:
    """The first line of a requirement's text: the whole title of a set's item."""
    return requirement_words(text).partition("\n")[0]


def _short(path: str, text: str) -> str:
    return f"{path} {title_of(requirement_words(text), SHORT)}"
