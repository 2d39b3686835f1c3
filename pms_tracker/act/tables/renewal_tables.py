"""Tables of renewals (更新申請) and of what examiners remarked (指摘事項)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.act.rules.renewal.renewal_rules import Body
from pms_tracker.database import Instant, Table, choice

# The register of what was remarked, by which its entries name their renewals.
REMARKS = "remarks"


class Renewal(Table):
    """One application for the mark, the first of all without a term that ends; what is neither
    sought nor reckoned with is in `facts`."""

    __tablename__ = "renewal"
    __table_args__ = (
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("started_on <= expires_on", name="term_in_order"),
        sa.CheckConstraint("granted_on >= submitted_on", name="granted_after_submitted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    body: Mapped[Body] = mapped_column(choice(Body, "examining_body"), index=True)
    expires_on: Mapped[date | None] = mapped_column(index=True)
    started_on: Mapped[date | None]
    registration: Mapped[str] = mapped_column(sa.String(40), default="")
    submitted_on: Mapped[date | None] = mapped_column(index=True)
    formal_on: Mapped[date | None]
    documents_on: Mapped[date | None]
    on_site_on: Mapped[date | None]
    remarked_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    granted_on: Mapped[date | None] = mapped_column(index=True)
    # Where it was not granted; and when the mark was used no more, as its term was over.
    refused_on: Mapped[date | None] = mapped_column(sort_order=1)
    stopped_on: Mapped[date | None] = mapped_column(sort_order=1)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    struck: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class Remark(Table):
    """What an examiner remarked, and how it was answered; the renewal is named by reference."""

    __tablename__ = "remark"
    __table_args__ = (
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("due_on >= found_on", name="due_after_found"),
        sa.CheckConstraint("answered_on >= found_on", name="answered_after_found"),
        sa.CheckConstraint("answered_on IS NULL OR answer <> ''", name="answered_with_words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    renewal: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    item: Mapped[str] = mapped_column(sa.String(40), default="")
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    what: Mapped[str] = mapped_column(sa.Text)
    found_on: Mapped[date]
    due_on: Mapped[date | None] = mapped_column(index=True)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_on: Mapped[date | None] = mapped_column(index=True)
    case_reference: Mapped[str] = mapped_column(sa.String(40), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    struck: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
