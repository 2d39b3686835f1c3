"""Whatever a test leaves: the next one finds what the cast began with, and nothing else."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, inspect, select, text, update

from pms_tracker.people.tables.people_tables import Person, Unit, UnitKind
from tests.cast import IDS
from tests.conftest import missing
from tests.databases import Databases, Served

Asked = Callable[[], Served]
# Before Python 3.12 SQLite's file is copied.
IN_PLACE = sys.version_info >= (3, 12)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def asked(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Asked]:
    """Databases of its own, as these are left as no others are."""
    databases = Databases(tmp_path)
    if request.param == "postgresql" and not databases.postgres_answers():
        missing("postgres", "start PostgreSQL and set PMS_TEST_POSTGRES")
    yield lambda: databases.served(request.param)
    databases.close()


def held(served: Served) -> dict[str, list[str]]:
    """Each table's rows, in no order."""
    with served.engine.connect() as connection:
        return {
            table: sorted(str(row) for row in connection.execute(text(f'SELECT * FROM "{table}"')))
            for table in inspect(connection).get_table_names()
        }


def leave(served: Served) -> None:
    """A row more, a row that says something else, and a row less than the cast has."""
    with served.engine.begin() as connection:
        connection.execute(insert(Unit).values(name="消える部門", kind=UnitKind.SITE, position=9))
        connection.execute(
            update(Person).where(Person.id == IDS["head"]).values(name="改名\u3000済")
        )
        connection.execute(text("DELETE FROM security_event"))


def test_rows_are_put_back_in_place(asked: Asked) -> None:
    served = asked()
    before = held(served)
    for _ in range(2):
        leave(served)
        assert held(served) != before
        assert served.rows.put_back() is IN_PLACE
        assert held(asked()) == before


def test_numbers_are_given_again_whoever_took_them(asked: Asked) -> None:
    def number(*, kept: bool) -> int:
        with asked().engine.connect() as connection:
            made = insert(Unit).values(name="部門", kind=UnitKind.SITE, position=9)
            found = connection.execute(made.returning(Unit.id)).scalar_one()
            connection.commit() if kept else connection.rollback()
        return found

    assert len({number(kept=kept) for kept in (False, True, False, True)}) == 1


@pytest.mark.parametrize(
    "change", ["DROP TABLE alembic_version", "ALTER TABLE alembic_version RENAME TO gone"]
)
def test_where_a_table_is_gone_all_is_made_anew_and_next_time_put_back(
    asked: Asked, change: str
) -> None:
    served = asked()
    before = held(served)
    with served.engine.begin() as connection:
        connection.execute(text(change))
    assert not served.rows.put_back()
    assert held(asked()) == before
    leave(served)
    assert served.rows.put_back() is IN_PLACE
    assert held(served) == before


def test_whoever_still_reads_keeps_nobody_waiting(asked: Asked) -> None:
    served = asked()
    before = held(served)
    leave(served)
    with served.engine.connect() as reader:
        name = select(Person.name).where(Person.id == IDS["head"])
        assert reader.scalar(name) == "改名\u3000済"
        assert served.rows.put_back() is IN_PLACE
    assert held(served) == before
