"""What tests of the year's pages share: its addresses, and what is stored of it."""

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.plan.tables.year_tables import AnnualPlan
from pms_tracker.plan.years import years
from tests.databases import Served
from tests.web.browsing import reading

LIST = "/plan/years/"
PLAN = "/plan/years/YP-2026"
EDIT, AMEND = f"{PLAN}/edit", f"{PLAN}/amend"
EDUCATION = f"{PLAN}/duties/15"


def stored(served: Served) -> tuple[PlanState, list[tuple[str, str, bool]]]:
    """The plan's state, and each duty with its planned day and whether it was dropped."""
    with reading(served):
        plan = session.scalars(select(AnnualPlan)).one()
        duties = [
            (each.title, each.planned_on.isoformat(), each.dropped)
            for each in years.duties_of(plan)
        ]
        return plan.state, duties
