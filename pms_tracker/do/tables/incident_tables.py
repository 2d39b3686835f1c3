"""Table of incidents and near misses (事故・ヒヤリハット)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table, choice
from pms_tracker.do.rules.incident_rules import Nature
from pms_tracker.do.rules.leak_rules import Role


class Incident(Table):
    """An incident, a near miss or a drill; struck with a reason if by mistake. What of it is
    neither sought nor sorted is in `facts`."""

    __tablename__ = "incident"
    __table_args__ = (
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= known_on", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    nature: Mapped[Nature] = mapped_column(choice(Nature, "incident_nature"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    what: Mapped[str] = mapped_column(sa.Text)
    # The day on which any unit knew, which is the first day of every clock.
    known_on: Mapped[date] = mapped_column(index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role, "incident_role"))
    # How many persons are concerned: as far as is known, and at the most.
    affected: Mapped[int | None]
    affected_most: Mapped[int | None]
    closed_on: Mapped[date | None] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    struck: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
