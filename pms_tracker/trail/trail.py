"""Noting what happened, reading it back, and proving that nobody changed it afterwards."""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, partial
from typing import NamedTuple, cast

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from pms_tracker import clock, database
from pms_tracker.database import NEWEST, PAGE, Order, Sorts, before_commit, session
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.days import Days
from pms_tracker.questions import Question, Text, as_text as rows_as_text, cells_of, instant_in
from pms_tracker.trail import append_only, names  # noqa: F401 - its triggers belong to these tables
from pms_tracker.trail.trail_tables import TrailEntry, TrailHead, TrailValue

Change = tuple[object, object]
SORTS: Sorts = {"number": TrailEntry.number}
# Every transaction that is noted asks it last, while others wait.
_LOCKED_HEAD = sa.select(TrailHead).with_for_update().execution_options(populate_existing=True)
_ENTRIES = sa.insert(cast(sa.Table, TrailEntry.__table__))
_VALUES = sa.insert(cast(sa.Table, TrailValue.__table__))
_MOVED = sa.update(cast(sa.Table, TrailHead.__table__)).values(
    number=sa.bindparam("to_number"), digest=sa.bindparam("to_digest")
)
_PENDING = "trail_notes"
_HELD = "trail_head"


@dataclass(frozen=True)
class Actor:
    """Who did it; the system itself has no id."""

    id: int | None
    name: str


SYSTEM = Actor(None, "PMS Tracker")


@dataclass(frozen=True)
class _Note:
    actor: Actor
    reference: str
    move: str
    changes: Mapping[str, Change]


def note(
    reference: str, move: str, *, by: Actor, changes: Mapping[str, Change] | None = None
) -> None:
    """Remember that `by` made `move` on the record; `changes` maps field to (before, after).

    Written when the transaction commits, under one lock on the head row, so that everything
    else in the transaction is done before writers queue up.
    """
    real = {name: pair for name, pair in (changes or {}).items() if pair[0] != pair[1]}
    pending: list[_Note] = session.info.setdefault(_PENDING, [])
    pending.append(_Note(by, reference, move, real))


def write_pending() -> None:
    """Write the notes of this transaction to the end of the chain."""
    pending: list[_Note] = session.info.pop(_PENDING, [])
    if not pending:
        return
    session.flush()
    head = head_row()
    number, digest, at = head.number, head.digest, clock.now()
    rows, values = [], []
    for each in pending:
        number += 1
        row, its_values = _written(each, number, digest, at)
        digest = str(row["digest"])
        rows.append(row)
        values += its_values
    # By table, not entity: the ORM would write one statement per set of empty columns, and look
    # through all that it holds for each.
    write = session.connection().execute
    write(_ENTRIES, rows)
    if values:
        write(_VALUES, values)
    write(_MOVED, {"to_number": number, "to_digest": digest})
    set_committed_value(head, "number", number)
    set_committed_value(head, "digest", digest)


def head_row() -> TrailHead:
    """The end of the chain, locked until the transaction ends: who holds it writes alone.

    Whatever else must be written by one transaction after the other asks for it too, last of all.
    Locked once per transaction.
    """
    held: TrailHead | None = session.info.get(_HELD)
    if held is None:
        held = session.execute(_LOCKED_HEAD).scalar_one()
        session.info[_HELD] = held
    return held


def _written(
    each: _Note, number: int, previous: str, at: datetime
) -> tuple[dict[str, object], list[dict[str, object]]]:
    values = [
        _value_row(number, position, field, pair)
        for position, (field, pair) in enumerate(each.changes.items())
    ]
    salt = secrets.token_hex(16)
    row: dict[str, object] = {
        "number": number,
        "at": at,
        "actor_id": each.actor.id,
        "actor_name": each.actor.name,
        "actor_salt": salt,
        "actor_digest": name_digest(salt, each.actor.name),
        "reference": each.reference,
        "move": each.move,
        "previous": previous,
    }
    row["digest"] = entry_digest(row, [str(value["digest"]) for value in values])
    return row, values


def _value_row(number: int, position: int, field: str, pair: Change) -> dict[str, object]:
    before, after = (as_text(side) for side in pair)
    salt = secrets.token_hex(16)
    return {
        "entry_number": number,
        "position": position,
        "field": field,
        "before": before,
        "after": after,
        "salt": salt,
        "digest": value_digest(salt, field, before, after),
    }


