"""Rows of checklists say more; paper, changes that browsers sent, and templates of questions."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

METHODS = (
    "methods IN ('', 'document', 'interview', 'document interview', 'on_site', "
    "'document on_site', 'interview on_site', 'document interview on_site')"
)
ITEM = "checklist_item"
# In the order of the model's columns; what was there is filled with nothing.
COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "question": sa.Text(),
    "methods": sa.String(40),
    "hint": sa.Text(),
    "good_evidence": sa.Text(),
    "earlier_finding_id": sa.Integer(),
    "population": sa.Integer(),
    "sample_size": sa.Integer(),
    "sample_how": sa.String(200),
    "asked": sa.String(200),
    "sheet_id": sa.Integer(),
}
WORDS = [name for name, kind in COLUMNS.items() if not isinstance(kind, sa.Integer)]
CHECKS = {
    "earlier_finding_named": "(origin = 'finding') = (earlier_finding_id IS NOT NULL)",
    "asks": "origin IN ('criteria', 'finding') OR question <> ''",
    "methods": METHODS,
    "sample_counted": "sample_size >= 0 AND population >= 0",
    "sample_within": "sample_size <= population",
}
KEYS = {"earlier_finding_id": "finding", "sheet_id": "checklist_sheet"}
INDEXES = {
    "ix_checklist_item_audit_id_place": ["audit_id", "place"],
    "ix_checklist_item_earlier_finding_id": ["earlier_finding_id"],
}


def upgrade() -> None:
    with op.batch_alter_table("audit") as audit:
        audit.add_column(
            sa.Column("last_row_removed", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("audit") as audit:
        audit.alter_column("last_row_removed", server_default=None)
    _create_sheet()
    _widen_item()
    _create_change()
    _create_template()


def downgrade() -> None:
    op.drop_table("template_question")
    op.drop_table("checklist_template")
    op.drop_table("checklist_change")
    for name in INDEXES:
        op.drop_index(name, ITEM)
    with op.batch_alter_table(ITEM) as item:
        for column, table in KEYS.items():
            item.drop_constraint(f"fk_{ITEM}_{column}_{table}", type_="foreignkey")
        for name in (*CHECKS, "origin"):
            item.drop_constraint(name, type_="check")
        for column in ("place", "origin", *COLUMNS):
            item.drop_column(column)
    op.drop_table("checklist_sheet")
    with op.batch_alter_table("audit") as audit:
        audit.drop_column("last_row_removed")


def _widen_item() -> None:
    origin = choice("origin", "criteria", "finding", "template", "own")
    with op.batch_alter_table(ITEM) as item:
        item.add_column(sa.Column("place", sa.Integer(), nullable=False, server_default="0"))
        item.add_column(sa.Column("origin", origin, nullable=False, server_default="criteria"))
        for name, kind in COLUMNS.items():
            if name in WORDS:
                item.add_column(sa.Column(name, kind, nullable=False, server_default=""))
            else:
                item.add_column(sa.Column(name, kind, nullable=True))
    # Until now rows stood where their number put them.
    op.execute("UPDATE checklist_item SET place = position")
    with op.batch_alter_table(ITEM) as item:
        for name in ("place", "origin", *WORDS):
            item.alter_column(name, server_default=None)
        for column, table in KEYS.items():
            item.create_foreign_key(f"fk_{ITEM}_{column}_{table}", table, [column], ["id"])
        for name, condition in CHECKS.items():
            item.create_check_constraint(name, condition)
    for name, columns in INDEXES.items():
        op.create_index(name, ITEM, columns)


def _create_sheet() -> None:
    op.create_table(
        "checklist_sheet",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("carried_out_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("carried_out_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("audit_id", "number"),
    )


def _create_change() -> None:
    op.create_table(
        "checklist_change",
        sa.Column("uuid", sa.String(36), primary_key=True),
        sa.Column("item_id", sa.Integer(), sa.ForeignKey("checklist_item.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Index("ix_checklist_change_item_id", "item_id"),
    )


def _create_template() -> None:
    op.create_table(
        "checklist_template",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", choice("template_kind", "operation", "conformity"), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("kind"),
    )
    template = sa.ForeignKey("checklist_template.id")
    op.create_table(
        "template_question",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("template_id", sa.Integer(), template, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("requirement", sa.String(80), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("methods", sa.String(40), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("good_evidence", sa.Text(), nullable=False),
        sa.UniqueConstraint("template_id", "position"),
        sa.CheckConstraint("question <> '' AND requirement <> ''", name="asks"),
        sa.CheckConstraint(METHODS, name="methods"),
    )
