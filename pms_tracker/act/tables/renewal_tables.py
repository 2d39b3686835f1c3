"""Tables of renewals (更新申請) and of what examiners remarked (指摘事項)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.act.rules.renewal.renewal_rules import Body
from pms_tracker.database import choice
from pms_tracker.registers.edition_tables import Entry

# The register of what was remarked, by which its entries name their renewals.
REMARKS = "remarks"


class Renewal(Entry):
    """One application for the mark, the first of all without a term that ends; what is neither
    sought nor reckoned with is in `facts`."""

    __tablename__ = "renewal"
    CHECKS = (
        ("term_in_order", "started_on <= expires_on"),
        ("granted_after_submitted", "granted_on >= submitted_on"),
    )

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


class Remark(Entry):
    """What an examiner remarked, and how it was answered; the renewal is named by reference."""

    __tablename__ = "remark"
    CHECKS = (
        ("due_after_found", "due_on >= found_on"),
        ("answered_after_found", "answered_on >= found_on"),
        ("answered_with_words", "answered_on IS NULL OR answer <> ''"),
    )

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
