"""Steps of the full profile, editions of plans, looks at the effect, lessons, fresh signatures."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

CASE, ROUND, PERSON = "corrective_case", "case_round", "person.id"
CASE_ID = "corrective_case.id"
CORRECTED_BY = "fk_case_round_corrected_by_id_person"
STATES = ("planning", "sent_back", "submitted", "doing", "reviewing", "closed", "withdrawn")
MORE_STATES = (
    *("planning", "sent_back", "submitted", "endorsed", "doing", "confirming", "reviewing"),
    *("closing", "closed", "withdrawn"),
)
VERDICTS = ("effective", "ineffective")
DECISIONS = ("approved", "sent_back")
# What is added to every row that is there: in the order of the model's columns.
TEXTS = ("spread", "how_seen", "data_seen")
REASONED = "decision = 'approved' OR reason <> ''"
REASON_TO_SEND_BACK = "decision <> 'sent_back' OR reason <> ''"
# Where a case falls back to when its step is no more.
BACK = {"endorsed": "submitted", "confirming": "doing", "closing": "reviewing"}


def upgrade() -> None:
    _allow("corrective_case", "state", "case_state", MORE_STATES)
    _allow("case_round", "verdict", "verdict", (*VERDICTS, "too_early"))
    _allow("approval", "decision", "decision", (*DECISIONS, "rejected"))
    _demand("approval", "reason_to_send_back", "reason_to_refuse", REASONED)
    with op.batch_alter_table(CASE) as case:
        case.add_column(sa.Column("extra_steps", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table(CASE) as case:
        case.alter_column("extra_steps", server_default=None)
    with op.batch_alter_table("company") as company:
        company.add_column(
            sa.Column("fresh_signatures", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("company") as company:
        company.alter_column("fresh_signatures", server_default=None)
    _widen_round()
    _create_tables()


def downgrade() -> None:
    for table in ("lesson", "plan_edition", "interim_review"):
        op.drop_table(table)
    for after, before in BACK.items():
        op.execute(f"UPDATE corrective_case SET state = '{before}' WHERE state = '{after}'")
    op.execute("UPDATE approval SET decision = 'sent_back' WHERE decision = 'rejected'")
    with op.batch_alter_table(ROUND) as case_round:
        case_round.drop_constraint(CORRECTED_BY, type_="foreignkey")
        case_round.drop_constraint("early_is_no_end", type_="check")
        case_round.drop_constraint("nothing_corrected", type_="check")
        for name in ("correction_needed", "corrected_by_id", "corrected_on", *TEXTS, "lesson_for"):
            case_round.drop_column(name)
    with op.batch_alter_table("company") as company:
        company.drop_column("fresh_signatures")
    with op.batch_alter_table(CASE) as case:
        case.drop_column("extra_steps")
    _demand("approval", "reason_to_refuse", "reason_to_send_back", REASON_TO_SEND_BACK)
    _allow("approval", "decision", "decision", DECISIONS)
    _allow("case_round", "verdict", "verdict", VERDICTS)
    _allow("corrective_case", "state", "case_state", STATES)


def _allow(table: str, column: str, constraint: str, words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{each}'" for each in words)
    _demand(table, constraint, constraint, f"{column} IN ({listed})")


def _demand(table: str, old: str, new: str, condition: str) -> None:
    with op.batch_alter_table(table) as altered:
        altered.drop_constraint(old, type_="check")
        altered.create_check_constraint(new, condition)


def _widen_round() -> None:
    with op.batch_alter_table(ROUND) as case_round:
        case_round.add_column(
            sa.Column("correction_needed", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        case_round.add_column(sa.Column("corrected_by_id", sa.Integer(), nullable=True))
        case_round.add_column(sa.Column("corrected_on", sa.Date(), nullable=True))
        for name in TEXTS:
            case_round.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        case_round.add_column(
            sa.Column("lesson_for", sa.JSON(), nullable=False, server_default="[]")
        )
        case_round.create_foreign_key(CORRECTED_BY, "person", ["corrected_by_id"], ["id"])
        case_round.create_check_constraint("early_is_no_end", "verdict <> 'too_early'")
        case_round.create_check_constraint(
            "nothing_corrected",
            "correction_needed OR (corrected_by_id IS NULL AND corrected_on IS NULL)",
        )
    with op.batch_alter_table(ROUND) as case_round:
        for name in ("correction_needed", *TEXTS, "lesson_for"):
            case_round.alter_column(name, server_default=None)


def _create_tables() -> None:
    op.create_table(
        "interim_review",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey(CASE_ID), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verdict", choice("verdict", *VERDICTS, "too_early"), nullable=False),
        sa.Column("how_seen", sa.Text(), nullable=False),
        sa.Column("data_seen", sa.Text(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), sa.ForeignKey(PERSON), nullable=False),
        sa.Column("reviewed_for_id", sa.Integer(), sa.ForeignKey(PERSON), nullable=True),
        sa.UniqueConstraint("case_id", "round", "number"),
        sa.CheckConstraint("(verdict = 'too_early') = (next_on IS NOT NULL)", name="early_has_day"),
        sa.CheckConstraint("next_on > reviewed_on", name="next_day_ahead"),
    )
    op.create_table(
        "plan_edition",
        sa.Column(
            "case_id", sa.Integer(), sa.ForeignKey("corrective_case.id"), autoincrement=False
        ),
        sa.Column("submission", sa.Integer(), autoincrement=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("written_by_id", sa.Integer(), sa.ForeignKey(PERSON), nullable=False),
        sa.Column("written_for_id", sa.Integer(), sa.ForeignKey(PERSON), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "submission"),
    )
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "inbox",
            choice("inbox", "policy", "rule", "risk", "education", "programme"),
            nullable=False,
        ),
        sa.Column("because_of", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), sa.ForeignKey(PERSON), nullable=True),
        sa.UniqueConstraint("inbox", "because_of"),
        sa.CheckConstraint("(answered_on IS NULL) = (answer = '')", name="answer_given"),
        sa.CheckConstraint("(answered_on IS NULL) = (answered_by_id IS NULL)", name="answered_by"),
        sa.Index("ix_lesson_because_of", "because_of"),
        sa.Index("ix_lesson_answered_on", "answered_on"),
    )
