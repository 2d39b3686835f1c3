"""Audits are of two kinds, notified and reported; findings have the grades of the full profile."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

HELD = "state IN ('planned', 'cancelled') OR held_on IS NOT NULL"
HELD_OR_NOTIFIED = "state IN ('planned', 'notified', 'cancelled') OR held_on IS NOT NULL"
PROVEN = "grade <> 'nonconformity' OR evidence <> ''"
PROVEN_ALL = "grade NOT IN ('nonconformity', 'major', 'minor') OR evidence <> ''"
AUDIT_STATES = ("planned", "under_way", "closed", "cancelled")
ALL_AUDIT_STATES = (
    "planned",
    "notified",
    "under_way",
    "reported",
    "approved",
    "closed",
    "cancelled",
)
RESULTS = ("not_yet", "conforms", "nonconforming", "observation", "good_practice", "not_applicable")
ALL_RESULTS = (
    "not_yet",
    "conforms",
    "nonconforming",
    "observation",
    "opportunity",
    "good_practice",
    "not_applicable",
    "not_sampled",
)
GRADES = ("nonconformity", "observation", "good_practice")
ALL_GRADES = ("nonconformity", "major", "minor", "observation", "opportunity", "good_practice")
FINDING_STATES = ("open", "noted", "settled", "withdrawn")
ALL_FINDING_STATES = ("told", "disputed", "open", "noted", "settled", "withdrawn")


def upgrade() -> None:
    kind = choice("audit_kind", "operation", "conformity")
    with op.batch_alter_table("audit") as audit:
        # What was planned until now was one unit's practice.
        audit.add_column(sa.Column("kind", kind, nullable=False, server_default="operation"))
    with op.batch_alter_table("audit") as audit:
        audit.alter_column("kind", server_default=None)
    _allow("audit", "state", "audit_state", ALL_AUDIT_STATES)
    _demand("audit", "held_when_started", HELD_OR_NOTIFIED)
    _allow("checklist_item", "result", "result", ALL_RESULTS)
    _allow("finding", "grade", "grade", ALL_GRADES)
    _allow("finding", "state", "finding_state", ALL_FINDING_STATES)
    _demand("finding", "evidence_given", PROVEN_ALL)


def downgrade() -> None:
    for told in (
        "UPDATE finding SET state = 'open' WHERE state IN ('told', 'disputed')",
        "UPDATE finding SET grade = 'nonconformity' WHERE grade IN ('major', 'minor')",
        "UPDATE finding SET grade = 'observation' WHERE grade = 'opportunity'",
        "UPDATE checklist_item SET result = 'observation' WHERE result = 'opportunity'",
        "UPDATE checklist_item SET result = 'not_yet' WHERE result = 'not_sampled'",
        "UPDATE audit SET state = 'planned' WHERE state = 'notified'",
        "UPDATE audit SET state = 'under_way' WHERE state IN ('reported', 'approved')",
    ):
        op.execute(told)
    _demand("finding", "evidence_given", PROVEN)
    _allow("finding", "state", "finding_state", FINDING_STATES)
    _allow("finding", "grade", "grade", GRADES)
    _allow("checklist_item", "result", "result", RESULTS)
    _demand("audit", "held_when_started", HELD)
    _allow("audit", "state", "audit_state", AUDIT_STATES)
    with op.batch_alter_table("audit") as audit:
        audit.drop_constraint("audit_kind", type_="check")
        audit.drop_column("kind")


def _allow(table: str, column: str, constraint: str, words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{each}'" for each in words)
    _demand(table, constraint, f"{column} IN ({listed})")


def _demand(table: str, constraint: str, condition: str) -> None:
    with op.batch_alter_table(table) as altered:
        altered.drop_constraint(constraint, type_="check")
        altered.create_check_constraint(constraint, condition)
