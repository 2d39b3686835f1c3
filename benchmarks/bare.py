"""The floors without anybody signed in: a page of constants, and an app that has a database."""

import os

from flask import Flask, render_template
from flask_sqlalchemy import SQLAlchemy

# The environment says where floors keep their databases.
FOLDER = "PMS_BENCH_FLOOR"
ROWS, COLUMNS = 50, 8
NAVIGATION = tuple((f"ページ {number}", f"/pages/{number}/") for number in range(1, 21))
CELLS = tuple(
    tuple(f"セル {row} の {column}" for column in range(1, COLUMNS + 1))
    for row in range(1, ROWS + 1)
)


def create_app() -> Flask:
    """Floor (b): a template file with navigation and 50 rows of 8 constants."""
    app = Flask(__name__)

    @app.get("/")
    def page() -> str:
        return render_template("floor.html", title="床", navigation=NAVIGATION, rows=CELLS)

    return app


def with_database() -> Flask:
    """What a cold start is set beside: an app with Flask-SQLAlchemy that answers."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{os.environ[FOLDER]}/cold.sqlite3"
    SQLAlchemy(app)

    @app.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    return app
