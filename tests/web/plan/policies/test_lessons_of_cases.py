"""Lessons of cases, on both databases: the plan of the year says no more than the case would."""

import pytest
from sqlalchemy import select

from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from pms_tracker.plan.tables.year_tables import AnnualDuty
from tests import builders
from tests.cast import IDS
from tests.databases import Served
from tests.plan.years import a_year
from tests.visitor import Visitor
from tests.web.browsing import committing, words
from tests.web.plan.years.year_pages import PLAN

pytestmark = pytest.mark.both_databases

SECRET = "佐藤様の申込書が控室の机に置かれていた件の再発を防ぐ。"


@pytest.fixture
def taught(served: Served) -> int:
    """A plan of the year with a duty that a case of the school's taught; its position."""
    with committing(served):
        case = builders.case_in(CaseState.CLOSED)
        plan = a_year.approved()
        duty = session.scalars(select(AnnualDuty).where(AnnualDuty.plan_id == plan.id)).first()
        assert duty is not None
        duty.title, duty.because_of, duty.owner_id = SECRET, case.reference, IDS["other_head"]
        duty.approver_id = None
        duty.planned_on = duty.planned_on.replace(year=2026, month=12, day=18)
        assert session.get(Case, case.id) is case
        return duty.position


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("privacy_manager", True),
        ("representative", True),
        # Whoever heads the unit of the case, and whose duty it is.
        ("head", True),
        ("other_head", True),
        ("employee", False),
        ("second_auditor", False),
    ],
)
def test_a_lesson_is_read_by_those_who_may_know_its_case(
    taught: int, visitor: Visitor, who: str, *, reads: bool
) -> None:
    visitor.as_(who)
    for url in (PLAN, f"{PLAN}/duties/{taught}", f"{PLAN}/export.csv"):
        page = visitor.get(url).get_data(as_text=True)
        assert (SECRET in page) is reads, url
        assert reads or "CA-2026-001" not in page, url
    if not reads:
        assert "教訓への対応" in words(visitor.get(PLAN))
