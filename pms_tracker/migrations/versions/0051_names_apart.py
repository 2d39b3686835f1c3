"""Names in the trail can be erased: their salted digest is apart, and a seal covers what was."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from pms_tracker import clock
from pms_tracker.database import Instant

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

ENTRY = sa.table(
    "trail_entry",
    *(sa.column(name) for name in ("number", "actor_id", "actor_name", "actor_salt")),
    *(sa.column(name) for name in ("actor_digest", "reference", "move", "previous", "digest")),
    sa.column("at", Instant()),
)
VALUE = sa.table(
    "trail_value",
    *(sa.column(name) for name in ("entry_number", "position", "field", "before", "after")),
    *(sa.column(name) for name in ("salt", "digest")),
)
HEAD = sa.table("trail_head", sa.column("number"), sa.column("digest"))
COVERED = ("number", "actor_id", "actor_digest", "reference", "move", "previous")

SAME = """NEW.actor_id IS NOT NULL AND NEW.actor_id = OLD.actor_id
  AND NEW.number = OLD.number AND NEW.at = OLD.at AND NEW.actor_digest = OLD.actor_digest
  AND NEW.reference = OLD.reference AND NEW.move = OLD.move
  AND NEW.previous = OLD.previous AND NEW.digest = OLD.digest"""
SQLITE = (
    "DROP TRIGGER trail_entry_no_update",
    f"""CREATE TRIGGER trail_entry_only_name_erased BEFORE UPDATE ON trail_entry
WHEN NOT (OLD.actor_salt IS NOT NULL AND NEW.actor_salt IS NULL
  AND {SAME})
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
)
POSTGRESQL = (
    "DROP TRIGGER trail_entry_append_only ON trail_entry",
    f"""CREATE TRIGGER trail_entry_only_name_erased BEFORE UPDATE ON trail_entry FOR EACH ROW
WHEN (NOT (OLD.actor_salt IS NOT NULL AND NEW.actor_salt IS NULL
  AND {SAME}))
EXECUTE FUNCTION trail_is_append_only()""",
    """CREATE TRIGGER trail_entry_no_delete BEFORE DELETE ON trail_entry
FOR EACH ROW EXECUTE FUNCTION trail_is_append_only()""",
)
BEFORE_SQLITE = (
    "DROP TRIGGER trail_entry_only_name_erased",
    """CREATE TRIGGER trail_entry_no_update BEFORE UPDATE ON trail_entry
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
)
BEFORE_POSTGRESQL = (
    "DROP TRIGGER trail_entry_only_name_erased ON trail_entry",
    "DROP TRIGGER trail_entry_no_delete ON trail_entry",
    """CREATE TRIGGER trail_entry_append_only BEFORE UPDATE OR DELETE ON trail_entry
FOR EACH ROW EXECUTE FUNCTION trail_is_append_only()""",
)


def _is_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"


def upgrade() -> None:
    # Not in a batch: SQLite would make the trail's table anew, without its triggers.
    op.add_column("trail_entry", sa.Column("actor_salt", sa.String(32)))
    op.add_column("trail_entry", sa.Column("actor_digest", sa.String(64)))
    made = SQLITE if _is_sqlite() else POSTGRESQL
    op.execute(made[0])
    _seal()
    for statement in made[1:]:
        op.execute(statement)
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("erased_at", Instant()))
    with op.batch_alter_table("person") as table:
        table.create_check_constraint("has_left", "erased_at IS NULL OR left_on IS NOT NULL")


def downgrade() -> None:
    # What was written since is digested without its names: code of before finds it changed.
    with op.batch_alter_table("person") as table:
        table.drop_constraint("has_left", type_="check")
    with op.batch_alter_table("person") as table:
        table.drop_column("erased_at")
    for statement in BEFORE_SQLITE if _is_sqlite() else BEFORE_POSTGRESQL:
        op.execute(statement)
    op.drop_column("trail_entry", "actor_digest")
    op.drop_column("trail_entry", "actor_salt")


def _seal() -> None:
    """Give each name a salted digest of its own, and add an entry that covers all there is.

    What was written covers the names themselves; once one is erased, this entry proves the rest.
    """
    connection = op.get_bind()
    rows = connection.execute(sa.select(ENTRY).order_by(ENTRY.c.number)).mappings().all()
    if not rows:
        return
    digests: dict[int, list[str]] = {}
    values = sa.select(VALUE.c.entry_number, VALUE.c.digest)
    for number, digest in connection.execute(
        values.order_by(VALUE.c.entry_number, VALUE.c.position)
    ):
        digests.setdefault(number, []).append(digest)
    named, sealing = [], ""
    for row in rows:
        salt = secrets.token_hex(16)
        whole = {**row, "actor_digest": _sha256([salt, row["actor_name"]])}
        named.append({"key": row["number"], "salt": salt, "named": whole["actor_digest"]})
        rest = _digest(whole, digests.get(row["number"], []))
        sealing = _sha256([sealing, row["digest"], rest])
    connection.execute(
        sa.update(ENTRY)
        .where(ENTRY.c.number == sa.bindparam("key"))
        .values(actor_salt=sa.bindparam("salt"), actor_digest=sa.bindparam("named")),
        named,
    )
    _append(connection, sealing)


def _append(connection: sa.Connection, sealing: str) -> None:
    head = connection.execute(sa.select(HEAD.c.number, HEAD.c.digest)).one()
    salt, of_name = secrets.token_hex(16), secrets.token_hex(16)
    value = {
        "entry_number": head.number + 1,
        "position": 0,
        "field": "sealed",
        "after": sealing,
        "salt": salt,
        "digest": _sha256([salt, "sealed", None, sealing]),
    }
    entry = {
        "number": head.number + 1,
        "at": clock.now(),
        "actor_id": None,
        "actor_name": "PMS Tracker",
        "actor_salt": of_name,
        "actor_digest": _sha256([of_name, "PMS Tracker"]),
        "reference": "trail",
        "move": "sealed",
        "previous": head.digest,
    }
    entry["digest"] = _digest(entry, [value["digest"]])
    connection.execute(sa.insert(ENTRY), [entry])
    connection.execute(sa.insert(VALUE), [value])
    connection.execute(sa.update(HEAD).values(number=entry["number"], digest=entry["digest"]))


def _digest(row: Mapping[str, Any], values: list[str]) -> str:
    stamp = round(row["at"].timestamp() * 1_000_000)
    return _sha256([*[row[name] for name in COVERED], stamp, values])


def _sha256(parts: list[object]) -> str:
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
