"""Tables of the register of personal information (個人情報管理台帳)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Table
from pms_tracker.registers.edition_tables import Approved


class PersonalInformation(Approved):
    """One kind of personal information that a unit holds; what of it is neither sought nor sorted
    is kept in `facts`, by field."""

    __tablename__ = "personal_information"

    name: Mapped[str] = mapped_column(sa.String(200), index=True)
    business: Mapped[str] = mapped_column(sa.String(200), default="")
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    purposes: Mapped[str] = mapped_column(sa.Text, default="")
    place: Mapped[str] = mapped_column(sa.Text, default="")
    access: Mapped[str] = mapped_column(sa.Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    # The day on which its acquisition was approved, where a company wants that beforehand; a
    # migration added it behind all others.
    cleared_on: Mapped[date | None] = mapped_column(sort_order=2)
    # The fields that a sheet was guessed to say, or answers to mean: a person confirms them before
    # its first approval.
    doubts: Mapped[list[str]] = mapped_column(
        sa.JSON, default=list, server_default=sa.text("'[]'"), sort_order=2
    )


class LedgerApart(Table):
    """What was decided of entries that several units hold alike: that they are not to be one, and
    why, until it is asked again; or that they are, and which of them is kept."""

    __tablename__ = "ledger_apart"
    __table_args__ = (sa.CheckConstraint("reason <> ''", name="reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_ids: Mapped[list[int]] = mapped_column(sa.JSON)
    reason: Mapped[str] = mapped_column(sa.Text)
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    decided_on: Mapped[date]
    ended_on: Mapped[date | None]
    kept_id: Mapped[int | None] = mapped_column(sa.ForeignKey("personal_information.id"))
