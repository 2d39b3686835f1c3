"""Revision r0001: attached files."""

import sqlalchemy as sa
from alembic import op

TABLES = ("evidence_file",)


def create() -> None:
    _create_evidence_file()


def _create_evidence_file() -> None:
    op.create_table(
        "evidence_file",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True)),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("supersedes", sa.Integer()),
        sa.Column("gone_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("reference", "number"),
        sa.CheckConstraint("size > 0", name="not_empty"),
        sa.CheckConstraint("supersedes < number", name="supersedes_an_earlier_one"),
        sa.CheckConstraint("gone_at IS NULL OR erased_at IS NOT NULL", name="erased_then_gone"),
        sa.Index("ix_evidence_file_sha256", "sha256"),
    )
