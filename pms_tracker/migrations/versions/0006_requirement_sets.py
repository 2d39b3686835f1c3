"""Requirements come from sets as well, each in editions, and map to each other."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_requirement_set()
    with op.batch_alter_table("requirement") as requirement:
        requirement.add_column(sa.Column("requirement_set_id", sa.Integer(), nullable=True))
        requirement.alter_column("policy_version_id", existing_type=sa.Integer(), nullable=True)
        requirement.create_foreign_key(
            "fk_requirement_requirement_set_id_requirement_set",
            "requirement_set",
            ["requirement_set_id"],
            ["id"],
        )
        requirement.create_unique_constraint(
            "uq_requirement_requirement_set_id_path", ["requirement_set_id", "path"]
        )
        requirement.create_check_constraint(
            "policy_or_set", "(policy_version_id IS NULL) <> (requirement_set_id IS NULL)"
        )
    _create_requirement_mapping()


def downgrade() -> None:
    op.drop_table("requirement_mapping")
    # Fails where an audit is held against an item of a set: that record would lose its criterion.
    op.execute("DELETE FROM requirement WHERE requirement_set_id IS NOT NULL")
    with op.batch_alter_table("requirement") as requirement:
        requirement.drop_constraint("policy_or_set", type_="check")
        requirement.drop_constraint("uq_requirement_requirement_set_id_path", type_="unique")
        requirement.drop_constraint(
            "fk_requirement_requirement_set_id_requirement_set", type_="foreignkey"
        )
        requirement.alter_column("policy_version_id", existing_type=sa.Integer(), nullable=False)
        requirement.drop_column("requirement_set_id")
    op.drop_table("requirement_set")


def _create_requirement_set() -> None:
    op.create_table(
        "requirement_set",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.UniqueConstraint("key", "edition"),
    )


def _create_requirement_mapping() -> None:
    op.create_table(
        "requirement_mapping",
        sa.Column("one_id", sa.Integer(), sa.ForeignKey("requirement.id"), primary_key=True),
        sa.Column("other_id", sa.Integer(), sa.ForeignKey("requirement.id"), primary_key=True),
        sa.CheckConstraint("one_id < other_id", name="lower_first"),
        sa.Index("ix_requirement_mapping_other_id", "other_id"),
    )
