"""Revision r0001: the triggers that keep the trail append-only, whoever connects to it."""

from alembic import op

SQLITE = (
    """CREATE TRIGGER trail_entry_only_name_erased BEFORE UPDATE ON trail_entry
WHEN NOT (OLD.actor_salt IS NOT NULL AND NEW.actor_salt IS NULL
  AND NEW.actor_id IS NOT NULL AND NEW.actor_id = OLD.actor_id
  AND NEW.number = OLD.number AND NEW.at = OLD.at AND NEW.actor_digest IS OLD.actor_digest
  AND NEW.reference = OLD.reference AND NEW.move = OLD.move
  AND NEW.previous = OLD.previous AND NEW.digest = OLD.digest)
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    """CREATE TRIGGER trail_entry_no_delete BEFORE DELETE ON trail_entry
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    """CREATE TRIGGER trail_value_only_erased BEFORE UPDATE ON trail_value
WHEN NOT (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
  AND NEW.before IS NULL AND NEW.after IS NULL AND NEW.salt IS NULL
  AND NEW.digest = OLD.digest AND NEW.field = OLD.field
  AND NEW.entry_number = OLD.entry_number AND NEW.position = OLD.position)
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    """CREATE TRIGGER trail_value_no_delete BEFORE DELETE ON trail_value
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
)

POSTGRESQL = (
    """CREATE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$""",
    """CREATE TRIGGER trail_entry_only_name_erased BEFORE UPDATE ON trail_entry FOR EACH ROW
WHEN (NOT (OLD.actor_salt IS NOT NULL AND NEW.actor_salt IS NULL
  AND NEW.actor_id IS NOT NULL AND NEW.actor_id = OLD.actor_id
  AND NEW.number = OLD.number AND NEW.at = OLD.at
  AND NEW.actor_digest IS NOT DISTINCT FROM OLD.actor_digest
  AND NEW.reference = OLD.reference AND NEW.move = OLD.move
  AND NEW.previous = OLD.previous AND NEW.digest = OLD.digest))
EXECUTE FUNCTION trail_is_append_only()""",
    """CREATE TRIGGER trail_entry_no_delete BEFORE DELETE ON trail_entry
FOR EACH ROW EXECUTE FUNCTION trail_is_append_only()""",
    """CREATE TRIGGER trail_entry_no_truncate BEFORE TRUNCATE ON trail_entry
FOR EACH STATEMENT EXECUTE FUNCTION trail_is_append_only()""",
    """CREATE TRIGGER trail_value_only_erased BEFORE UPDATE ON trail_value FOR EACH ROW
WHEN (NOT (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
  AND NEW.before IS NULL AND NEW.after IS NULL AND NEW.salt IS NULL
  AND NEW.digest = OLD.digest AND NEW.field = OLD.field
  AND NEW.entry_number = OLD.entry_number AND NEW.position = OLD.position))
EXECUTE FUNCTION trail_is_append_only()""",
    """CREATE TRIGGER trail_value_no_delete BEFORE DELETE ON trail_value
FOR EACH ROW EXECUTE FUNCTION trail_is_append_only()""",
    """CREATE TRIGGER trail_value_no_truncate BEFORE TRUNCATE ON trail_value
FOR EACH STATEMENT EXECUTE FUNCTION trail_is_append_only()""",
)


def create() -> None:
    for statement in SQLITE if op.get_context().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def drop_what_tables_leave() -> None:
    """Triggers go with their table; PostgreSQL keeps the function that they called."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION trail_is_append_only()")
