"""Revision 0001: the outbox."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice


def create() -> None:
    _create_outbox_letter()


def drop() -> None:
    op.drop_table("outbox_letter")


def _create_outbox_letter() -> None:
    op.create_table(
        "outbox_letter",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("subject", sa.String(250), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("message_id", sa.String(100), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column(
            "state", choice("letter_state", "waiting", "sending", "sent", "failed"), nullable=False
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(300), nullable=True),
        sa.UniqueConstraint("message_id"),
        sa.CheckConstraint("attempts >= 0", name="attempts"),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_has_instant"),
        sa.Index("ix_outbox_letter_reference", "reference"),
        sa.Index("ix_outbox_letter_state_next_try_at", "state", "next_try_at"),
    )
