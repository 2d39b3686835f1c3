"""Deputies stand in for absent persons, and records name both."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FOR = ("written_for_id", "done_for_id", "reviewed_for_id")


def upgrade() -> None:
    _create_deputy()
    with op.batch_alter_table("approval") as approval:
        approval.add_column(sa.Column("for_id", sa.Integer(), nullable=True))
        approval.create_foreign_key("fk_approval_for_id_person", "person", ["for_id"], ["id"])
        approval.create_check_constraint(
            "deputy_is_another", "for_id IS NULL OR for_id <> decided_by_id"
        )
    with op.batch_alter_table("case_round") as case_round:
        for name in FOR:
            case_round.add_column(sa.Column(name, sa.Integer(), nullable=True))
            case_round.create_foreign_key(f"fk_case_round_{name}_person", "person", [name], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("case_round") as case_round:
        for name in FOR:
            case_round.drop_constraint(f"fk_case_round_{name}_person", type_="foreignkey")
            case_round.drop_column(name)
    with op.batch_alter_table("approval") as approval:
        approval.drop_constraint("deputy_is_another", type_="check")
        approval.drop_constraint("fk_approval_for_id_person", type_="foreignkey")
        approval.drop_column("for_id")
    op.drop_table("deputy")


def _create_deputy() -> None:
    op.create_table(
        "deputy",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("principal_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("deputy_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("named_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until_on >= since_on", name="days_in_order"),
        sa.CheckConstraint("principal_id <> deputy_id", name="two_persons"),
        sa.Index("ix_deputy_deputy_id", "deputy_id"),
        sa.Index("ix_deputy_principal_id", "principal_id"),
    )
