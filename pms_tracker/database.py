"""Session, table base and `transaction()`: the only place that begins a write and commits it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, Row, Select, TypeDecorator, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase

WRITE = "pms_write"
_AFTER = "after_commit"

# What a list page is made of: column tuples cost a third less than entities.
Rows: TypeAlias = Sequence[Row[*tuple[Any, ...]]]
Columns: TypeAlias = Select[*tuple[Any, ...]]

_before_commit: list[Callable[[], None]] = []


class Table(DeclarativeBase):
    """Base of every mapped table; constraints have fixed names, so migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Table)
session = db.session


class Instant(TypeDecorator[datetime]):
    """An instant in UTC; SQLite forgets the zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant must be aware")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(enum: type[StrEnum], name: str) -> Enum:
    """A column type for an enum: its values as text, guarded by a CHECK constraint."""
    return Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def prepare(engine: Engine) -> None:
    """Give SQLite the habits of a server: foreign keys, WAL, patience, and BEGIN when we say so."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        # The driver's own transaction control would begin too late; see `_begun`.
        connection.isolation_level = None
        for pragma in (
            "foreign_keys=ON",
            "busy_timeout=10000",
            "journal_mode=WAL",
            "synchronous=NORMAL",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # A deferred read that upgrades to a write fails at once with SQLITE_BUSY_SNAPSHOT.
        writing = connection.get_execution_options().get(WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def before_commit(hook: Callable[[], None]) -> None:
    """Have `hook` run last in every transaction; the trail writes its notes there."""
    _before_commit.append(hook)


def after_commit(hook: Callable[[], None]) -> None:
    """Have `hook` run once this transaction is committed, and not at all where it is undone."""
    session.info.setdefault(_AFTER, []).append(hook)


def begin_writing() -> None:
    """End the read transaction, so that what is read from here on is current, and open a write."""
    session.rollback()
    session.info.clear()  # notes that an undone transaction left behind
    session.connection(execution_options={WRITE: True})


def commit() -> None:
    """Run the hooks and commit; callers use `transaction()`, Flask-Security's store calls this."""
    for hook in _before_commit:
        hook()
    session.commit()
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
        session.info.clear()
        raise
