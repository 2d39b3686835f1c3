"""Rules of audits of earlier years (移行): what such a record says, and what it may not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pms_tracker.check.rules.audit_rules import AuditKind, Grade
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.errors import BadInput

LONGEST_AUDITORS, LONGEST_PLACE, LONGEST_NOTE, LONGEST_PATHS = 200, 200, 2_000, 2_000
MOST_FINDINGS = 9_999


@dataclass(frozen=True)
class Told:
    """An audit as its old papers tell it. An operation audit is of a unit; a conformity audit
    looked at the requirements with these numbers, at all of them where none is named."""

    kind: AuditKind
    fiscal_year: int
    unit_id: int | None
    held_on: date
    auditors: str
    paths: tuple[str, ...] = ()
    counts: Mapping[Grade, int] = field(default_factory=dict)
    note: str = ""
    lies_at: str = ""


def check(told: Told, year_held: int, today: date) -> None:
    """An old audit was held, by somebody, in its year or (late) the next, of a unit if of practice.

    `year_held` is the fiscal year of the day it was held on. Raises BadInput, or RuleBroken for a
    day still to come.
    """
    refuse_future(told.held_on, today)
    if told.kind is AuditKind.OPERATION and told.unit_id is None:
        raise BadInput("past_unit_needed")
    if told.kind is AuditKind.CONFORMITY and told.unit_id is not None:
        raise BadInput("past_unit_superfluous")
    if not told.auditors.strip():
        raise BadInput("past_auditors_needed")
    if told.fiscal_year not in {year_held, year_held - 1}:
        raise BadInput("past_year_wrong", year=year_held)
    if any(not 0 <= amount <= MOST_FINDINGS for amount in told.counts.values()):
        raise BadInput("past_count_wrong", most=MOST_FINDINGS)
