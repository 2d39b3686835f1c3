"""Rules of the audit programme: what it holds, and that no audit begins before it is approved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.workflow import Workflow
from pms_tracker.plan.rules.year_rules import PLAN, Year

# A programme goes the way of the plan of the year: drafted, approved, then locked.
PROGRAMME = Workflow("programme", PLAN.start, PLAN.table)
# Who writes it: whoever leads all audits (J.6.2).
WRITERS = frozenset({Role.AUDIT_MANAGER})
# Audits that a programme holds at most.
MOST_ROWS = 60
# The programme is approved within the first month of its year (of the company's records, where
# those begin within it), and a fortnight before its first audit, so that its units hear in time.
MONTHS_TO_APPROVE = 1
BEFORE_FIRST_AUDIT = timedelta(days=14)


class AuditTrigger(StrEnum):
    """Why there is an audit outside the programme (臨時監査; domain.md 2.4 no. 6)."""

    INCIDENT = "incident"
    REORGANISATION = "reorganisation"
    NEW_SYSTEM = "new_system"
    NEW_CONTRACTOR = "new_contractor"
    HEAVY_FINDING = "heavy_finding"
    OTHER = "other"


@dataclass(frozen=True)
class Row:
    """One audit as a programme plans it, its lead first; `row_id` is None until it is kept."""

    kind: AuditKind
    unit_id: int
    planned_on: date
    team_ids: tuple[int, ...]
    theme: str
    row_id: int | None = None


def check_rows(rows: Collection[Row], year: Year, units: Collection[int]) -> None:
    """A programme holds at least one audit; each is of a unit there is, in the year, about
    something. Raises BadInput."""
    if not rows:
        raise BadInput("audit_needed")
    for row in rows:
        if row.unit_id not in units:
            raise BadInput("no_such_unit", number=row.unit_id)
        check_planned(row.planned_on, year)
        if not row.theme.strip():
            raise BadInput("theme_needed")


def check_planned(day: date, year: Year) -> None:
    """An audit of the year lies within it. Raises BadInput."""
    if day not in year:
        raise BadInput("audit_outside_year", first=year.first, last=year.last)


def check_submission(purpose: str, rows: Collection[Row], today: date) -> None:
    """What is submitted says what for, and plans no audit for a day that has passed (R4).

    Raises BadInput without a purpose, RuleBroken for such a day.
    """
    if not purpose.strip():
        raise BadInput("purpose_needed")
    passed = [row.planned_on for row in rows if row.planned_on < today]
    if passed:
        raise RuleBroken("audit_before_approval", day=min(passed))


def check_gaps(missing: Sequence[object], reason: str) -> None:
    """A programme that leaves out a unit or the conformity audit says why (R1).

    Raises RuleBroken naming what is missing.
    """
    if missing and not reason.strip():
        raise RuleBroken("programme_gaps_need_reason", missing=missing)


def check_held(approved_on: date | None, held_on: date) -> None:
    """An audit of a programme is held on or after the day the programme was approved (R4).

    Raises RuleBroken.
    """
    if approved_on is None:
        raise RuleBroken("programme_not_approved")
    if held_on < approved_on:
        raise RuleBroken("programme_approved_later", day=approved_on)


def check_origin(programme_id: int | None, trigger: AuditTrigger | None, reason: str) -> None:
    """An audit is of a programme, or an extra one with its trigger and reason (R4).

    Raises RuleBroken.
    """
    if (programme_id is not None) == (trigger is not None):
        raise RuleBroken("programme_or_trigger")
    if trigger is not None and not reason.strip():
        raise RuleBroken("trigger_needs_reason")


def approved_by(year: Year, first_audit_on: date | None, started_on: date) -> date:
    """By when a year's programme is to be approved; `first_audit_on` is the first it plans,
    `started_on` the day from which the company keeps its records here."""
    began_on = max(year.first, started_on)
    usual = add_months(began_on, MONTHS_TO_APPROVE) - ONE_DAY
    if first_audit_on is None:
        return usual
    return max(began_on, min(usual, first_audit_on - BEFORE_FIRST_AUDIT))
