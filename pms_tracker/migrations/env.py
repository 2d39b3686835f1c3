"""What Alembic runs for each of its commands, called by us or as `flask db`."""

from typing import Any, Literal

from alembic import context

from pms_tracker import migrations
from pms_tracker.database import Instant, db


def _type_in_words(kind: str, item: Any, _context: object) -> str | Literal[False]:
    # A migration stays as it was written: it names no type that may change later.
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


def _numbered(_context: object, _revision: object, directives: list[Any]) -> None:
    # The next number in place of a random name: r0002 comes after r0001.
    for each in directives:
        each.rev_id = f"r{int((migrations.head_revision() or 'r0')[1:]) + 1:04}"


def _run(**where: Any) -> None:
    context.configure(
        target_metadata=migrations.tables(),
        render_as_batch=True,
        render_item=_type_in_words,
        process_revision_directives=_numbered,
        **where,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    _run(dialect_name=db.engine.dialect.name, literal_binds=True)
elif given := context.config.attributes.get("connection"):
    _run(connection=given)
else:
    with migrations.alone() as connection:
        _run(connection=connection)
