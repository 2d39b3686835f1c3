"""What the representative is told of each quarter's checks: due, done, late, blank, found wanting.

Whoever runs the PMS reports a quarter of the fiscal year once it is over; what was counted then is
kept. The representative confirms it; a report of their own needs nobody else.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select, true

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.checks import check_runs
from pms_tracker.do.rules.operation import check_rules as rules
from pms_tracker.do.rules.operation.check_rules import Frequency
from pms_tracker.do.tables.operation_check_tables import CheckReport, CheckTemplate
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, check_version
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.my_number import holds_my_number
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import record_numbers, trail

LONGEST, MOST = 2000, 40
MONTHS = 3


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Those who see all checks."""
    return true() if viewer.sees_all else false()


def newest(viewer: Viewer) -> Sequence[CheckReport]:
    """The reports that somebody may know of, the newest quarter first."""
    found = select(CheckReport).where(visible_to(viewer))
    return session.scalars(found.order_by(CheckReport.quarter.desc()).limit(MOST)).all()


def by_reference(reference: Reference, *, seen_by: Viewer, for_update: bool = False) -> CheckReport:
    """Raises NotFound where there is no such report or the person may not know of it."""
    its = record_numbers.named(
        reference, Kind.CHECK_REPORT, CheckReport.fiscal_year, CheckReport.number
    )
    seen = visible_to(seen_by)
    return record_numbers.find(CheckReport, reference, its, seen, for_update=for_update)


def first_open() -> date | None:
    """The quarter that is to be reported next: the one after the last, else the first in which
    something was checked; None before there is anything."""
    last = session.scalar(select(func.max(CheckReport.quarter)))
    if last is not None:
        return rules.months_on(last, MONTHS)
    begun = session.scalar(
        select(func.min(CheckTemplate.starts_on)).where(CheckTemplate.struck == "")
    )
    return quarter_of(begun) if begun is not None else None


def quarter_of(day: date) -> date:
    """The first day of the quarter of the fiscal year that a day lies in."""
    return rules.first_of(day, Frequency.QUARTER, people.the_company().fiscal_start_month)


def of_quarter(quarter: date) -> list[dict[str, Any]]:
    """A row for each check that was due in a quarter, with its figures as they stand."""
    ends = rules.months_on(quarter, MONTHS)
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


def report(quarter: date, words: str, *, by: Viewer) -> CheckReport:
    """Tell the representative of a quarter that is over, in the order of the quarters.

    Raises NotAllowed for anybody but whoever runs the PMS and the representative, RuleBroken for
    another quarter than the next, or one that is not over.
    """
    if not by.roles & check_runs.MANAGERS:
        raise NotAllowed("checks_reported_by_manager")
    if len(words) > LONGEST:
        raise BadInput("text_too_long", longest=LONGEST)
    if holds_my_number(words):
        raise BadInput("entry_my_number")
    year, today = people.fiscal_year_of(quarter), clock.today()
    # Whoever reports at the same time waits here, and then finds the quarter told.
    number = record_numbers.next_number(Kind.CHECK_REPORT, year)
    if quarter != first_open() or rules.months_on(quarter, MONTHS) > today:
        raise RuleBroken("check_quarter_not_next")
    made = CheckReport(
        fiscal_year=year,
        number=number,
        quarter=quarter,
        lines=of_quarter(quarter),
        words=words.strip(),
        reported_on=today,
        reported_by_id=by.person_id,
        reported_at=clock.now(),
    )
    if Role.REPRESENTATIVE in by.roles:
        made.confirmed_on, made.confirmed_by_id = today, by.person_id
    session.add(made)
    session.flush()
    told = rules.total(made.lines)
    changes: dict[str, trail.Change] = {
        "check_quarter": (None, f"{quarter:%Y-%m}"),
        **{f"check_{name}": (None, told[name]) for name in ("blank", "late", "faults")},
    }
    trail.note(made.reference, "checks_reported", by=by.actor, changes=changes)
    return made


def confirm(made: CheckReport, *, version: int, by: Viewer) -> None:
    """Confirm that the representative read it. Raises Stale, NotAllowed for anybody else,
    RuleBroken where it is confirmed already."""
    check_version(made, version)
    if Role.REPRESENTATIVE not in by.roles:
        raise NotAllowed("check_report_of_representative")
    if made.confirmed_on is not None:
        raise RuleBroken("check_report_confirmed")
    made.confirmed_on, made.confirmed_by_id = clock.today(), by.person_id
    made.version += 1
    session.flush()
    trail.note(made.reference, "check_report_confirmed", by=by.actor)
