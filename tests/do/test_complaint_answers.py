"""What became of a complaint counts once its answer was approved, and stays when it is changed."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.act.cases import register_cases
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.database import session
from pms_tracker.do.complaints import complaint_incidents
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.rules.contact.complaint_rules import ComplaintKind, Gate
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.references import parse_reference
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers.edition_rules import Standing
from tests.act.cases.from_outside import stated
from tests.cast import IDS, TODAY, viewer
from tests.do.test_complaints import (
    ANSWER,
    approve,
    approved,
    change,
    entered,
    hand_in,
    letters,
    refused,
)


def test_nothing_is_answered_or_closed_before_the_answer_is_approved(app: Flask) -> None:
    row = entered(**ANSWER, kind=ComplaintKind.INQUIRY)
    assert refused(row, closed_on=TODAY) == "answered_on"
    assert refused(row, answered_on=TODAY, closed_on=TODAY) == "answered_on"


def test_an_open_complaint_is_not_ended(app: Flask) -> None:
    row = approved(kind=ComplaintKind.INQUIRY)
    by = viewer("privacy_manager")
    with pytest.raises(RuleBroken, match="entry_refused"):
        entry_decisions.propose_end(COMPLAINTS, row, "誤記", version=row.version, by=by)
    change(row, answered_on=TODAY, closed_on=TODAY)
    entry_decisions.propose_end(COMPLAINTS, row, "誤記", version=row.version, by=by)


def test_one_that_turns_out_to_be_grave_once_approved_is_told_too(app: Flask) -> None:
    row = approved()
    change(row, grave=True)
    assert (row.state, row.grave) == (Standing.REVISED, False)
    assert letters("grave_complaint") == {IDS["representative"]}
    change(row, title="退会した後も案内が届いた")
    sent = session.scalars(select(OutboxLetter).where(OutboxLetter.key == "grave_complaint")).all()
    assert len(sent) == 1


def test_the_incident_stays_named_when_what_is_drafted_is_approved(app: Flask) -> None:
    row = approved(emergency=Gate.YES)
    change(row, title="退会した後も案内が届いた")
    name = complaint_incidents.report(row, by=viewer("employee"))
    hand_in(row)
    approve(row, "representative")
    assert (row.title, row.incident_reference) == ("退会した後も案内が届いた", name)
    other = approved(emergency=Gate.YES)
    change(other, title="別の件名", incident_reference=name)
    with pytest.raises(RuleBroken, match="incident_named"):
        complaint_incidents.report(other, by=viewer("employee"))


@pytest.mark.parametrize("then", ["dropped", "approved"])
def test_the_case_that_was_begun_stays_named_whatever_becomes_of_a_revision(
    app: Flask, then: str
) -> None:
    row, by = approved(), viewer("privacy_manager")
    change(row, title="退会した後も案内が届いた")
    case = begun(row)
    assert COMPLAINTS.field("case_reference").of(row) == case
    if then == "dropped":
        entry_decisions.drop(COMPLAINTS, row, version=row.version, by=by)
    else:
        hand_in(row)
        approve(row, "representative")
    assert COMPLAINTS.field("case_reference").of(row) == case


def test_a_case_is_begun_while_a_revision_waits_for_its_approval(app: Flask) -> None:
    row = approved()
    change(row, title="退会した後も案内が届いた")
    hand_in(row)
    case = begun(row)
    approve(row, "representative")
    assert COMPLAINTS.field("case_reference").of(row) == case


def begun(row: Any) -> str:
    """The case that is begun from a complaint."""
    which = parse_reference(COMPLAINTS.name_of(row))
    assert which is not None
    said = stated(source=Source.COMPLAINT)
    return register_cases.open_for(which, said, by=viewer("privacy_manager")).reference
