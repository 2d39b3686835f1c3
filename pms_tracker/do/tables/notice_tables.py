"""Table of what persons are shown when they give their information (取得時の明示文)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table, choice
from pms_tracker.do.rules.notice_rules import Exempt, NoticeForm


class AcquisitionNotice(Table):
    """One version of a notice with the days on which it is shown, or why none is; struck with a
    reason if by mistake. What of it is neither sought nor sorted is in `facts`."""

    __tablename__ = "acquisition_notice"
    __table_args__ = (
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("shown_until >= shown_from", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(200))
    form: Mapped[NoticeForm] = mapped_column(choice(NoticeForm, "notice_form"), index=True)
    form_number: Mapped[str] = mapped_column(sa.String(200), default="")
    form_version: Mapped[str] = mapped_column(sa.String(200), default="")
    shown_from: Mapped[date | None] = mapped_column(index=True)
    shown_until: Mapped[date | None]
    exempt: Mapped[Exempt | None] = mapped_column(choice(Exempt, "notice_exempt"))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    rows: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    stated: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    struck: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
