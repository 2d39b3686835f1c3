"""What the filters of lists offer: units, persons and requirements."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.search_text import title_of
from pms_tracker.people.firm import named, people
from pms_tracker.people.firm.firm import Firm, Member
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.policies import requirements as clauses
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.plan.tables.policy_tables import Requirement
from pms_tracker.questions import Text
from pms_tracker.web.lists.offered import Offer, Offered, flat
from pms_tracker.web.words import days_in_words, labels

# Characters of a clause that tell it from its neighbours in a narrow box.
SHORT = 24


def person(person_id: int) -> str | None:
    """Somebody's name, or None where there is nobody."""
    return people.names([person_id]).get(person_id)


def _units(rows: list[list[Any]]) -> Offered:
    return flat((unit_id, name) for unit_id, name in rows)


def persons(text: Callable[[Viewer], Text]) -> Offer:
    """Persons of `named.persons`, with the units they belong to today; who has left is a name."""
    return Offer(text, _persons)


def _persons(rows: list[list[Any]]) -> Offered:
    found: dict[int, tuple[str, list[str]]] = {}
    for person_id, name, unit in rows:
        _name, units = found.setdefault(person_id, (name, []))
        units += [unit] if unit else []
    return flat((each, _with(name, units)) for each, (name, units) in found.items())


def people_of(firm: Firm) -> list[tuple[int, str]]:
    """Everybody of the firm who has not left, with the units they belong to on its day."""
    return [(each, with_units(firm, each)) for each, _name in firm.here()]


def with_units(firm: Firm, person_id: int) -> str:
    """A person's name with their units, so that namesakes are told apart."""
    return of_member(firm.members[person_id])


def of_member(member: Member) -> str:
    """The same of somebody at hand."""
    return _with(member.name, member.unit_names)


def told_apart(person_ids: Iterable[int]) -> dict[int, str]:
    """Names by id; of namesakes among them each with their units."""
    names = people.names(person_ids)
    often = Counter(names.values())
    twice = [each for each, name in names.items() if often[name] > 1]
    if not twice:
        return names
    firm = Firm(clock.today())
    return names | {each: with_units(firm, each) for each in twice if each in firm.members}


def _with(name: str, units: Sequence[str]) -> str:
    if not units:
        return name
    units_of = labels.between(units)
    return gettext("%(name)s（%(units)s）", name=name, units=units_of)


def _requirements(rows: list[list[Any]]) -> Offered:
    """Under their policy or set where there are several."""
    found: dict[str, list[tuple[str, str]]] = {}
    for each, path, text, title in rows:
        found.setdefault(title, []).append((str(each), _short(path, text)))
    several = len(found) > 1
    return Offered(tuple((title if several else "", tuple(each)) for title, each in found.items()))


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


def units(text: Callable[[Viewer], Text]) -> Offer:
    """Units as `named.UNITS` has them."""
    return Offer(text, _units)


# Every auditable unit, closed ones too: their records are still there.
UNITS = units(lambda _viewer: named.UNITS)
PERSONS = persons(lambda _viewer: named.PERSONS)


def requirements(text: Callable[[Viewer], Text]) -> Offer:
    """Requirements of `clauses.standing_text`."""
    return Offer(text, _requirements, also="requirement")


# What audits are held against.
REQUIREMENTS = requirements(lambda _viewer: clauses.IN_FORCE)
