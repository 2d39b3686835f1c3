"""Tables of requests by persons about what is held of them (開示等の請求), of what two decide of
them, and of their search."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Table, choice
from pms_tracker.do.by_two.matter_tables import Decided
from pms_tracker.do.rules.contact.request_rules import Ending, Requester, RequestMatter
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.registers.edition_tables import Approved


class PersonRequest(Approved):
    """What somebody asks of what is held of them, with its answer, which is approved before it is
    sent; what of it is neither sought nor reckoned with is in `facts`, by field."""

    __tablename__ = "person_request"
    CHECKS = (
        ("sent_after_arrival", "sent_on >= arrived_on"),
        ("closed_after_arrival", "closed_on >= arrived_on"),
        ("closed_somehow", "closed_on IS NULL OR ending IS NOT NULL"),
    )

    kinds: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    arrived_on: Mapped[date] = mapped_column(index=True)
    requester: Mapped[Requester] = mapped_column(choice(Requester, "requester"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    clue: Mapped[str] = mapped_column(sa.String(200), default="")
    # Whoever is outside: few fields, which go when they are not needed any more.
    requester_name: Mapped[str] = mapped_column(sa.String(200), default="")
    about_name: Mapped[str] = mapped_column(sa.String(200), default="")
    contact: Mapped[str] = mapped_column(sa.Text, default="")
    wanted: Mapped[str] = mapped_column(sa.Text, default="")
    rows: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    # A longer day than the usual one, of which whoever asks is told before.
    longer_until: Mapped[date | None]
    interim_on: Mapped[date | None]
    copy_until: Mapped[date | None]
    copy_destroyed_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    ending: Mapped[Ending | None] = mapped_column(choice(Ending, "request_ending"), index=True)
    closed_on: Mapped[date | None] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    # Of the code that whoever asked by the public form was given, a digest.
    receipt: Mapped[str | None] = mapped_column(sa.String(64), unique=True, sort_order=2)

    @property
    def reference(self) -> str:
        return format_reference(Kind.PERSON_REQUEST, self.fiscal_year, self.number)


class RequestDecision(Decided):
    """What was asked to be decided of a request."""

    __tablename__ = "request_decision"
    ENTRY, EASED, STRUCK = "request_id", RequestMatter.EASED, RequestMatter.STRUCK

    entry_id: Mapped[int] = mapped_column(
        "request_id", sa.ForeignKey("person_request.id"), sort_order=-8
    )
    matter: Mapped[RequestMatter] = mapped_column(
        choice(RequestMatter, "request_matter"), sort_order=-6
    )


class RequestSearch(Table):
    """What one unit is asked to look for, among which entries of the register of personal
    information, and what it found; asked again, it answers again."""

    __tablename__ = "request_search"
    __table_args__ = (
        sa.UniqueConstraint("request_id", "unit_id"),
        sa.CheckConstraint("(found IS NULL) = (answered_on IS NULL)", name="answered_day"),
        sa.CheckConstraint("(found IS NULL) = (answered_by_id IS NULL)", name="answered_by"),
        sa.Index("ix_request_search_unit_id", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(sa.ForeignKey("person_request.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    # References of entries, as they were asked about.
    rows: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    asked_on: Mapped[date]
    found: Mapped[bool | None]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
