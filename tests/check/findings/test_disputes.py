"""Disputes on both databases: told, answered, silently confirmed, decided; the case comes after."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.act.cases import cases, filing
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.findings import disputes
from pms_tracker.check.findings.hearings import answer_of
from pms_tracker.check.rules.audit_rules import FindingState, Grade
from pms_tracker.check.rules.dispute_rules import Answer, Ruling
from pms_tracker.database import commit, session
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.trail import trail
from tests import builders
from tests.cast import IDS, TODAY, viewer
from tests.check.findings.hearing import DUE, answered, due, on


def posted() -> list[tuple[str, str]]:
    """Letters about findings and cases: what about, and to whom."""
    rows = session.execute(select(OutboxLetter.key, OutboxLetter.name).order_by(OutboxLetter.id))
    return [(row.key, row.name) for row in rows]


def moves(reference: str) -> list[str]:
    trail.write_pending()
    return [entry.move for entry in trail.history(reference)][::-1]


def test_in_the_light_profile_a_nonconformity_stands_at_once(app: Flask) -> None:
    finding = builders.finding()
    assert finding.state is FindingState.OPEN
    assert answer_of(finding.id) is None
    assert cases.of_finding(finding.id) is not None


def test_a_nonconformity_is_told_to_the_head_and_opens_nothing_yet(app: Flask) -> None:
    finding = builders.told()
    answer = answered(finding)
    assert finding.state is FindingState.TOLD
    assert (answer.told_on, answer.due_on, answer.answer) == (TODAY, DUE, None)
    assert (answer.turn_of_id, answer.turn_due_on) == (IDS["head"], DUE)
    assert cases.of_finding(finding.id) is None
    assert posted() == [("finding_told", "髙山 由紀")]
    assert due("head") == [("answer_finding", "F-2026-001", DUE)]
    assert due("owner") == []


@pytest.mark.parametrize("grade", [Grade.OBSERVATION, Grade.OPPORTUNITY, Grade.GOOD_PRACTICE])
def test_what_needs_no_action_is_told_to_nobody(app: Flask, grade: Grade) -> None:
    finding = builders.told(grade=grade)
    assert finding.state is FindingState.NOTED
    assert answer_of(finding.id) is None


def test_confirming_opens_the_case_whose_days_count_from_then(app: Flask) -> None:
    finding = builders.told()
    later = TODAY + timedelta(days=3)
    with on(later):
        filing.confirm(finding, version=finding.version, by=viewer("head"))
    case, answer = cases.of_finding(finding.id), answered(finding)
    assert case is not None
    assert (finding.state, case.opened_on) == (FindingState.OPEN, later)
    assert (answer.answer, answer.answered_by_id) == (Answer.CONFIRMED, IDS["head"])
    assert (answer.turn_of_id, answer.turn_due_on) == (None, None)
    assert posted()[1:] == [("plan_asked", "髙山 由紀")]
    assert moves(finding.reference) == ["filed", "confirm"]
    assert due("head") == []


def test_it_is_answered_once_and_by_the_auditee_alone(app: Flask) -> None:
    finding = builders.told()
    for key in ("auditor", "audit_manager", "privacy_manager", "owner", "other_head"):
        with pytest.raises(NotAllowed, match="auditee_only"):
            filing.confirm(finding, version=finding.version, by=viewer(key))
        with pytest.raises(NotAllowed, match="auditee_only"):
            disputes.dispute(finding, reason="違う", version=finding.version, by=viewer(key))
    with pytest.raises(Stale):
        filing.confirm(finding, version=0, by=viewer("head"))
    filing.confirm(finding, version=finding.version, by=viewer("head"))
    for refused in (
        lambda: filing.confirm(finding, version=finding.version, by=viewer("head")),
        lambda: disputes.dispute(
            finding, reason="違う", version=finding.version, by=viewer("head")
        ),
    ):
        with pytest.raises(NotAllowed, match="auditee_only"):
            refused()
    assert session.scalar(select(func.count(Case.id))) == 1


def test_a_finding_that_nobody_was_told_of_is_neither_confirmed_nor_decided(app: Flask) -> None:
    finding = builders.finding()
    with pytest.raises(RuleBroken, match="nobody_was_told"):
        filing.confirm(finding, version=finding.version, by=viewer("head"))
    with pytest.raises(RuleBroken, match="nobody_was_told"):
        builders.ruled(finding, Ruling.UPHELD)


def test_a_dispute_says_why_and_goes_to_the_audit_manager(app: Flask) -> None:
    finding = builders.told()
    with pytest.raises(BadInput, match="dispute_needs_reason"):
        disputes.dispute(finding, reason=" ", version=finding.version, by=viewer("head"))
    disputes.dispute(
        finding, reason=f" {builders.DISPUTE}\n", version=finding.version, by=viewer("head")
    )
    answer = answered(finding)
    assert (finding.state, answer.dispute) == (FindingState.DISPUTED, builders.DISPUTE)
    assert (answer.turn_of_id, answer.turn_due_on) == (IDS["audit_manager"], DUE)
    assert posted()[1:] == [("ruling_asked", "有賀 俊")]
    assert due("audit_manager") == [("decide_dispute", "F-2026-001", DUE)]
    assert due("head") == []
    assert cases.of_finding(finding.id) is None


def test_upholding_opens_the_case_and_both_sides_stay_on_record(app: Flask) -> None:
    finding = builders.disputed()
    builders.ruled(finding, Ruling.UPHELD)
    answer, case = answered(finding), cases.of_finding(finding.id)
    assert case is not None
    assert finding.state is FindingState.OPEN
    assert (answer.answer, answer.dispute) == (Answer.DISPUTED, builders.DISPUTE)
    assert (answer.ruling, answer.ruled_by_id) == (Ruling.UPHELD, IDS["audit_manager"])
    assert answer.grounds
    assert posted()[2:] == [("dispute_ruled", "髙山 由紀"), ("plan_asked", "髙山 由紀")]
    assert moves(finding.reference) == ["filed", "dispute", "uphold"]


def test_withdrawing_by_decision_opens_nothing_and_both_sides_stay_on_record(app: Flask) -> None:
    finding = builders.disputed()
    builders.ruled(finding, Ruling.WITHDRAWN, grounds=" 期限の内だった。 ")
    answer = answered(finding)
    assert (finding.state, finding.withdrawal) == (FindingState.WITHDRAWN, "期限の内だった。")
    assert (answer.dispute, answer.grounds) == (builders.DISPUTE, "期限の内だった。")
    assert cases.of_finding(finding.id) is None
    assert posted()[2:] == [("dispute_ruled", "髙山 由紀")]


def test_whoever_is_told_of_a_finding_takes_nothing_back(app: Flask) -> None:
    finding = builders.told()
    for ruling in Ruling:
        with pytest.raises(RuleBroken, match="move_not_possible"):
            builders.ruled(finding, ruling, by="head")
    answer = answered(finding)
    assert (finding.state, answer.ruling, answer.grounds) == (FindingState.TOLD, None, "")
    contested = builders.disputed(fact="次の所見。")
    for refused in (
        lambda by: filing.confirm(contested, version=contested.version, by=by),
        lambda by: disputes.dispute(contested, reason="違う", version=contested.version, by=by),
    ):
        with pytest.raises(RuleBroken, match="move_not_possible"):
            refused(viewer("audit_manager"))


def test_a_dispute_is_decided_once_on_grounds_and_by_nobody_with_a_hand_in_it(app: Flask) -> None:
    finding = builders.disputed()
    for key in ("auditor", "head", "representative", "administrator"):
        with pytest.raises(NotAllowed, match="not_eligible_to_rule"):
            builders.ruled(finding, Ruling.UPHELD, by=key)
    with pytest.raises(BadInput, match="ruling_needs_grounds"):
        builders.ruled(finding, Ruling.UPHELD, grounds="\n")
    with pytest.raises(RuleBroken, match="dispute_is_decided"):
        filing.withdraw(finding, reason="誤認", version=finding.version, by=viewer("audit_manager"))
    builders.ruled(finding, Ruling.UPHELD)
    with pytest.raises(NotAllowed, match="not_eligible_to_rule"):
        builders.ruled(finding, Ruling.WITHDRAWN)
    assert session.scalar(select(func.count(Case.id))) == 1


def test_what_the_audit_manager_audited_goes_to_the_representative(app: Flask) -> None:
    audit = builders.audit(team_ids=[IDS["auditor"], IDS["audit_manager"]])
    finding = builders.disputed(audit)
    assert answered(finding).turn_of_id == IDS["representative"]
    with pytest.raises(NotAllowed, match="not_eligible_to_rule"):
        builders.ruled(finding, Ruling.UPHELD)
    builders.ruled(finding, Ruling.UPHELD, by="representative")
    assert finding.state is FindingState.OPEN


def test_what_was_told_is_heard_to_the_end_though_the_company_hears_no_more(app: Flask) -> None:
    finding = builders.told()
    builders.profile()
    disputes.dispute(finding, reason="違う", version=finding.version, by=viewer("head"))
    builders.ruled(finding, Ruling.UPHELD)
    assert finding.state is FindingState.OPEN
    assert builders.finding(fact="次の所見").state is FindingState.OPEN


def test_a_told_finding_may_be_withdrawn_and_then_nobody_owes_an_answer(app: Flask) -> None:
    finding = builders.told()
    filing.withdraw(finding, reason="誤認", version=finding.version, by=viewer("audit_manager"))
    assert finding.state is FindingState.WITHDRAWN
    assert due("head") == []
    commit()
    with on(DUE + timedelta(days=9)):
        assert filing.confirm_silent(clock.today()) == 0
