"""Who turned to the firm with a complaint: kept apart from it, seen by few, and emptied at the end.

What is kept here is in no list, no sheet, no paper and no mail; the trail says that it was written
or emptied, never what.
"""

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.tables.complaint_tables import Complainant, Complaint
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.my_number import holds_my_number
from pms_tracker.people.firm import contact_desk
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail


def may_see(row: Complaint, who: Viewer) -> bool:
    """Whoever runs the PMS, whoever belongs to the desk, and whoever took the complaint in."""
    is_manager = Role.PRIVACY_MANAGER in who.roles
    return is_manager or contact_desk.is_at_desk(who) or row.recorded_by_id == who.person_id


def of(row: Complaint, who: Viewer) -> Complainant | None:
    """Who it came from, for those who may know; an empty one where nobody wrote it yet."""
    if not may_see(row, who):
        return None
    return session.get(Complainant, row.id) or Complainant(
        complaint_id=row.id, name="", contact="", version=0
    )


def write(row: Complaint, name: str, contact: str, *, seen: int, by: Viewer) -> None:
    """Keep who it came from. Raises NotAllowed for those who may not know, Stale where somebody
    wrote meanwhile, BadInput for an individual number, RuleBroken once it was struck."""
    found = of(row, by)
    if found is None:
        raise NotAllowed("complainant_of_desk")
    if found.version != seen:
        raise Stale("record_changed", reference=COMPLAINTS.name_of(row))
    if holds_my_number(name) or holds_my_number(contact):
        raise BadInput("entry_my_number")
    if row.struck:
        raise RuleBroken("complaint_struck")
    told = name.strip(), contact.strip()
    if told == (found.name, found.contact):
        return
    found.name, found.contact = told
    found.erased_on = None
    _keep(found, row, "complainant_written", by)


def erase(row: Complaint, *, by: Viewer) -> None:
    """Empty who it came from; day, kind and outcome stay. Raises NotAllowed for anybody but whoever
    runs the PMS, RuleBroken where nothing is kept."""
    found = of(row, by)
    if Role.PRIVACY_MANAGER not in by.roles or found is None:
        raise NotAllowed("complainant_erased_by_manager")
    if not found.name and not found.contact:
        raise RuleBroken("complainant_empty")
    found.name = found.contact = ""
    found.erased_on = clock.today()
    _keep(found, row, "complainant_erased", by)


def _keep(found: Complainant, row: Complaint, move: str, by: Viewer) -> None:
    found.version += 1
    session.add(found)
    session.flush()
    trail.note(COMPLAINTS.name_of(row), move, by=by.actor)
