"""A complaint that is an emergency: the incident is reported from it, and named on it."""

from pms_tracker.database import session
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.tables.complaint_tables import Complaint
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries, entry_editions
from pms_tracker.trail import trail


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
    row.incident_reference = INCIDENTS.name_of(made)
    draft = entry_editions.draft_of(COMPLAINTS, row) if row.edition else None
    if draft is not None:
        # Else its approval would take the name away again.
        draft.said = {**draft.said, "incident_reference": row.incident_reference}
    row.version += 1
    session.flush()
    changes: dict[str, trail.Change] = {
        COMPLAINTS.trail_name(COMPLAINTS.field("incident_reference")): (
            None,
            row.incident_reference,
        )
    }
    trail.note(COMPLAINTS.name_of(row), "complaint_is_incident", by=by.actor, changes=changes)
    return row.incident_reference
