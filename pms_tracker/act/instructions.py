"""What the representative asked for (改善指示) on receiving an audit's report, case by case."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, select

from pms_tracker.act.action_models import CaseAction
from pms_tracker.act.models import Case, CaseRound
from pms_tracker.act.source_models import CaseFinding
from pms_tracker.approvals.models import Approval, Decision
from pms_tracker.check.models import Audit, Finding
from pms_tracker.check.report_rules import RECEIPT
from pms_tracker.database import reference_of, session
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.references import Kind

ANSWERED: ColumnElement[bool] = exists().where(
    CaseRound.case_id == Case.id,
    CaseAction.round_id == CaseRound.id,
    CaseAction.instruction_answer != "",
)
# Receipts with instructions that stand.
_GIVEN = select(Approval).where(
    Approval.step == RECEIPT,
    Approval.decision == Decision.APPROVED,
    Approval.voided_at.is_(None),
    Approval.reason != "",
)


def of_case(case: Case) -> Sequence[Approval]:
    """The receipts with instructions of the audits whose findings the case deals with."""
    audits = (
        select(reference_of(Kind.AUDIT, Audit.fiscal_year, Audit.number))
        .join(Finding, Finding.audit_id == Audit.id)
        .join(CaseFinding, CaseFinding.finding_id == Finding.id)
        .where(CaseFinding.case_id == case.id)
    )
    every = _GIVEN.where(Approval.reference.in_(audits)).order_by(Approval.id)
    return session.scalars(every).all()


def given(reference: str) -> bool:
    """Whether an audit's report was received with an instruction."""
    return session.scalar(_GIVEN.where(Approval.reference == reference)) is not None


def waits(rounds: Sequence[CaseRound], received: Sequence[Approval]) -> bool:
    """Whether an instruction was given that no report of the case has answered yet."""
    reported = (each for of in rounds for each in of.actions)
    return bool(received) and not any(each.instruction_answer for each in reported)


def check_answered(rounds: Sequence[CaseRound], received: Sequence[Approval], answer: str) -> None:
    """Whoever reports the first action says what was done of the instruction. Raises RuleBroken."""
    if waits(rounds, received) and not answer.strip():
        raise RuleBroken("instruction_to_answer")
