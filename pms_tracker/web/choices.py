"""What the filters of lists offer: units, persons and requirements, each in one statement."""

from collections.abc import Iterable
from typing import Any

from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.search_text import title_of
from pms_tracker.people import people
from pms_tracker.plan import requirements as clauses
from pms_tracker.web.filters import Groups

# Characters of a clause that tell it from its neighbours in a narrow box.
SHORT = 24


def units() -> Groups:
    """Every auditable unit, closed ones too: their records are still there."""
    return {"": [(unit.id, unit.name) for unit in people.units()]}


def persons(rows: Iterable[Any]) -> Groups:
    """Persons by id and name."""
    return {"": [(row.id, row.name) for row in rows]}


def requirements(also: int | None) -> Groups:
    """The clauses of the policies in force, under their policy where there are several."""
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


def _short(path: str, text: str) -> str:
    return f"{path} {title_of(text, SHORT)}"
