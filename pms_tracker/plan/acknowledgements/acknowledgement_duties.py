"""Who has still to read what was made known, and who collects the signatures of the others."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.database import READERS, Columns, session
from pms_tracker.duties.duty_sources import Asking, DutyKind, KeptRow, Source, Watched
from pms_tracker.kernel.duty import Duty, Holder, Wanted
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.standing import lasts, manages
from pms_tracker.people.tables.people_tables import Account, Membership, Person, RoleGrant
from pms_tracker.plan.acknowledgements import readers
from pms_tracker.plan.policies import policies
from pms_tracker.plan.rules import acknowledgement_rules as rules
from pms_tracker.plan.tables.policy_tables import (
    Acknowledgement,
    Announcement,
    Policy,
    PolicyVersion,
)
from pms_tracker.questions import Question, Text, as_text, cells_of

ACKNOWLEDGE = "acknowledge_policy"
COLLECT = "collect_acknowledgements"
# What is kept of both: that somebody may have to read.
READ = "read_policy"

# Stand for what a statement that was built once is asked.
_TODAY, _UNTIL = sa.bindparam("today", type_=sa.Date), sa.bindparam("until", type_=sa.Date)
_JOINED = sa.bindparam("joined", type_=sa.Date)
_PERSON = sa.bindparam("person_id", type_=sa.Integer)
_KNOWN = (Policy.number, Policy.title, Announcement.announced_on, Announcement.due_on)


def of_policies(ids: Collection[int]) -> Iterator[Wanted]:
    """That a version of each policy was made known, so that readers are looked for."""
    known = (
        sa.select(Policy, sa.func.min(Announcement.due_on))
        .join(PolicyVersion, PolicyVersion.policy_id == Policy.id)
        .join(Announcement, Announcement.policy_version_id == PolicyVersion.id)
        .where(Policy.id.in_(ids))
        .group_by(Policy.id)
    )
    for policy, first_due_on in session.execute(known):
        yield Wanted(policy.id, policy.reference, READ, first_due_on, Holder.RULE)


def asks(_rows: Collection[KeptRow], asking: Asking) -> Question[Iterable[Duty]]:
    """What of the newest versions made known is to be read until a day, by whoever can sign in;
    and for the others, once for whoever collects their signatures: the heads of their units, or
    who runs the PMS where there is none.

    Of one policy only who collects: ten thousand readers are for a page of their own. For a
    calendar of everybody's, each version once.
    """
    days = _days(asking.firm.on, asking.until)
    if asking.everybodys:
        return _seeing(days)
    about = None if asking.reference is None else asking.reference.number
    statement = _statement(of_person=asking.person_id is not None, of_policy=about is not None)
    asked = {**days, "person_id": asking.person_id, "number": about}
    return Question((statement,), asked, _told)


def _days(today: date, until: date) -> dict[str, date]:
    return {"today": today, "until": until, "joined": rules.joined_for(until)}


@lru_cache(maxsize=READERS)
def _told(text: str) -> tuple[Duty, ...]:
    return tuple(_duty(*cells) for cells in cells_of(text))


@cache
def _statement(*, of_person: bool, of_policy: bool) -> Text:
    """Built once for each way of asking: every home asks it."""
    own, collected = _own(), _collected(of_person=of_person)
    if of_person:
        own = own.where(Person.id == _PERSON)
    if of_policy:
        return as_text(collected.where(Policy.number == sa.bindparam("number", type_=sa.Integer)))
    return as_text(sa.union_all(own, collected))


def mine(person_id: int) -> list[Duty]:
    """What a person has still to read, soonest first."""
    asked = {**_days(clock.today(), date.max), "person_id": person_id}
    found = Question((_to_read(),), asked, _told).answer()
    return sorted(found, key=lambda each: (each.due_on, each.reference))


@cache
def _to_read() -> Text:
    return as_text(_own().where(Person.id == _PERSON))


def seen(until: date) -> Iterable[Duty]:
    """What was made known and is not read by everybody yet: each version once, on the day that
    was announced, in the name of who announced it."""
    return _seeing(_days(clock.today(), until)).answer()


def _seeing(days: Mapping[str, date]) -> Question[Iterable[Duty]]:
    return Question((_unread(),), days, _told)


@cache
def _unread() -> Text:
    waiting = sa.exists(sa.select(Person.id).where(readers.is_asked(_TODAY), ~_has_read()))
    newest = _newest(
        sa.literal(ACKNOWLEDGE).label("kind"),
        Announcement.announced_by_id.label("person_id"),
        Announcement.announced_on.label("first_on"),
        sa.null().label("unit_id"),
    )
    return as_text(newest.where(Announcement.due_on <= _UNTIL, waiting))


def _duty(
    kind: str,
    person_id: int,
    first_on: str,
    unit_id: int | None,
    number: int,
    title: str,
    *days: str,
) -> Duty:
    """The cells of a row as a duty; its due day is the reader's own."""
    announced_on, due_on = (date.fromisoformat(each) for each in days)
    return Duty(
        kind,
        format_reference(Kind.POLICY, None, number),
        person_id,
        rules.read_by(due_on, announced_on=announced_on, first_on=date.fromisoformat(first_on)),
        title=title,
        unit_id=unit_id,
    )


