"""Requirements: clauses of policies and items of sets, which audits are held against."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.database import CAP, Columns, Rows, read, session
from pms_tracker.kernel.errors import NotFound
from pms_tracker.plan.policies import policies
from pms_tracker.plan.rules import clause_rules
from pms_tracker.plan.tables.policy_tables import (
    Policy,
    PolicyVersion,
    Requirement,
    RequirementMapping,
    RequirementSet,
)
from pms_tracker.questions import Text, as_text


def of_edition(policy_version_id: int) -> list[Requirement]:
    """Every clause of an edition in reading order."""
    return list(
        session.scalars(
            sa.select(Requirement)
            .where(Requirement.policy_version_id == policy_version_id)
            .order_by(Requirement.position)
        )
    )


_VERSION, _OTHER = aliased(PolicyVersion), aliased(PolicyVersion)


def _stands(today: date | sa.ColumnElement[date]) -> sa.ColumnElement[bool]:
    """Whether a clause is of its policy's edition in force, or an item of a set valid today.

    Asked of editions, which are few, and not of each of their requirements.
    """
    standing = (
        sa.select(_OTHER.id)
        .where(
            _OTHER.policy_id == _VERSION.policy_id,
            policies.counts(_OTHER),
            _OTHER.effective_on <= today,
        )
        .order_by(_OTHER.effective_on.desc(), _OTHER.edition.desc())
        .limit(1)
        .scalar_subquery()
    )
    versions = sa.select(_VERSION.id).where(_VERSION.id == standing)
    sets = sa.select(RequirementSet.id).where(valid_on(today)).correlate(None)
    return sa.or_(
        Requirement.policy_version_id.in_(versions), Requirement.requirement_set_id.in_(sets)
    )


def valid_on(day: date | sa.ColumnElement[date]) -> sa.ColumnElement[bool]:
    """Whether a set's edition is the one that audits of this day are held against."""
    return sa.and_(
        RequirementSet.valid_from <= day,
        sa.or_(RequirementSet.valid_until.is_(None), RequirementSet.valid_until >= day),
    )


_TITLE = sa.func.coalesce(Policy.title, RequirementSet.title).label("title")


def _told(*conditions: sa.ColumnElement[bool]) -> Columns:
    """Requirements with where they are from, policies first, each in reading order."""
    return (
        sa.select(
            Requirement.id,
            Requirement.path,
            Requirement.text,
            Requirement.depth,
            _TITLE,
            Policy.number.label("policy_number"),
            RequirementSet.key.label("set_key"),
            sa.func.coalesce(PolicyVersion.edition, RequirementSet.edition).label("edition"),
            Requirement.requirement_set_id,
        )
        .outerjoin(PolicyVersion, PolicyVersion.id == Requirement.policy_version_id)
        .outerjoin(Policy, Policy.id == PolicyVersion.policy_id)
        .outerjoin(RequirementSet, RequirementSet.id == Requirement.requirement_set_id)
        .where(*conditions)
        .order_by(
            Policy.number.is_(None),
            Policy.number,
            RequirementSet.key,
            RequirementSet.edition,
            Requirement.position,
        )
    )


def standing_text(*conditions: sa.ColumnElement[bool], one_more: bool = True) -> Text:
    """Those in force of which this is true, as one text, for any `day` and, but without `one_more`,
    for the id of one to be there as well (`requirement`): id, path, text and the title of what they
    are from."""
    standing = sa.select(Requirement.id).where(
        _stands(sa.bindparam("day", type_=sa.Date)), *conditions
    )
    # As one set of ids: an "or" would have SQLite ask again of each of them whether it stands.
    asked_for = sa.select(sa.bindparam("requirement", type_=sa.Integer)).where(
        sa.true() if one_more else sa.false()
    )
    wanted = sa.union_all(standing.correlate(None), asked_for)
    return as_text(
        _told(Requirement.id.in_(wanted))
        .with_only_columns(Requirement.id, Requirement.path, Requirement.text, _TITLE)
        .limit(CAP)
    )


IN_FORCE = standing_text()


def in_force(also: int | None = None, *, most: int | None = CAP) -> Rows:
    """What audits of today may be held against, in reading order, no more than `most`.

    The clauses of the policies in force, then the items of each set's edition valid today: id,
    path, text, depth, and the title, number or key of what they are from. `also` is the id of one
    to be there as well, though its edition be an earlier one.
    """
    wanted = sa.or_(_stands(clock.today()), Requirement.id == also)
    return session.execute(_told(wanted).limit(most)).all()


def asking(found: Rows) -> Rows:
    """Of requirements those that ask for something: neither headings nor pieces of a list. All of
    them, where none seems to."""
    asked = [row for row in found if row.set_key is not None or clause_rules.asks(row.text)]
    return asked or found


