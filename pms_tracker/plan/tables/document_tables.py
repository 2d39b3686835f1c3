"""Tables of documents (文書・様式) and of kinds of records (記録)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import choice
from pms_tracker.plan.rules.document_rules import DocumentKind
from pms_tracker.registers.edition_tables import Approved


class Document(Approved):
    """A document of the PMS as it is in force; the text of a policy or rule is that of a policy."""

    __tablename__ = "document"
    CHECKS = (("made_before_valid", "valid_on >= made_on"),)

    code: Mapped[str] = mapped_column(sa.String(40), index=True)
    title: Mapped[str] = mapped_column(sa.String(200), index=True)
    kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind, "document_kind"), index=True)
    issue: Mapped[str] = mapped_column(sa.String(40), default="")
    made_on: Mapped[date | None]
    valid_on: Mapped[date | None] = mapped_column(index=True)
    items: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    text_of: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")


class RecordType(Approved):
    """A kind of record: of which form, who keeps it where, and how long."""

    __tablename__ = "record_type"

    name: Mapped[str] = mapped_column(sa.String(200), index=True)
    forms: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    keep_until: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    items: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")
