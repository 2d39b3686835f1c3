"""The table of decisions that a requirement does not concern a unit for a year (対象外の決定)."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import choice
from pms_tracker.do.rules.carried_out_rules import Ground, Required
from pms_tracker.registers.edition_tables import Approved


class Exemption(Approved):
    """That a unit has nothing to carry out of a requirement in a fiscal year, and why; it says
    nothing of the year after."""

    __tablename__ = "exemption"
    CHECKS = (("reasoned", "reason <> ''"),)

    of_year: Mapped[int] = mapped_column(index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    required: Mapped[Required] = mapped_column(choice(Required, "required_of_units"), index=True)
    ground: Mapped[Ground] = mapped_column(choice(Ground, "exemption_ground"))
    reason: Mapped[str] = mapped_column(sa.Text)
