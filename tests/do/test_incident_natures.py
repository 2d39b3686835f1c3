"""What is no incident: a near miss ends alone, and nobody alone makes one of what is reported."""

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.do.incidents import incident_decisions as deciding
from pms_tracker.do.incidents.incident_duties import DECIDE, FIRST
from pms_tracker.do.rules.incidents.incident_decision_rules import Exempt, Matter
from pms_tracker.do.rules.incidents.incident_rules import Nature
from pms_tracker.do.rules.matter_rules import DecisionState
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.duties import kept_duties
from pms_tracker.kernel.errors import BadInput, RuleBroken
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.do.test_incident_decisions import proven
from tests.do.test_incidents import PLACE, asked, change, decided, due, entered, refused, settle
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words


@pytest.mark.parametrize("nature", [Nature.NEAR_MISS, Nature.DRILL])
def test_a_near_miss_or_a_drill_is_over_without_another_signature(
    app: Flask, nature: Nature
) -> None:
    row, by = entered(nature=nature), viewer("privacy_manager")
    for matter in Matter:
        with pytest.raises(RuleBroken, match="matter_late"):
            asked(row, matter)
    with pytest.raises(BadInput, match="entry_refused") as told:
        deciding.close(row, by=by)
    assert told.value.values["beside"] == "case_reference"
    change(row, no_case="送る前に気付き、宛先の候補を消した。")
    deciding.close(row, by=by)
    assert row.closed_on == TODAY
    with pytest.raises(RuleBroken):
        deciding.close(row, by=by)
    change(row, case_reference="CA-2026-004")
    assert row.closed_on == TODAY
    # What changes after the end opens it again, above all that it was an incident.
    change(row, nature=Nature.INCIDENT, sensitive=True)
    assert row.closed_on is None
    assert len(due(FIRST)) == 1
    with pytest.raises(RuleBroken):
        deciding.close(row, by=by)
    assert list(kept_duties.compare()) == []


def test_nobody_alone_makes_no_incident_of_what_the_commission_is_told(app: Flask) -> None:
    row = entered(sensitive=True, affected=3)
    for nature in (Nature.NEAR_MISS, Nature.DRILL):
        assert refused(row, nature=nature) == "nature"
        session.rollback()
        row = entered(sensitive=True, affected=3)
    # Not by another answer to why it is told in the same form.
    assert refused(row, nature=Nature.NEAR_MISS, sensitive=False) == "nature"


def test_what_another_approved_not_to_report_may_be_a_near_miss(app: Flask) -> None:
    row = entered(sensitive=True, affected=3)
    asked(row, Matter.UNREPORTED, ground=Exempt.RECOVERED)
    made = deciding.standing(row, Matter.UNREPORTED)
    assert made is not None
    approves = Decided(Decision.APPROVED, deciding.subject(row, made).digest)
    deciding.decide(row, made, approves, version=row.version, by=viewer("representative"))
    # The body still is to have its report: that too is for two.
    decided(row, Matter.EASED, facts={"nature": Nature.NEAR_MISS})
    assert (row.nature, row.unreported_on) == (Nature.NEAR_MISS, TODAY)
    assert due(FIRST) == []
    assert proven()
    # Of an incident after all, it is decided anew.
    change(row, nature=Nature.INCIDENT)
    assert row.unreported_on is None
    assert made.state is DecisionState.LAPSED
    assert len(due(FIRST)) == 1
    assert list(kept_duties.compare()) == []


def test_what_everybody_was_told_of_becomes_a_near_miss_at_once(app: Flask) -> None:
    row = entered(affected=3, body_first_on=TODAY, body_final_on=TODAY)
    asked(row, Matter.UNREPORTED)
    change(row, nature=Nature.NEAR_MISS)
    assert deciding.standing(row, Matter.UNREPORTED) is None
    assert due(DECIDE) == []


def test_what_comes_to_light_after_the_end_is_entered_and_its_clock_runs(app: Flask) -> None:
    row = entered(affected=3)
    settle(row)
    change(row, malice=True)
    assert row.closed_on is None
    assert len(due(FIRST)) == 1


def test_a_near_miss_is_closed_in_the_browser(served: Served, visitor: Visitor) -> None:
    with committing(served):
        name = entered(nature=Nature.NEAR_MISS).reference
    place, close = f"{PLACE}{name}", f"{PLACE}{name}/close"
    record = words(visitor.as_("privacy_manager").get(place))
    assert "是正処置をしない理由を入力してください。" in record
    assert close not in record
    with committing(served):
        row = session.scalars(select(Incident)).one()
        change(row, no_case="送る前に気付いた。")
    page = visitor.get(place)
    assert close not in words(visitor.as_("head").get(place))
    sent = form(page, close)
    assert visitor.as_("head").post(close, **sent).status_code == 403
    assert visitor.as_("privacy_manager").post(close, **sent).status_code == 302
    assert visitor.post(close, **sent).status_code in {302, 409}
    with reading(served):
        assert session.scalars(select(Incident)).one().closed_on == TODAY
