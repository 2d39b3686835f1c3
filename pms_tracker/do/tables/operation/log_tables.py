"""Tables of log sheets (記録簿)."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table, choice
from pms_tracker.do.rules.operation.log_rules import AssetKind


class Asset(Table):
    """A device, a medium or a key, with whoever has it; struck with a reason if by mistake."""

    __tablename__ = "asset"
    __table_args__ = (
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("ended_on >= handed_on", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
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
    struck: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class CarryOut(Table):
    """What somebody carried out or was lent, who permitted it, and when it came back."""

    __tablename__ = "carry_out"
    __table_args__ = (
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("due_on >= out_on", name="days_in_order"),
        sa.CheckConstraint("returned_on >= out_on", name="returned_after"),
        sa.CheckConstraint("carrier_id <> permitted_by_id", name="permitted_by_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
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
    struck: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class Visit(Table):
    """Somebody from outside who came into rooms where personal information is."""

    __tablename__ = "visit"
    __table_args__ = (sa.UniqueConstraint("fiscal_year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
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
    struck: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
