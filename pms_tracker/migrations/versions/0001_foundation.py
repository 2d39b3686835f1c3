"""Foundation: the tables of every room, the head of the trail, and the trail's triggers."""

from pms_tracker.migrations.foundation import (
    act,
    append_only,
    approvals,
    check,
    evidence,
    mail,
    people,
    plan,
    reminders,
    trail,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# A later room refers to earlier ones.
ROOMS = (people, trail, mail, approvals, evidence, plan, check, act, reminders)


def upgrade() -> None:
    for room in ROOMS:
        room.create()
    append_only.create()


def downgrade() -> None:
    for room in reversed(ROOMS):
        room.drop()
    append_only.drop_what_tables_leave()
