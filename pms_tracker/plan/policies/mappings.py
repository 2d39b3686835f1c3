"""Mappings: which requirements of different sets or policies ask for the same, once a pair."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeAlias
from unicodedata import normalize

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.plan.policies import mapping_proposal, requirements
from pms_tracker.plan.rules.policy_rules import VersionState
from pms_tracker.plan.tables import policy_tables
from pms_tracker.trail import trail

# What the trail calls a set: no reference of a record begins like this.
OF_SET = "set:"
# A requirement as `requirements.told` has it.
Told: TypeAlias = sa.Row[*tuple[Any, ...]] | requirements.Told
# Requirements by id, known or still to be looked up; and their table, under whatever alias.
Ids: TypeAlias = Collection[int] | sa.Select[int] | sa.CompoundSelect[int]
Entity: TypeAlias = type[policy_tables.Requirement]
_CLAUSE, _HERE, _THERE = (aliased(policy_tables.Requirement) for _name in range(3))
_VERSION, _SET = aliased(policy_tables.PolicyVersion), aliased(policy_tables.RequirementSet)


def family_of(row: Told) -> str:
    """What a requirement belongs to, as files name it: `POL-001`, or the key of a set."""
    if row.policy_number is None:
        return str(row.set_key)
    return format_reference(Kind.POLICY, None, row.policy_number)


def _pair(one_id: int, other_id: int) -> tuple[int, int]:
    return min(one_id, other_id), max(one_id, other_id)


def map_items(one_id: int, other_id: int, *, by: trail.Actor) -> None:
    """Say that two requirements ask for the same; a pair said before stays as it is.

    Raises NotFound for an unknown one, RuleBroken for two of the same set or policy.
    """
    one, other = _both(one_id, other_id)
    if family_of(one) == family_of(other):
        raise RuleBroken("mapping_within_one_set", name=one.title)
    pair = _pair(one_id, other_id)
    if session.get(policy_tables.RequirementMapping, pair) is None:
        session.add(policy_tables.RequirementMapping(one_id=pair[0], other_id=pair[1]))
        session.flush()
        _note("mapped", one, other, by)


def unmap(one_id: int, other_id: int, *, by: trail.Actor) -> None:
    """Take back that two requirements ask for the same; a pair not mapped stays as it is."""
    one, other = _both(one_id, other_id)
    found = session.get(policy_tables.RequirementMapping, _pair(one_id, other_id))
    if found is not None:
        session.delete(found)
        session.flush()
        _note("unmapped", one, other, by)


def proposed(set_id: int) -> list[mapping_proposal.Pair]:
    """Which clauses of the policies in force seem to ask for what items of an edition do.

    By their words; of items that are mapped to nothing yet, and of clauses that ask for something.
    """
    known, standing = mapped_to(set_id), requirements.in_force(most=None)
    items = [
        mapping_proposal.Passage(row.id, row.text.partition("\n")[0])
        for row in standing
        if row.requirement_set_id == set_id and row.id not in known
    ]
    clauses = [
        mapping_proposal.Passage(row.id, row.text)
        for row in requirements.asking([each for each in standing if each.set_key is None])
    ]
    return mapping_proposal.propose(items, clauses)


def confirm(set_id: int, chosen: Collection[tuple[int, int]], *, by: trail.Actor) -> int:
    """Map what was chosen of the proposal, item and clause each; how many were mapped.

    Raises Stale where one of them is proposed no more, BadInput where nothing was chosen.
    """
    if not chosen:
        raise BadInput("nothing_chosen_to_map")
    there = {(pair.item_id, pair.clause_id) for pair in proposed(set_id)}
    if not there.issuperset(chosen):
        raise Stale("proposal_changed")
    for item_id, clause_id in sorted(chosen):
        map_items(item_id, clause_id, by=by)
    return len(chosen)


def _both(one_id: int, other_id: int) -> tuple[Told, Told]:
    found = {row.id: row for row in requirements.told([one_id, other_id])}
    if not {one_id, other_id} <= found.keys():
        raise NotFound("no_such_requirement")
    return found[one_id], found[other_id]


def _note(move: str, one: Told, other: Told, by: trail.Actor) -> None:
    """Both sides tell of it in their history."""
    for here, there in ((one, other), (other, one)):
        told = f"{here.path} = {family_of(there)} {there.path}"
        change = (None, told) if move == "mapped" else (told, None)
        reference = family_of(here) if here.set_key is None else f"{OF_SET}{here.set_key}"
        trail.note(reference, move, by=by, changes={"maps_to": change})


def mapped_to(set_id: int) -> Mapping[int, list[Told]]:
    """What the items of a set's edition are mapped to, by their id, in reading order."""
    one, other = policy_tables.RequirementMapping.one_id, policy_tables.RequirementMapping.other_id
    own = sa.select(policy_tables.Requirement.id).where(
        policy_tables.Requirement.requirement_set_id == set_id
    )
    pairs = session.execute(sa.select(one, other).where(sa.or_(one.in_(own), other.in_(own)))).all()
    partners: dict[int, set[int]] = defaultdict(set)
    for first, second in pairs:
        partners[first].add(second)
        partners[second].add(first)
    rows = requirements.told(sorted(partners)) if partners else []
    return {
        row.id: [each for each in rows if each.id in partners[row.id]]
        for row in rows
        if row.requirement_set_id == set_id
    }


def asks_as(policy_version_ids: list[int]) -> sa.ColumnElement[bool]:
    """Whether a requirement is a clause of these editions of policies, or mapped to one."""
    one, other = policy_tables.RequirementMapping.one_id, policy_tables.RequirementMapping.other_id
    own = sa.select(_CLAUSE.id).where(_CLAUSE.policy_version_id.in_(policy_version_ids))
    return sa.or_(
        policy_tables.Requirement.id.in_(own),
        policy_tables.Requirement.id.in_(sa.select(other).where(one.in_(own))),
        policy_tables.Requirement.id.in_(sa.select(one).where(other.in_(own))),
    )


