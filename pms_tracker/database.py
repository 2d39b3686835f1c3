"""Session, table base, `transaction()` (the only writer and committer), and the order of lists."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar, cast

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute

from pms_tracker import storage
from pms_tracker.kernel.days import Days, parse_day
from pms_tracker.kernel.references import Kind

# Rows of a list's page, and how far records are counted before "or more" is said.
PAGE = 50
CAP = 1000
# For how many readers a statement that says what each may see is kept, once it was built: for
# those who asked last.
READERS = 64
# Larger than any id: PostgreSQL refuses integers beyond this.
LARGEST = 2**31 - 1

WRITE = "pms_write"
_LAST, _AFTER, _UNDONE = "last_of_all", "after_commit", "undone"
# The engine by which pages of a server's database are read.
_READING = "reading"

# What a list page is made of: column tuples cost a third less than entities.
Rows: TypeAlias = Sequence[sa.Row[*tuple[Any, ...]]]
Columns: TypeAlias = sa.Select[*tuple[Any, ...]]
Readable: TypeAlias = Columns | sa.CompoundSelect[*tuple[Any, ...]] | sa.StatementLambdaElement
# What a list may be sorted by; its "number" is unique and settles ties.
SortBy: TypeAlias = InstrumentedAttribute[Any] | sa.Label[Any]
Sorts: TypeAlias = Mapping[str, SortBy]
Statement = TypeVar("Statement", bound=Columns)

_before_commit: list[Callable[[], None]] = []


class Table(DeclarativeBase):
    """Base of every mapped table; constraints have fixed names, so migrations can name them."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class _Session(Session):
    """A session that can read statement by statement, as pages do: see `read_by_statement`."""

    by_statement = False

    def get_bind(self, *args: Any, **named: Any) -> Engine | Connection:
        engine = super().get_bind(*args, **named)
        return db.engines.get(_READING, engine) if self.by_statement else engine


db = SQLAlchemy(model_class=Table, session_options={"class_": _Session})
session = db.session


def read_by_statement() -> None:
    """Have this context's session read without a transaction where there is a server.

    PostgreSQL has each statement see what was committed before it began, in a transaction or not:
    a page would wait for BEGIN and ROLLBACK in vain. Work in the background keeps its transaction.
    What is changed outside of `transaction()` is refused on either database (RuntimeError): without
    one it would be there at once.
    """
    _own().by_statement = True


def read_in_a_transaction() -> None:
    """Read in one transaction again, as rows that stream must be: not while one is writing."""
    if _own().by_statement:
        session.rollback()
        _own().by_statement = False


def _own() -> _Session:
    return cast(_Session, session())


@sa.event.listens_for(_Session, "before_flush")
def _is_in_a_transaction(flushed: _Session, _context: object, _instances: object) -> None:
    if flushed.by_statement and not is_writing():
        changed = [*flushed.new, *flushed.deleted, *filter(flushed.is_modified, flushed.dirty)]
        if changed:
            raise RuntimeError(f"{changed[0]!r} was changed outside of a transaction")


