"""Audit programmes, what an audit outside one is held for, and audits of earlier years."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TRIGGERS = (
    "incident",
    "reorganisation",
    "new_system",
    "new_contractor",
    "heavy_finding",
    "other",
)
BEFORE = "監査プログラムを記録し始める前に計画した監査"


def upgrade() -> None:
    with op.batch_alter_table("unit") as unit:
        unit.add_column(sa.Column("opened_on", sa.Date(), nullable=True))
    _create_programme()
    _extend_audit()
    _create_programme_row()
    _create_past_audit()


def downgrade() -> None:
    op.drop_table("past_audit")
    op.drop_table("programme_row")
    with op.batch_alter_table("audit") as audit:
        audit.drop_constraint("reason_if_extra", type_="check")
        audit.drop_constraint("of_programme_or_extra", type_="check")
        audit.drop_constraint("audit_trigger", type_="check")
        audit.drop_constraint("fk_audit_programme_id_programme", type_="foreignkey")
        audit.drop_index("ix_audit_programme_id")
        for name in ("programme_id", "extra_because", "extra_reason"):
            audit.drop_column(name)
    op.drop_table("programme")
    with op.batch_alter_table("unit") as unit:
        unit.drop_column("opened_on")


def _create_programme() -> None:
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("risks", sa.Text(), nullable=False),
        sa.Column("exception_reason", sa.Text(), nullable=False),
        sa.Column(
            "state", choice("programme_state", "draft", "submitted", "approved"), nullable=False
        ),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year"),
        sa.CheckConstraint("(state = 'approved') = (approved_on IS NOT NULL)", name="approved_day"),
    )


def _extend_audit() -> None:
    with op.batch_alter_table("audit") as audit:
        audit.add_column(sa.Column("programme_id", sa.Integer(), nullable=True))
        audit.add_column(sa.Column("extra_because", sa.String(32), nullable=True))
        audit.add_column(sa.Column("extra_reason", sa.Text(), nullable=False, server_default=""))
    # What was planned until now is of no programme: it says so.
    op.execute(
        sa.text("UPDATE audit SET extra_because = 'other', extra_reason = :reason").bindparams(
            reason=BEFORE
        )
    )
    listed = ", ".join(f"'{each}'" for each in TRIGGERS)
    with op.batch_alter_table("audit") as audit:
        audit.alter_column("extra_reason", server_default=None)
        audit.create_foreign_key(
            "fk_audit_programme_id_programme", "programme", ["programme_id"], ["id"]
        )
        audit.create_index("ix_audit_programme_id", ["programme_id"])
        audit.create_check_constraint("audit_trigger", f"extra_because IN ({listed})")
        audit.create_check_constraint(
            "of_programme_or_extra", "(programme_id IS NULL) = (extra_because IS NOT NULL)"
        )
        audit.create_check_constraint(
            "reason_if_extra", "extra_because IS NULL OR extra_reason <> ''"
        )


def _create_programme_row() -> None:
    op.create_table(
        "programme_row",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("programme_id", sa.Integer(), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", choice("programme_row_kind", "operation", "conformity"), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("team_ids", sa.JSON(), nullable=False),
        sa.Column("theme", sa.String(200), nullable=False),
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id"), nullable=True),
        sa.UniqueConstraint("programme_id", "position"),
        sa.UniqueConstraint("audit_id"),
    )


def _create_past_audit() -> None:
    op.create_table(
        "past_audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", choice("past_audit_kind", "operation", "conformity"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=True),
        sa.Column("paths", sa.JSON(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("auditors", sa.String(200), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("lies_at", sa.String(200), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'operation') = (unit_id IS NOT NULL)", name="unit_if_operation"
        ),
        sa.Index("ix_past_audit_fiscal_year", "fiscal_year"),
    )
