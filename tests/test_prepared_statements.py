"""What PostgreSQL is shown of statements that only SQLite was asked."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from pms_tracker.database import db
from pms_tracker.people.tables.people_tables import Person
from tests.prepared_statements import PreparedStatements

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.parametrize(
        "served", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
    ),
]
NAMES = sa.select(Person.name)


@pytest.fixture
def asked() -> Iterator[sa.Engine]:
    """An SQLite database with the tables."""
    engine = sa.create_engine("sqlite://")
    db.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "because"),
    [
        (sa.select(sa.func.julianday(Person.name)), "julianday"),
        (sa.select(Person.name, sa.func.count()).group_by(Person.id % 2), "GROUP BY"),
        (NAMES.where(sa.type_coerce(Person.name, sa.Integer) == 1), "operator does not exist"),
        (NAMES.where(sa.cast(Person.name, sa.String) > Person.id), "operator does not exist"),
    ],
)
def test_what_sqlite_alone_takes_is_told(
    app: Flask, asked: sa.Engine, statement: sa.Executable, because: str
) -> None:
    prepared = PreparedStatements(asked)
    with asked.connect() as connection:
        connection.execute(statement).all()
    (said,) = prepared.refused(db.engine)
    assert because in said


def test_what_both_take_is_asked_once_with_several_values_and_with_none(
    app: Flask, asked: sa.Engine
) -> None:
    prepared = PreparedStatements(asked)
    several = NAMES.where(Person.id.in_([1, 2]), Person.name.like("%100%"))
    with asked.connect() as connection:
        for statement in (several, NAMES.where(Person.id.in_([])), NAMES.limit(3)):
            connection.execute(statement).all()
        assert prepared.waiting()
        assert prepared.refused(db.engine) == []
        connection.execute(several).all()
    assert not prepared.waiting()
