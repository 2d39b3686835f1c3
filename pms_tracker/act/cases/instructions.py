"""What the representative asked for (改善指示) on receiving an audit's report, case by case."""

from collections.abc import Sequence
from functools import cache, partial
from typing import Any

import sqlalchemy as sa

from pms_tracker.act.rules import case_rules
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.act.tables.source_tables import CaseFinding
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.approvals.approvals import Decisive, Signed, as_signed, signed_in
from pms_tracker.check.rules.audit_report_rules import RECEIPT
from pms_tracker.check.tables.audit_tables import Audit, Finding
from pms_tracker.database import Columns, reference_of, session
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.references import Kind
from pms_tracker.questions import Question, Text

ANSWERED: sa.ColumnElement[bool] = sa.exists().where(
    CaseRound.case_id == Case.id,
    CaseAction.round_id == CaseRound.id,
    CaseAction.instruction_answer != "",
)
# Receipts with instructions that stand.
_STANDS = (
    Approval.step == RECEIPT,
    Approval.decision == Decision.APPROVED,
    Approval.voided_at.is_(None),
    Approval.reason != "",
)
_GIVEN = sa.select(Approval).where(*_STANDS)
OPEN_REPORTED = case_rules.REPORTED - {case_rules.CaseState.CLOSED}


def of_case(case: Case) -> Sequence[Approval]:
    """The receipts with instructions of the audits whose findings the case deals with."""
    every = _GIVEN.where(Approval.reference.in_(_audits(case.id))).order_by(Approval.id)
    return session.scalars(every).all()


def beside_decisions(case: Case) -> Question[tuple[list[Signed], list[Signed]]]:
    """The decisions about a case and, by themselves, the same, to be read with what else its page
    asks."""
    asked = {"reference": case.reference, "case_id": case.id}
    return Question((_beside(),), asked, partial(_apart, case.reference))


def _apart(reference: str, said: str) -> tuple[list[Signed], list[Signed]]:
    found = signed_in(said)
    own = [row for row in found if row.reference == reference]
    return own, [row for row in found if row.reference != reference]


@cache
def _beside() -> Text:
    """Built once: every page of a case asks it."""
    named = sa.bindparam("reference", type_=sa.String)
    audits = _audits(sa.bindparam("case_id", type_=sa.Integer))
    return as_signed(
        Approval.reference.in_(sa.union_all(sa.select(named), audits)),
        sa.or_(Approval.reference == named, sa.and_(*_STANDS)),
    )


def _audits(case_id: int | sa.ColumnElement[int]) -> sa.Select[str]:
    """The names of the audits whose findings a case deals with."""
    return (
        sa.select(reference_of(Kind.AUDIT, Audit.fiscal_year, Audit.number))
        .join(Finding, Finding.audit_id == Audit.id)
        .join(CaseFinding, CaseFinding.finding_id == Finding.id)
        .where(CaseFinding.case_id == case_id)
    )


def given(reference: str) -> bool:
    """Whether an audit's report was received with an instruction."""
    return session.scalar(_GIVEN.where(Approval.reference == reference)) is not None


def waits(rounds: Sequence[CaseRound], received: Sequence[Decisive]) -> bool:
    """Whether an instruction was given that no report of the case has answered yet."""
    reported = (each for of in rounds for each in of.actions)
    return bool(received) and not any(each.instruction_answer for each in reported)


def check_none_waits(case: Case, rounds: Sequence[CaseRound]) -> None:
    """No case ends whose instruction nobody answered. Raises RuleBroken."""
    if waits(rounds, of_case(case)):
        raise RuleBroken("instruction_unanswered")


def waiting(*named_first: sa.ColumnElement[Any]) -> Columns:
    """Cases on which all is reported and an instruction waits: the case, who owns the action
    reported last, the day of its next step, and its unit."""
    named = reference_of(Kind.AUDIT, Audit.fiscal_year, Audit.number)
    owner = (
        sa.select(CaseAction.holder_id)
        .join(CaseRound, CaseRound.id == CaseAction.round_id)
        .where(CaseRound.case_id == Case.id, CaseRound.number == Case.round)
        .where(CaseAction.done_on.is_not(None))
        .order_by(CaseAction.done_on.desc(), CaseAction.position.desc())
        .limit(1)
    )
    given = (
        sa.exists()
        .where(
            CaseFinding.case_id == Case.id,
            Finding.id == CaseFinding.finding_id,
            Audit.id == Finding.audit_id,
            Approval.reference == named,
            *_STANDS,
        )
        .correlate(Case)
    )
    return sa.select(
        *named_first, Case.id, owner.scalar_subquery(), Case.turn_due_on, Case.unit_id
    ).where(Case.state.in_(OPEN_REPORTED), given, ~ANSWERED)


def cases_of(approval: Approval) -> Sequence[int]:
    """The cases that deal with findings of the audit whose report was received, or is no more."""
    if approval.step != RECEIPT:
        return ()
    named = reference_of(Kind.AUDIT, Audit.fiscal_year, Audit.number) == approval.reference
    return session.scalars(
        sa.select(CaseFinding.case_id)
        .join(Finding, Finding.id == CaseFinding.finding_id)
        .join(Audit, Audit.id == Finding.audit_id)
        .where(named)
    ).all()


def check_answered(rounds: Sequence[CaseRound], received: Sequence[Decisive], answer: str) -> None:
    """Whoever reports the first action says what was done of the instruction. Raises RuleBroken."""
    if waits(rounds, received) and not answer.strip():
        raise RuleBroken("instruction_to_answer")
