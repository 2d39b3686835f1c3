"""What samples are drawn from (母集団): entries of a register, or checks as they were made."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from pms_tracker.database import session, within
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.tables.operation.operation_check_tables import CheckRun, CheckTemplate
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import register_lists
from pms_tracker.registers.register import Register

UNIT = "unit_id"


@dataclass(frozen=True)
class Drawable:
    """What may be drawn, as its name says it; `entry` of a register tells what it is about, and
    where it has one, the `day` that it is of."""

    name: str
    entry: Any
    day: date | None = None


@dataclass(frozen=True)
class Population:
    """By its `key` and `name`. What `is_standing` has no day of its own and is counted by when it
    was in force; `ids` are those of a run of days that somebody may see, `found` what they are of;
    `unit` is the column of whose they are, if they say so."""

    key: str
    name: Words
    register: Register
    is_standing: bool
    unit: InstrumentedAttribute[Any] | None
    ids: Callable[[Viewer, Days], Select[int]]
    found: Callable[[Collection[int]], Iterable[Drawable]]

    def is_whole(self, viewer: Viewer) -> bool:
        """Whether somebody sees all of it: of a part nobody says how many there are."""
        return self.register.seen(viewer) is true()


def of_register(register: Register) -> Population:
    """Its entries, see `register_lists.ids_within`."""

    def ids(viewer: Viewer, days: Days) -> Select[int]:
        return register_lists.ids_within(register, viewer, days)

    def found(chosen: Collection[int]) -> Iterable[Drawable]:
        entry_id = register.column("id")
        rows = session.scalars(
            select(register.table).where(entry_id.in_(chosen)).order_by(entry_id)
        )
        return [Drawable(register.name_of(each), each) for each in rows]

    return Population(
        *(register.key, register.name, register),
        is_standing=register_lists.is_standing(register),
        unit=register.column(UNIT) if UNIT in register.kept_in else None,
        ids=ids,
        found=found,
    )


def _made(viewer: Viewer, days: Days) -> Select[int]:
    """By the day that they are of, as one from paper is entered later. Of several of a period it is
    the first that is drawn for it: a further one leaves what was drawn as it is."""
    earlier = aliased(CheckRun)
    same = earlier.template_id == CheckRun.template_id, earlier.period_on == CheckRun.period_on
    return (
        select(CheckRun.id)
        .join(CheckTemplate, CheckTemplate.id == CheckRun.template_id)
        .where(CHECKS.seen(viewer), CheckTemplate.struck == "")
        .where(~exists().where(*same, earlier.id < CheckRun.id))
        .where(*within((CheckRun.due_on, days)))
    )


def _checks(chosen: Collection[int]) -> Iterable[Drawable]:
    rows = session.execute(
        select(CheckRun, CheckTemplate)
        .join(CheckTemplate, CheckTemplate.id == CheckRun.template_id)
        .where(CheckRun.id.in_(chosen))
        .order_by(CheckTemplate.id, CheckRun.period_on)
    )
    return [
        Drawable(f"{sheet.reference}/{run.period_on}", sheet, run.due_on) for run, sheet in rows
    ]


# A check sheet is in use for years; what an auditor looks at is what was filled in.
CHECKS_MADE = Population(
    *("checks-made", N_("実施した点検"), CHECKS),
    is_standing=False,
    unit=CheckTemplate.unit_id,
    ids=_made,
    found=_checks,
)
