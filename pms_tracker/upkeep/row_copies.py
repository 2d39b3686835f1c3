"""Every row of one database into another of the same revision, whichever kind each of them is."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

# Rows that are read and written at once: memory stays small however large a table is.
ROWS = 1000

Row = dict[str, Any]


def copy(source: Connection, target: Connection, metadata: sa.MetaData) -> None:
    """Copy all tables, those that others refer to first.

    What the target's migrations put there gives way. Both connections are in a transaction; the
    caller commits the target's.
    """
    for table in reversed(metadata.sorted_tables):
        target.execute(sa.delete(table))
    for table in metadata.sorted_tables:
        late = _refer_onwards(table, metadata)
        for rows in _generations(table, source):
            now = [{key: row[key] for key in row.keys() - late} for row in rows]
            for _, alike in groupby(now, lambda row: row.keys()):
                target.execute(sa.insert(table), list(alike))
    for table in metadata.sorted_tables:
        for name in _refer_onwards(table, metadata):
            _refer(table, table.columns[name], source, target)
    if target.dialect.name == "postgresql":
        _count_on(target, metadata)


def _refer_onwards(table: sa.Table, metadata: sa.MetaData) -> set[str]:
    """Columns that refer to a table copied later: they are filled when all rows are there."""
    order = [each.name for each in metadata.sorted_tables]
    return {
        key.parent.name
        for key in table.foreign_keys
        if order.index(key.column.table.name) > order.index(table.name)
    }


def _refer(table: sa.Table, column: sa.Column[Any], source: Connection, target: Connection) -> None:
    (key,) = table.primary_key.columns
    pairs = source.execute(sa.select(key, column).where(column.is_not(None)))
    for run in pairs.partitions(ROWS):
        target.execute(
            sa.update(table)
            .where(key == sa.bindparam("row_key"))
            .values({column: sa.bindparam("other")}),
            [{"row_key": row_key, "other": other} for row_key, other in run],
        )


def _generations(table: sa.Table, source: Connection) -> Iterator[list[Row]]:
    """The rows of a table in runs; where some refer to others of it, those come before."""
    runs = _read(table, source)
    own = next((key.parent for key in table.foreign_keys if key.column.table is table), None)
    if own is None:
        yield from runs
        return
    children: dict[Any, list[Row]] = defaultdict(list)
    for row in (row for run in runs for row in run):
        children[row[own.name]].append(row)
    generation = children.pop(None, [])
    while generation:
        yield generation
        generation = [child for row in generation for child in children.pop(row["id"], [])]


def _read(table: sa.Table, source: Connection) -> Iterator[list[Row]]:
    # The null of JSON and that of SQL read alike, so the database is asked which one it is.
    documents = [each for each in table.columns if isinstance(each.type, sa.JSON) and each.nullable]
    absent = [each.is_(sa.text("NULL")).label(f"{each.name} is absent") for each in documents]
    statement = sa.select(*table.columns, *absent).order_by(*table.primary_key.columns)
    read = source.execute(statement, execution_options={"yield_per": ROWS})
    for run in read.mappings().partitions(ROWS):
        yield [
            {
                each.name: row[each]
                for each in table.columns
                if not (each in documents and row[f"{each.name} is absent"])
            }
            for row in run
        ]


def _count_on(target: Connection, metadata: sa.MetaData) -> None:
    """PostgreSQL's counters go on after the rows that came with their numbers."""
    for table in metadata.sorted_tables:
        for key in table.primary_key.columns:
            if not isinstance(key.type, sa.Integer):
                continue
            named = sa.select(sa.func.pg_get_serial_sequence(table.name, key.name))
            sequence = target.execute(named).scalar()
            highest = target.execute(sa.select(sa.func.max(key))).scalar()
            if sequence is not None:
                target.execute(
                    sa.select(sa.func.setval(sequence, highest or 1, highest is not None))
                )
