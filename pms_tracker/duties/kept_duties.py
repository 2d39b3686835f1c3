"""Duties kept with every change: each transaction derives anew what its records want, and writes
the difference last."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, event, insert, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from pms_tracker.database import before_commit, session
from pms_tracker.duties.duty_sources import Source
from pms_tracker.duties.duty_tables import KeptDuty
from pms_tracker.kernel.duty import Wanted

_PENDING = "duties"
_COLUMNS = tuple(each.name for each in fields(Wanted))
# Records read at a time: databases bound how many values a statement has.
AT_A_TIME = 500

_sources: list[Source] = []


def install(sources: Iterable[Source]) -> None:
    """Say whose records want something; the composition root does, once for all."""
    _sources[:] = sources


def sources() -> Sequence[Source]:
    return _sources


def _pending() -> list[tuple[Source, Callable[[], Iterable[int]]]]:
    pending: list[tuple[Source, Callable[[], Iterable[int]]]]
    pending = session.info.setdefault(_PENDING, [])
    return pending


def _note(flushed: Session, _context: UOWTransaction) -> None:
    """Which rows this flush changed; which records they concern is asked once it is over."""
    for row in (*flushed.new, *flushed.dirty, *flushed.deleted):
        for source in _sources:
            concerned = source.changes.get(type(row))
            if concerned is not None and (row not in flushed.dirty or flushed.is_modified(row)):
                _pending().append((source, partial(concerned, row)))


def _note_of_all(asked: ORMExecuteState) -> None:
    """A statement that changes rows does not say which: all records may be concerned."""
    if asked.bind_mapper is None or asked.is_select:
        return
    for source in _sources:
        if asked.bind_mapper.class_ in source.changes:
            _pending().append((source, partial(_all_of, source)))


def _all_of(source: Source) -> set[int]:
    kept = session.scalars(select(KeptDuty.record_id).where(_of(source)))
    return {*kept, *source.every()}


def write_pending() -> None:
    """Write what the records that this transaction changed want by now: last of all, and before
    anybody reads it in the same transaction."""
    session.flush()
    while pending := session.info.pop(_PENDING, None):
        by_source: dict[Source, set[int]] = defaultdict(set)
        for source, ids in pending:
            by_source[source].update(ids())
        for source, concerned in by_source.items():
            for some in _portions(concerned):
                _write(source, some)


def _portions(ids: Iterable[int]) -> Iterator[list[int]]:
    every = sorted(set(ids))
    for first in range(0, len(every), AT_A_TIME):
        yield every[first : first + AT_A_TIME]


def _write(source: Source, ids: Collection[int]) -> None:
    kept, wanted = _kept(source, ids), Counter(map(_row, source.wants(ids)))
    changed = {row[0] for row in (*(kept - wanted), *(wanted - kept))}
    if not changed:
        return
    session.execute(delete(KeptDuty).where(_of(source, changed)))
    _insert(source, [row for row in wanted.elements() if row[0] in changed])


def _insert(source: Source, rows: Collection[tuple[Any, ...]]) -> None:
    if rows:
        named = [
            {**dict(zip(_COLUMNS, row, strict=True)), "record_kind": source.record_kind}
            for row in rows
        ]
        for each in named:
            each["parties"] = {name: list(ids) for name, ids in each["parties"]}
        session.execute(insert(KeptDuty), named)


def _of(source: Source, ids: Collection[int] | None = None) -> ColumnElement[bool]:
    """The rows of a source: kinds are its own, whoever else speaks of the same records."""
    its = and_(KeptDuty.record_kind == source.record_kind, KeptDuty.kind.in_(sorted(source.keys)))
    return its if ids is None else and_(its, KeptDuty.record_id.in_(sorted(ids)))


def _kept(source: Source, ids: Collection[int] | None = None) -> Counter[tuple[Any, ...]]:
    columns = (getattr(KeptDuty, name) for name in _COLUMNS)
    rows = session.execute(select(*columns).where(_of(source, ids)).order_by(KeptDuty.id))
    return Counter(_hashable(row._asdict()) for row in rows)


def _row(wanted: Wanted) -> tuple[Any, ...]:
    return _hashable(asdict(wanted))


def _hashable(values: dict[str, Any]) -> tuple[Any, ...]:
    values["parties"] = tuple((name, tuple(ids)) for name, ids in sorted(values["parties"].items()))
    return tuple(values[name] for name in _COLUMNS)


def compare() -> Iterator[tuple[str, str, bool]]:
    """Where the table and the records disagree: reference, kind, and whether the table lacks it."""
    for source in _sources:
        kept, derived = _kept(source), _derived(source)
        for lacks, found in ((True, derived - kept), (False, kept - derived)):
            for row in sorted(found.elements(), key=str):
                values = dict(zip(_COLUMNS, row, strict=True))
                yield values["reference"], values["kind"], lacks


def rebuild() -> int:
    """Derive all anew in the place of the whole table; how many rows there are."""
    session.execute(delete(KeptDuty))
    count = 0
    for source in _sources:
        derived = _derived(source)
        _insert(source, list(derived.elements()))
        count += derived.total()
    return count


def _derived(source: Source) -> Counter[tuple[Any, ...]]:
    return Counter(_row(each) for some in _portions(source.every()) for each in source.wants(some))


event.listen(session, "after_flush", _note)
event.listen(session, "do_orm_execute", _note_of_all)
before_commit(write_pending)
