"""How old a case is and how long it is in its step, on its page: a new due day hides neither."""

from datetime import timedelta

from pms_tracker.act.rules import CaseState
from tests import builders
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing


def test_the_record_says_how_long_a_case_is_open_and_in_its_step(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        case = builders.case_in(CaseState.PLANNING)
        case.opened_on -= timedelta(days=12)
        address = f"/act/cases/{case.reference}"
    visitor.as_("privacy_manager")
    text = visitor.get(address).text
    assert "2026年11月12日(木)（12日前）" in text
    assert "いまの段階</dt> <dd>2026年11月24日(火)から" in text


def test_a_closed_case_is_in_no_step(served: Served, visitor: Visitor) -> None:
    with committing(served):
        address = f"/act/cases/{builders.case_in(CaseState.CLOSED).reference}"
    visitor.as_("privacy_manager")
    assert "いまの段階" not in visitor.get(address).text
