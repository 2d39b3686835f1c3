"""The floors with somebody signed in: a page of 50 rows from a table, and a form that makes one."""

import os
from pathlib import Path

from flask import Flask, jsonify, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Column, Integer, String, Table, insert, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length

from benchmarks.bare import FOLDER, NAVIGATION, ROWS

TEXTS = "abcdefg"


class Base(DeclarativeBase):
    """The floor's own tables, in the floor's own file."""


class User(UserMixin, Base):  # type: ignore[misc] # it ships no types
    """Whoever is signed in."""

    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Thing(Base):
    """What is listed and made: seven texts beside its number."""

    __table__ = Table(
        *("thing", Base.metadata, Column("id", Integer, primary_key=True)),
        *(Column(name, String) for name in TEXTS),
    )


db = SQLAlchemy(model_class=Base)


class ThingForm(FlaskForm):  # type: ignore[misc] # it ships no types
    """Two fields, each checked."""

    result = RadioField(choices=["conforms", "nonconforming"], validators=[DataRequired()])
    note = StringField(validators=[DataRequired(), Length(max=2000)])


def create_app() -> Flask:
    """Floor (s), and the bare create."""
    app = _with_database(os.environ[FOLDER])
    CSRFProtect(app)
    LoginManager(app).user_loader(lambda user_id: db.session.get(User, int(user_id)))

    def sign_in() -> ResponseReturnValue:
        login_user(db.session.get(User, 1))
        return jsonify(token=generate_csrf())

    def page() -> str:
        newest = select(*Thing.__table__.columns).order_by(Thing.__table__.c.id.desc())
        rows, title = db.session.execute(newest.limit(ROWS)).all(), current_user.name
        return render_template("floor.html", title=title, navigation=NAVIGATION, rows=rows)

    def create() -> ResponseReturnValue:
        form = ThingForm()
        if not form.validate_on_submit():
            return {"refused": form.errors}, 422
        db.session.add(Thing(a=form.result.data, b=form.note.data))
        db.session.commit()
        return redirect("/")

    app.add_url_rule("/sign-in", view_func=sign_in)
    app.add_url_rule("/", view_func=login_required(page))
    app.add_url_rule("/create", view_func=login_required(create), methods=["POST"])
    return app


def fill(folder: Path) -> None:
    """Make the floor's tables with one user and a thousand things."""
    with _with_database(str(folder)).app_context():
        # Kept by the file. Each commit is flushed by default, as ours are (ADR 0047).
        db.session.execute(text("PRAGMA journal_mode=WAL"))
        db.create_all()
        db.session.add(User(id=1, name="伊藤 大輔"))
        rows = [{name: f"セル {row} の {name}" for name in TEXTS} for row in range(1000)]
        db.session.execute(insert(Thing), rows)
        db.session.commit()
        db.engine.dispose()


def _with_database(folder: str) -> Flask:
    app = Flask(__name__)
    app.secret_key = "floor"
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{folder}/floor.sqlite3"
    db.init_app(app)
    return app
