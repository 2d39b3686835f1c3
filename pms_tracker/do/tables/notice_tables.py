"""Table of what persons are shown when they give their information (取得時の明示文)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import choice
from pms_tracker.do.rules.notice_rules import Exempt, NoticeForm
from pms_tracker.registers.edition_tables import Entry


class AcquisitionNotice(Entry):
    """One version of a notice with the days on which it is shown, or why none is; struck with a
    reason if by mistake. What of it is neither sought nor sorted is in `facts`."""

    __tablename__ = "acquisition_notice"
    CHECKS = (("days_in_order", "shown_until >= shown_from"),)

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
