"""What every table of such reports holds; what is counted is each table's own."""

from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from pms_tracker.database import Instant, Table
from pms_tracker.kernel.references import Kind, format_reference


class PeriodReport(Table):
    """What the representative was told of a period, as it was counted then; confirmed once they
    have read it. A table says its `KIND`, and keeps the period's first day in a column `PERIOD`."""

    __abstract__ = True
    KIND: ClassVar[Kind]
    PERIOD: ClassVar[str]

    # In the order of the columns: a table's own stand in the midst.
    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-3)
    fiscal_year: Mapped[int] = mapped_column(sort_order=-2)
    number: Mapped[int] = mapped_column(sort_order=-2)
    begins_on: Mapped[date] = mapped_column(sort_order=-1)
    words: Mapped[str] = mapped_column(sa.Text, default="", sort_order=1)
    reported_on: Mapped[date] = mapped_column(sort_order=1)
    reported_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), sort_order=1)
    reported_at: Mapped[datetime] = mapped_column(Instant, sort_order=1)
    confirmed_on: Mapped[date | None] = mapped_column(sort_order=1)
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), sort_order=1)
    version: Mapped[int] = mapped_column(default=1, sort_order=1)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return (
            sa.UniqueConstraint("fiscal_year", "number"),
            sa.UniqueConstraint(cls.PERIOD),
            sa.CheckConstraint(
                "(confirmed_on IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by"
            ),
            sa.CheckConstraint("confirmed_on >= reported_on", name="days_in_order"),
            sa.Index(f"ix_{cls.__tablename__}_confirmed_on", "confirmed_on"),
        )

    @property
    def reference(self) -> str:
        return format_reference(self.KIND, self.fiscal_year, self.number)
