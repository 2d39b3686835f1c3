"""Revision 0001: audits, checklists and findings."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice

RESULT = ("not_yet", "conforms", "nonconforming", "observation", "good_practice", "not_applicable")


def create() -> None:
    _create_audit()
    _create_audit_team_member()
    _create_checklist_item()
    _create_finding()


def drop() -> None:
    op.drop_table("finding")
    op.drop_table("checklist_item")
    op.drop_table("audit_team_member")
    op.drop_table("audit")


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("theme", sa.String(200), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            choice("audit_state", "planned", "under_way", "closed", "cancelled"),
            nullable=False,
        ),
        sa.Column("exception_reason", sa.Text(), nullable=False),
        sa.Column("closing_note", sa.Text(), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint(
            "state IN ('planned', 'cancelled') OR held_on IS NOT NULL", name="held_when_started"
        ),
        sa.CheckConstraint("state <> 'cancelled' OR closing_note <> ''", name="reason_to_cancel"),
        sa.Index("ix_audit_state_planned_on", "state", "planned_on"),
        sa.Index("ix_audit_unit_id_planned_on", "unit_id", "planned_on"),
    )


def _create_audit_team_member() -> None:
    op.create_table(
        "audit_team_member",
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("units_then", sa.String(500), nullable=False),
        sa.Index("ix_audit_team_member_person_id", "person_id"),
    )


def _create_checklist_item() -> None:
    op.create_table(
        "checklist_item",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id"), nullable=False),
        sa.Column("requirement_id", sa.Integer(), sa.ForeignKey("requirement.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("result", choice("result", *RESULT), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("audit_id", "position"),
        sa.CheckConstraint(
            "result <> 'not_applicable' OR note <> ''", name="reason_if_not_applicable"
        ),
    )


def _create_finding() -> None:
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id"), nullable=False),
        sa.Column("item_id", sa.Integer(), sa.ForeignKey("checklist_item.id"), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("requirement_id", sa.Integer(), sa.ForeignKey("requirement.id"), nullable=False),
        sa.Column(
            "grade",
            choice("grade", "nonconformity", "observation", "good_practice"),
            nullable=False,
        ),
        sa.Column(
            "state",
            choice("finding_state", "open", "noted", "settled", "withdrawn"),
            nullable=False,
        ),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("withdrawal", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("fact <> ''", name="fact_given"),
        sa.CheckConstraint("grade <> 'nonconformity' OR evidence <> ''", name="evidence_given"),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawal <> '')", name="withdrawn_with_reason"
        ),
        sa.Index("ix_finding_audit_id", "audit_id"),
        sa.Index("ix_finding_grade_id", "grade", "id"),
        sa.Index("ix_finding_item_id", "item_id"),
        sa.Index("ix_finding_requirement_id_id", "requirement_id", "id"),
        sa.Index("ix_finding_state_id", "state", "id"),
        sa.Index("ix_finding_unit_id_id", "unit_id", "id"),
    )
