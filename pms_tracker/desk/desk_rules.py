"""Rules of the desk: what a saved view may be called and hold, and who may take it away."""

from collections.abc import Collection, Iterable
from urllib.parse import parse_qsl, urlencode

from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.people.rules.permissions import TOP_ROLES

MOST_VIEWS = 30
LONGEST_NAME = 60
LONGEST_QUERY = 1000
LONGEST_CONDITION = 200


def view_name(typed: str) -> str:
    """The name on one line without blanks around it; raises BadInput for none or a long one."""
    name = " ".join(typed.split())
    if not name:
        raise BadInput("view_needs_name")
    if len(name) > LONGEST_NAME:
        raise BadInput("view_name_too_long", longest=LONGEST_NAME)
    return name


def conditions(query: str, known: Collection[str]) -> dict[str, str]:
    """The conditions of an address by name: only known ones that say something, each once."""
    pairs = parse_qsl(query.lstrip("?"))
    return _told(pairs, known)


def _told(pairs: Iterable[tuple[str, str]], known: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        told = value.strip()[:LONGEST_CONDITION].strip()
        if name in known and told:
            found.setdefault(name, told)
    return dict(sorted(found.items()))


def normalised(query: str, known: Collection[str]) -> str:
    """The one way in which these conditions are written: sorted, without the place in the list.

    Raises BadInput where they are longer than what is kept.
    """
    written = urlencode(conditions(query, known))
    if len(written) > LONGEST_QUERY:
        raise BadInput("view_too_long")
    return written


def check_room(count: int) -> None:
    """Raises RuleBroken where somebody has as many views of one list as anybody may."""
    if count >= MOST_VIEWS:
        raise RuleBroken("too_many_views", most=MOST_VIEWS)


def check_sharer(person_id: int, saved_by_id: int) -> None:
    """Raises NotAllowed for anybody but whoever saved the view."""
    if person_id != saved_by_id:
        raise NotAllowed("view_of_another")


def may_remove(person_id: int, saved_by_id: int, roles: Collection[Role]) -> bool:
    """Whoever saved a view removes it; one that others share, the top roles too."""
    return person_id == saved_by_id or bool(TOP_ROLES & frozenset(roles))


def check_remover(person_id: int, saved_by_id: int, roles: Collection[Role]) -> None:
    """Raises NotAllowed for whoever may not take a view away."""
    if not may_remove(person_id, saved_by_id, roles):
        raise NotAllowed("view_of_another")
