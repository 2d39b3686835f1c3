"""Deputies (不在時代理): named with dates in the open, ended at any time, both told each time."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy import Date, Integer, bindparam, or_, select
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.mail import outbox
from pms_tracker.people.changes import people_letters, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.rules import deputy_rules
from pms_tracker.people.rules.deputy_rules import Standing
from pms_tracker.people.tables.people_tables import Deputy, Person
from pms_tracker.questions import Question, Text, as_text, cells_of
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Wanted:
    """Who is to stand in, from which day to which, both included, and why."""

    deputy_id: int
    since_on: date
    until_on: date
    reason: str = ""


def name(principal: Person, wanted: Wanted, *, by: people.Viewer) -> Deputy:
    """Name who stands in for somebody; both get a letter.

    Raises NotFound for an unknown deputy, NotAllowed for anybody but the absent person and the
    representative, BadInput for days out of order, RuleBroken where it would make a chain, two
    deputies of one day, a clash of roles, or where one of them has left.
    """
    deputy_rules.check_named_by(by.person_id, by.roles, principal.id)
    deputy = people.person(wanted.deputy_id)
    span = Standing(principal.id, deputy.id, wanted.since_on, wanted.until_on)
    deputy_rules.check_days(span.since_on, span.until_on, clock.today())
    # In order of their ids, so that two who name each other wait for one another but once.
    for each in sorted({principal, deputy}, key=lambda who: who.id):
        staffing.lock(each)
        if each.left_on is not None and each.left_on < wanted.until_on:
            raise RuleBroken("has_left", name=each.name)
    roles = [people.viewer(each.id, wanted.since_on).roles for each in (principal, deputy)]
    deputy_rules.check_persons(span, *roles)
    deputy_rules.check_no_chain(span, _around(span))
    made = Deputy(
        principal_id=principal.id,
        deputy_id=deputy.id,
        since_on=wanted.since_on,
        until_on=wanted.until_on,
        reason=wanted.reason.strip(),
        named_by_id=by.person_id,
        named_at=clock.now(),
    )
    session.add(made)
    session.flush()
    changes: dict[str, trail.Change] = {
        "deputy": (None, deputy.name),
        "since_on": (None, made.since_on),
        "until_on": (None, made.until_on),
        "reason": (None, made.reason or None),
    }
    trail.note(f"person-{principal.id}", "deputy_named", by=by.actor, changes=changes)
    days = (made.since_on, made.until_on)
    _tell(made, people_letters.deputy_named(principal.name, deputy.name, *days))
    return made


def end(principal: Person, deputy_id: int, *, by: people.Viewer) -> Deputy:
    """Take a deputy back at once: the absent person or the representative; both get a letter.

    Where it had begun, today becomes its last day on the record. Raises NotAllowed for anybody
    else, NotFound for one that is not theirs, over or taken back already.
    """
    deputy_rules.check_named_by(by.person_id, by.roles, principal.id)
    staffing.lock(principal)
    row, today = session.get(Deputy, deputy_id), clock.today()
    if row is None or row.principal_id != principal.id:
        raise NotFound("no_such_deputy")
    if row.cancelled_at is not None or row.until_on < today:
        raise NotFound("no_such_deputy")
    days = (row.since_on, row.until_on)
    if row.since_on <= today:
        row.until_on = today
    row.cancelled_at = clock.now()
    session.flush()
    deputy = people.person(row.deputy_id).name
    changes: dict[str, trail.Change] = {"deputy": (deputy, None), "until_on": (days[1], today)}
    trail.note(f"person-{principal.id}", "deputy_ended", by=by.actor, changes=changes)
    _tell(row, people_letters.deputy_ended(principal.name, deputy, *days))
    return row


def end_after(who: Person, on: date, *, by: trail.Actor) -> None:
    """End every deputyship of somebody who leaves after a day, for or by them; the two are told."""
    rows = session.scalars(
        select(Deputy).where(
            or_(Deputy.principal_id == who.id, Deputy.deputy_id == who.id),
            Deputy.cancelled_at.is_(None),
            Deputy.until_on > on,
        )
    ).all()
    for row in rows:
        days = (row.since_on, row.until_on)
        if row.deputy_id == who.id:
            # Whoever is absent is still absent then; who takes over is asked of whoever may say so.
            row.meant_until = row.until_on
        if row.since_on <= on:
            row.until_on = on
        if row.since_on > on or on < clock.today():
            row.cancelled_at = clock.now()
        session.flush()
        principal, deputy = people.person(row.principal_id), people.person(row.deputy_id)
        changes: dict[str, trail.Change] = {
            "deputy": (deputy.name, None),
            "until_on": (days[1], row.until_on),
        }
        trail.note(f"person-{principal.id}", "deputy_ended", by=by, changes=changes)
        _tell(row, people_letters.deputy_ended(principal.name, deputy.name, *days))


def uncovered(row: Deputy, today: date) -> tuple[date, date]:
    """The first and the last day on which nobody stands in, as the deputy leaves before."""
    assert row.meant_until is not None
    ended = row.cancelled_at is None
    first = row.until_on + ONE_DAY if ended else row.since_on
    return max(first, today), row.meant_until


def replace(row: Deputy, heir_id: int, reason: str, *, by: people.Viewer) -> Deputy:
    """Have somebody else stand in on the days that a deputy who leaves cannot. Raises as `name`."""
    since_on, until_on = uncovered(row, clock.today())
    principal = people.person(row.principal_id)
    made = name(principal, Wanted(heir_id, since_on, until_on, reason), by=by)
    row.meant_until = None
    session.flush()
    return made


def _tell(row: Deputy, letter: outbox.Letter) -> None:
    for person_id in (row.principal_id, row.deputy_id):
        outbox.post(letter, people.recipient(person_id))


def _around(span: Standing) -> list[Standing]:
    """Whatever stands for or by one of the two, on whichever days."""
    both = (span.principal_id, span.deputy_id)
    rows = session.scalars(
        select(Deputy).where(
            Deputy.cancelled_at.is_(None),
            or_(Deputy.principal_id.in_(both), Deputy.deputy_id.in_(both)),
        )
    )
    return [Standing(row.principal_id, row.deputy_id, row.since_on, row.until_on) for row in rows]


class Absence(NamedTuple):
    """That one stands in for another; `principal` and `deputy` are names."""

    id: int
    principal_id: int
    deputy_id: int
    since_on: date
    until_on: date
    reason: str
    principal: str
    deputy: str


def of(person_id: int, on: date) -> list[Absence]:
    """Those who stand in for a person, now and later, and those they stand in for, soonest
    first."""
    return question(person_id, on).answer()


def question(person_id: int, on: date) -> Question[list[Absence]]:
    """The same, to be read with what else is asked."""
    return Question((_of(),), {"person_id": person_id, "day": on}, _told)


def _told(said: str) -> list[Absence]:
    return [
        Absence(*ids, *(date.fromisoformat(each) for each in days), *words)
        for ids, days, words in ((row[:3], row[3:5], row[5:]) for row in cells_of(said))
    ]


@cache
def _of() -> Text:
    """Built once: every calendar asks it."""
    person_id = bindparam("person_id", type_=Integer)
    absent, deputy = aliased(Person), aliased(Person)
    return as_text(
        select(
            Deputy.id,
            Deputy.principal_id,
            Deputy.deputy_id,
            Deputy.since_on,
            Deputy.until_on,
            Deputy.reason,
            absent.name.label("principal"),
            deputy.name.label("deputy"),
        )
        .join(absent, absent.id == Deputy.principal_id)
        .join(deputy, deputy.id == Deputy.deputy_id)
        .where(
            or_(Deputy.principal_id == person_id, Deputy.deputy_id == person_id),
            Deputy.cancelled_at.is_(None),
            Deputy.until_on >= bindparam("day", type_=Date),
        )
        .order_by(Deputy.since_on, Deputy.id)
    )


def over(on: date) -> set[tuple[int, int]]:
    """Principal and deputy of every absence that is over: its turns go back."""
    ended = or_(Deputy.until_on < on, Deputy.cancelled_at.is_not(None))
    rows = session.execute(
        select(Deputy.principal_id, Deputy.deputy_id).where(ended, Deputy.since_on <= on).distinct()
    )
    return {(row.principal_id, row.deputy_id) for row in rows}


def may_name(principal: Person, by: people.Viewer) -> bool:
    """Whether somebody may name and take back the deputies of a person."""
    return by.person_id == principal.id or Role.REPRESENTATIVE in by.roles
