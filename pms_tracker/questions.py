"""Questions as texts: rows of statements as one text each, many of them read in one statement.

    Question((text,), {"day": today}, made).answer()
    first, second = together(one, other).answer()

What was made of a text is good for as long as the database says the same: nothing has to be told
when it changes.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from itertools import count
from typing import Any, Generic, TypeAlias, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from pms_tracker.database import Columns, read, session

# Rows as one text.
Text: TypeAlias = sa.ScalarSelect[str]
Answer = TypeVar("Answer")
Further = TypeVar("Further")
# More than there are combinations of what pages ask, for each kind of reader.
KEPT = 200
_NUMBERS = count()


def as_text(rows: Columns | sa.CompoundSelect[*tuple[Any, ...]]) -> Text:
    """All rows of a statement as one text, for `texts` to read and `cells_of` to take apart.

    However many they are they come in one piece, and what was made of them is good for as long as
    their text is the same.
    """
    return sa.select(_AsText(*rows.subquery().c)).scalar_subquery()


def beside(rows: Columns) -> Text:
    """The rows of a statement that goes by a row of the statement around it, as a text of that."""
    return rows.with_only_columns(_AsText(*rows.selected_columns)).scalar_subquery()


class _AsText(FunctionElement[str]):
    type = sa.String()
    inherit_cache = True


@compiles(_AsText)
def _(element: _AsText, compiler: SQLCompiler, **how: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **how)}))"


@compiles(_AsText, "postgresql")
def _(element: _AsText, compiler: SQLCompiler, **how: Any) -> str:
    # Cast, or the driver would take it apart each time.
    return f"CAST(json_agg(json_build_array({compiler.process(element.clauses, **how)})) AS TEXT)"


def texts(wanted: tuple[Text, ...], parameters: Mapping[str, object]) -> list[str]:
    """What these say, in one statement; "" of a statement without rows."""
    if not wanted:
        return []
    (row,) = read(_texts(wanted, session.get_bind().dialect), parameters)
    return [each or "" for each in row]


@lru_cache(maxsize=KEPT)
def _texts(wanted: tuple[Text, ...], dialect: sa.Dialect) -> sa.StatementLambdaElement:
    """With all that does not change written out: to fill in a hundred states and kinds takes longer
    each time than many a statement runs."""
    every = sa.select(*(each.label(f"text_{number}") for number, each in enumerate(wanted)))

    def written_out(element: Any, **_how: object) -> sa.ColumnElement[Any] | None:
        if not isinstance(element, sa.BindParameter) or element.required or element.callable:
            return None
        values: Any = element.value if element.expanding else [element.value]
        if not values:
            # How nothing is written, each database has its own way.
            return None
        said = [_literal(each, element.type, dialect) for each in values]
        text = f"({', '.join(said)})" if element.expanding else said[0]
        return sa.literal_column(text, element.type)

    found: Any = visitors.replacement_traverse(every, {}, written_out)
    # Known to SQLAlchemy by a number: it would hash the whole of it for each execution.
    return sa.lambda_stmt(
        lambda: found,
        track_on=(next(_NUMBERS),),
        track_closure_variables=False,
        track_bound_values=False,
    )


def _literal(value: object, kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> str:
    if value is None:
        return "NULL"
    said = sa.literal(value, kind).compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    # What stands as it is written has its percents doubled once more.
    return str(said).replace("%%", "%") if dialect.paramstyle != "qmark" else str(said)


def cells_of(text: str) -> list[list[Any]]:
    """The rows of `as_text`, cell by cell."""
    found: list[list[Any]] = json.loads(text or "[]")
    return found


def firsts_of(text: str) -> list[Any]:
    """The cells of a text whose rows have one each."""
    return [cell for (cell,) in cells_of(text)]


def day_in(cell: str | None) -> date | None:
    """The day that a cell says, if any."""
    return None if cell is None else date.fromisoformat(cell)


def instant_in(cell: str) -> datetime:
    """The instant that a cell says."""
    found = datetime.fromisoformat(cell)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def json_in(cell: Any) -> Any:
    """What a cell of a JSON column holds: SQLite keeps it as text."""
    return json.loads(cell) if isinstance(cell, str) else cell


@dataclass(frozen=True)
class Question(Generic[Answer]):
    """What is asked as texts, so that it can be read in one statement with what others ask, and
    what is made of them; `asked` are their parameters."""

    texts: tuple[Text, ...]
    asked: Mapping[str, object]
    make: Callable[..., Answer]

    def answer(self) -> Answer:
        return self.make(*texts(self.texts, self.asked))

    def then(self, make: Callable[[Answer], Further]) -> "Question[Further]":
        """The same, with something else made of its answer."""
        return Question(self.texts, self.asked, lambda *said: make(self.make(*said)))

    def unread(self) -> "Question[Unread[Answer]]":
        """The same, to be taken apart only where it is wanted."""
        if not self.texts:
            raise ValueError("nothing is said that would tell one answer from another")
        return Question(self.texts, self.asked, lambda *said: Unread(said, self.make))


@dataclass(frozen=True)
class Unread(Generic[Answer]):
    """An answer as it was said: the same as any other that was said alike to the same question."""

    said: tuple[str, ...]
    make: Callable[..., Answer] = field(compare=False, repr=False)

    def read(self) -> Answer:
        return self.make(*self.said)


def together(*questions: Question[Any]) -> Question[list[Any]]:
    """All of these as one, answered in their order; what they call alike is the same in all."""
    asked: dict[str, object] = {}
    for each in questions:
        if any(asked.get(name, value) != value for name, value in each.asked.items()):
            raise ValueError(f"asked differently: {sorted(asked)}, {sorted(each.asked)}")
        asked |= each.asked
    wanted = tuple(text for each in questions for text in each.texts)
    return Question(wanted, asked, partial(_taken_apart, questions))


def _taken_apart(questions: tuple[Question[Any], ...], *said: str) -> list[Any]:
    left = iter(said)
    return [each.make(*(next(left) for _text in each.texts)) for each in questions]
