"""Cases that entries of registers ask for: begun from an entry, and named on its record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, select

from pms_tracker.act.cases import sources
from pms_tracker.act.cases.sources import Examined, Stated
from pms_tracker.act.renewals.examiner_remarks import REMARKS
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from pms_tracker.do.checks.check_faults import FAULTS
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries
from pms_tracker.registers.register import Register

# Under which field an entry names the case that was begun from it.
CASE = "case_reference"


@dataclass(frozen=True)
class Beginning:
    """A register whose entries begin cases: of which source these are, and which fields say what
    was found and when."""

    register: Register
    source: Source
    fact: str
    found_on: str


BEGINNINGS: Mapping[Kind, Beginning] = {
    Kind.INCIDENT: Beginning(INCIDENTS, Source.INCIDENT, "what", "known_on"),
    Kind.COMPLAINT: Beginning(COMPLAINTS, Source.COMPLAINT, "what", "received_on"),
    Kind.CHECK_FAULT: Beginning(FAULTS, Source.OPERATION_CHECK, "what", "found_on"),
    Kind.REMARK: Beginning(REMARKS, Source.EXAMINATION, "what", "found_on"),
}


def find(which: Reference, by: Viewer, *, for_update: bool = False) -> Any:
    """An entry that somebody may know of. Raises NotFound."""
    register = BEGINNINGS[which.kind].register
    return entries.find(register, which, seen_by=by, for_update=for_update)


def begun_from(case: Case, by: Viewer) -> str:
    """The entry that a case was begun from, if somebody may know of it; else nothing."""
    found = next((each for each in BEGINNINGS.values() if each.source is case.source), None)
    if found is None:
        return ""
    register, table = found.register, cast(Any, found.register.table)
    its = select(table).where(_names(register, case.reference), register.seen(by))
    row = session.scalars(its.order_by(table.id).limit(1)).first()
    return register.name_of(row) if row is not None else ""


def _names(register: Register, reference: str) -> ColumnElement[bool]:
    field = register.field(CASE)
    kept: Any = getattr(register.table, field.kept_in)
    told: ColumnElement[bool] = (kept[CASE].as_string() if field.inside else kept) == reference
    return told


def open_for(
    which: Reference, stated: Stated, examined: Examined | None = None, *, by: Viewer
) -> Case:
    """Open a case and name it on the entry; one that is named there already stays.

    Raises as `sources.open_case` does, and NotFound for an entry that `by` may not know of.
    """
    register, row = BEGINNINGS[which.kind].register, find(which, by, for_update=True)
    case = sources.open_case(stated, examined, by=by)
    if not register.field(CASE).of(row):
        entries.record(register, row, CASE, case.reference, by=by)
    return case
