"""Days known today on which duties change by themselves: whose they are, or what they ask for."""

from datetime import date
from typing import Any

from sqlalchemy import select, union
from sqlalchemy.orm import InstrumentedAttribute

from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.tables.audit_tables import Finding, FindingAnswer
from pms_tracker.database import Columns, session
from pms_tracker.kernel.calendar import ONE_DAY, fiscal_year_bounds
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Deputy, Membership, Person, RoleGrant


def between(first: date, last: date) -> list[date]:
    """Days after the first one, until the last, from whose morning on duties are to be read anew.

    Somebody joins, leaves, takes on or gives back a role, or is away; a review was to be held, or
    an answer to be given, until the day before; the audit programme of the next year is wanted.
    """
    begins = (Membership.since_on, RoleGrant.since_on, Deputy.since_on)
    ends = (Membership.until_on, RoleGrant.until_on, Deputy.until_on, Person.left_on)
    parts = [_within(day, first + ONE_DAY, last) for day in begins]
    parts += [_within(day, first, last - ONE_DAY) for day in ends]
    held = _within(ManagementReview.planned_on, first, last - ONE_DAY)
    parts.append(held.where(ManagementReview.state == ReviewState.CONVENED))
    silent = _within(FindingAnswer.due_on, first, last - ONE_DAY)
    its = Finding.id == FindingAnswer.finding_id
    parts.append(silent.join(Finding, its).where(Finding.state == FindingState.TOLD))
    starts = set(session.scalars(union(*parts[: len(begins)])))
    ended = set(session.scalars(union(*parts[len(begins) :])))
    turned = starts | {day + ONE_DAY for day in ended}
    year = people.fiscal_year_of(last)
    turned.add(fiscal_year_bounds(year, people.the_company().fiscal_start_month)[0])
    return sorted(day for day in turned if first < day <= last)


def _within(day: InstrumentedAttribute[Any], first: date, last: date) -> Columns:
    return select(day).where(day.between(first, last))
