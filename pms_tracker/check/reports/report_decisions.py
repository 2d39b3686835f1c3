"""Decisions on a signed report: approved, received with instructions, or sent back and thawed."""

from dataclasses import replace
from functools import partial

from pms_tracker import clock
from pms_tracker.approvals import approvals, sign_offs
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.check.audits import audits, surroundings
from pms_tracker.check.audits.report_signing import Signing
from pms_tracker.check.programmes import programme_conclusions
from pms_tracker.check.reports import audit_reports, report_letters
from pms_tracker.check.rules import audit_report_rules
from pms_tracker.check.rules.audit_rules import AuditMove, AuditState
from pms_tracker.check.tables.audit_report_tables import SignedReport
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.kernel.errors import RuleBroken, Stale
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail


def decide(
    audit: Audit,
    state: AuditState,
    decided: approvals.Decided,
    *,
    by: Viewer,
    paper: audit_reports.Paper | None = None,
) -> Approval:
    """Approve or receive the report, or send it back; `state` is the one that the decider saw.

    Raises RuleBroken where that is decided already, Stale with the parts that differ where it was
    signed anew, NotAllowed for anybody who may not, RuleBroken without the reason to send back.
    """
    firm, around, row = Firm(clock.today()), surroundings.of(audit), _last(audit)
    if audit.state is not state:
        raise RuleBroken("report_decided_already", state=audit.state)
    turn = around.signing(firm)
    if paper is not None:
        decided = replace(
            decided, on_paper_by=paper.person_id, decided_on=paper.on, scanned=paper.scanned
        )
    made = _signed(audit, row, decided, turn, by)
    if decided.approves:
        _forward(audit, made, row, by)
    else:
        _thaw(audit, made, row, by)
    _tell(audit, around.signing(firm))
    return made


def _signed(
    audit: Audit, row: SignedReport, decided: approvals.Decided, turn: Signing, by: Viewer
) -> Approval:
    """The decision bound to the digest of what is signed, and the names as they are today."""
    step = audit_report_rules.STEP_OF[turn.state]
    waits = sign_offs.Waiting(
        approvals.Subject(audit.reference, step, row.number, row.digest),
        None,
        turn.takers,
        audit_reports.hands_of(turn, audit, [row]),
        partial(audit_report_rules.check_taker, turn.state),
    )
    sign_offs.signs_for(waits, decided, turn.firm, by=by)
    if decided.decided_on is not None:
        audit_report_rules.check_day(decided.decided_on, row.signed_on, clock.today())
    if decided.seen_digest != row.digest:
        raise Stale("report_changed", changed=_changed_since(audit, decided.seen_digest, row))
    made = sign_offs.sign(waits, decided, turn.firm, by=by)
    entered_by = by if made.on_paper else None
    names = audit_reports.names_of(turn.firm, made.decided_by_id, entered_by, made.for_id)
    holder = made.for_id or made.decided_by_id
    if turn.state is AuditState.REPORTED and holder not in turn.managers:
        names["office"] = Role.REPRESENTATIVE.value
    row.signers = {**row.signers, step: names}
    return made


def _last(audit: Audit) -> SignedReport:
    found = audit_reports.signed(audit.id)
    if not found:
        raise RuleBroken("report_not_signed")
    return found[0]


def _changed_since(audit: Audit, seen: str, row: SignedReport) -> list[audit_report_rules.Part]:
    before = next((each for each in audit_reports.signed(audit.id) if each.digest == seen), None)
    return audit_report_rules.changed_parts(before.content if before else {}, row.content)


def _decision_told(made: Approval, row: SignedReport, remark: str) -> dict[str, trail.Change]:
    told = audit_reports.told_of(row)
    names = row.signers[made.step]
    if made.reason:
        told[remark] = (None, made.reason)
    if "for" in names:
        told["on_behalf_of"] = (None, names["for"])
    if made.on_paper:
        told["decided_by"] = (None, names["name"])
    return told


def _forward(audit: Audit, made: Approval, row: SignedReport, by: Viewer) -> None:
    move = audit_report_rules.MOVE_OF[audit.state]
    told = _decision_told(made, row, "instructions")
    if move is AuditMove.APPROVE:
        audits.move(audit, move, by, told, signature_due_on=audit_reports.next_due_on())
        return
    conclusion = row.content[audit_report_rules.Part.OPINION.value]["conclusion"]
    ended = {"closed_on": made.decided_on, "closing_note": conclusion, "signature_due_on": None}
    audits.move(audit, move, by, told, **ended)
    programme_conclusions.settle(audit.fiscal_year)


def _thaw(audit: Audit, made: Approval, row: SignedReport, by: Viewer) -> None:
    """Sent back: what was approved is approved no more (R17), and the auditors write again."""
    for step in (audit_report_rules.APPROVAL, audit_report_rules.SIGNATURE):
        approvals.void(audit.reference, step)
    told = _decision_told(made, row, "reason")
    audits.move(audit, AuditMove.SEND_BACK, by, told, signature_due_on=audit_reports.next_due_on())


def _tell(audit: Audit, turn: Signing) -> None:
    """Who is next hears of it at once; of a received report all whom it concerns."""
    if audit.state is AuditState.UNDER_WAY:
        audit_reports.post(report_letters.report_sent_back(audit), turn.firm, turn.asked)
    elif audit.state is AuditState.CLOSED:
        concerned = [*turn.team, *turn.firm.heads_of(audit.unit_id)]
        audit_reports.post(report_letters.report_received(audit), turn.firm, concerned)
    else:
        audit_reports.ask_next(audit, turn)