def as_text(value: object) -> str | None:
    """A value as it is kept: days as ISO, choices as their value, nothing as nothing."""
    if value is None:
        return None
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def value_digest(salt: str, field: str, before: str | None, after: str | None) -> str:
    return sha256([salt, field, before, after])


def name_digest(salt: str, name: str) -> str:
    return sha256([salt, name])


def entry_digest(row: Mapping[str, object], values: list[str]) -> str:
    """What an entry's `digest` is: of the name of who did it, only the salted digest."""
    at = row["at"]
    if not isinstance(at, datetime):
        raise TypeError("at must be an instant")
    fields = ("number", "actor_id", "actor_digest", "reference", "move", "previous")
    # Whole microseconds since 1970 read the same from both databases.
    stamp = round(at.timestamp() * 1_000_000)
    return sha256([*[row[name] for name in fields], stamp, values])


def sha256(parts: list[object]) -> str:
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def head() -> tuple[int, str]:
    """Number and digest of the last entry: what signed reports print."""
    row = session.execute(sa.select(TrailHead.number, TrailHead.digest)).one()
    return row.number, row.digest


def last_at() -> datetime | None:
    """When the last thing happened; None before the first."""
    newest = sa.select(TrailEntry.at).order_by(TrailEntry.number.desc()).limit(1)
    return session.scalar(newest)


def history(reference: str, limit: int = 200) -> list[TrailEntry]:
    """What happened to one record, newest first."""
    asked = {"reference": reference, "most": limit}
    statement = (
        sa.select(TrailEntry)
        .where(TrailEntry.number.in_(_newest()))
        .options(joinedload(TrailEntry.values))
        .order_by(TrailEntry.number.desc())
    )
    return list(session.scalars(statement, asked).unique())


