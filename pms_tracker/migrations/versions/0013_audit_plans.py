"""Plans of audits with schedule and notices; auditors' training, and auditors from outside."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TEXTS = ("objective", "scope", "method")
LISTS = ("criteria", "schedule", "auditee_ids", "told_ids")
ROLES = (
    "representative",
    "privacy_manager",
    "audit_manager",
    "auditor",
    "department_head",
    "employee",
    "administrator",
)


def upgrade() -> None:
    _create_training()
    with op.batch_alter_table("audit") as audit:
        for name in TEXTS:
            audit.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        for name in LISTS:
            audit.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        audit.add_column(sa.Column("notices", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("audit_team_member") as member:
        member.add_column(_words("roles_then", 200))
        member.add_column(sa.Column("judged_for", sa.Date(), nullable=True))
        member.add_column(sa.Column("work_since", sa.Date(), nullable=True))
        member.add_column(_words("work_then", 500))
    with op.batch_alter_table("person") as person:
        person.add_column(_words("affiliation", 200))
    _forget_defaults()
    with op.batch_alter_table("outbox_letter") as letter:
        letter.add_column(sa.Column("event", sa.JSON(), nullable=True))
    _allow_roles(*ROLES, "external_auditor")
    index = "ix_corrective_case_unit_id_closed_on"
    op.create_index(index, "corrective_case", ["unit_id", "closed_on"])


def downgrade() -> None:
    op.drop_index("ix_corrective_case_unit_id_closed_on", "corrective_case")
    _allow_roles(*ROLES)
    op.execute("UPDATE audit SET state = 'planned' WHERE state = 'notified'")
    with op.batch_alter_table("outbox_letter") as letter:
        letter.drop_column("event")
    with op.batch_alter_table("person") as person:
        person.drop_column("affiliation")
    with op.batch_alter_table("audit_team_member") as member:
        for name in ("work_then", "work_since", "judged_for", "roles_then"):
            member.drop_column(name)
    with op.batch_alter_table("audit") as audit:
        for name in ("notices", *LISTS, *TEXTS):
            audit.drop_column(name)
    op.drop_table("auditor_training")


def _words(name: str, longest: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(longest), nullable=False, server_default="")


def _forget_defaults() -> None:
    """Defaults were for the rows that were there."""
    for table, names in (
        ("audit", (*TEXTS, *LISTS, "notices")),
        ("audit_team_member", ("roles_then", "work_then")),
        ("person", ("affiliation",)),
    ):
        with op.batch_alter_table(table) as altered:
            for name in names:
                altered.alter_column(name, server_default=None)


def _allow_roles(*roles: str) -> None:
    words = ", ".join(f"'{each}'" for each in roles)
    for table in ("role_grant", "role_proposal"):
        with op.batch_alter_table(table) as held:
            held.drop_constraint("role", type_="check")
            held.create_check_constraint("role", f"role IN ({words})")


def _of_person(name: str = "person_id") -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey("person.id"), nullable=False)


def _create_training() -> None:
    op.create_table(
        "auditor_training",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_person(),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("obtained_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("certificate_number", sa.Integer(), nullable=True),
        _of_person("recorded_by_id"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck", sa.Text(), nullable=False),
        sa.CheckConstraint("name <> ''", name="named"),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= obtained_on", name="days_in_order"
        ),
    )
    op.create_index("ix_auditor_training_person_id", "auditor_training", ["person_id"])
