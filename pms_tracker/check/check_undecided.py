"""What becomes of check's records when a decision about them is void: they wait again as before."""

from sqlalchemy import select, update

from pms_tracker import clock
from pms_tracker.approvals import approvals, paper
from pms_tracker.approvals.approval_tables import Approval, Decision, Voided
from pms_tracker.check.audits import audits, surroundings
from pms_tracker.check.day import paper_sheets
from pms_tracker.check.programmes import programme_conclusions, programme_letters, programmes
from pms_tracker.check.reports import audit_reports, report_letters
from pms_tracker.check.rules import audit_report_rules, audit_rules
from pms_tracker.check.rules.audit_rules import AuditState, Result
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem, Finding
from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.database import session
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan import plan_undecided
from pms_tracker.plan.deciding import decisions
from pms_tracker.trail import record_numbers, trail


def programme(reference: Reference, row: Approval, by: Viewer) -> bool:
    """A programme waits again and its audits are called off, unless one of them has begun."""
    of_year = select(Programme).where(Programme.fiscal_year == reference.fiscal_year)
    found = session.scalars(of_year.with_for_update()).one()
    rows = programmes.rows_of(found)
    planned = [session.get_one(Audit, each.audit_id) for each in rows if each.audit_id is not None]
    if any(
        each.state not in (*audit_rules.BEFORE_THE_DAY, AuditState.CANCELLED) for each in planned
    ):
        return False
    digest = programmes.subject(found, rows).digest
    if not plan_undecided.goes_back(found, row, digest, by):
        return False
    for audit in planned:
        if audit.state in audit_rules.BEFORE_THE_DAY:
            reason = row.void_reason or found.reference
            audits.cancel(audit, reason=reason, by=by, version=audit.version)
    for each in rows:
        each.audit_id = None
    session.flush()
    programme_conclusions.settle(found.fiscal_year)
    firm = Firm(clock.today())
    letter = programme_letters.asked(found, decisions.due_on(clock.today()))
    decisions.ask(letter, programmes.waiting(found, rows, firm).step, firm)
    return True


def audit(reference: Reference, row: Approval, by: Viewer) -> bool:
    """A report waits for the signature again, and what was typed in from a paper is taken out."""
    its = record_numbers.named(reference, Kind.AUDIT, Audit.fiscal_year, Audit.number)
    found = session.scalars(select(Audit).where(its).with_for_update()).one()
    if row.step in _BACK:
        return _report(found, row, by)
    return _sheet(found, row, by)


# Where each signature leaves from, and which later ones rest on it.
_BACK = {
    audit_report_rules.SIGNATURE: AuditState.UNDER_WAY,
    audit_report_rules.APPROVAL: AuditState.REPORTED,
    audit_report_rules.RECEIPT: AuditState.APPROVED,
}


def _report(found: Audit, row: Approval, by: Viewer) -> bool:
    signed = audit_reports.signed(found.id)
    if not signed or signed[0].number != row.submission:
        return False
    if row.decision is not Decision.APPROVED:
        return _not_sent_back(found, row, by)
    to = _BACK[row.step]
    steps = list(_BACK)
    resting = steps[steps.index(row.step) + 1 :]
    for step in resting:
        for each in approvals.decisions(found.reference):
            if each.step == step and each.voided_at is None:
                paper.void_because(each, Voided.CHANGED)
    gone = {row.step, *resting}
    signed[0].signers = {k: v for k, v in signed[0].signers.items() if k not in gone}
    due_on = audit_reports.next_due_on()
    audits.put(
        found,
        to,
        plan_undecided.UNDECIDED,
        by,
        signature_due_on=due_on,
        closed_on=None,
        closing_note="",
    )
    programme_conclusions.settle(found.fiscal_year)
    _ask(found)
    return True


def _not_sent_back(found: Audit, row: Approval, by: Viewer) -> bool:
    """It waits as it was signed, if nobody has written in it since it was sent back."""
    report = audit_reports.of(found.id)
    written = report is not None and report.saved_at > row.recorded_at
    if found.state is not AuditState.UNDER_WAY or written:
        return False
    approvals.reinstate(found.reference, since=row.recorded_at)
    due_on = audit_reports.next_due_on()
    audits.put(found, _BACK[row.step], plan_undecided.UNDECIDED, by, signature_due_on=due_on)
    _ask(found)
    return True


def _ask(found: Audit) -> None:
    turn = surroundings.of(found).signing(Firm(clock.today()))
    if found.state is AuditState.UNDER_WAY:
        audit_reports.post(report_letters.report_sent_back(found), turn.firm, turn.asked)
    else:
        audit_reports.ask_next(found, turn)


def _sheet(found: Audit, row: Approval, by: Viewer) -> bool:
    """Answers typed in from the paper are no answers, until they are given again."""
    sheet = paper_sheets.of_step(found, row.step)
    typed = ChecklistItem.sheet_id == sheet.id
    filed = select(Finding.id).join(ChecklistItem, ChecklistItem.id == Finding.item_id).where(typed)
    if found.state is not AuditState.UNDER_WAY or session.scalar(filed.limit(1)) is not None:
        return False
    blank = {"result": Result.NOT_YET, "note": "", "sheet_id": None}
    more = {"answered_by_id": None, "answered_at": None, "version": ChecklistItem.version + 1}
    session.execute(update(ChecklistItem).where(typed).values({**blank, **more}))
    changes: dict[str, trail.Change] = {"sheet": (sheet.number, None)}
    plan_undecided.note(found.reference, changes, by)
    return True
