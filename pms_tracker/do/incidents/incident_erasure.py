"""What may be erased of an incident beside its entry: the words of its course, and why something
was decided of it."""

from pms_tracker.approvals import approvals
from pms_tracker.database import session
from pms_tracker.do.by_two import matter_rows
from pms_tracker.do.incidents import incident_course, incident_decisions
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.tables.incident_tables import Incident, IncidentDecision
from pms_tracker.registers import entries
from pms_tracker.trail import trail

COURSE, REASON = "course", "reason"
FIELDS = (COURSE, REASON)
# Where the entry repeats why something was decided.
REPEATS = ("unreported", "notice_reason")


def holds(row: Incident, told: str) -> bool:
    """Whether an incident says anything in what the trail calls so."""
    if told == COURSE:
        return any(each.words for each in incident_course.of(row))
    if told == REASON:
        reasons = any(each.reason for each in incident_decisions.of(row))
        return reasons or bool(row.struck) or approvals.has_reasons(row.reference)
    return entries.holds(INCIDENTS, row, told)


def erase(row: Incident, told: str, tombstone: str) -> None:
    """Put a tombstone in a field of the entry, in its course or in its reasons, and wherever these
    stand once more."""
    if told == COURSE:
        for event in incident_course.of(row):
            event.words = tombstone if event.words else ""
    elif told == REASON:
        _empty_reasons(row, tombstone)
    else:
        its = (INCIDENTS.field(each) for each in REPEATS)
        said = {str(each.of(row)) for each in its if INCIDENTS.trail_name(each) == told}
        entries.erase(INCIDENTS, row, told, tombstone)
        matter_rows.replace_reasons(IncidentDecision, row, tombstone, said)
        return
    row.version += 1
    session.flush()
    trail.erase_values(row.reference, told)


def _empty_reasons(row: Incident, tombstone: str) -> None:
    said = {each.reason for each in incident_decisions.of(row) if each.reason}
    matter_rows.replace_reasons(IncidentDecision, row, tombstone, said)
    approvals.replace_reasons(row.reference, tombstone)
    row.struck = tombstone if row.struck else ""
    for field in (INCIDENTS.field(each) for each in REPEATS):
        if field.of(row) in said:
            field.put(row, tombstone)
            trail.erase_values(row.reference, INCIDENTS.trail_name(field))
