"""Revision 0001: policies, their requirements and reviews."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice


def create() -> None:
    _create_policy()
    _create_policy_review()
    _create_policy_revision()
    _create_policy_version()
    _create_planning_input()
    _create_requirement()


def drop() -> None:
    op.drop_table("requirement")
    op.drop_table("planning_input")
    op.drop_table("policy_version")
    op.drop_table("policy_revision")
    op.drop_table("policy_review")
    op.drop_table("policy")


def _create_policy() -> None:
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("review_months", sa.Integer(), nullable=False),
        sa.Column("next_review_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("number"),
        sa.CheckConstraint("review_months BETWEEN 1 AND 120", name="review_months"),
        sa.Index("ix_policy_next_review_on", "next_review_on"),
    )


def _create_policy_review() -> None:
    op.create_table(
        "policy_review",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), sa.ForeignKey("policy.id"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "outcome", choice("review_outcome", "revised", "unchanged", "postponed"), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("next_review_on", sa.Date(), nullable=False),
        sa.Column("held_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("outcome = 'revised' OR reason <> ''", name="reason_given"),
        sa.Index("ix_policy_review_policy_id", "policy_id"),
    )


def _create_policy_revision() -> None:
    op.create_table(
        "policy_revision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("policy_id", sa.Integer(), sa.ForeignKey("policy.id"), nullable=False),
        sa.Column("revised_on", sa.Date(), nullable=False),
        sa.Column("kind", choice("revision_kind", "enacted", "revised"), nullable=False),
        sa.UniqueConstraint("policy_id", "revised_on"),
    )


def _create_policy_version() -> None:
    op.create_table(
        "policy_version",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("policy_id", sa.Integer(), sa.ForeignKey("policy.id"), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("representative", sa.String(200), nullable=False),
        sa.Column("contact", sa.String(500), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.UniqueConstraint("policy_id", "edition"),
    )


def _create_planning_input() -> None:
    op.create_table(
        "planning_input",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("policy_id", sa.Integer(), sa.ForeignKey("policy.id"), nullable=False),
        sa.Column("because_of", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("policy_review.id"), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.UniqueConstraint("policy_id", "because_of"),
        sa.CheckConstraint("review_id IS NULL OR answer <> ''", name="answer_given"),
    )


def _create_requirement() -> None:
    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "policy_version_id", sa.Integer(), sa.ForeignKey("policy_version.id"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(60), nullable=False),
        sa.Column("label", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.UniqueConstraint("policy_version_id", "path"),
    )
