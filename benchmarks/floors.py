"""The floors: a bare Flask view with a table of constants, and one with one UPDATE and commit."""

import os
from pathlib import Path

from flask import Flask, render_template_string
from sqlalchemy import create_engine, event, text

ROWS = 50
COLUMNS = 8
TABLE = (
    "<!doctype html><title>floor</title><table>{% for row in rows %}<tr>"
    "{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
)


def create_app() -> Flask:
    """An app with both floors, over a database file of its own with our habits."""
    folder = Path(os.environ["PMS_BENCH_FLOOR"])
    app = Flask("floor")
    cells = [[f"セル {row} {column}" for column in range(COLUMNS)] for row in range(ROWS)]
    engine = create_engine(f"sqlite:///{folder / 'floor.sqlite3'}")

    @event.listens_for(engine, "connect")
    def habits(connection: object, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS thing"))
        connection.execute(text("CREATE TABLE thing (id INTEGER PRIMARY KEY, state TEXT)"))
        connection.execute(text("INSERT INTO thing VALUES (1, 'open')"))

    @app.get("/table")
    def table() -> str:
        return render_template_string(TABLE, rows=cells)

    @app.post("/save")
    def save() -> str:
        with engine.begin() as connection:
            connection.execute(text("UPDATE thing SET state = 'done' WHERE id = 1"))
        return "saved"

    return app
