"""Questions of a course are part of what is approved of it; more goes on to heirs."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

revision = "r0029"
down_revision = "r0028"
branch_labels = None
depends_on = None

COURSE = sa.table("course", sa.column("id"), sa.column("questions", sa.JSON()))
QUESTION = sa.table(
    "course_question",
    *(sa.column(name) for name in ("id", "course_id", "text", "asks", "why", "about", "version")),
    *(sa.column(name, sa.JSON()) for name in ("options", "answers")),
)
EDITION = sa.table(
    "register_edition",
    *(sa.column(name) for name in ("id", "register", "entry_id", "from_on")),
    sa.column("said", sa.JSON()),
)


def upgrade() -> None:
    op.add_column(
        "course", sa.Column("questions", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
    )
    for course_id, asked in _asked().items():
        op.execute(sa.update(COURSE).where(COURSE.c.id == course_id).values(questions=asked))
        _draft(course_id, asked)
    op.drop_table("course_question")
    op.add_column("deputy", sa.Column("meant_until", sa.Date()))
    with op.batch_alter_table("questionnaire") as changed:
        changed.add_column(sa.Column("heir_id", sa.Integer()))
        changed.create_foreign_key("fk_questionnaire_heir_id_person", "person", ["heir_id"], ["id"])
        changed.create_index("ix_questionnaire_heir_id", ["heir_id"])


def _asked() -> dict[int, list[dict[str, Any]]]:
    """The questions of each course as its column keeps them, numbered as they were."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in op.get_bind().execute(sa.select(QUESTION).order_by(QUESTION.c.id)).mappings():
        found.setdefault(row["course_id"], []).append(
            {
                **{"key": f"q{row['id']}", "text": row["text"], "asks": row["asks"]},
                **{"options": row["options"], "right": row["answers"]},
                **{"why": row["why"], "about": row["about"]},
            }
        )
    return found


def _draft(course_id: int, asked: list[dict[str, Any]]) -> None:
    """What is drafted has them too; what was approved stays as it was signed."""
    its = EDITION.c.register == "courses", EDITION.c.entry_id == course_id
    drafts = sa.select(EDITION).where(*its, EDITION.c.from_on.is_(None))
    for row in op.get_bind().execute(drafts).mappings().all():
        said = {**row["said"], "questions": asked}
        op.execute(sa.update(EDITION).where(EDITION.c.id == row["id"]).values(said=said))


def downgrade() -> None:
    with op.batch_alter_table("questionnaire") as changed:
        changed.drop_index("ix_questionnaire_heir_id")
        changed.drop_constraint("fk_questionnaire_heir_id_person", type_="foreignkey")
        changed.drop_column("heir_id")
    with op.batch_alter_table("deputy") as changed:
        changed.drop_column("meant_until")
    op.create_table(
        "course_question",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("course_id", sa.Integer(), sa.ForeignKey("course.id"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asks", choice("question_asks", "true_false", "one", "several"), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("about", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Index("ix_course_question_course_id", "course_id"),
    )
    for row in op.get_bind().execute(sa.select(COURSE)).mappings().all():
        for each in row["questions"]:
            op.execute(sa.insert(QUESTION).values(_unpacked(row["id"], each)))
    with op.batch_alter_table("course") as changed:
        changed.drop_column("questions")


def _unpacked(course_id: int, each: dict[str, Any]) -> dict[str, Any]:
    return {
        **{"course_id": course_id, "text": each["text"], "asks": each["asks"], "version": 1},
        **{"options": each["options"], "answers": each["right"]},
        **{"why": each["why"], "about": each["about"]},
    }
