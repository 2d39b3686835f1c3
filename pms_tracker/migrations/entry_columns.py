"""Columns that tables of entries have in the revisions from r0004 on, as they were then.

A revision that changes them writes out what it changes: what is here stays as it was.
"""

import sqlalchemy as sa

from pms_tracker.migrations.baseline.columns import choice

STANDINGS = ("draft", "waiting", "in_force", "revised", "revision_waiting", "ended")


def recorded() -> tuple[sa.Column[object], ...]:
    """Who entered an entry and when, and why it was struck."""
    return (
        sa.Column("struck", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def approved() -> tuple[sa.Column[object] | sa.CheckConstraint, ...]:
    """The same of an entry that is approved, and how it stands."""
    return (
        *recorded(),
        sa.Column("state", choice("standing", *STANDINGS), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date()),
        sa.CheckConstraint(
            "(submitted_on IS NOT NULL) = (state IN ('waiting', 'revision_waiting'))",
            name="submitted_day",
        ),
        sa.CheckConstraint("(edition = 0) = (state IN ('draft', 'waiting'))", name="edition"),
    )
