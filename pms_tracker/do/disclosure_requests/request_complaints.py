"""A request that came in as a complaint: whoever enters it names the complaint, which then names
it."""

from typing import Any

from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Kind, format_reference, parse_reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries

FIELD = "request_reference"


def note(row: Any, complaint: str, *, by: Viewer) -> None:
    """Record a request on the complaint that it names; nothing where that names one already, or is
    none that `by` may know of."""
    which = parse_reference(complaint)
    if which is None or which.kind is not Kind.COMPLAINT:
        return
    try:
        found = entries.find(COMPLAINTS, which, seen_by=by, for_update=True)
    except NotFound:
        return
    if found.struck or COMPLAINTS.field(FIELD).of(found):
        return
    name = format_reference(Kind.PERSON_REQUEST, row.fiscal_year, row.number)
    entries.record(COMPLAINTS, found, FIELD, name, by=by, move="complaint_is_request")
