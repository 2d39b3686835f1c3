"""Revision r0001: company, units, persons, memberships, roles, accounts, and the security log."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

ROLE = (
    "representative",
    "privacy_manager",
    "audit_manager",
    "auditor",
    "department_head",
    "employee",
    "administrator",
    "external_auditor",
)

TABLES = (
    "company",
    "company_holiday",
    "unit",
    "person",
    "sign_in_failure",
    "security_event",
    "former_name",
    "membership",
    "role_grant",
    "deputy",
    "mail_choice",
    "proposal",
    "people_import",
    "account",
    "passkey",
    "account_link",
    "sign_in_session",
)


def create() -> None:
    _create_company()
    _create_company_holiday()
    _create_unit()
    _create_person()
    _create_sign_in_failure()
    _create_security_event()
    _create_former_name()
    _create_membership()
    _create_role_grant()
    _create_deputy()
    _create_mail_choice()
    _create_proposal()
    _create_people_import()
    _create_account()
    _create_passkey()
    _create_account_link()
    _create_sign_in_session()


def _create_company() -> None:
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), autoincrement=False, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("fiscal_start_month", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("era_dates", sa.Boolean(), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=False, server_default=sa.text("7")),
        sa.Column("full_parts", sa.JSON(), nullable=False),
        sa.Column("grade_names", sa.JSON(), nullable=False),
        sa.Column("evidence_megabytes", sa.Integer()),
        sa.Column("fresh_signatures", sa.Boolean(), nullable=False),
        sa.Column("area_names", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mail_contact", sa.String(254)),
        sa.Column("titles_in_mail", sa.Boolean(), nullable=False),
        sa.Column("secret_marks", sa.JSON(), nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
        sa.CheckConstraint("fiscal_start_month BETWEEN 1 AND 12", name="fiscal_start_month"),
        sa.CheckConstraint("digest_hour BETWEEN 0 AND 23", name="digest_hour"),
        sa.CheckConstraint("evidence_megabytes > 0", name="evidence_megabytes"),
    )


def _create_company_holiday() -> None:
    op.create_table(
        "company_holiday",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("month", sa.Integer()),
        sa.Column("day", sa.Integer()),
        sa.Column("once_on", sa.Date()),
        sa.Column("until_month", sa.Integer()),
        sa.Column("until_day", sa.Integer()),
        sa.UniqueConstraint("month", "day"),
        sa.UniqueConstraint("once_on"),
        sa.CheckConstraint("(once_on IS NULL) <> (month IS NULL)", name="yearly_or_once"),
        sa.CheckConstraint("(month IS NULL) = (day IS NULL)", name="month_and_day"),
        sa.CheckConstraint("month BETWEEN 1 AND 12 AND day BETWEEN 1 AND 31", name="in_calendar"),
        sa.CheckConstraint(
            "(until_month IS NULL) = (until_day IS NULL)", name="until_month_and_day"
        ),
        sa.CheckConstraint("until_month IS NULL OR month IS NOT NULL", name="rule_is_yearly"),
        sa.CheckConstraint(
            "until_month BETWEEN 1 AND 12 AND until_day BETWEEN 1 AND 31", name="until_in_calendar"
        ),
    )


def _create_unit() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("kind", choice("unit_kind", "department", "site", "office"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("opened_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("name"),
    )


def _create_person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("reading", sa.String(100), nullable=False),
        sa.Column("mail", sa.String(254)),
        sa.Column("language", choice("language", "ja", "en"), nullable=False),
        sa.Column("left_on", sa.Date()),
        sa.Column("era_dates", sa.Boolean()),
        sa.Column("affiliation", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("erased_at IS NULL OR left_on IS NOT NULL", name="has_left"),
    )


def _create_sign_in_failure() -> None:
    op.create_table(
        "sign_in_failure",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times >= 0", name="times"),
        sa.Index("ix_sign_in_failure_begun_at", "begun_at"),
    )


def _create_security_event() -> None:
    op.create_table(
        "security_event",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("by_id", sa.Integer()),
        sa.Column("about", sa.String(200), nullable=False),
        sa.Column("rows", sa.Integer()),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Index("ix_security_event_at", "at"),
        sa.Index("ix_security_event_person_id_kind_at", "person_id", "kind", "at"),
    )


def _create_former_name() -> None:
    op.create_table(
        "former_name",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id")),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (unit_id IS NULL)", name="of_one"),
        sa.Index("ix_former_name_person_id", "person_id"),
        sa.Index("ix_former_name_unit_id", "unit_id"),
    )


def _create_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date()),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.CheckConstraint("until_on IS NULL OR until_on >= since_on", name="days_in_order"),
        sa.Index("ix_membership_person_id", "person_id"),
        sa.Index("ix_membership_unit_head", "unit_id", "is_head"),
    )


def _create_role_grant() -> None:
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("role", choice("role", *ROLE), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date()),
        sa.CheckConstraint("until_on IS NULL OR until_on >= since_on", name="days_in_order"),
        sa.Index("ix_role_grant_person_id", "person_id"),
        sa.Index(
            "uq_role_grant_open",
            "person_id",
            "role",
            unique=True,
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        ),
    )


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
        sa.Column("cancelled_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("until_on >= since_on", name="days_in_order"),
        sa.CheckConstraint("principal_id <> deputy_id", name="two_persons"),
        sa.Index("ix_deputy_deputy_id", "deputy_id"),
        sa.Index("ix_deputy_principal_id", "principal_id"),
    )


def _create_mail_choice() -> None:
    op.create_table(
        "mail_choice",
        sa.Column(
            "person_id",
            sa.Integer(),
            sa.ForeignKey("person.id"),
            autoincrement=False,
            primary_key=True,
        ),
        sa.Column("digest_hour", sa.Integer()),
        sa.Column("weekday", sa.Integer()),
        sa.CheckConstraint("digest_hour BETWEEN 0 AND 23", name="digest_hour"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    )


def _create_proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", choice("proposal_kind", "role", "membership", "mail"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("role", choice("role", *ROLE)),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id")),
        sa.Column("since_on", sa.Date()),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.String(254)),
        sa.Column("proposed_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("agreed", sa.Boolean()),
        sa.CheckConstraint("(kind = 'role') = (role IS NOT NULL)", name="names_role"),
        sa.CheckConstraint("(kind = 'membership') = (unit_id IS NOT NULL)", name="names_unit"),
        sa.CheckConstraint("(unit_id IS NULL) = (since_on IS NULL)", name="names_day"),
        sa.CheckConstraint("(kind = 'mail') = (mail IS NOT NULL)", name="names_mail"),
        sa.CheckConstraint("(decided_at IS NULL) = (agreed IS NULL)", name="decided"),
    )


def _create_people_import() -> None:
    op.create_table(
        "people_import",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("last_person_id", sa.Integer(), nullable=False),
        sa.Column("last_unit_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
    )


def _create_account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("password", sa.String(255)),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(64), nullable=False),
        sa.Column("invitation", sa.String(64)),
        sa.Column("invited_at", sa.DateTime(timezone=True)),
        sa.Column("tf_primary_method", sa.String(20)),
        sa.Column("tf_totp_secret", sa.Text()),
        sa.Column("mf_recovery_codes", sa.JSON()),
        sa.Column("tf_last_counter", sa.BigInteger()),
        sa.Column("credentials_at", sa.DateTime(timezone=True)),
        sa.Column("fs_webauthn_user_handle", sa.String(64)),
        sa.UniqueConstraint("person_id"),
        sa.UniqueConstraint("email"),
        sa.UniqueConstraint("fs_uniquifier"),
        sa.UniqueConstraint("invitation"),
        sa.UniqueConstraint("fs_webauthn_user_handle"),
    )


def _create_passkey() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "account_id",
            sa.Integer(),
            sa.ForeignKey("account.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.JSON()),
        sa.Column("device_type", sa.String(32), nullable=False),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("lastuse_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("account_id", "name"),
        sa.UniqueConstraint("credential_id"),
    )


def _create_account_link() -> None:
    op.create_table(
        "account_link",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("issuer", "subject"),
        sa.UniqueConstraint("account_id", "issuer"),
    )


def _create_sign_in_session() -> None:
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column(
            "account_id",
            sa.Integer(),
            sa.ForeignKey("account.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(60), nullable=False),
        sa.UniqueConstraint("key"),
        sa.Index("ix_sign_in_session_account_id", "account_id"),
    )
