"""Requests by persons about what is held of them (開示等の請求), and the search for it."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice
from pms_tracker.migrations.entry_columns import approved

revision = "r0014"
down_revision = "r0013"
branch_labels = None
depends_on = None

REQUESTERS = ("self", "guardian", "agent")
ENDINGS = ("answered", "withdrawn", "unidentified")


def upgrade() -> None:
    op.create_table(
        "person_request",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("requester", choice("requester", *REQUESTERS), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("clue", sa.String(200), nullable=False),
        sa.Column("requester_name", sa.String(200), nullable=False),
        sa.Column("about_name", sa.String(200), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("longer_until", sa.Date()),
        sa.Column("interim_on", sa.Date()),
        sa.Column("copy_until", sa.Date()),
        sa.Column("copy_destroyed_on", sa.Date()),
        sa.Column("sent_on", sa.Date()),
        sa.Column("ending", choice("request_ending", *ENDINGS)),
        sa.Column("closed_on", sa.Date()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *approved(),
        sa.CheckConstraint("sent_on >= arrived_on", name="sent_after_arrival"),
        sa.CheckConstraint("closed_on >= arrived_on", name="closed_after_arrival"),
        sa.CheckConstraint("closed_on IS NULL OR ending IS NOT NULL", name="closed_somehow"),
        sa.UniqueConstraint("fiscal_year", "number"),
        *(
            sa.Index(f"ix_person_request_{column}", column)
            for column in ("arrived_on", "unit_id", "ending", "closed_on", "state")
        ),
    )
    op.create_table(
        "request_search",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("request_id", sa.Integer(), sa.ForeignKey("person_request.id"), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("found", sa.Boolean()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date()),
        sa.Column("answered_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("request_id", "unit_id"),
        sa.CheckConstraint("(found IS NULL) = (answered_on IS NULL)", name="answered_day"),
        sa.CheckConstraint("(found IS NULL) = (answered_by_id IS NULL)", name="answered_by"),
        sa.Index("ix_request_search_unit_id", "unit_id"),
    )


def downgrade() -> None:
    op.drop_table("request_search")
    op.drop_table("person_request")
