"""The baseline: the tables of every room, the head of the trail, and the trail's triggers."""

from alembic import op

from pms_tracker.migrations.baseline import (
    act,
    append_only,
    approvals,
    check,
    desk,
    evidence,
    mail,
    people,
    plan,
    reminders,
    tally,
    trail,
)

revision = "r0001"
down_revision = None
branch_labels = None
depends_on = None

# A later room refers to earlier ones.
ROOMS = (people, trail, mail, desk, tally, approvals, evidence, plan, check, act, reminders)
# A row of a checklist and the finding that it became refer to each other. SQLite takes this key
# with its table, before the other one is there; PostgreSQL does not.
RING = "fk_checklist_item_earlier_finding_id_finding"


def _is_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"


def upgrade() -> None:
    for room in ROOMS:
        room.create()
    if _is_postgresql():
        op.create_foreign_key(RING, "checklist_item", "finding", ["earlier_finding_id"], ["id"])
    append_only.create()


def downgrade() -> None:
    if _is_postgresql():
        op.drop_constraint(RING, "checklist_item", type_="foreignkey")
    for room in reversed(ROOMS):
        for table in reversed(room.TABLES):
            op.drop_table(table)
    append_only.drop_what_tables_leave()
