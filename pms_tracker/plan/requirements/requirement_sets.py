"""Requirement sets: lists in editions, each adopted whole, never edited, only followed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.exc import IntegrityError

from pms_tracker import clock, locale_in_use
from pms_tracker.database import session
from pms_tracker.kernel.days import parse_day
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken, Stale
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.plan.policies import mappings
from pms_tracker.plan.requirements import set_files
from pms_tracker.plan.requirements.set_rows import Item
from pms_tracker.plan.rules import set_rules
from pms_tracker.plan.tables.policy_tables import Requirement, RequirementMapping, RequirementSet
from pms_tracker.sheets.sheet_lines import Problem, Trouble
from pms_tracker.trail import trail

SETS = Path(__file__).parent / "sets"
SHIPPED = SETS / "j-items.yaml"
IN_ENGLISH = SETS / "j-items.en.yaml"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class NewEdition:
    """An edition to adopt; `valid_from` is the first day audits may be held against it."""

    key: str
    title: str
    source: str
    valid_from: date
    items: Sequence[Item]


@dataclass(frozen=True)
class Changes:
    """What an edition changes: numbers that are new or gone, and those whose words are others."""

    new: Sequence[Item]
    gone: Sequence[Requirement]
    changed: Sequence[tuple[Requirement, Item]]


@cache
def shipped() -> NewEdition:
    """The J-items of the P-mark guide: numbers and titles, and what they ask in our own words."""
    read = set_files.read(SHIPPED.name, SHIPPED.read_bytes())
    day = parse_day(read.head["valid_from"])
    if read.troubles or day is None:
        raise ValueError(f"{SHIPPED.name}: {read.troubles}")
    return NewEdition(read.head["key"], read.head["title"], read.head["source"], day, read.items)


@cache
def in_english() -> Mapping[str, str]:
    """What the shipped items say in English, by what they say in Japanese, which is stored."""
    read = set_files.read(IN_ENGLISH.name, IN_ENGLISH.read_bytes())
    english = {item.number: item.wording for item in read.items}
    return {item.wording: english[item.number] for item in shipped().items}


def offered() -> NewEdition | None:
    """The shipped items as they may be adopted today; None where the last edition says the same,
    and for a company that is not examined by them.

    Where an earlier release's are there, they follow from today, or the day after the last began.
    """
    if not locale_in_use.has(Custom.PRIVACY_MARK):
        return None
    newest, before = shipped(), latest(shipped().key)
    if before is None:
        return newest
    if _said(newest) == [(each.path, each.text) for each in items(before.id)]:
        return None
    follows = max(clock.today(), before.valid_from + ONE_DAY)
    return replace(newest, valid_from=max(newest.valid_from, follows))


def _said(wanted: NewEdition) -> list[tuple[str, str]]:
    return [(item.number, item.wording) for item in wanted.items]


def check(wanted: NewEdition) -> list[Trouble]:
    """Rows whose mappings name nothing that audits of today are held against."""
    if not any(item.maps_to for item in wanted.items):
        return []
    known = mappings.named()
    troubles = []
    for item in wanted.items:
        for name in item.maps_to:
            if name.partition(" ")[0] == wanted.key:
                troubles.append(Trouble(item.line, Problem.MAPPING_WITHIN, name))
            elif name not in known:
                troubles.append(Trouble(item.line, Problem.MAPPING_UNKNOWN, name))
    return troubles


def adopt(wanted: NewEdition, *, by: trail.Actor) -> RequirementSet:
    """Store the first or the next edition of a set; the one before is valid until the day before.

    The next edition's items are mapped as those of the same number were. Raises as `check_next`
    does, BadInput for rows that `check` tells of, Stale where somebody adopted one meanwhile.
    """
    if check(wanted):
        raise BadInput("set_maps_to_unknown")
    before = check_next(wanted, for_update=True)
    if before is not None:
        before.valid_until = wanted.valid_from - ONE_DAY
    made = _store(wanted, before.edition + 1 if before else 1, by)
    told: dict[str, trail.Change] = {
        "title": (before.title if before else None, wanted.title),
        "edition": (before.edition if before else None, made.edition),
        "valid_from_on": (before.valid_from if before else None, made.valid_from),
    }
    trail.note(name_of(made.key), "set_adopted", by=by, changes=told)
    _map(made, wanted, before, by)
    return made


def check_next(wanted: NewEdition, *, for_update: bool = False) -> RequirementSet | None:
    """The edition that this one follows, None for a first one.

    Raises BadInput as the checks of `set_rules` do, RuleBroken where it is not later than the last
    one or says the same.
    """
    set_rules.check_key(wanted.key)
    set_rules.check_title(wanted.title)
    set_rules.check_source(wanted.source)
    before = latest(wanted.key, for_update=for_update)
    if before is None:
        return None
    if wanted.valid_from <= before.valid_from:
        raise RuleBroken("edition_not_later", day=before.valid_from)
    if _said(wanted) == [(each.path, each.text) for each in items(before.id)]:
        raise RuleBroken("edition_unchanged", edition=before.edition)
    return before


def name_of(key: str) -> str:
    """What the trail calls a set."""
    return f"{mappings.OF_SET}{key}"


def latest(key: str, *, for_update: bool = False) -> RequirementSet | None:
    """The last edition of a set, None where there is no such set."""
    statement = select(RequirementSet).where(RequirementSet.key == key)
    if for_update:
        statement = statement.with_for_update()
    return session.scalar(statement.order_by(RequirementSet.edition.desc()).limit(1))


def _store(wanted: NewEdition, edition: int, by: trail.Actor) -> RequirementSet:
    made = RequirementSet(
        key=wanted.key,
        edition=edition,
        title=wanted.title,
        source=wanted.source,
        valid_from=wanted.valid_from,
        recorded_at=clock.now(),
        recorded_by_id=by.id,
    )
    session.add(made)
    try:
        session.flush()
    except IntegrityError as taken:
        raise Stale("set_adopted_meanwhile") from taken
    session.add_all(
        Requirement(
            requirement_set_id=made.id,
            position=position,
            depth=depth,
            path=item.number,
            label=item.number,
            text=item.wording,
        )
        for position, (item, depth) in enumerate(
            zip(wanted.items, set_rules.depths([item.number for item in wanted.items]), strict=True)
        )
    )
    session.flush()
    return made


def _map(
    made: RequirementSet, wanted: NewEdition, before: RequirementSet | None, by: trail.Actor
) -> None:
    stored = items(made.id)
    if before is not None:
        mappings.carry(_item_ids(before), _item_ids(made))
    if any(item.maps_to for item in wanted.items):
        known = mappings.named()
        for item, requirement in zip(wanted.items, stored, strict=True):
            for name in item.maps_to:
                mappings.map_items(requirement.id, known[name], by=by)


def _item_ids(of: RequirementSet) -> Select[int]:
    return select(Requirement.id).where(Requirement.requirement_set_id == of.id)


def items(set_id: int) -> list[Requirement]:
    """The items of an edition in order."""
    return list(
        session.scalars(
            select(Requirement)
            .where(Requirement.requirement_set_id == set_id)
            .order_by(Requirement.position)
        )
    )


def changes(before: RequirementSet | None, wanted: Sequence[Item]) -> Changes:
    """What an edition of these items would change against the one before."""
    old = {each.path: each for each in items(before.id)} if before is not None else {}
    new = {item.number: item for item in wanted}
    return Changes(
        [item for number, item in new.items() if number not in old],
        [each for number, each in old.items() if number not in new],
        [
            (old[number], item)
            for number, item in new.items()
            if number in old and old[number].text != item.wording
        ],
    )


def editions(key: str) -> list[RequirementSet]:
    """Every edition of a set, newest first; none where there is no such set."""
    return list(
        session.scalars(
            select(RequirementSet)
            .where(RequirementSet.key == key)
            .order_by(RequirementSet.edition.desc())
        )
    )


def is_superseded(one: RequirementSet) -> bool:
    """Whether no audit of today or later is held against this edition any more."""
    return one.valid_until is not None and one.valid_until < clock.today()


def current(of_one_set: Sequence[RequirementSet]) -> RequirementSet:
    """Of all editions of a set, newest first, the one valid today, or else the next or last one."""
    today = clock.today()
    begun = [each for each in of_one_set if each.valid_from <= today]
    return begun[0] if begun else of_one_set[-1]


def by_key(key: str, edition: int | None = None) -> tuple[RequirementSet, list[RequirementSet]]:
    """An edition of a set (the one valid today unless told) and all of them; raises NotFound."""
    all_of = editions(key)
    if not all_of:
        raise NotFound("no_such_set")
    if edition is None:
        return current(all_of), all_of
    found = next((each for each in all_of if each.edition == edition), None)
    if found is None:
        raise NotFound("no_such_set")
    return found, all_of


@dataclass(frozen=True)
class Listed:
    """A set as the list shows it: its edition of today, its items and how many are mapped."""

    shown: RequirementSet
    count: int
    mapped: int


def listed() -> list[Listed]:
    """Every set by its key."""
    by_set: dict[str, list[RequirementSet]] = {}
    for each in session.scalars(
        select(RequirementSet).order_by(RequirementSet.key, RequirementSet.edition.desc())
    ):
        by_set.setdefault(each.key, []).append(each)
    shown = [current(each) for each in by_set.values()]
    ids = [each.id for each in shown]
    has_mapping = exists().where(
        or_(
            RequirementMapping.one_id == Requirement.id,
            RequirementMapping.other_id == Requirement.id,
        )
    )
    own = Requirement.requirement_set_id.in_(ids)
    count = Counter(session.scalars(select(Requirement.requirement_set_id).where(own)))
    mapped = Counter(
        session.scalars(select(Requirement.requirement_set_id).where(own, has_mapping))
    )
    return [Listed(each, count[each.id], mapped[each.id]) for each in shown]
