"""Revision r0001: drafts, saved views, and forms that were sent."""

import sqlalchemy as sa
from alembic import op

TABLES = ("draft", "saved_view", "sent_form")


def create() -> None:
    _create_draft()
    _create_saved_view()
    _create_sent_form()


def _create_draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("person_id", "place"),
        sa.Index("ix_draft_saved_at", "saved_at"),
    )


def _create_saved_view() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("page", sa.String(40), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.String(1000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("person_id", "page", "name"),
        sa.Index("ix_saved_view_page", "page"),
    )


def _create_sent_form() -> None:
    op.create_table(
        "sent_form",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("led_to", sa.String(300), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Index("ix_sent_form_sent_at", "sent_at"),
    )
