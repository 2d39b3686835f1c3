"""Tables of people: the company, its units, persons, and the accounts some of them sign in with."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_security import UserMixin, WebAuthnMixin
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pms_tracker.database import Instant, Table, choice, index_of_some
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.fiscal_years import FiscalNaming, FiscalStart
from pms_tracker.kernel.locales.locale_packs import JAPANESE


class UnitKind(StrEnum):
    """What kind of auditable unit: departments, sites and offices (the manager's own tasks too)."""

    DEPARTMENT = "department"
    SITE = "site"
    OFFICE = "office"


class Language(StrEnum):
    JA = "ja"
    EN = "en"


class Company(Table):
    """The one company of this installation. `started_on`: reminders before it are never sent."""

    __tablename__ = "company"
    __table_args__ = (
        sa.CheckConstraint("id = 1", name="one_row"),
        sa.CheckConstraint("fiscal_start_month BETWEEN 1 AND 12", name="fiscal_start_month"),
        sa.CheckConstraint("fiscal_start_day BETWEEN 1 AND 31", name="fiscal_start_day"),
        sa.CheckConstraint("digest_hour BETWEEN 0 AND 23", name="digest_hour"),
        sa.CheckConstraint("evidence_megabytes > 0", name="evidence_megabytes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(200))
    fiscal_start_month: Mapped[int] = mapped_column(default=4)
    started_on: Mapped[date]
    is_demo: Mapped[bool] = mapped_column(default=False)
    era_dates: Mapped[bool] = mapped_column(default=False)
    # The hour, by the company's clock, from which the day's digests are mailed.
    digest_hour: Mapped[int] = mapped_column(default=7, server_default=sa.text("7"))
    # Parts of the full profile that it has taken on (kernel/profile.py); none is the light one.
    full_parts: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    # What it calls the grades of findings, by grade and language; what is not there has our name.
    grade_names: Mapped[dict[str, dict[str, str]]] = mapped_column(sa.JSON, default=dict)
    # How large an attached file may be; nothing leaves it to the server's own limit.
    evidence_megabytes: Mapped[int | None]
    # Whether a signature asks for the password again where it was given a while ago.
    fresh_signatures: Mapped[bool] = mapped_column(default=False)
    # What it calls the areas of causes, as with grades.
    area_names: Mapped[dict[str, dict[str, str]]] = mapped_column(sa.JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)
    # Where answers to letters go, and whether letters say what their record is called.
    mail_contact: Mapped[str | None] = mapped_column(sa.String(254))
    titles_in_mail: Mapped[bool] = mapped_column(default=False)
    # Of each secret of the installation, by its name, a mark that another has not.
    secret_marks: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    # Where persons turn to about their information (firm/contact_desk), and how they ask for it.
    contact_desk: Mapped[dict[str, Any]] = mapped_column(
        sa.JSON, default=dict, server_default=sa.text("'{}'")
    )
    # Whether reports of corrective actions keep a box for the representative's own seal.
    representative_box: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    request_procedure: Mapped[dict[str, Any]] = mapped_column(
        sa.JSON, default=dict, server_default=sa.text("'{}'")
    )
    # What law and custom decide for it (kernel/locales); chosen once, when it is set up.
    locale_pack: Mapped[str] = mapped_column(
        sa.String(20), default=JAPANESE.key, server_default=JAPANESE.key
    )
    # By which clock its days turn; nothing leaves it to the server's.
    time_zone: Mapped[str | None] = mapped_column(sa.String(64))
    # The country whose holidays it keeps where its pack leaves that open; nothing keeps none.
    holidays_of: Mapped[str | None] = mapped_column(sa.String(2))
    # The day of its month on which the fiscal year starts, and how a fiscal year is called.
    fiscal_start_day: Mapped[int] = mapped_column(default=1, server_default=sa.text("1"))
    fiscal_naming: Mapped[FiscalNaming] = mapped_column(
        choice(FiscalNaming, "fiscal_naming"),
        default=FiscalNaming.FIRST,
        server_default=FiscalNaming.FIRST,
    )

    @property
    def fiscal_start(self) -> FiscalStart:
        """The day on which its fiscal years start."""
        return FiscalStart(self.fiscal_start_month, self.fiscal_start_day)

    @fiscal_start.setter
    def fiscal_start(self, start: FiscalStart) -> None:
        self.fiscal_start_month, self.fiscal_start_day = start.month, start.day


class CompanyHoliday(Table):
    """When the company is closed (会社休日): every year on a month and day, or once on a day.

    A rule closes it every year from that month and day until another, over New Year perhaps.
    """

    __tablename__ = "company_holiday"
    __table_args__ = (
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
        sa.UniqueConstraint("month", "day"),
        sa.UniqueConstraint("once_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    month: Mapped[int | None]
    day: Mapped[int | None]
    once_on: Mapped[date | None]
    until_month: Mapped[int | None]
    until_day: Mapped[int | None]


class Unit(Table):
    """An auditable unit: 部門, 教室・営業所, 事務局."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    kind: Mapped[UnitKind] = mapped_column(choice(UnitKind, "unit_kind"))
    position: Mapped[int] = mapped_column(default=0)
    closed_on: Mapped[date | None]
    # Its first day; None where it was there before anybody asked.
    opened_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


class Person(Table):
    """Somebody who acts; without mail or account, their head records for them.

    `affiliation` is where an auditor from outside (外部監査員) comes from; everybody else has none.
    """

    __tablename__ = "person"
    __table_args__ = (
        sa.CheckConstraint("erased_at IS NULL OR left_on IS NOT NULL", name="has_left"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    reading: Mapped[str] = mapped_column(sa.String(100), default="")
    mail: Mapped[str | None] = mapped_column(sa.String(254))
    language: Mapped[Language] = mapped_column(choice(Language, "language"), default=Language.JA)
    left_on: Mapped[date | None]
    # Years by era (和暦); None leaves it to the company.
    era_dates: Mapped[bool | None]
    affiliation: Mapped[str] = mapped_column(sa.String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
    erased_at: Mapped[datetime | None] = mapped_column(Instant)


class FormerName(Table):
    """What a person or a unit was called until a day; papers of before go on saying so."""

    __tablename__ = "former_name"
    __table_args__ = (
        sa.CheckConstraint("(person_id IS NULL) <> (unit_id IS NULL)", name="of_one"),
        sa.Index("ix_former_name_person_id", "person_id"),
        sa.Index("ix_former_name_unit_id", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(sa.String(100))
    until_on: Mapped[date]


class Membership(Table):
    """Who belonged to which unit when; `until_on` is the last day. Independence reads it by day."""

    __tablename__ = "membership"
    __table_args__ = (
        sa.CheckConstraint("until_on IS NULL OR until_on >= since_on", name="days_in_order"),
        sa.Index("ix_membership_unit_head", "unit_id", "is_head"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    since_on: Mapped[date]
    until_on: Mapped[date | None]
    is_head: Mapped[bool] = mapped_column(default=False)


class RoleGrant(Table):
    """Who held which role when. Heads and employees follow from memberships and are not granted."""

    __tablename__ = "role_grant"
    __table_args__ = (
        sa.CheckConstraint("until_on IS NULL OR until_on >= since_on", name="days_in_order"),
        index_of_some(
            "uq_role_grant_open", "person_id", "role", where="until_on IS NULL", unique=True
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    since_on: Mapped[date]
    until_on: Mapped[date | None]


class Deputy(Table):
    """Who stands in for somebody (不在時代理) from one day to another, both included."""

    __tablename__ = "deputy"
    __table_args__ = (
        sa.CheckConstraint("until_on >= since_on", name="days_in_order"),
        sa.CheckConstraint("principal_id <> deputy_id", name="two_persons"),
        sa.Index("ix_deputy_principal_id", "principal_id"),
        sa.Index("ix_deputy_deputy_id", "deputy_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    principal_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    deputy_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    since_on: Mapped[date]
    until_on: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    named_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    named_at: Mapped[datetime] = mapped_column(Instant)
    # Taken back: it stands no more from then on; where it had begun, that is its last day too.
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)
    # Until when somebody was to stand in, where it ends before, as the deputy leaves.
    meant_until: Mapped[date | None]


class MailChoice(Table):
    """When a person wants the digest: at another hour, or weekly. Nobody can mute what climbs."""

    __tablename__ = "mail_choice"
    __table_args__ = (
        sa.CheckConstraint("digest_hour BETWEEN 0 AND 23", name="digest_hour"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    )

    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("person.id"), primary_key=True, autoincrement=False
    )
    # By the company's clock; None leaves it to the company.
    digest_hour: Mapped[int | None]
    # Monday is 0; None is every day.
    weekday: Mapped[int | None]


class ProposalKind(StrEnum):
    """What somebody gains by a proposal."""

    ROLE = "role"
    MEMBERSHIP = "membership"
    MAIL = "mail"


class Proposal(Table):
    """What somebody is to gain, and waits for a holder of a top role to agree or decline."""

    __tablename__ = "proposal"
    __table_args__ = (
        sa.CheckConstraint("(kind = 'role') = (role IS NOT NULL)", name="names_role"),
        sa.CheckConstraint("(kind = 'membership') = (unit_id IS NOT NULL)", name="names_unit"),
        sa.CheckConstraint("(unit_id IS NULL) = (since_on IS NULL)", name="names_day"),
        sa.CheckConstraint("(kind = 'mail') = (mail IS NOT NULL)", name="names_mail"),
        sa.CheckConstraint("(decided_at IS NULL) = (agreed IS NULL)", name="decided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ProposalKind] = mapped_column(choice(ProposalKind, "proposal_kind"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    role: Mapped[Role | None] = mapped_column(choice(Role, "role"))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    since_on: Mapped[date | None]
    is_head: Mapped[bool] = mapped_column(default=False)
    mail: Mapped[str | None] = mapped_column(sa.String(254))
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    agreed: Mapped[bool | None]


class PeopleImport(Table):
    """People and units that came from one file, to be undone at once.

    `kept` tells what was made, by id, and what was there before (people/imports/imports.py).
    """

    __tablename__ = "people_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    kept: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    # The highest numbers it gave: the trail names them, so that they never come again.
    last_person_id: Mapped[int]
    last_unit_id: Mapped[int]
    undone_at: Mapped[datetime | None] = mapped_column(Instant)


class Account(Table, UserMixin):
    """A way to sign in, belonging to one person. Its secrets never leave this table."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    password: Mapped[str | None] = mapped_column(sa.String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True)
    # The digest of the link that leads to the first password, and since when it does.
    invitation: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    invited_at: Mapped[datetime | None] = mapped_column(Instant)
    # The second factor, by Flask-Security's names: its secret is encrypted with a key that is not
    # in the database, and of recovery codes only keyed digests are kept.
    tf_primary_method: Mapped[str | None] = mapped_column(sa.String(20))
    tf_totp_secret: Mapped[str | None] = mapped_column(sa.Text)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(sa.JSON))
    # The half minute (since 1970) of the last code that was taken: no code is taken twice.
    tf_last_counter: Mapped[int | None] = mapped_column(sa.BigInteger)
    # When what signs in was changed last: what was handed out before, as a feed, ends with it.
    credentials_at: Mapped[datetime | None] = mapped_column(Instant)
    # What passkeys call the account by: a random word that says nothing of whose it is.
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(  # type: ignore[assignment]
        sa.String(64), unique=True
    )

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    webauthn: Mapped[list["Passkey"]] = relationship(  # type: ignore[assignment] # ours
        cascade="all, delete-orphan", passive_deletes=True, order_by="Passkey.id"
    )


class Passkey(Table, WebAuthnMixin):
    """A passkey (WebAuthn credential) of an account, by Flask-Security's names.

    Only its public key is here; the private one never leaves what its owner holds.
    """

    __tablename__ = "passkey"
    __table_args__ = (sa.UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(64))
    credential_id: Mapped[bytes] = mapped_column(sa.LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    # How often it signed, as it says itself; one that counts backwards was copied.
    sign_count: Mapped[int] = mapped_column(sa.BigInteger)
    transports: Mapped[list[str] | None] = mapped_column(sa.JSON)
    # Whether it is kept in one device or copied by its maker, and whether it was.
    device_type: Mapped[str] = mapped_column(sa.String(32))
    backup_state: Mapped[bool]
    lastuse_datetime: Mapped[datetime] = mapped_column(Instant)

    # Flask-Security has a passkey be the first step or the second; here each is either.
    usage = "first"
    extensions = None

    def get_user_mapping(self) -> dict[str, Any]:
        return {"id": self.account_id}


class AccountLink(Table):
    """What a provider (OpenID Connect) calls somebody who may sign in by it: issuer and subject."""

    __tablename__ = "account_link"
    __table_args__ = (
        sa.UniqueConstraint("issuer", "subject"),
        sa.UniqueConstraint("account_id", "issuer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    issuer: Mapped[str] = mapped_column(sa.String(255))
    subject: Mapped[str] = mapped_column(sa.String(255))
    linked_at: Mapped[datetime] = mapped_column(Instant)
