"""Samples (抽出) that audits draw from registers: by chance, and the same however often.

What a question is asked of follows from the audit and the question alone, so that nobody draws
again until they like what they see, and whoever checks the audit draws the same.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, true

from pms_tracker.check.rules import checklist_rules
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import register_lists
from pms_tracker.registers.register import Register

UNIT = "unit_id"


@dataclass(frozen=True)
class Wanted:
    """How many entries of which register, of which days (see `register_lists.ids_within`); with
    `own`, of those that say a unit, the audited unit's alone."""

    register: Register
    size: int
    days: Days
    own: bool

    @property
    def of_unit(self) -> bool:
        """Whether the audited unit's entries alone are asked for, where entries say a unit."""
        return self.own and UNIT in self.register.kept_in


@dataclass(frozen=True)
class Drawn:
    """Of how many entries these were drawn."""

    population: int
    entries: tuple[Any, ...]


def is_whole(register: Register, viewer: Viewer) -> bool:
    """Whether somebody sees all of a register: of a part nobody says how many there are."""
    return register.seen(viewer) is true()


def draw(audit: Audit, position: int, wanted: Wanted, *, by: Viewer) -> Drawn:
    """Draw a sample for a question, of what the auditor sees.

    Raises BadInput for more than may be drawn at once, and where there is nothing to draw from.
    """
    checklist_rules.check_drawn(wanted.size)
    register = wanted.register
    there = register_lists.ids_within(register, by, wanted.days)
    if wanted.of_unit:
        there = there.where(register.column(UNIT) == audit.unit_id)
    ids = session.scalars(there).all()
    if not ids:
        raise BadInput("nothing_to_draw")
    key = f"{audit.reference}/{position} {register.key}"
    chosen = checklist_rules.drawn(ids, wanted.size, key)
    entry_id = register.column("id")
    entries = select(register.table).where(entry_id.in_(chosen)).order_by(entry_id)
    return Drawn(len(ids), tuple(session.scalars(entries)))