class Told(NamedTuple):
    """A requirement with where it is from, as it is told of by itself."""

    id: int
    path: str
    text: str
    depth: int
    title: str
    policy_number: int | None
    set_key: str | None
    edition: int | str | None
    requirement_set_id: int | None


def told_of(ids: sa.Select[int]) -> Text:
    """Those with the ids that are asked for, whatever their edition; rows of `Told`."""
    return as_text(_told(Requirement.id.in_(ids)))


def told(ids: list[int]) -> Rows:
    """The requirements with these ids, whatever their edition, told as `in_force` does."""
    return read(_named(), {"ids": ids})


@cache
def _named() -> Columns:
    """Built once: the overview and its lists ask it."""
    return _told(Requirement.id.in_(sa.bindparam("ids", expanding=True)))


def sources(ids: Collection[int]) -> Rows:
    """The policies and sets that requirements are from, each with the edition: the criteria."""
    said = _told(Requirement.id.in_(ids)).order_by(None).subquery()
    titles = (said.c.title, said.c.edition, said.c.policy_number, said.c.set_key)
    statement = sa.select(*titles, sa.func.count().label("clauses")).group_by(*titles)
    order = (said.c.policy_number.is_(None), said.c.policy_number, said.c.set_key, said.c.edition)
    return session.execute(statement.order_by(*order)).all()


def chosen(ids: Sequence[int]) -> list[Requirement]:
    """The requirements with these ids in reading order; raises NotFound if one is missing."""
    found = list(
        session.scalars(
            sa.select(Requirement)
            .where(Requirement.id.in_(ids))
            .order_by(
                Requirement.policy_version_id.is_(None),
                Requirement.policy_version_id,
                Requirement.requirement_set_id,
                Requirement.position,
            )
        )
    )
    if len(found) != len(set(ids)):
        raise NotFound("no_such_requirement")
    return found


def by_id(requirement_id: int) -> Requirement:
    """Raises NotFound for an unknown id."""
    found = session.get(Requirement, requirement_id)
    if found is None:
        raise NotFound("no_such_requirement")
    return found


def policy_of(requirement_id: int | None) -> Policy:
    """The policy that answers for a requirement: what is learned of it belongs in its inbox.

    The one whose text it is taken from; for an item of a set the one to whose clause it is mapped,
    or else, and for none, the published policy, which is the first. Raises NotFound for an unknown
    requirement, and where there is no policy at all.
    """
    one, other = RequirementMapping.one_id, RequirementMapping.other_id
    alike = sa.or_(
        Requirement.id == requirement_id,
        Requirement.id.in_(sa.select(other).where(one == requirement_id)),
        Requirement.id.in_(sa.select(one).where(other == requirement_id)),
    )
    found = session.scalar(
        sa.select(Policy)
        .join(PolicyVersion, PolicyVersion.policy_id == Policy.id)
        .join(Requirement, Requirement.policy_version_id == PolicyVersion.id)
        .where(alike)
        .order_by(Requirement.id != requirement_id, Policy.number)
        .limit(1)
    )
    if found is None:
        if requirement_id is not None:
            by_id(requirement_id)
        found = session.scalar(sa.select(Policy).order_by(Policy.number).limit(1))
    if found is None:
        raise NotFound("no_such_requirement")
    return found


@dataclass(frozen=True)
class Written:
    """A version of a policy with everybody who wrote it, and the day it was entered."""

    version_id: int
    reference: str
    writer_ids: Sequence[int]
    recorded_on: date


def written(version_ids: Collection[int] | sa.Select[int | None]) -> list[Written]:
    """Versions of policies with everybody who wrote them."""
    rows = session.execute(
        sa.select(PolicyVersion, Policy)
        .join(Policy, Policy.id == PolicyVersion.policy_id)
        .where(PolicyVersion.id.in_(version_ids))
        .order_by(PolicyVersion.id)
    )
    return [
        Written(
            version.id,
            policy.reference,
            version.writer_ids,
            clock.local(version.recorded_at).date(),
        )
        for version, policy in rows
    ]


def of_policies() -> Rows:
    """The company's own policies as sets: number, title, edition in force, number of clauses."""
    newest = sa.func.max(PolicyVersion.edition).over(partition_by=PolicyVersion.policy_id)
    versions = (
        sa.select(PolicyVersion.id, PolicyVersion.policy_id, PolicyVersion.edition)
        .add_columns(newest.label("newest"))
        .where(policies.counts(PolicyVersion), PolicyVersion.effective_on <= clock.today())
        .subquery()
    )
    clauses = (
        sa.select(sa.func.count())
        .where(Requirement.policy_version_id == versions.c.id)
        .scalar_subquery()
    )
    return session.execute(
        sa.select(Policy.number, Policy.title, versions.c.edition, clauses.label("clauses"))
        .join(versions, versions.c.policy_id == Policy.id)
        .where(versions.c.edition == versions.c.newest)
        .order_by(Policy.number)
    ).all()
