"""Tables of risks (リスクアセスメント・対応), and of what was learnt about them."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, column_property, mapped_column

from pms_tracker.database import Table, choice
from pms_tracker.do.rules.risk_rules import NEVER_REMAIN, Degree, Progress, RiskKind, Stage
from pms_tracker.registers.edition_tables import Approved

_NEVER = ", ".join(f"'{each}'" for each in NEVER_REMAIN)


class Risk(Approved):
    """A risk to entries of the register of personal information, with what is done about it; what
    of it is neither sought nor counted is kept in `facts`, by field."""

    __tablename__ = "risk"
    CHECKS = (("never_remains", f"NOT (residual AND kind IN ({_NEVER}))"),)

    rows: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    stage: Mapped[Stage] = mapped_column(choice(Stage, "risk_stage"), index=True)
    kind: Mapped[RiskKind] = mapped_column(choice(RiskKind, "risk_kind"), index=True)
    scenario: Mapped[str] = mapped_column(sa.String(200))
    likelihood: Mapped[Degree | None] = mapped_column(choice(Degree, "likelihood"))
    impact: Mapped[Degree | None] = mapped_column(choice(Degree, "impact"))
    present: Mapped[str] = mapped_column(sa.Text, default="")
    measure: Mapped[str] = mapped_column(sa.Text, default="")
    progress: Mapped[Progress | None] = mapped_column(choice(Progress, "progress"), index=True)
    likelihood_after: Mapped[Degree | None] = mapped_column(choice(Degree, "likelihood_after"))
    impact_after: Mapped[Degree | None] = mapped_column(choice(Degree, "impact_after"))
    residual: Mapped[bool] = mapped_column(default=False)
    review_on: Mapped[date | None]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)

    # What a list is sorted by; 0 before it was judged.
    level = column_property(
        sa.func.coalesce(sa.cast(likelihood, sa.Integer) * sa.cast(impact, sa.Integer), 0)
    )


class RiskLesson(Table):
    """That the lesson of a record is about a risk; its words stay with the lesson."""

    __tablename__ = "risk_lesson"
    __table_args__ = (sa.UniqueConstraint("risk_id", "because_of"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    risk_id: Mapped[int] = mapped_column(sa.ForeignKey("risk.id"))
    because_of: Mapped[str] = mapped_column(sa.String(40), index=True)
    landed_on: Mapped[date]
