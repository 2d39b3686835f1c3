"""Editions of entries that are approved: what is drafted, what is in force, and what was on a day.

The row of an entry says what is in force, or what is drafted before anything is. A change of what
is in force is drafted in an edition of its own and leaves the row as it is until it is approved;
then the row takes it over, the edition is frozen with its first day, and the one before has its
last. Entries of registers without approvers have no editions, and their row says it all.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm.attributes import flag_modified

from pms_tracker import clock
from pms_tracker.database import Columns, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers.edition_rules import CHANGED, ENTRY, EntryMove, Standing
from pms_tracker.registers.edition_tables import Edition
from pms_tracker.registers.fields import Value, Values
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.register import Register


def packed(register: Register, values: Values) -> dict[str, Value]:
    """Values by field as JSON has them."""
    return {name: register.field(name).packed(value) for name, value in values.items()}


def said(register: Register, edition: Edition) -> dict[str, Value]:
    """What an edition says, by field; a field that came later says nothing."""
    return {
        each.name: each.unpacked(edition.said[each.name])
        if each.name in edition.said
        else each.nothing
        for each in register.fields
        if not isinstance(each, Files)
    }


def said_on(register: Register, row: Any, edition: Edition, day: date) -> dict[str, Value]:
    """What an entry said on a day by the edition of then; until today with what was recorded since
    it was approved. Of a day that is over nobody kept when that came."""
    since = register.afterwards if day >= clock.today() else ()
    return said(register, edition) | {name: register.field(name).of(row) for name in since}


def of(register: Register, row: Any) -> Sequence[Edition]:
    """The editions of an entry that are or were in force, the newest first."""
    its = _its(register, row).where(Edition.from_on.is_not(None))
    return session.scalars(its.order_by(Edition.number.desc())).all()


def first_day(register: Register, row: Any) -> date | None:
    """The day from which an entry was in force first; None before it is."""
    its = _its(register, row).where(Edition.number == 1) if row.edition else None
    first: Edition | None = session.scalar(its) if its is not None else None
    return first.from_on if first is not None else None


def approved_within(register: Register, viewer: Viewer, days: Days) -> Select[int]:
    """How many editions that somebody may see came into force within a run of days, as SQL."""
    entry = register.column("id")
    return (
        select(func.count(Edition.id))
        .join(register.table, entry == Edition.entry_id)
        .where(
            Edition.register == register.key,
            register.seen(viewer),
            *within((Edition.from_on, days)),
        )
    )


def draft_of(register: Register, row: Any) -> Edition | None:
    """The change of an entry in force that is drafted or waits, if any: as the entry stands, which
    spares looking for none."""
    if not register.approvers or row.state not in CHANGED:
        return None
    found: Edition | None = session.scalar(_its(register, row).where(Edition.from_on.is_(None)))
    return found


class Now(NamedTuple):
    """What is in force of an entry, and what is drafted or waits of a change of it."""

    stands: Edition | None = None
    draft: Edition | None = None


NOTHING = Now()


def now_of(register: Register, rows: Sequence[Any]) -> dict[int, Now]:
    """The editions of entries that are not over yet, by the ids of the entries."""
    ids = [row.id for row in rows if row.state in CHANGED]
    its = Edition.register == register.key, Edition.entry_id.in_(ids), Edition.until_on.is_(None)
    found: dict[int, Now] = {}
    for each in session.scalars(select(Edition).where(*its)) if ids else ():
        now = found.get(each.entry_id, NOTHING)
        is_draft = each.from_on is None
        found[each.entry_id] = now._replace(**{"draft" if is_draft else "stands": each})
    return found


def drafted(register: Register, row: Any) -> dict[str, Value]:
    """What whoever writes finds: what is drafted, else what is in force."""
    return told(register, row, draft_of(register, row))


def told(register: Register, row: Any, draft: Edition | None) -> dict[str, Value]:
    """What an entry says with what is drafted of it, if anything."""
    return said(register, draft) if draft is not None else register.values_of(row)


def write(
    register: Register, row: Any, wanted: Values, draft: Edition | None, by: Viewer | None
) -> Edition | None:
    """Draft values for an entry, of which that is the `draft` so far; what holds them, if not the
    entry itself. Raises RuleBroken where it waits for a decision or has ended."""
    if row.state is Standing.IN_FORCE:
        row.writer_ids = []
    row.state = ENTRY.after(row.state, EntryMove.WRITE)
    if by is not None and by.person_id not in row.writer_ids:
        row.writer_ids = [*row.writer_ids, by.person_id]
    if not row.edition:
        register.put(row, wanted)
        return None
    draft = draft or _new(register, row)
    draft.said = packed(register, wanted)
    draft.ends = False
    return draft


def propose_end(register: Register, row: Any, by: Viewer) -> None:
    """Draft that an entry in force ends. Raises RuleBroken as `write` does."""
    draft = draft_of(register, row)
    draft = write(register, row, told(register, row, draft), draft, by)
    if draft is not None:
        draft.ends = True


def drop(register: Register, row: Any) -> None:
    """Throw away what is drafted for an entry in force."""
    draft = draft_of(register, row)
    if draft is not None:
        session.delete(draft)
    row.writer_ids = []


def bring_in(register: Register, row: Any, now: Now, day: date) -> None:
    """Put what is drafted in force from a day on, frozen; where it ends the entry, end it."""
    draft = now.draft
    if draft is None:
        draft = _new(register, row)
        draft.said = packed(register, register.values_of(row))
    elif not draft.ends:
        register.put(row, said(register, draft))
    if now.stands is not None:
        now.stands.until_on = day
        # Both are written by one statement where it sets the same columns of both.
        flag_modified(now.stands, "from_on")
        flag_modified(draft, "until_on")
    draft.from_on = day
    row.edition = draft.number


def take_out(register: Register, row: Any) -> None:
    """Have what is in force be a draft again, and what was in force before it be so."""
    number = row.edition
    last = session.scalars(_its(register, row).where(Edition.number == number)).one()
    before = session.scalar(_its(register, row).where(Edition.number == number - 1))
    row.edition = number - 1
    if before is None:
        session.delete(last)
        return
    last.from_on = before.until_on = None
    # What became of it meanwhile is true all the same.
    since = {name: register.field(name).of(row) for name in register.afterwards}
    register.put(row, {**said(register, before), **since})


def in_force_on(register: Register, day: date, viewer: Viewer) -> Columns:
    """Entries that were in force on a day, with the edition of then, for somebody."""
    then = _in_force(register, Days(day, day))
    return select(register.table, Edition).join(Edition, then).where(register.seen(viewer))


def in_force_within(register: Register, viewer: Viewer, days: Days) -> Select[int]:
    """Ids of the entries that somebody may see and that were in force on one of these days, as
    SQL."""
    there = exists().where(_in_force(register, days))
    return select(register.column("id")).where(register.seen(viewer), there)


def _in_force(register: Register, days: Days) -> ColumnElement[bool]:
    """The editions of entries that were in force on one of a run of days."""
    return and_(
        Edition.register == register.key,
        Edition.entry_id == register.column("id"),
        not_(Edition.ends),
        or_(Edition.until_on.is_(None), Edition.until_on > (days.first or date.min)),
        *within((Edition.from_on, Days(last=days.last or date.max))),
    )


def empty(register: Register, row: Any, name: str, value: Value) -> None:
    """Put what takes the place of a field's content in all that an entry ever said."""
    for each in session.scalars(_its(register, row)):
        each.said = {**each.said, name: register.field(name).packed(value)}


def _its(register: Register, row: Any) -> Select[Any]:
    its = Edition.register == register.key, Edition.entry_id == row.id
    return select(Edition).where(*its)


def _new(register: Register, row: Any) -> Edition:
    made = Edition(register=register.key, entry_id=row.id, number=row.edition + 1, said={})
    session.add(made)
    return made
