"""What the representative asked for (改善指示) reaches each case, on both databases."""

from datetime import date

import pytest
from flask import Flask

from pms_tracker.act import act_proofs, case_duties, late_answers
from pms_tracker.act.cases import follow_up, instructions
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import closing, effectiveness
from pms_tracker.act.effect.effectiveness import Done
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case, Verdict
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.approvals.approvals import Decided, Signed
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.references import parse_reference
from pms_tracker.trail import trail
from tests import builders, open_duties, reporting
from tests.cast import IDS, TODAY, viewer

ASKED = "他の部門の棚も、年度内に確かめること。"
ANSWER = "4部門の棚を確かめ、台帳に加えた。"


def instructed(reason: str = ASKED) -> Case:
    """A case that is being done, of an audit whose report was received."""
    case = builders.case_in(CaseState.DOING)
    audit = session.get_one(Audit, 1)
    reporting.audit_in(AuditState.CLOSED, audit, reason)
    return case


def report(case: Case, answer: str = "") -> None:
    done = Done("登録した。", TODAY, instruction_answer=answer)
    effectiveness.report_done(case, done, version=case.version, by=viewer("owner"))


def late(state: CaseState = CaseState.REVIEWING) -> Case:
    """A case whose instruction came after its last report."""
    case = builders.case_in(state)
    reporting.audit_in(AuditState.CLOSED, session.get_one(Audit, 1), ASKED)
    trail.write_pending()
    return case


def answered() -> list[bool]:
    return [bool(row.is_answered) for row in follow_up.of_audit(1, viewer("audit_manager"))]


def test_an_instruction_is_answered_with_the_report_of_what_was_done(app: Flask) -> None:
    case = instructed()
    (received,) = instructions.of_case(case)
    assert received.reason == ASKED
    assert answered() == [False]
    for empty in ("", " \u3000"):
        with pytest.raises(RuleBroken, match="instruction_to_answer"):
            report(case, empty)
    report(case, ANSWER)
    (action,) = Dossier(case).current.actions
    assert action.instruction_answer == ANSWER
    assert answered() == [True]
    assert not instructions.waits(Dossier(case).rounds, instructions.of_case(case))


def test_without_an_instruction_nothing_is_asked(app: Flask) -> None:
    case = instructed("")
    assert not instructions.of_case(case)
    assert not instructions.given("AU-2026-001")
    report(case)
    assert case.state is CaseState.REVIEWING


def test_a_page_reads_it_with_the_decisions_about_the_case(app: Flask) -> None:
    case = late()
    decided, received = instructions.beside_decisions(case).answer()
    assert [row.reason for row in received] == [ASKED]
    assert received == [as_read(row) for row in instructions.of_case(case)]
    assert decided
    assert decided == [as_read(row) for row in approvals.decisions(case.reference)]


def as_read(row: Approval) -> Signed:
    """A decision as a page reads it."""
    return Signed._make(getattr(row, name) for name in Signed._fields)


def wanted(case: Case) -> list[tuple[int, object]]:
    reference = parse_reference(case.reference)
    found = open_duties.outside(date.max, reference=reference)
    return [(e.person_id, e.due_on) for e in found if e.kind == case_duties.INSTRUCTION]


@pytest.mark.parametrize("by", ["owner", "head"])
@pytest.mark.parametrize("state", [CaseState.CONFIRMING, CaseState.REVIEWING, CaseState.CLOSING])
def test_one_that_came_after_the_last_report_is_a_duty_and_is_answered_on_the_case(
    app: Flask, state: CaseState, by: str
) -> None:
    case = late(state)
    assert wanted(case) == [(IDS["owner"], case.turn_due_on)]
    for key in ("other_head", "auditor", "privacy_manager", "representative"):
        with pytest.raises(NotAllowed, match="owner_only"):
            late_answers.answer(case, ANSWER, version=case.version, by=viewer(key))
    with pytest.raises(BadInput, match="instruction_to_answer"):
        late_answers.answer(case, " ", version=case.version, by=viewer(by))
    late_answers.answer(case, ANSWER, version=case.version, by=viewer(by))
    assert answered() == [True]
    assert wanted(case) == []
    trail.write_pending()
    assert "instruction_answered" in [each.move for each in trail.history(case.reference)[:2]]
    # What was confirmed of the report before is proven still.
    assert list(act_proofs.verify()) == []
    with pytest.raises(RuleBroken, match="no_instruction_waits"):
        late_answers.answer(case, ANSWER, version=case.version, by=viewer(by))


def test_no_case_is_judged_effective_or_closed_before_it_is_answered(app: Flask) -> None:
    case = late()
    with pytest.raises(RuleBroken, match="instruction_unanswered"):
        builders.judge(case)
    late_answers.answer(case, ANSWER, version=case.version, by=viewer("owner"))
    builders.judge(case)
    assert case.state is CaseState.CLOSED


def test_no_closing_is_approved_before_it_is_answered(app: Flask) -> None:
    case = late(CaseState.CLOSING)
    decided = Decided(Decision.APPROVED, closing.subject(Dossier(case)).digest)
    with pytest.raises(RuleBroken, match="instruction_unanswered"):
        closing.decide(case, decided, version=case.version, by=viewer("representative"))


def test_what_is_ineffective_is_answered_with_the_next_report(app: Flask) -> None:
    case = late()
    builders.judge(case, Verdict.INEFFECTIVE)
    assert wanted(case) == []
    builders.approve(builders.submit(case))
    with pytest.raises(RuleBroken, match="instruction_to_answer"):
        report(case)


def test_one_that_came_after_the_end_is_answered_as_well(app: Flask) -> None:
    case = late(CaseState.CLOSED)
    assert answered() == [False]
    late_answers.answer(case, ANSWER, version=case.version, by=viewer("head"))
    assert answered() == [True]
    trail.write_pending()
    assert list(act_proofs.verify()) == []
