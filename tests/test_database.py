"""A transaction reads what is current, holds the only pen, and leaves nothing when it fails."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import bindparam, create_engine, func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.pool import NullPool

from pms_tracker import database
from pms_tracker.database import Instant, db, session, transaction
from pms_tracker.people.tables.people_tables import Person, Unit, UnitKind
from pms_tracker.questions import as_text, cells_of, texts
from pms_tracker.trail.trail_tables import TrailEntry, TrailHead
from tests.cast import IDS
from tests.databases import Served

ON_POSTGRESQL = pytest.mark.parametrize(
    "served", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


def rename(served: Served, to: str) -> None:
    """What another process does to a person meanwhile; on SQLite it does not wait."""
    other = create_engine(served.settings.database_url, poolclass=NullPool)
    served.dirty = True
    with other.connect() as connection:
        if other.dialect.name == "sqlite":
            connection.execute(text("PRAGMA busy_timeout=0"))
        change = text("UPDATE person SET name = :name WHERE id = :id")
        connection.execute(change, {"name": to, "id": IDS["head"]})
        connection.commit()


def head_name() -> str:
    return session.get_one(Person, IDS["head"]).name


def test_a_transaction_ends_the_read_so_that_what_it_reads_is_current(
    served: Served, app: Flask
) -> None:
    before = head_name()
    rename(served, "改名 済")
    with transaction():
        assert head_name() == "改名 済" != before


def test_a_transaction_keeps_what_it_wrote(app: Flask) -> None:
    with transaction():
        session.get_one(Person, IDS["head"]).name = "新しい 名"
    session.rollback()
    session.expire_all()
    assert head_name() == "新しい 名"


@pytest.mark.parametrize("by_statement", [False, True])
def test_what_is_raised_inside_undoes_everything(app: Flask, *, by_statement: bool) -> None:
    if by_statement:
        database.read_by_statement()

    def fail() -> None:
        with transaction():
            session.add(Unit(name="消える部門", kind=UnitKind.SITE))
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    found = select(func.count()).select_from(Unit).where(Unit.name == "消える部門")
    assert session.scalar(found) == 0


def test_what_the_database_refuses_at_the_end_undoes_everything(app: Flask) -> None:
    def fail() -> None:
        with transaction():
            session.add(Unit(name="本部", kind=UnitKind.SITE))

    with pytest.raises(IntegrityError):
        fail()
    assert head_name()


@ON_POSTGRESQL
def test_on_a_server_a_page_reads_without_a_transaction_and_writes_within_one(app: Flask) -> None:
    database.read_by_statement()
    began = text("SELECT now()")
    assert session.scalar(began) != session.scalar(began)
    with transaction():
        assert session.scalar(began) == session.scalar(began)
    assert session.scalar(began) != session.scalar(began)


def test_what_a_page_changes_outside_of_a_transaction_is_refused(app: Flask) -> None:
    database.read_by_statement()
    before = head_name()
    session.get_one(Person, IDS["head"]).name = "外で 変えた"
    with pytest.raises(RuntimeError, match="outside of a transaction"):
        session.flush()
    session.rollback()
    assert head_name() == before


@pytest.mark.parametrize("served", ["sqlite"], indirect=True)
def test_on_sqlite_a_transaction_holds_the_pen_from_its_beginning(
    served: Served, app: Flask
) -> None:
    with transaction(), pytest.raises(OperationalError, match="locked"):
        rename(served, "割り込み")
    rename(served, "順番どおり")


@pytest.mark.parametrize("served", ["sqlite"], indirect=True)
def test_on_sqlite_a_read_lets_others_write(served: Served, app: Flask) -> None:
    before = head_name()
    rename(served, "読む間に")
    session.expire_all()
    assert head_name() == before


@pytest.mark.parametrize("served", ["sqlite"], indirect=True)
def test_sqlite_has_the_habits_of_a_server(served: Served, app: Flask) -> None:
    habits = {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 10000,
        "synchronous": 2,  # FULL: flushed before it is acknowledged
        "secure_delete": 1,
    }
    for pragma, value in habits.items():
        assert session.execute(text(f"PRAGMA {pragma}")).scalar() == value, pragma


def test_a_second_head_of_the_trail_is_refused(app: Flask) -> None:
    session.add(TrailHead(id=2, number=0, digest=""))
    with pytest.raises(IntegrityError):
        session.flush()


def test_instants_come_back_aware_and_in_utc(app: Flask) -> None:
    at = session.scalars(select(TrailEntry.at).limit(1)).one()
    assert at.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused(app: Flask) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - that is the point
    with pytest.raises(StatementError, match="aware"):
        session.execute(select(TrailEntry.number).where(TrailEntry.at == naive))


def test_nothing_is_an_instant_too() -> None:
    kind, dialect = Instant(), db.metadata
    assert kind.process_bind_param(None, dialect) is None  # type: ignore[arg-type]
    assert kind.process_result_value(None, dialect) is None  # type: ignore[arg-type]


def test_constraints_have_names_that_migrations_can_use() -> None:
    names = {each.name for table in db.metadata.tables.values() for each in table.constraints}
    assert None not in names


def test_what_comes_last_comes_before_the_commit_and_what_is_undone_after_a_failure(
    app: Flask,
) -> None:
    told: list[str] = []

    def registered() -> None:
        database.last_of_all(lambda: told.append("last"))
        database.after_commit(lambda: told.append("after"))
        database.if_undone(lambda: told.append("undone"))

    def fail(at_the_end: bool) -> None:
        with transaction():
            registered()
            if at_the_end:
                database.last_of_all(list[None]().pop)
            else:
                raise IndexError

    with transaction():
        registered()
    assert told == ["last", "after"]
    for at_the_end, expected in ((False, ["undone"]), (True, ["last", "undone"])):
        told.clear()
        with pytest.raises(IndexError):
            fail(at_the_end)
        assert told == expected
    with transaction():
        pass
    assert told == ["last", "undone"], "said once"


def test_rows_come_as_one_text_with_whatever_they_say(app: Flask) -> None:
    names = ['「引用」と"二つ"', "改行\nと\tタブ", "\\ 逆斜線", "\x1e\x1f", "", "𠮷"]
    for name in names:
        session.add(Unit(name=name, kind=UnitKind.SITE, position=99))
    session.flush()
    rows = select(Unit.name, Unit.closed_on, Unit.position, Unit.position == 99)
    ours = rows.where(Unit.position == 99).order_by(Unit.id)
    asked = (as_text(ours), as_text(rows.where(Unit.position == bindparam("none"))))
    said, nothing = texts(asked, {"none": -1})
    assert cells_of(said) == [[name, None, 99, True] for name in names]
    assert cells_of(nothing) == []
