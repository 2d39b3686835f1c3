"""Revision r0001: letters in the outbox, and pauses of mail."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

TABLES = ("outbox_letter", "mail_pause")


def create() -> None:
    _create_outbox_letter()
    _create_mail_pause()


def _create_outbox_letter() -> None:
    op.create_table(
        "outbox_letter",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("subject", sa.String(250), nullable=False),
        sa.Column("body", sa.Text()),
        sa.Column("html", sa.Text()),
        sa.Column("message_id", sa.String(100), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            choice("letter_state", "waiting", "sending", "sent", "failed", "bounced", "withdrawn"),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("trouble", sa.String(300)),
        sa.Column("event", sa.JSON()),
        sa.Column("reply_to", sa.String(254), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.UniqueConstraint("message_id"),
        sa.CheckConstraint("attempts >= 0", name="attempts"),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_has_instant"),
        sa.Index("ix_outbox_letter_reference", "reference"),
        sa.Index("ix_outbox_letter_state_next_try_at", "state", "next_try_at"),
    )


def _create_mail_pause() -> None:
    op.create_table(
        "mail_pause",
        sa.Column("id", sa.Integer(), autoincrement=False, primary_key=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", choice("pause_reason", "sign_in", "sender", "other"), nullable=False),
        sa.Column("words", sa.String(300), nullable=False),
        sa.CheckConstraint("id = 1", name="only_one"),
        sa.CheckConstraint("tries >= 1", name="tries"),
    )
