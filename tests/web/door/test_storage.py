"""Data that cannot be kept at the moment: a page says so, others are read, and it mends itself."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event, text

from pms_tracker.app import create_app
from pms_tracker.database import db, session
from tests.databases import Served
from tests.visitor import Visitor

pytestmark = pytest.mark.both_databases

READ_ONLY = {"sqlite": "PRAGMA query_only=ON", "postgresql": "SET default_transaction_read_only=on"}
SETTINGS = {"language": "ja", "era": "company", "rhythm": "daily", "digest_hour": "9"}


@contextmanager
def each_connection(served: Served, statement: str) -> Iterator[None]:
    """Every connection begins with a statement, until the block ends."""

    def checkout(connection: object, _record: object, _proxy: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute(statement)
        cursor.close()
        if served.engine.dialect.name == "postgresql":
            connection.commit()  # type: ignore[attr-defined]

    event.listen(served.engine, "checkout", checkout)
    try:
        yield
    finally:
        event.remove(served.engine, "checkout", checkout)
        served.engine.dispose()


def check_that_nothing_is_kept(
    visitor: Visitor, caplog: pytest.LogCaptureFixture, status: int, words: str
) -> None:
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        refused = visitor.post("/me/", **SETTINGS)
    assert refused.status_code == status
    assert words in refused.text
    assert refused.headers["Retry-After"] == "30"
    (line,) = caplog.records
    assert line.getMessage().startswith("nothing can be kept (")
    assert visitor.get("/me/").status_code == 200
    assert visitor.get("/policy").status_code in {200, 404}


def test_a_save_says_that_nothing_can_be_written_and_pages_are_read(
    served: Served, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.as_("head")
    with each_connection(served, READ_ONLY[served.engine.dialect.name]):
        check_that_nothing_is_kept(visitor, caplog, 503, "いまは保存や表示ができません")
    assert visitor.post("/me/", **SETTINGS).status_code == 302


def test_a_full_disk_is_said(
    served: Served, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    if served.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's disk is not ours to fill")
    visitor.as_("head")
    with served.engine.begin() as connection:
        connection.execute(text("CREATE TABLE filler AS SELECT zeroblob(1) AS held"))
        connection.execute(
            text(
                "CREATE TRIGGER fills AFTER INSERT ON trail_entry BEGIN"
                " INSERT INTO filler VALUES (zeroblob(8000000)); END"
            )
        )
    with each_connection(served, "PRAGMA max_page_count=1"):
        check_that_nothing_is_kept(visitor, caplog, 507, "保存先の空き容量がありません")
    assert visitor.post("/me/", **SETTINGS).status_code == 302


def test_a_server_that_went_is_found_again(served: Served, visitor: Visitor) -> None:
    if served.engine.dialect.name != "postgresql":
        pytest.skip("SQLite is no server")
    visitor.as_("head")
    assert visitor.get("/me/").status_code == 200
    with served.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert visitor.post("/me/", **SETTINGS).status_code == 302
    gone = replace(served.settings, database_url="postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    app = create_app(gone)
    for address in ("/policy", "/sign-in", "/"):
        answer = app.test_client().get(address)
        assert (answer.status_code, "<main" in answer.text) == (503, True)
    assert app.test_client().get("/readyz").status_code == 503
    with app.app_context():
        session.remove()
        db.engine.dispose()
