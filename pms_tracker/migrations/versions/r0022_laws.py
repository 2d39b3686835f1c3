"""Laws (法令), documents (文書), planned changes (変更) and renewals (更新): their tables."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice
from pms_tracker.migrations.entry_columns import approved, recorded

revision = "r0022"
down_revision = "r0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _laws()
    _documents()
    _changes()
    _renewals()
    _remarks()


def _laws() -> None:
    op.create_table(
        "law",
        *_numbered(),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column(
            "kind",
            choice("law_kind", "law", "order", "guideline", "ordinance", "industry", "contract"),
            nullable=False,
        ),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("amendment", sa.Text(), nullable=False),
        sa.Column("announced_on", sa.Date()),
        sa.Column("effective_on", sa.Date()),
        sa.Column("latest_on", sa.Date()),
        sa.Column("reflected_on", sa.Date()),
        sa.Column("checked_on", sa.Date()),
        sa.Column("result", choice("law_check_result", "unchanged", "amended", "repealed")),
        sa.Column("impacts", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *approved(),
        sa.CheckConstraint("effective_on >= announced_on", name="announced_before"),
        *_indexes("law", "name", "kind", "effective_on", "checked_on", "result", "state"),
    )


def _documents() -> None:
    kinds = ("policy", "rule", "procedure", "form", "external")
    op.create_table(
        "document",
        *_numbered(),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("kind", choice("document_kind", *kinds), nullable=False),
        sa.Column("issue", sa.String(40), nullable=False),
        sa.Column("made_on", sa.Date()),
        sa.Column("valid_on", sa.Date()),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("text_of", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *approved(),
        sa.CheckConstraint("valid_on >= made_on", name="made_before_valid"),
        *_indexes("document", "code", "title", "kind", "valid_on", "state"),
    )
    op.create_table(
        "record_type",
        *_numbered(),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("keep_until", sa.JSON(none_as_null=True)),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *approved(),
        *_indexes("record_type", "name", "unit_id", "state"),
    )


def _changes() -> None:
    triggers = ("site", "business", "system", "organisation", "people", "law", "review", "other")
    op.create_table(
        "planned_change",
        *_numbered(),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("trigger", choice("change_trigger", *triggers), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("laws", sa.JSON(), nullable=False),
        sa.Column("decided_on", sa.Date()),
        sa.Column("start_on", sa.Date()),
        sa.Column("end_on", sa.Date()),
        sa.Column("closed_on", sa.Date()),
        sa.Column("ending", choice("change_ending", "done", "cancelled")),
        sa.Column("impacts", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *approved(),
        sa.CheckConstraint("end_on >= start_on", name="end_after_start"),
        *_indexes("planned_change", "title", "trigger", "start_on", "closed_on", "state"),
    )


def _renewals() -> None:
    steps = ("submitted_on", "formal_on", "documents_on", "on_site_on", "remarked_on")
    op.create_table(
        "renewal",
        *_numbered(),
        sa.Column("body", choice("examining_body", "jipdec", "juas", "other"), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("started_on", sa.Date()),
        sa.Column("registration", sa.String(40), nullable=False),
        *(sa.Column(step, sa.Date()) for step in steps),
        sa.Column("decided_on", sa.Date()),
        sa.Column("granted_on", sa.Date()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *recorded(),
        sa.CheckConstraint("started_on <= expires_on", name="term_in_order"),
        sa.CheckConstraint("granted_on >= submitted_on", name="granted_after_submitted"),
        *_indexes("renewal", "body", "expires_on", "submitted_on", "granted_on"),
    )


def _remarks() -> None:
    op.create_table(
        "remark",
        *_numbered(),
        sa.Column("renewal", sa.JSON(), nullable=False),
        sa.Column("item", sa.String(40), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date()),
        sa.Column("case_reference", sa.String(40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        *recorded(),
        sa.CheckConstraint("due_on >= found_on", name="due_after_found"),
        sa.CheckConstraint("answered_on >= found_on", name="answered_after_found"),
        sa.CheckConstraint("answered_on IS NULL OR answer <> ''", name="answered_with_words"),
        *_indexes("remark", "unit_id", "due_on", "answered_on"),
    )


def _numbered() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
    )


def _indexes(table: str, *columns: str) -> tuple[sa.Index | sa.UniqueConstraint, ...]:
    unique = sa.UniqueConstraint("fiscal_year", "number")
    return (unique, *(sa.Index(f"ix_{table}_{column}", column) for column in columns))


def downgrade() -> None:
    op.drop_table("remark")
    op.drop_table("renewal")
    op.drop_table("planned_change")
    op.drop_table("record_type")
    op.drop_table("document")
    op.drop_table("law")
