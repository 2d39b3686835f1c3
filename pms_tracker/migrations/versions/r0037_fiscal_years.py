"""A company says on which day its fiscal year starts, and how its fiscal years are called."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

revision = "r0037"
down_revision = "r0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("company") as changed:
        changed.add_column(
            sa.Column("fiscal_start_day", sa.Integer(), nullable=False, server_default=sa.text("1"))
        )
        changed.add_column(
            sa.Column(
                "fiscal_naming",
                choice("fiscal_naming", "first", "both"),
                nullable=False,
                server_default="first",
            )
        )
        changed.create_check_constraint(
            op.f("ck_company_fiscal_start_day"), "fiscal_start_day BETWEEN 1 AND 31"
        )


def downgrade() -> None:
    with op.batch_alter_table("company") as changed:
        changed.drop_constraint(op.f("ck_company_fiscal_start_day"), type_="check")
        changed.drop_constraint(op.f("ck_company_fiscal_naming"), type_="check")
        changed.drop_column("fiscal_naming")
        changed.drop_column("fiscal_start_day")