def _newest() -> sa.Select[int]:
    """The numbers of the newest entries about a record, both given as parameters."""
    return (
        sa.select(TrailEntry.number)
        .where(TrailEntry.reference == sa.bindparam("reference", type_=sa.String))
        .order_by(TrailEntry.number.desc())
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


class Said(NamedTuple):
    """One field of an entry before and after, as it is read."""

    field: str
    before: str | None
    after: str | None
    erased_at: datetime | None


class Noted(NamedTuple):
    """An entry as it is read: what is shown of it, and nothing that its digest is made of."""

    number: int
    at: datetime
    actor_name: str
    reference: str
    move: str
    values: tuple[Said, ...]


def noted(reference: str, limit: int = 200) -> tuple[Noted, ...]:
    """What happened to one record, newest first, as plain values."""
    return noting(reference, limit).answer()


def noting(reference: str, limit: int = 200) -> Question[tuple[Noted, ...]]:
    """The same, to be read with what else is asked."""
    return Question((_noted(),), {"reference": reference, "most": limit}, partial(_told, reference))


def _told(reference: str, said: str) -> tuple[Noted, ...]:
    found: dict[tuple[int, str, str, str], list[Said]] = {}
    for *entry, field, before, after, erased_at in cells_of(said):
        values = found.setdefault((entry[0], entry[1], entry[2], entry[3]), [])
        if field is not None:
            values.append(Said(field, before, after, erased_at and instant_in(erased_at)))
    return tuple(
        Noted(number, instant_in(at), actor_name, reference, move, tuple(values))
        for (number, at, actor_name, move), values in found.items()
    )


@cache
def _noted() -> Text:
    """Built once: every page of a record asks it."""
    return rows_as_text(
        sa.select(TrailEntry.number, TrailEntry.at, TrailEntry.actor_name, TrailEntry.move)
        .add_columns(TrailValue.field, TrailValue.before, TrailValue.after, TrailValue.erased_at)
        .outerjoin(TrailValue, TrailValue.entry_number == TrailEntry.number)
        .where(TrailEntry.number.in_(_newest()))
        .order_by(TrailEntry.number.desc(), TrailValue.position)
    )


def changes_of(references: Collection[str]) -> dict[str, tuple[int, datetime]]:
    """How often each record was changed, and when last; records never changed are left out."""
    rows = session.execute(
        sa.select(TrailEntry.reference, sa.func.count(), sa.func.max(TrailEntry.at))
        .where(TrailEntry.reference.in_(references))
        .group_by(TrailEntry.reference)
    )
    return {reference: (count, at) for reference, count, at in rows}


@dataclass(frozen=True)
class Filter:
    """What the trail is narrowed to: who did it (0: the system itself), on what kind of subject
    (its names begin so), on one record with its parts, on which days."""

    actor_id: int | None = None
    prefix: str = ""
    reference: str = ""
    days: Days | None = None

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        found: list[sa.ColumnElement[bool]] = []
        if self.actor_id is not None:
            # No person has the number 0.
            who = self.actor_id or None
            found.append(TrailEntry.actor_id.is_not_distinct_from(who))
        if self.prefix:
            found.append(TrailEntry.reference.startswith(self.prefix, autoescape=True))
        if self.reference:
            parts = TrailEntry.reference.startswith(f"{self.reference}/", autoescape=True)
            found.append(sa.or_(TrailEntry.reference == self.reference, parts))
        if self.days and self.days.first:
            found.append(TrailEntry.at >= clock.at(self.days.first, 0))
        if self.days and self.days.last:
            found.append(TrailEntry.at < clock.at(self.days.last + ONE_DAY, 0))
        return found


EVERYTHING = Filter()


def entries(
    order: Order = NEWEST, limit: int = PAGE, wanted: Filter = EVERYTHING
) -> list[TrailEntry]:
    """The trail, newest first unless told otherwise."""
    narrowed = sa.select(TrailEntry).where(*wanted.conditions())
    return list(session.scalars(order.page(narrowed, SORTS, limit)))


@dataclass(frozen=True)
class Fault:
    """Where the chain does not hold; `number` is the entry, `key` says what is wrong."""

    number: int
    key: str


def verify(expected_head: str | None = None) -> Iterator[Fault]:
    """Every fault of the chain, in order; none means that nothing was changed since it was written.

    `expected_head`: a digest printed earlier; it must still occur in the chain.
    """
    database.read_in_a_transaction()
    number, previous, seen = 0, "0" * 64, expected_head is None
    erased = names.erased()
    for entry in session.scalars(sa.select(TrailEntry).order_by(TrailEntry.number)).yield_per(500):
        number += 1
        if entry.number != number:
            yield Fault(entry.number, "entry_missing")
            number = entry.number
        if entry.previous != previous:
            yield Fault(number, "chain_broken")
        if not _is_whole(entry):
            yield Fault(number, "entry_changed")
        if entry.actor_salt is None and not names.is_erased(entry, erased):
            yield Fault(number, "name_missing")
        yield from _value_faults(entry)
        previous = entry.digest
        seen = seen or entry.digest == expected_head
    if head() != (number, previous):
        yield Fault(number, "end_missing")
    if not seen:
        yield Fault(number, "head_not_found")


def _is_whole(entry: TrailEntry) -> bool:
    """Whether an entry, and the name in it unless that was erased, say what their digests were made
    of."""
    salt = entry.actor_salt
    if salt is not None and entry.actor_digest != name_digest(salt, entry.actor_name):
        return False
    return entry.digest == entry_digest(vars(entry), [value.digest for value in entry.values])


def _value_faults(entry: TrailEntry) -> Iterator[Fault]:
    for value in entry.values:
        if value.erased_at is not None:
            continue
        told = value_digest(value.salt or "", value.field, value.before, value.after)
        if told != value.digest:
            yield Fault(entry.number, "value_changed")


def erase_values(reference: str, field: str, only: str | None = None) -> int:
    """Empty what the trail holds of one field of one record; how many values that were.

    With `only`, just where that was the new value. The salted digests stay, so the chain still
    verifies and tells nothing.
    """
    statement = sa.update(TrailValue).where(
        TrailValue.entry_number.in_(
            sa.select(TrailEntry.number).where(TrailEntry.reference == reference)
        ),
        TrailValue.field == field,
        TrailValue.erased_at.is_(None),
    )
    if only is not None:
        statement = statement.where(TrailValue.after == only)
    emptied = session.execute(
        statement.values(before=None, after=None, salt=None, erased_at=clock.now())
        .returning(TrailValue.position)
        .execution_options(synchronize_session=False)
    )
    return len(emptied.all())


before_commit(write_pending)
