"""Without JavaScript a finding is filed and confirmed all the same; with it, see the story of an
audit from its programme to its report."""

import pytest

from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.tables.audit_tables import Audit, Finding
from pms_tracker.database import session, transaction
from pms_tracker.kernel.profile import Part
from tests import builders
from tests.stories.conftest import Walk
from tests.stories.finding_walk import FACT
from tests.stories.living import Live

pytestmark = pytest.mark.browser

ROW = "/check/audits/AU-2026-001/checklist/3/finding"
FOUND = "/check/findings/F-2026-003"


@pytest.fixture
def found_before(live: Live, audit: str) -> None:
    """Two findings of the same audit, in a company that hears its auditees."""
    with live.app.test_request_context(), transaction():
        within = session.get_one(Audit, 1)
        builders.finding(within, 1, fact="顧客名簿の画面が開いたままだった。")
        builders.finding(within, 2, fact="保管期限を過ぎた申込書が棚に残っていた。")
        builders.profile(Part.DISPUTE)


@pytest.mark.usefixtures("found_before")
def test_without_javascript_a_finding_is_filed_and_confirmed_all_the_same(
    live: Live, walk: Walk
) -> None:
    with walk(scripts=False) as auditor:
        auditor.come_in("auditor").open(ROW).sees("F-2026-002")
        auditor.fill(grade="nonconformity", fact=FACT, evidence="写真")
        auditor.attach("files", "台帳.txt", b"41").press("所見を記録する").sees("F-2026-003")
    with walk(scripts=False) as head:
        head.come_in("head").open(FOUND).sees("台帳.txt")
        head.press("所見を確認する").sees("CA-2026-003")
    with live.app.app_context():
        assert session.get_one(Finding, 3).state is FindingState.OPEN
        session.rollback()
