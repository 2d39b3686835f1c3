"""Cases that an incident of the do phase asks for: begun from it, and named on its record."""

from pms_tracker.act.cases import sources
from pms_tracker.act.cases.sources import Examined, Stated
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries


def find(which: Reference, by: Viewer, *, for_update: bool = False) -> Incident:
    """An incident that somebody may know of. Raises NotFound."""
    found: Incident = entries.find(INCIDENTS, which, seen_by=by, for_update=for_update)
    return found


def open_for(
    which: Reference, stated: Stated, examined: Examined | None = None, *, by: Viewer
) -> Case:
    """Open a case and name it on the incident; one that is named there already stays.

    Raises as `sources.open_case` does, and NotFound for an incident that `by` may not know of.
    """
    row = find(which, by, for_update=True)
    case = sources.open_case(stated, examined, by=by)
    if not INCIDENTS.field("case_reference").of(row):
        told = {"case_reference": case.reference}
        entries.change(INCIDENTS, row, told, seen=row.version, by=by)
    return case
