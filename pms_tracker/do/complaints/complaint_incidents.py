"""A complaint that is an emergency: the incident is reported from it, and named on it."""

from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.tables.complaint_tables import Complaint
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries, entry_editions


def named_on(row: Complaint) -> str:
    """The incident that is named on a complaint, or in what is drafted of it; else nothing."""
    return row.incident_reference or str(
        entry_editions.drafted(COMPLAINTS, row)["incident_reference"] or ""
    )


def report(row: Complaint, *, by: Viewer) -> str:
    """Report the incident with what the complaint says; the day on which it came in is the first on
    which anybody knew. Raises RuleBroken where one is named already, or the complaint was struck.
    """
    if row.struck:
        raise RuleBroken("complaint_struck")
    if named := named_on(row):
        raise RuleBroken("incident_named", reference=named)
    told = {
        "title": row.title,
        "what": row.what,
        "known_on": row.received_on,
        "unit_id": row.unit_id,
    }
    made = entries.enter(INCIDENTS, told, by=by)
    name = INCIDENTS.name_of(made)
    move = "complaint_is_incident"
    entries.record(COMPLAINTS, row, "incident_reference", name, by=by, move=move)
    return row.incident_reference
