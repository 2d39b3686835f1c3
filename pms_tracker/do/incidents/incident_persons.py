"""Names and contacts of the persons whom an incident concerns: private, and let go on a day of
their own while days, kind and outcome stay (do-facts 0.6, ADR 74)."""

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail

PERSONS, UNTIL, ERASED_ON = "persons", "persons_until", "persons_erased_on"


def may_erase(row: Incident, who: Viewer) -> bool:
    """Whether there is anything, and somebody runs the PMS."""
    return bool(row.facts.get(PERSONS)) and Role.PRIVACY_MANAGER in who.roles


def erase(row: Incident, *, by: Viewer) -> None:
    """Empty them. Raises NotAllowed for anybody but whoever runs the PMS, RuleBroken where nothing
    is kept."""
    if Role.PRIVACY_MANAGER not in by.roles:
        raise NotAllowed("incident_persons_by_manager")
    if not row.facts.get(PERSONS):
        raise RuleBroken("incident_persons_empty")
    INCIDENTS.field(PERSONS).put(row, "")
    INCIDENTS.field(ERASED_ON).put(row, clock.today())
    # A form that was opened before would bring them back.
    row.version += 1
    session.flush()
    trail.note(row.reference, "incident_persons_erased", by=by.actor)
