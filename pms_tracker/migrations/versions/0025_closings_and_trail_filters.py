"""The company closes by rules beside single days; the trail is narrowed by person and day."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLE = "company_holiday"
CHECKS = {
    "until_month_and_day": "(until_month IS NULL) = (until_day IS NULL)",
    "rule_is_yearly": "until_month IS NULL OR month IS NOT NULL",
    "until_in_calendar": "until_month BETWEEN 1 AND 12 AND until_day BETWEEN 1 AND 31",
}
ACTOR, AT = "ix_trail_entry_actor_id_number", "ix_trail_entry_at"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as holiday:
        holiday.add_column(sa.Column("until_month", sa.Integer(), nullable=True))
        holiday.add_column(sa.Column("until_day", sa.Integer(), nullable=True))
        for name, condition in CHECKS.items():
            holiday.create_check_constraint(name, condition)
    # So far the first day that was entered ended this rule, which nobody meant; whoever entered
    # days of their own around New Year did.
    op.execute(
        "INSERT INTO company_holiday (name, month, day, until_month, until_day)"
        " SELECT '年末年始休業', 12, 29, 1, 3 FROM company WHERE NOT EXISTS ("
        " SELECT 1 FROM company_holiday"
        " WHERE (month = 12 AND day >= 25) OR (month = 1 AND day <= 7))"
    )
    # Not in a batch: SQLite would make the trail's table anew, without its triggers.
    op.create_index(ACTOR, "trail_entry", ["actor_id", "number"])
    op.create_index(AT, "trail_entry", ["at"])


def downgrade() -> None:
    op.drop_index(AT, "trail_entry")
    op.drop_index(ACTOR, "trail_entry")
    op.execute("DELETE FROM company_holiday WHERE until_month IS NOT NULL")
    with op.batch_alter_table(TABLE) as holiday:
        for name in CHECKS:
            holiday.drop_constraint(name, type_="check")
        holiday.drop_column("until_day")
        holiday.drop_column("until_month")
