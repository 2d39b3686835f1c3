"""Table of purposes of use (利用目的)."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import choice
from pms_tracker.do.rules.purpose_rules import Audience
from pms_tracker.registers.edition_tables import Approved


class PurposeOfUse(Approved):
    """One purpose as the company publishes it; what is not sought is kept in `facts`, by field."""

    __tablename__ = "purpose_of_use"

    text: Mapped[str] = mapped_column(sa.Text)
    audience: Mapped[Audience] = mapped_column(choice(Audience, "audience"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")
