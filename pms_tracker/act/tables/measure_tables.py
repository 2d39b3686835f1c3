"""What figures ask of a case, kept on it with every move, so that lists and tallies agree."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from pms_tracker.act.rules.cause_rules import CauseCategory
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.database import choice


class Measured:
    """`plan_days` to `effect_days`: days in each step so far, of all rounds, up to `step_began_on`.

    `done_on` and `on_time` tell of the latest round that was done, `first_judged_on` and
    `first_effective` of the first one's verdict. `again_requirement_id` is what the unit failed
    within two years before it was opened; None where it did not. `again_cause` is the cause that
    its latest plan had again, at the same requirement in the same unit; a withdrawn case had none.
    """

    grade: Mapped[Grade] = mapped_column(choice(Grade, "case_grade"))
    step_began_on: Mapped[date]
    plan_days: Mapped[int] = mapped_column(default=0)
    approval_days: Mapped[int] = mapped_column(default=0)
    doing_days: Mapped[int] = mapped_column(default=0)
    effect_days: Mapped[int] = mapped_column(default=0)
    done_on: Mapped[date | None]
    on_time: Mapped[bool | None]
    first_judged_on: Mapped[date | None]
    first_effective: Mapped[bool | None]
    again_requirement_id: Mapped[int | None] = mapped_column(ForeignKey("requirement.id"))
    again_cause: Mapped[CauseCategory | None] = mapped_column(choice(CauseCategory, "again_cause"))


def constraints() -> tuple[SchemaItem, ...]:
    """What the table of cases takes for them: a CHECK for each pair, an index for each filter."""
    return (
        CheckConstraint("(done_on IS NULL) = (on_time IS NULL)", name="done_in_time_or_not"),
        CheckConstraint(
            "(first_judged_on IS NULL) = (first_effective IS NULL)", name="judged_one_way"
        ),
        Index("ix_corrective_case_grade_id", "grade", "id"),
        # With all that is asked, so that the rows of a whole year are not looked up one by one.
        *(
            Index(f"ix_corrective_case_{'_'.join(columns)}", *columns)
            for columns in (
                ("closed_on", "state"),
                ("done_on", "on_time", "state"),
                ("first_judged_on", "first_effective", "state"),
                ("again_requirement_id", "opened_on", "state"),
                ("again_cause", "opened_on", "state"),
            )
        ),
    )
