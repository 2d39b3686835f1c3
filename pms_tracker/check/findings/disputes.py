"""Disputes: an auditee is told, confirms or disputes; silence confirms; somebody else decides."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.check.findings import dispute_letters, findings
from pms_tracker.check.findings.hearings import Hearing, answer_of
from pms_tracker.check.rules import dispute_rules
from pms_tracker.check.rules.audit_rules import FINDING, FindingMove, FindingState
from pms_tracker.check.rules.dispute_rules import Answer, Ruling
from pms_tracker.check.tables.audit_tables import Finding, FindingAnswer
from pms_tracker.database import session
from pms_tracker.kernel.due_dates import Deadline
from pms_tracker.kernel.eligible import next_holder
from pms_tracker.kernel.errors import RuleBroken, check_version
from pms_tracker.mail import outbox
from pms_tracker.people.changes import deputies
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.trail.trail import SYSTEM


@dataclass(frozen=True)
class Decided:
    """How a dispute is decided, on what grounds; by exception with the reason for it."""

    ruling: Ruling
    grounds: str
    exception_reason: str = ""


def tell(finding: Finding) -> FindingAnswer:
    """Tell the auditee of a nonconformity and ask them to confirm or dispute it."""
    answer = FindingAnswer(
        finding_id=finding.id,
        told_on=clock.today(),
        due_on=_due_on(dispute_rules.TO_ANSWER),
        dispute="",
        grounds="",
        exception_reason="",
    )
    hearing = Hearing(finding, answer)
    _pass_on(hearing, FindingState.TOLD, answer.due_on)
    session.add(answer)
    session.flush()
    outbox.post(
        dispute_letters.finding_told(finding, answer), hearing.firm.recipient(answer.turn_of_id)
    )
    return answer


def confirm(finding: Finding, *, version: int, by: Viewer) -> None:
    """The auditee takes the finding as it is, so it stands."""
    check_version(finding, version)
    hearing = _hearing(finding)
    for_id = hearing.principal(by.person_id)
    dispute_rules.check_answers(by.person_id, hearing.step, for_id)
    FINDING.after(finding.state, FindingMove.CONFIRM)
    _answer(hearing.answer, Answer.CONFIRMED, by.person_id, for_id)
    findings.move(finding, FindingMove.CONFIRM, by.actor, hearing.firm.on_behalf_of(for_id))


def dispute(finding: Finding, *, reason: str, version: int, by: Viewer) -> None:
    """The auditee disputes the finding; whoever decides is asked at once.

    Raises BadInput without a reason, RuleBroken once the day to answer is over.
    """
    check_version(finding, version)
    hearing = _hearing(finding)
    answer, for_id = hearing.answer, hearing.principal(by.person_id)
    dispute_rules.check_answers(by.person_id, hearing.step, for_id)
    FINDING.after(finding.state, FindingMove.DISPUTE)
    dispute_rules.check_dispute(reason, answer.due_on, clock.today())
    answer.dispute = reason.strip()
    _answer(answer, Answer.DISPUTED, by.person_id, for_id)
    changes = {"dispute": (None, answer.dispute), **hearing.firm.on_behalf_of(for_id)}
    _pass_on(hearing, FindingState.DISPUTED, _due_on(dispute_rules.TO_RULE))
    findings.move(finding, FindingMove.DISPUTE, by.actor, changes)
    outbox.post(
        dispute_letters.ruling_asked(finding, answer), hearing.firm.recipient(answer.turn_of_id)
    )


def decide(finding: Finding, decided: Decided, *, version: int, by: Viewer) -> None:
    """Uphold a disputed finding or take it back, on grounds; dispute and decision both stay.

    Raises NotAllowed for whoever filed, audited or disputed it, BadInput without grounds,
    RuleBroken for an exception without its reason, or where nobody disputes it.
    """
    check_version(finding, version)
    hearing = _hearing(finding)
    answer, for_id = hearing.answer, hearing.principal(by.person_id)
    reason = decided.exception_reason.strip() if hearing.step.by_exception else ""
    dispute_rules.check_decides(by.person_id, hearing.step, for_id, reason)
    # Only what is disputed: whoever answers is not to take back what they were told.
    FINDING.after(finding.state, FindingMove.UPHOLD)
    dispute_rules.check_grounds(decided.grounds)
    upheld = decided.ruling is Ruling.UPHELD
    answer.ruling, answer.grounds = decided.ruling, decided.grounds.strip()
    answer.exception_reason = reason
    answer.ruled_at, answer.ruled_by_id, answer.ruled_for_id = clock.now(), by.person_id, for_id
    answer.turn_of_id = answer.turn_due_on = None
    changes = {"grounds": (None, answer.grounds), **hearing.firm.on_behalf_of(for_id)}
    if reason:
        changes["exception_reason"] = (None, reason)
    if not upheld:
        finding.withdrawal = answer.grounds
    findings.move(
        finding, FindingMove.UPHOLD if upheld else FindingMove.WITHDRAW, by.actor, changes
    )
    outbox.post(
        dispute_letters.dispute_ruled(finding), hearing.firm.recipient(answer.answered_by_id)
    )


def silent(today: date) -> list[int]:
    """Ids of the findings whose last day to answer is over without an answer, oldest first."""
    told = (
        select(Finding.id)
        .join(FindingAnswer, FindingAnswer.finding_id == Finding.id)
        .where(Finding.state == FindingState.TOLD, FindingAnswer.due_on < today)
    )
    return list(session.scalars(told.order_by(FindingAnswer.due_on, Finding.id)))


def confirm_by_silence(finding_id: int, today: date) -> Finding | None:
    """Let a finding stand that nobody answered in time; None where it was answered after all.

    Waits for whoever answers or confirms it at the same time.
    """
    statement = select(Finding).where(Finding.id == finding_id).with_for_update()
    finding = session.scalars(statement).one()
    answer = answer_of(finding_id)
    if finding.state is not FindingState.TOLD or answer is None:
        return None
    if not dispute_rules.is_silent(answer.due_on, today):
        return None
    _answer(answer, Answer.SILENT, None, None)
    changes = {"answer": (None, Answer.SILENT), "due_on": (None, answer.due_on)}
    findings.move(finding, FindingMove.CONFIRM, SYSTEM, changes)
    return finding


def end(finding: Finding) -> None:
    """Nobody has to answer any more, since the finding was withdrawn."""
    answer = answer_of(finding.id)
    if answer is not None:
        answer.turn_of_id = answer.turn_due_on = None
        session.flush()


def hand_over(held_by: Collection[int] | None = None) -> list[Finding]:
    """Move turns away from people who left, lost their role or are absent; and back to them.

    Looks at all that wait, or at those whose turn these people have; says which it concerned.
    """
    statement = (
        select(Finding, FindingAnswer)
        .join(FindingAnswer, FindingAnswer.finding_id == Finding.id)
        .where(FindingAnswer.turn_due_on.is_not(None))
    )
    if held_by is not None:
        statement = statement.where(FindingAnswer.turn_of_id.in_(held_by))
    waiting = session.execute(statement.order_by(Finding.id)).all()
    if not waiting:
        return []
    today, moved = clock.today(), []
    firm, over = Firm(today), deputies.over(today)
    for finding, answer in waiting:
        hearing = Hearing(finding, answer, firm)
        asked = hearing.asked_in(finding.state)
        holder = next_holder(answer.turn_of_id, asked, firm.standing_in(hearing.step), over)
        if holder != answer.turn_of_id:
            answer.turn_of_id = holder
            moved.append(finding)
    session.flush()
    return moved


def _hearing(finding: Finding) -> Hearing:
    answer = answer_of(finding.id, for_update=True)
    if answer is None:
        raise RuleBroken("nobody_was_told")
    return Hearing(finding, answer)


def _answer(answer: FindingAnswer, said: Answer, by_id: int | None, for_id: int | None) -> None:
    answer.answer, answer.answered_at = said, clock.now()
    answer.answered_by_id, answer.answered_for_id = by_id, for_id
    answer.turn_of_id = answer.turn_due_on = None


def _pass_on(hearing: Hearing, state: FindingState, due_on: date) -> None:
    """Give the turn to whoever takes the step of a state."""
    with session.no_autoflush:
        found = hearing.asked_in(state)
    hearing.answer.turn_of_id = found[0] if found else None
    hearing.answer.turn_due_on = due_on


def _due_on(deadline: Deadline) -> date:
    return deadline.due_on(clock.today(), business_calendar())
