"""Rules of audits of earlier years (移行): what such a record says, and what it may not."""

from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.kernel.errors import BadInput

LONGEST_AUDITORS, LONGEST_PLACE, LONGEST_NOTE, LONGEST_PATHS = 200, 200, 2_000, 2_000
MOST_FINDINGS = 9_999


def check(kind: AuditKind, unit_id: int | None, fiscal_year: int, year_held: int) -> None:
    """An old audit was held in its year or (late) the next, of a unit if of practice.

    `year_held` is the fiscal year of the day it was held on. Raises BadInput.
    """
    if kind is AuditKind.OPERATION and unit_id is None:
        raise BadInput("past_unit_needed")
    if kind is AuditKind.CONFORMITY and unit_id is not None:
        raise BadInput("past_unit_superfluous")
    if fiscal_year not in {year_held, year_held - 1}:
        raise BadInput("past_year_wrong", year=year_held)