def _has_read() -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Acknowledgement.person_id == Person.id,
        Acknowledgement.policy_version_id == Announcement.policy_version_id,
    )


def _newest(*columns: sa.ColumnElement[Any]) -> Columns:
    """The newest version of each policy that was made known; none where another text is in force
    that was not: nobody is asked to read what is superseded."""
    newest = (
        sa.select(PolicyVersion.policy_id, sa.func.max(PolicyVersion.edition).label("edition"))
        .join(Announcement, Announcement.policy_version_id == PolicyVersion.id)
        .group_by(PolicyVersion.policy_id)
        .subquery()
    )
    return (
        sa.select(*columns, *_KNOWN)
        .select_from(Announcement)
        .join(PolicyVersion, PolicyVersion.id == Announcement.policy_version_id)
        .join(
            newest,
            sa.and_(
                newest.c.policy_id == PolicyVersion.policy_id,
                newest.c.edition == PolicyVersion.edition,
            ),
        )
        .join(Policy, Policy.id == PolicyVersion.policy_id)
        .where(policies.superseded_on(_TODAY).is_(None))
    )


def _waiting(*columns: sa.ColumnElement[Any]) -> Columns:
    """Each of these versions with everybody who has still to read it until a day."""
    known_before = readers.first_on <= Announcement.announced_on
    return (
        _newest(*columns)
        .join(Person, readers.is_asked(_TODAY))
        .where(
            Announcement.due_on <= _UNTIL,
            sa.or_(known_before, readers.first_on <= _JOINED),
            ~_has_read(),
        )
    )


def _own() -> Columns:
    unit_id = (
        sa.select(sa.func.min(Membership.unit_id))
        .where(Membership.person_id == Person.id, lasts(Membership, _TODAY))
        .correlate(Person)
        .scalar_subquery()
    )
    return _waiting(
        sa.literal(ACKNOWLEDGE).label("kind"),
        Person.id.label("person_id"),
        readers.first_on.label("first_on"),
        unit_id.label("unit_id"),
    ).where(readers.signs_in)


def _collected(*, of_person: bool) -> Columns:
    collectors = _collectors(of_person=of_person)
    return (
        _waiting(
            sa.literal(COLLECT).label("kind"),
            collectors.c.person_id.label("person_id"),
            sa.func.min(readers.first_on).label("first_on"),
            # Whoever heads the unit is asked, so nobody there stands above them.
            sa.null().label("unit_id"),
        )
        .join(collectors, collectors.c.reader_id == Person.id)
        # Said twice, so that SQLite begins with the few who are collected for, not with everybody.
        .where(Person.id.in_(sa.select(collectors.c.reader_id)), ~readers.signs_in)
        .group_by(collectors.c.person_id, *_KNOWN)
    )


def _collectors(*, of_person: bool) -> sa.Subquery:
    """For whoever cannot sign in: the heads of their units who can, else who runs the PMS; of
    these only the person asked about, if any."""
    member, heading = aliased(Membership), aliased(Membership)
    heads = (
        sa.select(member.person_id.label("reader_id"), heading.person_id)
        .join(
            heading,
            sa.and_(
                heading.unit_id == member.unit_id,
                heading.is_head,
                heading.person_id != member.person_id,
                lasts(heading, _TODAY),
            ),
        )
        .join(Account, sa.and_(Account.person_id == heading.person_id, Account.active))
        .where(lasts(member, _TODAY))
        .distinct()
    )
    headed = heads.where(member.person_id == Person.id).correlate(Person).exists()
    headless = (
        sa.select(Person.id, RoleGrant.person_id)
        .join(RoleGrant, manages(_TODAY))
        .where(~readers.signs_in, ~headed)
    )
    if of_person:
        heads = heads.where(heading.person_id == _PERSON)
        headless = headless.where(RoleGrant.person_id == _PERSON)
    return sa.union_all(heads, headless).subquery()


def _policy_of(announced: Announcement) -> Iterable[int]:
    its = sa.select(PolicyVersion.policy_id).where(PolicyVersion.id == announced.policy_version_id)
    return session.scalars(its)


def _announced() -> Iterable[int]:
    return session.scalars(
        sa.select(PolicyVersion.policy_id).join(
            Announcement, Announcement.policy_version_id == PolicyVersion.id
        )
    )


READING = Source(
    Kind.POLICY,
    (
        DutyKind(
            READ,
            asks=asks,
            tells=(
                DutyKind(
                    ACKNOWLEDGE,
                    N_("方針の確認"),
                    N_("方針を読み、「読みました」を押してください。"),
                    N_("読んで確認する"),
                    page="acknowledgements.read",
                ),
                DutyKind(
                    COLLECT,
                    N_("署名の取りまとめ"),
                    N_("サインインできない人の署名を集め、写しを添えて登録してください。"),
                    N_("署名の一覧を登録する"),
                    page="acknowledgements.standing",
                ),
            ),
        ),
    ),
    of_policies,
    every=_announced,
    changes={Announcement: Watched(_policy_of)},
    sees=lambda _viewer: sa.true(),
)
