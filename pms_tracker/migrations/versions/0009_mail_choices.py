"""Mail: choices of each person, stages of the company, letters that came back."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_choice",
        sa.Column(
            "person_id",
            sa.Integer(),
            sa.ForeignKey("person.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("digest_hour", sa.Integer(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.CheckConstraint("digest_hour BETWEEN 0 AND 23", name="digest_hour"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    )
    op.create_table(
        "reminder_stages",
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("days_before", sa.JSON(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("every_days BETWEEN 1 AND 90", name="every_days"),
    )
    _letter_states("waiting", "sending", "sent", "failed", "bounced")


def downgrade() -> None:
    op.execute("UPDATE outbox_letter SET state = 'failed' WHERE state = 'bounced'")
    _letter_states("waiting", "sending", "sent", "failed")
    for table in ("reminder_stages", "mail_choice"):
        op.drop_table(table)


def _letter_states(*states: str) -> None:
    words = ", ".join(f"'{each}'" for each in states)
    with op.batch_alter_table("outbox_letter") as letter:
        letter.drop_constraint("letter_state", type_="check")
        letter.create_check_constraint("letter_state", f"state IN ({words})")
