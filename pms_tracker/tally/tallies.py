"""Tallies kept with every change: each transaction adds up what it moved and writes it last."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple, TypeAlias, cast

import sqlalchemy as sa
from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from pms_tracker.database import before_commit, session
from pms_tracker.questions import Question, Text, as_text, cells_of
from pms_tracker.tally.tally_tables import Tally
from pms_tracker.trail import trail

_PENDING = "tallies"
_TABLE = cast(sa.Table, Tally.__table__)


class Key(NamedTuple):
    """What records are alike in: a subject, and a number, a word and a day as it says."""

    subject: str
    of_id: int
    word: str
    on: date


Amounts: TypeAlias = Counter[Key]


class Difference(NamedTuple):
    """A key of which the table says another amount than the records do."""

    key: Key
    kept: int
    counted: int


def moved(before: Iterable[Key], after: Iterable[Key]) -> None:
    """A record counted under the keys `before` and now counts under those `after`.

    Added up until the transaction commits; keys it counts under before and after cost nothing.
    """
    pending: Amounts = session.info.setdefault(_PENDING, Counter())
    pending.update(after)
    pending.subtract(before)


def write_pending() -> None:
    """Write what this transaction moved, as the only writer: see `trail.head_row`."""
    pending: Amounts = session.info.pop(_PENDING, Counter())
    steps = {key: step for key, step in sorted(pending.items()) if step}
    if not steps:
        return
    trail.head_row()
    rows = [{**_named(key), "first": max(0, step), "step": step} for key, step in steps.items()]
    session.execute(_raise(), rows)


def _raise() -> sa.Insert:
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if on_postgresql else sqlite.insert
    named: dict[sa.Column[Any], object] = {
        _column(name): sa.bindparam(f"the_{name}") for name in Key._fields
    }
    first = insert(_TABLE).values({**named, _TABLE.c.amount: sa.bindparam("first")})
    stepped = _TABLE.c.amount + sa.bindparam("step", type_=sa.Integer())
    return first.on_conflict_do_update(
        index_elements=list(_TABLE.primary_key),
        # A figure gone wrong keeps nobody from their work: it is held at zero, `compare` tells.
        set_={"amount": sa.case((stepped > 0, stepped), else_=0)},
    )


def _named(key: Key) -> dict[str, Any]:
    return {f"the_{name}": value for name, value in key._asdict().items()}


def _column(name: str) -> sa.Column[Any]:
    return _TABLE.c["on_day" if name == "on" else name]


def read(since: Mapping[str, date | None]) -> Amounts:
    """Amounts of these subjects in one statement, each from a day on (None: all of it)."""
    return question(since).answer()


def question(since: Mapping[str, date | None]) -> Question[Amounts]:
    """The same, to be read with what else is asked."""
    always = tuple(subject for subject, day in since.items() if day is None)
    days = dict.fromkeys(day for day in since.values() if day is not None)
    of_days = tuple(tuple(its for its, on in since.items() if on == day) for day in days)
    asked = {f"day_{place}": day for place, day in enumerate(days)}
    return Question((_amounts(always, of_days),), asked, told)


def told(text: str) -> Amounts:
    """The amounts that a text tells."""
    return Counter(
        {
            Key(subject, of_id, word, date.fromisoformat(on)): amount
            for subject, of_id, word, on, amount in cells_of(text)
        }
    )


def as_told(amounts: Amounts) -> str:
    """The same in the other direction, of what was counted by itself."""
    return json.dumps([(*key[:-1], key.on.isoformat(), amount) for key, amount in amounts.items()])


@cache
def _amounts(always: tuple[str, ...], of_days: tuple[tuple[str, ...], ...]) -> Text:
    """Built once for the subjects that a page asks for, some from a day on."""
    columns = (_column(name) for name in Key._fields)
    wanted: list[ColumnElement[bool]] = [_TABLE.c.subject.in_(always)] if always else []
    for place, subjects in enumerate(of_days):
        since = _TABLE.c.on_day >= sa.bindparam(f"day_{place}", type_=sa.Date)
        wanted.append(and_(_TABLE.c.subject.in_(subjects), since))
    return as_text(select(*columns, _TABLE.c.amount).where(or_(*wanted), _TABLE.c.amount > 0))


def ids_of(subject: str, since: date) -> sa.Select[int]:
    """The numbers under which anything of a subject counts from a day on."""
    counts = _TABLE.c.amount > 0
    return select(_TABLE.c.of_id).where(
        _TABLE.c.subject == subject, _TABLE.c.on_day >= since, counts
    )


def sweep() -> None:
    """Let go of keys that nothing counts under any more; a day's changes leave a few."""
    trail.head_row()
    session.execute(delete(_TABLE).where(_TABLE.c.amount == 0))


def compare(counted: Amounts) -> list[Difference]:
    """Every key of which the whole table and a live count of all records disagree, in order."""
    columns = (_column(name) for name in Key._fields)
    rows = session.execute(select(*columns, _TABLE.c.amount))
    kept: Amounts = Counter({Key(*row[:-1]): row.amount for row in rows})
    found = (Difference(key, kept[key], counted[key]) for key in sorted(kept.keys() | counted))
    return [each for each in found if each.kept != each.counted]


def replace(counted: Amounts) -> None:
    """Put a live count of all records in the place of the whole table."""
    session.execute(delete(_TABLE))
    rows = [{**key._asdict(), "amount": amount} for key, amount in counted.items() if amount]
    if rows:
        session.execute(sa.insert(Tally), rows)


before_commit(write_pending)