def name_of(row: Told) -> str:
    """What files call a requirement, whatever its edition: `POL-001 3(3)`, `j-items J.6.2`."""
    return f"{family_of(row)} {normalize('NFKC', row.path)}"


def family(requirement: Entity) -> sa.ColumnElement[str]:
    """What a requirement belongs to, whatever its edition: its set's key, else its policy."""
    key = (
        sa.select(policy_tables.RequirementSet.key)
        .where(policy_tables.RequirementSet.id == requirement.requirement_set_id)
        .correlate(requirement)
        .scalar_subquery()
    )
    policy_id = (
        sa.select(policy_tables.PolicyVersion.policy_id)
        .where(policy_tables.PolicyVersion.id == requirement.policy_version_id)
        .correlate(requirement)
        .scalar_subquery()
    )
    # No key of a set holds a blank.
    return sa.func.coalesce(key, sa.literal("policy ").concat(sa.cast(policy_id, sa.String)))


def editions(ids: Ids) -> sa.Select[int]:
    """Ids of the requirements of the same name: the same path of the same policy or set.

    Asked of each edition by itself and by path, so that the keys of both answer: families compared
    as words would be compared for each two requirements.
    """
    version, requirement_set = policy_tables.PolicyVersion, policy_tables.RequirementSet
    its_policy = sa.select(version.policy_id).where(version.id == _HERE.policy_version_id)
    its_key = sa.select(requirement_set.key).where(requirement_set.id == _HERE.requirement_set_id)
    of_policy, of_set = (
        sa.select(row.id).where(its == value.correlate(_HERE).scalar_subquery())
        for row, its, value in (
            (_VERSION, _VERSION.policy_id, its_policy),
            (_SET, _SET.key, its_key),
        )
    )
    same = sa.or_(
        sa.and_(_THERE.path == _HERE.path, _THERE.policy_version_id.in_(of_policy)),
        sa.and_(_THERE.path == _HERE.path, _THERE.requirement_set_id.in_(of_set)),
    )
    # One may stand within another: each looks at its own tables alone.
    return sa.select(_THERE.id).join(_HERE, same).where(_HERE.id.in_(ids)).correlate(None)


def same_as(ids: Ids) -> sa.CompoundSelect[int]:
    """Ids of all that asks for the same as these: of the same name, and what is mapped to that."""
    one, other = policy_tables.RequirementMapping.one_id, policy_tables.RequirementMapping.other_id
    mapped = sa.union(
        sa.select(other).where(one.in_(editions(ids))),
        sa.select(one).where(other.in_(editions(ids))),
    )
    return sa.union(editions(ids), editions(mapped))


def newest(ids: Collection[int]) -> Mapping[int, Told]:
    """Each of these requirements with the newest among them that bears the same name."""
    return newest_of(requirements.told(list(ids)) if ids else [])


def newest_of(rows: Iterable[Told]) -> Mapping[int, Told]:
    """The same of requirements that were read."""
    rows = list(rows)
    by_name = {name_of(row): row for row in sorted(rows, key=lambda row: row.id)}
    return {row.id: by_name[name_of(row)] for row in rows}


def named() -> dict[str, int]:
    """Every requirement that audits of today are held against by its name in a file."""
    return {name_of(row): row.id for row in requirements.in_force(most=None)}


def partners(ids: Iterable[int]) -> Mapping[int, set[int]]:
    """What each of these requirements is mapped to."""
    one, other = policy_tables.RequirementMapping.one_id, policy_tables.RequirementMapping.other_id
    known = set(ids)
    pairs = session.execute(
        sa.select(one, other).where(sa.or_(one.in_(known), other.in_(known)))
    ).all()
    found: dict[int, set[int]] = defaultdict(set)
    for first, second in pairs:
        found[first].add(second)
        found[second].add(first)
    return found


def carry(before: sa.Select[int], after: sa.Select[int]) -> None:
    """Map the items of a new edition as those of the same number were before it, in one statement;
    both are told by the ids of their items."""
    one, other = policy_tables.RequirementMapping.one_id, policy_tables.RequirementMapping.other_id
    old, new = aliased(policy_tables.Requirement), aliased(policy_tables.Requirement)
    partner = sa.case((one == old.id, other), else_=one)
    low, high = (
        sa.case((new.id < partner, new.id), else_=partner),
        sa.case((new.id < partner, partner), else_=new.id),
    )
    pairs = (
        sa.select(low, high)
        .select_from(policy_tables.RequirementMapping)
        .join(old, sa.or_(one == old.id, other == old.id))
        .join(new, new.path == old.path)
        .where(old.id.in_(before), new.id.in_(after))
    )
    session.execute(sa.insert(policy_tables.RequirementMapping).from_select([one, other], pairs))


def carry_clauses(approved: policy_tables.PolicyVersion) -> None:
    """Map the clauses of a version as those of the one it follows."""
    before = (
        sa.select(policy_tables.PolicyVersion.id)
        .where(
            policy_tables.PolicyVersion.policy_id == approved.policy_id,
            policy_tables.PolicyVersion.state == VersionState.APPROVED,
            policy_tables.PolicyVersion.edition < approved.edition,
        )
        .order_by(policy_tables.PolicyVersion.edition.desc())
        .limit(1)
        .scalar_subquery()
    )
    clauses = sa.select(policy_tables.Requirement.id)
    carry(
        clauses.where(policy_tables.Requirement.policy_version_id == before),
        clauses.where(policy_tables.Requirement.policy_version_id == approved.id),
    )
