"""Numbers of records: given gapless per kind and fiscal year, and how records are found by them."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.sql.elements import SQLCoreOperations

from pms_tracker.database import Table, session
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.trail.trail_tables import NumberSeries

Record = TypeVar("Record", bound=Table)


def next_number(kind: str, fiscal_year: int) -> int:
    """The next number of `kind` in `fiscal_year` (0 for kinds that count on through the years).

    The row stays locked until the transaction ends, so an undone transaction leaves no gap. Who
    takes numbers of two kinds takes them in the order in which the kinds arise along the cycle.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(NumberSeries).values(kind=kind, fiscal_year=fiscal_year, last=1)
    key = (NumberSeries.kind, NumberSeries.fiscal_year)
    raised = first.on_conflict_do_update(
        index_elements=key, set_={"last": NumberSeries.last + 1}
    ).returning(NumberSeries.last)
    return int(session.execute(raised).scalar_one())


def named(
    reference: Reference,
    kind: Kind,
    fiscal_year: SQLCoreOperations[int],
    number: SQLCoreOperations[int],
) -> ColumnElement[bool]:
    """Whether a record of a yearly kind is the one that a reference names, in SQL."""
    of_kind = literal(reference.kind is kind)
    return and_(fiscal_year == reference.fiscal_year, number == reference.number, of_kind)


def find(
    table: type[Record],
    reference: Reference,
    *conditions: ColumnElement[bool],
    options: Sequence[ORMOption] = (),
    for_update: bool = False,
) -> Record:
    """The one record for which the conditions hold, locked if asked.

    Raises NotFound, which says the reference, where there is none or nobody is to know of it.
    """
    statement = select(table).where(*conditions).options(*options)
    if for_update:
        statement = statement.with_for_update(of=table)
    return there(session.scalar(statement), reference)


def there(found: Record | None, reference: Reference) -> Record:
    """The record that was looked for by a reference; raises NotFound as `find` does."""
    if found is None:
        raise NotFound("no_such_record", reference=str(reference))
    return found
