"""Tables of log sheets (記録簿)."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import choice
from pms_tracker.do.rules.operation.log_rules import AssetKind
from pms_tracker.registers.edition_tables import Entry


class Asset(Entry):
    """A device, a medium or a key, with whoever has it; struck with a reason if by mistake."""

    __tablename__ = "asset"
    CHECKS = (("days_in_order", "ended_on >= handed_on"),)

    asset_number: Mapped[str] = mapped_column(sa.String(40), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[AssetKind] = mapped_column(choice(AssetKind, "asset_kind"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    # Nobody where a unit shares it.
    holder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    handed_on: Mapped[date | None]
    protection: Mapped[str] = mapped_column(sa.String(200), default="")
    ended_on: Mapped[date | None] = mapped_column(index=True)
    ended_how: Mapped[str] = mapped_column(sa.String(200), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")


class CarryOut(Entry):
    """What somebody carried out or was lent, who permitted it, and when it came back."""

    __tablename__ = "carry_out"
    CHECKS = (
        ("days_in_order", "due_on >= out_on"),
        ("returned_after", "returned_on >= out_on"),
        ("permitted_by_another", "carrier_id <> permitted_by_id"),
    )

    what: Mapped[str] = mapped_column(sa.String(200))
    assets: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    held: Mapped[str] = mapped_column(sa.Text, default="")
    carrier_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    purpose: Mapped[str] = mapped_column(sa.String(200))
    permitted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    out_on: Mapped[date] = mapped_column(index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    returned_on: Mapped[date | None] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(sa.Text, default="")


class Visit(Entry):
    """Somebody from outside who came into rooms where personal information is."""

    __tablename__ = "visit"

    came_on: Mapped[date] = mapped_column(index=True)
    came_at: Mapped[str] = mapped_column(sa.String(5), default="")
    left_at: Mapped[str] = mapped_column(sa.String(5), default="")
    name: Mapped[str] = mapped_column(sa.String(200))
    firm: Mapped[str] = mapped_column(sa.String(200), default="")
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    met_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(sa.String(200), default="")
    badge: Mapped[str] = mapped_column(sa.String(40), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