class Instant(sa.TypeDecorator[datetime]):
    """An instant in UTC; SQLite forgets the zone, so it is put back when read."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant must be aware")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(enum: type[StrEnum], name: str) -> sa.Enum:
    """A column type for an enum: its values as text, guarded by a CHECK constraint."""
    return sa.Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def prepare(engine: sa.Engine) -> None:
    """Give SQLite the habits of a server: foreign keys, WAL, patience, and BEGIN when we say so;
    and a server an engine to read by. Needs the app's context."""
    if engine.dialect.name != "sqlite":
        engines = cast(dict[str | None, Engine], db.engines)
        engines[_READING] = engine.execution_options(isolation_level="AUTOCOMMIT")
        return
    storage.read_where_nothing_is_written(engine)

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        # The driver's own transaction control would begin too late; see `_begun`.
        connection.isolation_level = None
        for pragma in (
            "foreign_keys=ON",
            "busy_timeout=10000",
            "journal_mode=WAL",
            # What was acknowledged outlives a cut of the power, not only of the process.
            "synchronous=FULL",
            # What is erased or replaced leaves no trace in pages that are free.
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # A deferred read that upgrades to a write fails at once with SQLITE_BUSY_SNAPSHOT.
        if connection.get_execution_options().get(WRITE):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            # Waits for nobody, so that nothing can come of it to be told as an error.
            connection.connection.cursor().execute("BEGIN")


def before_commit(hook: Callable[[], None]) -> None:
    """Have `hook` run last in every transaction; the trail writes its notes there."""
    _before_commit.append(hook)


def last_of_all(hook: Callable[[], None]) -> None:
    """Have `hook` run when all else of this transaction is written and only its commit is left."""
    session.info.setdefault(_LAST, []).append(hook)


def if_undone(hook: Callable[[], None]) -> None:
    """Have `hook` run where this transaction is undone."""
    session.info.setdefault(_UNDONE, []).append(hook)


def after_commit(hook: Callable[[], object]) -> None:
    """Have `hook` run once this transaction is committed, and not at all where it is undone."""
    session.info.setdefault(_AFTER, []).append(hook)


def forget_replaced() -> bool:
    """Have SQLite keep nothing that was replaced or erased in its log of changes; whether it could.

    It cannot while somebody still reads what was there before. PostgreSQL does so by itself.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    raw = db.engine.raw_connection()
    try:
        # Nobody waits for a page for as long as for a write.
        raw.cursor().execute("PRAGMA busy_timeout=2000")
        busy = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        raw.cursor().execute("PRAGMA busy_timeout=10000")
        return busy is None or not busy[0]
    finally:
        raw.close()


def begin_writing() -> None:
    """End the read transaction, so that what is read from here on is current, and open a write."""
    session.rollback()
    session.info.clear()  # notes that an undone transaction left behind
    session.connection(execution_options={WRITE: True, **_in_a_transaction()})


def _in_a_transaction() -> Mapping[str, str]:
    return {"isolation_level": "READ COMMITTED"} if _READING in db.engines else {}


def is_writing() -> bool:
    """Whether a write was begun and not ended yet: whoever writes now is part of it."""
    return session().in_transaction() and bool(
        session.connection().get_execution_options().get(WRITE)
    )


def read(statement: Readable, parameters: Mapping[str, object]) -> Rows:
    """Rows of a statement that asks for columns alone, built once and run with parameters.

    By the connection of the session: what the ORM adds for entities is half of what a page of
    such rows costs. What is half changed stays so, as with any other query of that session.
    """
    if session.autoflush:
        session.flush()
    return session.connection().execute(statement, parameters).all()


def commit() -> None:
    """Run the hooks and commit; callers use `transaction()`, Flask-Security's store calls this."""
    for hook in (*_before_commit, *session.info.pop(_LAST, [])):
        hook()
    session.commit()
    session.info.pop(_UNDONE, None)
    for done in session.info.pop(_AFTER, []):
        done()


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing: what is read inside is current, what is raised inside undoes everything."""
    begin_writing()
    try:
        yield
        commit()
    except BaseException:
        session.rollback()
        undone = session.info.get(_UNDONE, [])
        session.info.clear()
        for hook in undone:
            hook()
        raise


def index_of_some(name: str, *columns: str, where: str, unique: bool = False) -> sa.Index:
    """An index of the rows alone that meet a condition, on either database."""
    some = sa.text(where)
    return sa.Index(name, *columns, unique=unique, sqlite_where=some, postgresql_where=some)


def reference_of(
    kind: Kind, fiscal_year: sa.SQLColumnExpression[int], number: sa.SQLColumnExpression[int]
) -> sa.ColumnElement[str]:
    """What `format_reference` says of a yearly kind that is numbered throughout, in SQL."""
    digits = sa.cast(number, sa.String)
    # As many zeros as are missing: none from the fourth digit on.
    zeros = sa.func.substr("0" * (kind.digits - 1), sa.func.length(digits))
    return (
        sa.literal(f"{kind}-") + sa.cast(fiscal_year, sa.String) + sa.literal("-") + zeros + digits
    )


def numbers_of(
    kind: Kind, reference: sa.SQLColumnExpression[str]
) -> tuple[sa.ColumnElement[int], sa.ColumnElement[int]]:
    """The fiscal year and the number that a reference of this yearly kind names, in SQL: what
    `reference_of` says, read backwards, so that the record is found by index."""
    first = len(kind) + 2
    year = sa.cast(sa.func.substr(reference, first, 4), sa.Integer)
    return year, sa.cast(sa.func.substr(reference, first + 5), sa.Integer)


def equal(*pairs: tuple[InstrumentedAttribute[Any], object]) -> list[sa.ColumnElement[bool]]:
    """A condition for each column that is to have a value; None asks for nothing."""
    return [column == value for column, value in pairs if value is not None]


def within(*pairs: tuple[InstrumentedAttribute[Any], Days | None]) -> list[sa.ColumnElement[bool]]:
    """Conditions for each column whose day is to lie within a run of days; None asks for none."""
    sides = [(column, days) for column, days in pairs if days is not None]
    return [
        *(column >= days.first for column, days in sides if days.first),
        *(column <= days.last for column, days in sides if days.last),
    ]


def or_last(day: InstrumentedAttribute[Any]) -> sa.Label[Any]:
    """A day to sort by that may not be there: a row without one is sorted as the last."""
    return sa.func.coalesce(day, date.max).label(f"{day.key}_or_last")


@dataclass(frozen=True)
class Order:
    """How a list is sorted, and after which row it goes on: that row's sort value and number.

    `by` is a name in the list's sorts. Rows without a value to sort by are left out; a list that is
    to show them sorts by `or_last`.
    """

    by: str = "number"
    descending: bool = True
    after: tuple[date | int | str | sa.BindParameter[Any], ...] = ()

    def columns(self, sorts: Sorts) -> list[SortBy]:
        """What it sorts by, and the number where that is something else."""
        return [sorts[name] for name in dict.fromkeys((self.by, "number"))]

    def clauses(self, sorts: Sorts) -> list[sa.ColumnElement[Any]]:
        """What to order by."""
        columns = self.columns(sorts)
        return [each.desc() if self.descending else each.asc() for each in columns]

    def page(self, rows: Statement, sorts: Sorts, limit: int) -> Statement:
        """The rows that follow: found by where they lie, so that any page costs what the first
        does, and rows added meanwhile shift nothing."""
        columns = self.columns(sorts)
        if self.by != "number":
            rows = rows.where(columns[0].is_not(None))
        if self.after:
            here = sa.tuple_(*columns)
            there = sa.tuple_(*self.after, types=[each.type for each in columns])
            rows = rows.where(here < there if self.descending else here > there)
        return rows.order_by(*self.clauses(sorts)).limit(limit)

    def goes_on_after(self, row: Any, sorts: Sorts) -> str:
        """The place of a row in this order, as an address names it: `2026-11-24~123`, or `123`."""
        return "~".join(str(getattr(row, each.key)) for each in self.columns(sorts))


NEWEST = Order()


def read_order(sort: str, after: str, sorts: Sorts) -> Order:
    """The order an address asks for: `due` or `-due`; what is no sort or no place is left out."""
    by = sort.removeprefix("-")
    order = Order(by, sort.startswith("-")) if by in sorts else NEWEST
    columns = order.columns(sorts)
    # A text may have one of its own; a number or a day has none.
    words = after.rsplit("~", len(columns) - 1)
    if len(words) != len(columns):
        return order
    values = [_value(word, each) for word, each in zip(words, columns, strict=True)]
    place = tuple(value for value in values if value is not None)
    return Order(order.by, order.descending, place if len(place) == len(columns) else ())


def _value(word: str, column: SortBy) -> date | int | str | None:
    if column.type.python_type is str:
        return word
    if column.type.python_type is date:
        return parse_day(word)
    number = int(word) if word.isascii() and word.isdecimal() and len(word) < 11 else LARGEST + 1
    return number if number <= LARGEST else None
