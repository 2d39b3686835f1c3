"""Hearings on both databases: silence confirms in time, and deputies answer for the absent."""

from datetime import timedelta

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.act.cases import cases, filing
from pms_tracker.check.findings import disputes, findings
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.rules.dispute_rules import Answer, Ruling
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import commit, session
from pms_tracker.duties import reading
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.changes import deputies
from pms_tracker.people.changes.deputies import Wanted
from pms_tracker.people.firm import people
from pms_tracker.reminders.running.every_source import BY_PHASE, CHECK
from pms_tracker.trail import trail
from tests import builders
from tests.cast import IDS, TODAY, viewer
from tests.check.findings.hearing import DUE, answered, due, on


def test_silence_confirms_only_after_the_due_day_is_over(app: Flask) -> None:
    finding = builders.told()
    commit()
    with on(DUE, 23):
        assert filing.confirm_silent(clock.today()) == 0
    assert session.get_one(Finding, finding.id).state is FindingState.TOLD
    with on(DUE + timedelta(days=1), 0):
        assert filing.confirm_silent(clock.today()) == 1
        assert filing.confirm_silent(clock.today()) == 0
    finding = session.get_one(Finding, finding.id)
    case, answer = cases.of_finding(finding.id), answered(finding)
    assert case is not None
    assert (finding.state, case.opened_on) == (FindingState.OPEN, DUE + timedelta(days=1))
    assert (answer.answer, answer.answered_by_id) == (Answer.SILENT, None)
    assert (answer.turn_of_id, answer.turn_due_on) == (None, None)
    told = trail.history(finding.reference)[0]
    assert (told.move, told.actor_id) == ("confirm", None)
    assert {value.field: value.after for value in told.values} == {
        "state": "open",
        "answer": "silent",
        "due_on": DUE.isoformat(),
    }


def test_a_server_that_was_off_for_weeks_catches_up_and_leaves_alone_what_was_answered(
    app: Flask,
) -> None:
    audit = builders.audit()
    silent, confirmed = builders.told(audit), builders.told(audit, fact="確認した。")
    contested = builders.disputed(audit, fact="異議がある。")
    filing.confirm(confirmed, version=confirmed.version, by=viewer("head"))
    ids = [silent.id, confirmed.id, contested.id]
    commit()
    with on(DUE + timedelta(days=40)):
        assert filing.confirm_silent(clock.today()) == 1
        assert disputes.confirm_by_silence(ids[1], clock.today()) is None
        assert disputes.confirm_by_silence(ids[2], clock.today()) is None
    states = [session.get_one(Finding, each).state for each in ids]
    assert states == [FindingState.OPEN, FindingState.OPEN, FindingState.DISPUTED]


def test_a_late_dispute_is_refused_though_nobody_scanned_yet(app: Flask) -> None:
    finding = builders.told()
    with on(DUE + timedelta(days=1)):
        with pytest.raises(RuleBroken, match="answer_too_late"):
            disputes.dispute(finding, reason="違う", version=finding.version, by=viewer("head"))
        filing.confirm(finding, version=finding.version, by=viewer("head"))
    assert finding.state is FindingState.OPEN


def name_deputy(principal: str, deputy: str) -> None:
    wanted = Wanted(IDS[deputy], TODAY, TODAY + timedelta(days=10), "出張")
    deputies.name(people.person(IDS[principal]), wanted, by=viewer(principal))


def test_a_deputy_answers_for_an_absent_head_and_both_are_named(app: Flask) -> None:
    finding = builders.told()
    with pytest.raises(NotFound):
        seen(finding, "owner")
    name_deputy("head", "owner")
    assert disputes.hand_over() == [finding]
    assert disputes.hand_over() == []
    assert answered(finding).turn_of_id == IDS["owner"]
    assert due("owner") == [("answer_finding", "F-2026-001", DUE)]
    disputes.dispute(finding, reason="違う", version=finding.version, by=viewer("owner"))
    answer = answered(finding)
    assert (answer.answered_by_id, answer.answered_for_id) == (IDS["owner"], IDS["head"])
    # Whoever answered may still read what becomes of it.
    assert seen(finding, "owner") is finding
    with pytest.raises(NotAllowed, match="not_eligible_to_rule"):
        builders.ruled(finding, Ruling.UPHELD, by="owner")
    trail.write_pending()
    told = {value.field: value.after for value in trail.history(finding.reference)[0].values}
    assert told["on_behalf_of"] == "髙山 由紀"


def seen(finding: Finding, name: str) -> Finding:
    reference = parse_reference(finding.reference)
    assert reference is not None
    return findings.by_reference(reference, seen_by=viewer(name))


def test_turns_are_handed_over_for_those_who_hold_them_alone(app: Flask) -> None:
    finding = builders.told()
    name_deputy("head", "owner")
    assert disputes.hand_over([IDS["privacy_manager"]]) == []
    assert disputes.hand_over([IDS["head"]]) == [finding]


def test_whoever_sees_a_finding_sees_in_the_calendar_when_its_answer_is_due(app: Flask) -> None:
    builders.told()
    days = Days(TODAY, DUE)
    for key, sees in (("audit_manager", True), ("head", True), ("other_head", False)):
        found = [each.kind for each in reading.seen(viewer(key), days, 50, of=BY_PHASE[CHECK])]
        assert ("answer_finding" in found) is sees, key
