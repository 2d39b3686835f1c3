"""People as they live: invitations, what needs a second person, names that change, versions."""

from unicodedata import normalize

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ROLES = (
    *("representative", "privacy_manager", "audit_manager", "auditor"),
    *("department_head", "employee", "administrator", "external_auditor"),
)
VERSIONED = ("company", "unit", "person")
KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
KEPT = "id, person_id, role, proposed_by_id, proposed_at, decided_at"


def upgrade() -> None:
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("invitation", sa.String(64), nullable=True))
        account.add_column(sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True))
        account.create_unique_constraint("uq_account_invitation", ["invitation"])
    for table in VERSIONED:
        with op.batch_alter_table(table) as altered:
            altered.add_column(
                sa.Column("version", sa.Integer(), nullable=False, server_default="1")
            )
        with op.batch_alter_table(table) as altered:
            altered.alter_column("version", server_default=None)
    _read_in_katakana(op.get_bind())
    _create_former_name()
    _create_proposal()
    op.execute(
        f"INSERT INTO proposal ({KEPT}, kind, is_head, agreed)"
        f" SELECT {KEPT}, 'role', {_false()},"
        f" CASE WHEN decided_at IS NULL THEN NULL ELSE {_true()} END FROM role_proposal"
    )
    _go_on_after("proposal")
    op.drop_table("role_proposal")


def downgrade() -> None:
    op.create_table(
        "role_proposal",
        sa.Column("id", sa.Integer(), primary_key=True),
        _person("person_id"),
        sa.Column("role", _choice("role", *ROLES), nullable=False),
        _person("proposed_by_id"),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.execute(
        f"INSERT INTO role_proposal ({KEPT}) SELECT {KEPT} FROM proposal WHERE kind = 'role'"
    )
    _go_on_after("role_proposal")
    op.drop_table("proposal")
    op.drop_table("former_name")
    for table in VERSIONED:
        with op.batch_alter_table(table) as altered:
            altered.drop_column("version")
    with op.batch_alter_table("account") as account:
        account.drop_constraint("uq_account_invitation", type_="unique")
        account.drop_column("invited_at")
        account.drop_column("invitation")


def _read_in_katakana(connection: sa.Connection) -> None:
    person = sa.table("person", sa.column("id"), sa.column("reading", sa.String()))
    for row in connection.execute(sa.select(person.c.id, person.c.reading)).all():
        reading = " ".join(normalize("NFKC", row.reading).translate(KATAKANA).split())
        if reading != row.reading:
            connection.execute(
                sa.update(person).where(person.c.id == row.id).values(reading=reading[:100])
            )


def _create_former_name() -> None:
    op.create_table(
        "former_name",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (unit_id IS NULL)", name="of_one"),
    )
    for column in ("person_id", "unit_id"):
        op.create_index(f"ix_former_name_{column}", "former_name", [column])


def _create_proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", _choice("proposal_kind", "role", "membership", "mail"), nullable=False),
        _person("person_id"),
        sa.Column("role", _choice("role", *ROLES), nullable=True),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=True),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.String(254), nullable=True),
        _person("proposed_by_id"),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.CheckConstraint("(kind = 'role') = (role IS NOT NULL)", name="names_role"),
        sa.CheckConstraint("(kind = 'membership') = (unit_id IS NOT NULL)", name="names_unit"),
        sa.CheckConstraint("(unit_id IS NULL) = (since_on IS NULL)", name="names_day"),
        sa.CheckConstraint("(kind = 'mail') = (mail IS NOT NULL)", name="names_mail"),
        sa.CheckConstraint("(decided_at IS NULL) = (agreed IS NULL)", name="decided"),
    )


def _person(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey("person.id"), nullable=False)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _true() -> str:
    return "1" if _is_sqlite() else "true"


def _false() -> str:
    return "0" if _is_sqlite() else "false"


def _go_on_after(table: str) -> None:
    """Have ids go on after those that were copied."""
    if not _is_sqlite():
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
            f" (SELECT COALESCE(MAX(id), 0) + 1 FROM {table}), false)"
        )
