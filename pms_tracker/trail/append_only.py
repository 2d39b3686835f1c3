"""Triggers that keep the trail append-only in the database itself, whoever connects to it."""

from sqlalchemy import DDL, event
from sqlalchemy.schema import ExecutableDDLElement

from pms_tracker.trail.trail_tables import TrailEntry, TrailValue

SQLITE = (
    # A name may only be erased with its salt, and only once, and only that of a person.
    """CREATE TRIGGER trail_entry_only_name_erased BEFORE UPDATE ON trail_entry
WHEN NOT (OLD.actor_salt IS NOT NULL AND NEW.actor_salt IS NULL
  AND NEW.actor_id IS NOT NULL AND NEW.actor_id = OLD.actor_id
  AND NEW.number = OLD.number AND NEW.at = OLD.at AND NEW.actor_digest IS OLD.actor_digest
  AND NEW.reference = OLD.reference AND NEW.move = OLD.move
  AND NEW.previous = OLD.previous AND NEW.digest = OLD.digest)
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    """CREATE TRIGGER trail_entry_no_delete BEFORE DELETE ON trail_entry
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    # A value may only be emptied, and only once: that is what erasing means.
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


def _ddl(statement: str) -> ExecutableDDLElement:
    made: ExecutableDDLElement = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
    return made


def _attach() -> None:
    # Both tables must stand before the first trigger is made, and trail_value comes second.
    for dialect, statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
        for statement in statements:
            made = _ddl(statement).execute_if(dialect=dialect)
            event.listen(TrailValue.__table__, "after_create", made)
    head = _ddl("INSERT INTO trail_head (id, number, digest) VALUES (1, 0, '" + "0" * 64 + "')")
    event.listen(TrailEntry.metadata.tables["trail_head"], "after_create", head)


_attach()
