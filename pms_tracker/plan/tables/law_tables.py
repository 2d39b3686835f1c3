"""The table of laws, guidelines and other norms (法令・規範)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import choice
from pms_tracker.plan.rules.law_rules import CheckResult, LawKind
from pms_tracker.registers.edition_tables import Approved


class Law(Approved):
    """A norm that the company is held to; what of it is neither sought nor reckoned with is kept in
    `facts`, by field, and what its amendment touches in `impacts`. `code` names one that was
    shipped, so that the program knows it again."""

    __tablename__ = "law"
    CHECKS = (("announced_before", "effective_on >= announced_on"),)

    name: Mapped[str] = mapped_column(sa.String(200), index=True)
    kind: Mapped[LawKind] = mapped_column(choice(LawKind, "law_kind"), index=True)
    code: Mapped[str] = mapped_column(sa.String(40), default="")
    asks: Mapped[str] = mapped_column(sa.Text, default="")
    amendment: Mapped[str] = mapped_column(sa.Text, default="")
    announced_on: Mapped[date | None]
    effective_on: Mapped[date | None] = mapped_column(index=True)
    latest_on: Mapped[date | None]
    reflected_on: Mapped[date | None]
    checked_on: Mapped[date | None] = mapped_column(index=True)
    result: Mapped[CheckResult | None] = mapped_column(
        choice(CheckResult, "law_check_result"), index=True
    )
    impacts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")
