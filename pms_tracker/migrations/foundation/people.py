"""Revision 0001: company, units, persons, memberships, roles and accounts."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice

ROLE = (
    "representative",
    "privacy_manager",
    "audit_manager",
    "auditor",
    "department_head",
    "employee",
    "administrator",
)


def create() -> None:
    _create_company()
    _create_person()
    _create_sign_in_failure()
    _create_unit()
    _create_account()
    _create_membership()
    _create_role_grant()
    _create_role_proposal()


def drop() -> None:
    op.drop_table("role_proposal")
    op.drop_table("role_grant")
    op.drop_table("membership")
    op.drop_table("account")
    op.drop_table("unit")
    op.drop_table("sign_in_failure")
    op.drop_table("person")
    op.drop_table("company")


def _create_company() -> None:
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), autoincrement=False, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("fiscal_start_month", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("era_dates", sa.Boolean(), nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
        sa.CheckConstraint("fiscal_start_month BETWEEN 1 AND 12", name="fiscal_start_month"),
    )


def _create_person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("reading", sa.String(100), nullable=False),
        sa.Column("mail", sa.String(254), nullable=True),
        sa.Column("language", choice("language", "ja", "en"), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
    )


def _create_sign_in_failure() -> None:
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Index("ix_sign_in_failure_address_at", "address", "at"),
    )


def _create_unit() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("kind", choice("unit_kind", "department", "site", "office"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("name"),
    )


def _create_account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("password", sa.String(255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(64), nullable=False),
        sa.UniqueConstraint("person_id"),
        sa.UniqueConstraint("email"),
        sa.UniqueConstraint("fs_uniquifier"),
    )


def _create_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
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
        sa.Column("until_on", sa.Date(), nullable=True),
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


def _create_role_proposal() -> None:
    op.create_table(
        "role_proposal",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("role", choice("role", *ROLE), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
    )
