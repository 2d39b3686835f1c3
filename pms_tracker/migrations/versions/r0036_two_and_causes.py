"""What two decide of a request: facts that stop its clock, and that it was entered by mistake; and
the causes of incidents, to choose from."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

revision = "r0036"
down_revision = "r0035"
branch_labels = None
depends_on = None

STATES = ("waiting", "approved", "sent_back", "taken_back", "lapsed")
STANDS = "state = 'waiting' OR (state = 'approved' AND matter <> 'eased')"


def upgrade() -> None:
    op.add_column(
        "incident", sa.Column("causes", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
    )
    op.create_table(
        "request_decision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("request_id", sa.Integer(), sa.ForeignKey("person_request.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("matter", choice("request_matter", "eased", "struck"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("said_digest", sa.String(64), nullable=False),
        sa.Column("state", choice("request_decision_state", *STATES), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapsed_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("request_id", "number"),
        sa.CheckConstraint("reason <> ''", name="has_reason"),
        sa.CheckConstraint("(state = 'lapsed') = (lapsed_on IS NOT NULL)", name="lapsed_day"),
        sa.Index(
            *("uq_request_decision_stands", "request_id", "matter"),
            unique=True,
            sqlite_where=sa.text(STANDS),
            postgresql_where=sa.text(STANDS),
        ),
    )


def downgrade() -> None:
    with op.batch_alter_table("incident") as changed:
        changed.drop_column("causes")
    op.drop_table("request_decision")
