"""People from a file: what one import made; numbers of people and units never come again."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

NAMED_BY_THE_TRAIL = ("unit", "person")


def upgrade() -> None:
    for table in NAMED_BY_THE_TRAIL:
        _made_anew(table, never_again=True)
    op.create_table(
        "people_import",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
    )


def downgrade() -> None:
    op.drop_table("people_import")
    for table in NAMED_BY_THE_TRAIL:
        _made_anew(table, never_again=False)


def _made_anew(table: str, *, never_again: bool) -> None:
    # PostgreSQL gives no number twice as it is.
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table(
            table, recreate="always", table_kwargs={"sqlite_autoincrement": never_again}
        ):
            pass
