"""The floor of a save as anybody would write it: signed in, guarded against forgery, by ORM."""

from flask import Flask, jsonify, request
from flask_login import LoginManager, UserMixin, login_required, login_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Engine, ForeignKey, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker


class Base(DeclarativeBase):
    """The floor's own tables, in the floor's own file."""


class User(UserMixin, Base):
    """Whoever saves."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Row(Base):
    """What is saved: one answer with its version, and who gave it."""

    __tablename__ = "row"

    id: Mapped[int] = mapped_column(primary_key=True)
    result: Mapped[str]
    note: Mapped[str]
    version: Mapped[int]
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


def add_to(app: Flask, engine: Engine) -> CSRFProtect:
    """Give the app a sign-in, and a save that reads a row, checks its version, and writes it."""
    app.secret_key = "floor"
    guard = CSRFProtect(app)
    people = LoginManager(app)
    opened = sessionmaker(engine, expire_on_commit=False)
    Base.metadata.create_all(engine)
    with opened.begin() as session:
        session.merge(User(id=1, name="伊藤 大輔"))
        session.flush()
        session.merge(Row(id=1, result="not_yet", note="", version=1, answered_by_id=1))

    @people.user_loader
    def load(user_id: str) -> User | None:
        with opened() as session:
            return session.get(User, int(user_id))

    @app.get("/sign-in")
    def sign_in() -> object:
        user = load("1")
        if user is not None:
            login_user(user)
        return jsonify(token=generate_csrf())

    @app.post("/guarded-save")
    @login_required
    def guarded_save() -> str:
        with opened.begin() as session:
            _answer(session)
        return "saved"

    return guard


def _answer(session: Session) -> None:
    """One read and one UPDATE that minds the version, as an edit by two people at once asks for."""
    row = session.get_one(Row, 1)
    changed = {"result": request.form["result"], "note": request.form["note"]}
    session.execute(
        update(Row)
        .where(Row.id == row.id, Row.version == row.version)
        .values(**changed, version=row.version + 1, answered_by_id=1)
    )
