"""Management reviews: who was asked, what was said of each input, and what was decided."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SECTIONS = (
    "previous", "issues", "parties", "audits", "cases", "repeats", "effectiveness", "policies",
    "objectives", "education", "complaints", "risks", "opportunities",
)  # fmt: skip
STATES = ("convened", "submitted", "sent_back", "signed", "cancelled")


def upgrade() -> None:
    _reviews()
    op.create_table(
        "review_attendee",
        sa.Column(
            "review_id", sa.Integer(), sa.ForeignKey("management_review.id"), autoincrement=False
        ),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), autoincrement=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("review_id", "person_id"),
    )
    op.create_index("ix_review_attendee_person_id", "review_attendee", ["person_id"])
    op.create_table(
        "review_input",
        sa.Column(
            "review_id", sa.Integer(), sa.ForeignKey("management_review.id"), autoincrement=False
        ),
        sa.Column("section", _choice("review_section", SECTIONS), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("unchanged", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("review_id", "section"),
        sa.CheckConstraint("unchanged OR comment <> ''", name="never_blank"),
    )
    _decisions()


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _reviews() -> None:
    op.create_table(
        "management_review",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", _choice("review_state", STATES), nullable=False),
        sa.Column("annual_duty_id", sa.Integer(), sa.ForeignKey("annual_duty.id"), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("others", sa.Text(), nullable=False),
        sa.Column("convened_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("signers", sa.JSON(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("cancellation", sa.Text(), nullable=False),
        sa.Column("turn_due_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("(state = 'signed') = (signed_on IS NOT NULL)", name="signed_day"),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'signed') OR (held_on IS NOT NULL AND place <> '')",
            name="minutes_of_a_day",
        ),
        sa.CheckConstraint("(state = 'cancelled') = (cancellation <> '')", name="cancelled_reason"),
    )
    for name, columns in (
        ("ix_management_review_state", ["state"]),
        ("ix_management_review_planned_on_id", ["planned_on", "id"]),
    ):
        op.create_index(name, "management_review", columns)
    standing = sa.text("state <> 'cancelled'")
    op.create_index(
        "uq_management_review_duty",
        "management_review",
        ["annual_duty_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def _decisions() -> None:
    op.create_table(
        "review_decision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("management_review.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.UniqueConstraint("review_id", "position"),
        sa.CheckConstraint("(done_on IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
        sa.CheckConstraint("done_on IS NULL OR result <> ''", name="done_with_result"),
    )
    op.create_index("ix_review_decision_owner_id", "review_decision", ["owner_id"])
    op.create_index("ix_review_decision_due_on", "review_decision", ["due_on"])


def downgrade() -> None:
    for table in ("review_decision", "review_input", "review_attendee", "management_review"):
        op.drop_table(table)
