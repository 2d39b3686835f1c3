"""What the representative is told of each quarter's checks: due, done, late, blank, found wanting.

A quarter is one of the fiscal year.
"""

from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from pms_tracker.database import session
from pms_tracker.do.checks import check_runs
from pms_tracker.do.rules.operation import check_rules as rules
from pms_tracker.do.rules.operation.check_rules import Frequency
from pms_tracker.do.tables.operation.operation_check_tables import CheckReport, CheckTemplate
from pms_tracker.people.firm import people
from pms_tracker.period_reports.period_reports import Periodic
from pms_tracker.trail import trail

MONTHS = 3


def quarter_of(day: date) -> date:
    """The first day of the quarter of the fiscal year that a day lies in."""
    return rules.first_of(day, Frequency.QUARTER, people.the_company().fiscal_start.nearest_month)


def of_quarter(quarter: date) -> list[dict[str, Any]]:
    """A row for each check that was due in a quarter, with its figures as they stand."""
    ends = following(quarter)
    made = select(CheckTemplate).where(
        CheckTemplate.struck == "",
        CheckTemplate.starts_on < ends,
        or_(CheckTemplate.ends_on.is_(None), CheckTemplate.ends_on >= quarter),
    )
    order = CheckTemplate.unit_id, CheckTemplate.frequency, CheckTemplate.id
    units = {each.id: each.name for each in people.unit_names()}
    found = []
    for template in session.scalars(made.order_by(*order)):
        months = (rules.months_on(quarter, count) for count in range(MONTHS))
        figures = rules.total(check_runs.sheet(template, month).figures for month in months)
        if figures["due"] or figures["faults"]:
            its = {"title": template.title, "unit": units.get(template.unit_id, "")}
            found.append({"reference": template.reference, **its, **figures})
    return found


def following(quarter: date) -> date:
    """The first day of the quarter after one."""
    return rules.months_on(quarter, MONTHS)


def _begun() -> date | None:
    """The first quarter in which something was checked."""
    begun = session.scalar(
        select(func.min(CheckTemplate.starts_on)).where(CheckTemplate.struck == "")
    )
    return quarter_of(begun) if begun is not None else None


def _changes(made: CheckReport) -> dict[str, trail.Change]:
    told = rules.total(made.lines)
    return {
        "check_quarter": (None, f"{made.begins_on:%Y-%m}"),
        **{f"check_{name}": (None, told[name]) for name in ("blank", "late", "faults")},
    }


CHECK_REPORTS = Periodic(
    CheckReport,
    begun=_begun,
    following=following,
    counted=lambda quarter: {"lines": of_quarter(quarter)},
    changes=_changes,
    reported="checks_reported",
    confirmed="check_report_confirmed",
)
