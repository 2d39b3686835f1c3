"""What every table of what two decide holds; of which entry and what, is each table's own."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from pms_tracker.database import Instant, Table, choice, index_of_some
from pms_tracker.do.rules.matter_rules import DecisionState


class Decided(Table):
    """What was asked to be decided of an entry, and what became of it; frozen once asked.
    `said_digest` is of all that the entry said. `facts` are those that are to be others, by field:
    what the entry said and what it is to say, as JSON has them.

    A table keeps its entry in a column `ENTRY`, read as `entry_id`, and in `matter` what it is:
    `EASED` are facts that become others, and are what the entry says once they are approved. Its
    `REASONED` says in SQL what has a reason.
    """

    __abstract__ = True
    ENTRY: ClassVar[str]
    EASED: ClassVar[StrEnum]
    STRUCK: ClassVar[StrEnum]
    REASONED: ClassVar[str] = "reason <> ''"
    entry_id: Mapped[int]
    matter: Mapped[Any]

    # In the order of the columns: a table's own stand in the midst.
    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-9)
    number: Mapped[int] = mapped_column(sort_order=-7)
    reason: Mapped[str] = mapped_column(sa.Text, default="", sort_order=-4)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict, sort_order=-2)
    said_digest: Mapped[str] = mapped_column(sa.String(64), sort_order=-2)
    asked_on: Mapped[date] = mapped_column(sort_order=1)
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), sort_order=1)
    recorded_at: Mapped[datetime] = mapped_column(Instant, sort_order=1)
    lapsed_on: Mapped[date | None] = mapped_column(sort_order=1)
    version: Mapped[int] = mapped_column(default=1, sort_order=1)

    @declared_attr
    def state(cls) -> Mapped[DecisionState]:
        name = f"{cls.__tablename__}_state"
        return mapped_column(choice(DecisionState, name), default=DecisionState.WAITING)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        stands = f"state = 'waiting' OR (state = 'approved' AND matter <> '{cls.EASED}')"
        return (
            sa.UniqueConstraint(cls.ENTRY, "number"),
            sa.CheckConstraint(cls.REASONED, name="has_reason"),
            sa.CheckConstraint("(state = 'lapsed') = (lapsed_on IS NOT NULL)", name="lapsed_day"),
            # One of a kind at a time; facts that became others are what the entry says.
            index_of_some(
                *(f"uq_{cls.__tablename__}_stands", cls.ENTRY, "matter"), where=stands, unique=True
            ),
        )

    @property
    def step(self) -> str:
        """What its sign-off is called."""
        return f"decision-{self.number}"
