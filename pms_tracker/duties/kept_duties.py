"""Duties kept with every change: each transaction derives anew what its records want, and writes
the difference last."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache, partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, delete, event, insert, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, ORMExecuteState, Session, UOWTransaction

from pms_tracker.database import Rows, Table, before_commit, session
from pms_tracker.duties.duty_sources import Source, Watched
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


class _Concerned(NamedTuple):
    """Records that something concerns; `is_new` where they came with it, and nothing was kept of
    them before."""

    source: Source
    ids: Callable[[], Iterable[int]]
    is_new: bool = False


def _pending() -> list[_Concerned]:
    pending: list[_Concerned] = session.info.setdefault(_PENDING, [])
    return pending


def _note(flushed: Session, _context: UOWTransaction) -> None:
    """Which rows this flush changed; which records they concern is asked once it is over."""
    for row in (*flushed.new, *flushed.dirty, *flushed.deleted):
        for source in _sources:
            watched = source.changes.get(type(row))
            if watched is not None and _matters(watched, row, flushed):
                is_new = watched.itself and row in flushed.new
                _pending().append(_Concerned(source, partial(watched.concerns, row), is_new))


def _matters(watched: Watched, row: Table, flushed: Session) -> bool:
    if row in flushed.new:
        return watched.counts(row)
    return row not in flushed.dirty or watched.is_changed(row)


def _note_of_all(asked: ORMExecuteState) -> None:
    """A statement that changes rows does not say which: all records may be concerned."""
    if asked.bind_mapper is None or asked.is_select:
        return
    for source in _sources:
        if asked.bind_mapper.class_ in source.changes:
            _pending().append(_Concerned(source, partial(_all_of, source)))


def _all_of(source: Source) -> set[int]:
    return {*session.scalars(_ids_kept(source)), *source.every()}


@cache
def _ids_kept(source: Source) -> Select[int]:
    return select(KeptDuty.record_id).where(_of(source))


def write_pending() -> None:
    """Write what the records that this transaction changed want by now: last of all, and before
    anybody reads it in the same transaction."""
    session.flush()
    while pending := session.info.pop(_PENDING, None):
        concerned: dict[Source, set[int]] = defaultdict(set)
        known: dict[Source, set[int]] = defaultdict(set)
        for source, ids, is_new in pending:
            found = set(ids())
            concerned[source] |= found
            known[source] |= set() if is_new else found
        few = {source: ids for source, ids in concerned.items() if len(ids) <= AT_A_TIME}
        _write(few, known)
        for source in concerned.keys() - few.keys():
            for some in _portions(concerned[source]):
                _write({source: some}, {source: some})


def _portions(ids: Iterable[int]) -> Iterator[list[int]]:
    every = sorted(set(ids))
    for first in range(0, len(every), AT_A_TIME):
        yield every[first : first + AT_A_TIME]


def _write(
    concerned: Mapping[Source, Collection[int]], known: Mapping[Source, Collection[int]]
) -> None:
    """Bring the rows of these records to what they want; what stays is not touched. Of those that
    are not `known` there are none yet."""
    wanted = Counter(
        _values(source, each)
        for source, ids in concerned.items()
        for each in (source.wants(ids) if ids else ())
    )
    if not wanted:
        _forget(known)
        return
    over: list[int] = []
    for row_id, *values in _kept(known):
        found = _hashable(values)
        if wanted[found]:
            wanted[found] -= 1
        else:
            over.append(row_id)
    missing = [_named(values) for values in wanted.elements()]
    if changed := [{"id": row_id, **row} for row_id, row in zip(over, missing, strict=False)]:
        session.execute(update(KeptDuty), changed)
    if gone := over[len(changed) :]:
        session.execute(delete(KeptDuty).where(KeptDuty.id.in_(gone)))
    _insert(missing[len(changed) :])


def _kept(known: Mapping[Source, Collection[int]]) -> Rows:
    its = [_of(source, ids) for source, ids in known.items() if ids]
    columns = select(KeptDuty.id, *_kept_columns())
    return session.execute(columns.where(or_(*its))).all() if its else ()


def _forget(known: Mapping[Source, Collection[int]]) -> None:
    """Records that want nothing: what was kept of them needs not be read."""
    its = [_of(source, ids) for source, ids in known.items() if ids]
    if its:
        session.execute(delete(KeptDuty).where(or_(*its)))


def _insert(rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(KeptDuty), rows)


def _of(source: Source, ids: Collection[int] | None = None) -> ColumnElement[bool]:
    """The rows of a source: kinds are its own, whoever else speaks of the same records."""
    its = and_(KeptDuty.record_kind == source.record_kind, KeptDuty.kind.in_(sorted(source.keys)))
    return its if ids is None else and_(its, KeptDuty.record_id.in_(sorted(ids)))


def _kept_columns() -> list[InstrumentedAttribute[Any]]:
    return [getattr(KeptDuty, name) for name in ("record_kind", *_COLUMNS)]


def _values(source: Source, wanted: Wanted) -> tuple[Any, ...]:
    return _hashable([source.record_kind, *(getattr(wanted, name) for name in _COLUMNS)])


def _hashable(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(
        tuple((name, tuple(ids)) for name, ids in sorted(value.items()))
        if isinstance(value, Mapping)
        else value
        for value in values
    )


def _named(values: Sequence[Any]) -> dict[str, Any]:
    named = dict(zip(("record_kind", *_COLUMNS), values, strict=True))
    return {**named, "parties": {name: list(ids) for name, ids in named["parties"]}}


def compare() -> Iterator[tuple[str, str, bool]]:
    """Where the table and the records disagree: reference, kind, and whether the table lacks it."""
    for source in _sources:
        for some in _portions(_all_of(source)):
            rows = session.execute(select(*_kept_columns()).where(_of(source, some)))
            kept = Counter(_hashable(row) for row in rows)
            derived = Counter(_values(source, each) for each in source.wants(some))
            for is_missing, found in ((True, derived - kept), (False, kept - derived)):
                for values in sorted(found.elements(), key=str):
                    row = _named(values)
                    yield row["reference"], row["kind"], is_missing


def rebuild() -> int:
    """Derive all anew in the place of the whole table; how many rows there are."""
    session.execute(delete(KeptDuty))
    count = 0
    for source in _sources:
        for some in _portions(source.every()):
            rows = [_named(_values(source, each)) for each in source.wants(some)]
            _insert(rows)
            count += len(rows)
    return count


event.listen(session, "after_flush", _note)
event.listen(session, "do_orm_execute", _note_of_all)
# After the trail's hook, which is imported before: whoever noted anything is the only writer by
# now, so that what others committed of the same records is seen.
before_commit(write_pending)
