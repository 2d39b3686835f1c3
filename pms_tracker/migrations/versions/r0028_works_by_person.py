"""Who wrote a round's plan is a row each, and what somebody did is found by the person."""

import sqlalchemy as sa
from alembic import op

revision = "r0028"
down_revision = "r0027"
branch_labels = None
depends_on = None

WRITER = sa.table("case_round_writer", sa.column("round_id"), sa.column("writer_id"))
ROUND = sa.table("case_round", sa.column("id"), sa.column("writer_ids", sa.JSON()))
# What is asked by the person, with the condition that most rows do not meet.
BY_PERSON = (
    ("case_action", "done_by_id", ""),
    ("case_action", "done_for_id", "done_for_id IS NOT NULL"),
    ("approval", "decided_by_id", ""),
    ("approval", "for_id", "for_id IS NOT NULL"),
)
HANDED_OVER = ("case_action", "review_decision", "annual_duty")


def upgrade() -> None:
    op.create_table(
        "case_round_writer",
        sa.Column("round_id", sa.Integer(), sa.ForeignKey("case_round.id"), primary_key=True),
        sa.Column(
            "writer_id",
            sa.Integer(),
            sa.ForeignKey("person.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Index("ix_case_round_writer_writer_id", "writer_id"),
    )
    rounds = op.get_bind().execute(sa.select(ROUND.c.id, ROUND.c.writer_ids)).all()
    written = [
        {"round_id": row.id, "writer_id": writer} for row in rounds for writer in set(row[1] or ())
    ]
    if written:
        op.bulk_insert(WRITER, written)
    with op.batch_alter_table("case_round") as changed:
        changed.drop_column("writer_ids")
    for table, column, where in BY_PERSON:
        _index(f"ix_{table}_{column}", table, column, where)
    _index("ix_case_action_owner_open", "case_action", "owner_id", "done_on IS NULL")
    for table in HANDED_OVER:
        op.drop_index(f"ix_{table}_heir_id", table)
        _index(f"ix_{table}_heir_id", table, "heir_id", "heir_id IS NOT NULL")


def downgrade() -> None:
    for table in HANDED_OVER:
        op.drop_index(f"ix_{table}_heir_id", table)
        op.create_index(f"ix_{table}_heir_id", table, ["heir_id"])
    op.drop_index("ix_case_action_owner_open", "case_action")
    for table, column, _where in reversed(BY_PERSON):
        op.drop_index(f"ix_{table}_{column}", table)
    op.add_column("case_round", sa.Column("writer_ids", sa.JSON()))
    _write_back()
    with op.batch_alter_table("case_round") as changed:
        changed.alter_column("writer_ids", existing_type=sa.JSON(), nullable=False)
    op.drop_table("case_round_writer")


def _index(name: str, table: str, column: str, where: str) -> None:
    some = sa.text(where) if where else None
    op.create_index(name, table, [column], sqlite_where=some, postgresql_where=some)


def _write_back() -> None:
    written: dict[int, list[int]] = {}
    by_round = sa.select(WRITER.c.round_id, WRITER.c.writer_id).order_by(WRITER.c.writer_id)
    for round_id, writer_id in op.get_bind().execute(by_round).all():
        written.setdefault(round_id, []).append(writer_id)
    for round_id in op.get_bind().scalars(sa.select(ROUND.c.id)).all():
        of_round = sa.update(ROUND).where(ROUND.c.id == round_id)
        op.get_bind().execute(of_round.values(writer_ids=written.get(round_id, [])))
