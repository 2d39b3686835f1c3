"""The table of work taken from clients (受託業務)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import choice
from pms_tracker.do.rules.client_rules import Unit
from pms_tracker.registers.edition_tables import Entry


class ClientWork(Entry):
    """Work with personal information that a client entrusted to the firm; struck with a reason if
    by mistake."""

    __tablename__ = "client_work"
    CHECKS = (("days_in_order", "term_until >= term_from"),)

    client: Mapped[str] = mapped_column(sa.String(200), index=True)
    work: Mapped[str] = mapped_column(sa.String(200))
    items: Mapped[str] = mapped_column(sa.Text, default="")
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    rows: Mapped[list[Any]] = mapped_column(sa.JSON, default=list)
    term_from: Mapped[date]
    # None while it goes on without an end.
    term_until: Mapped[date | None] = mapped_column(index=True)
    # Within how many days or hours the client is told; None where the contract says nothing.
    tell_within: Mapped[int | None]
    tell_unit: Mapped[Unit] = mapped_column(choice(Unit, "tell_unit"))
    contact: Mapped[str] = mapped_column(sa.Text, default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
