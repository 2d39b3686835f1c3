"""Samples (抽出) that audits draw from populations: by chance, and the same however often.

What a question is asked of follows from the audit and the question alone, so that nobody draws
again until they like what they see, and whoever checks the audit draws the same.
"""

from dataclasses import dataclass

from pms_tracker.check.checklists.populations import Drawable, Population
from pms_tracker.check.rules import checklist_rules
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.firm.people import Viewer


@dataclass(frozen=True)
class Wanted:
    """How many of which population, of which days; with `own`, of those that say a unit, the
    audited unit's alone."""

    population: Population
    size: int
    days: Days
    own: bool

    @property
    def of_unit(self) -> bool:
        """Whether the audited unit's alone are asked for, where they say a unit."""
        return self.own and self.population.unit is not None


@dataclass(frozen=True)
class Drawn:
    """Of how many these were drawn."""

    population: int
    these: tuple[Drawable, ...]


def draw(audit: Audit, position: int, wanted: Wanted, *, by: Viewer) -> Drawn:
    """Draw a sample for a question, of what the auditor sees.

    Raises BadInput for more than may be drawn at once, and where there is nothing to draw from.
    """
    checklist_rules.check_drawn(wanted.size)
    population = wanted.population
    there = population.ids(by, wanted.days)
    if wanted.own and population.unit is not None:
        there = there.where(population.unit == audit.unit_id)
    ids = session.scalars(there).all()
    if not ids:
        raise BadInput("nothing_to_draw")
    key = f"{audit.reference}/{position} {population.key}"
    return Drawn(len(ids), tuple(population.found(checklist_rules.drawn(ids, wanted.size, key))))
