"""The report of an audit: written from its records, then signed by its lead and frozen."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.approvals import approvals, paper as papers
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Subject, Verdict
from pms_tracker.check.audits import audits, surroundings, teams
from pms_tracker.check.audits.report_signing import Signing
from pms_tracker.check.audits.surroundings import Surroundings
from pms_tracker.check.day import checklist_rows
from pms_tracker.check.reports import report_content, report_letters
from pms_tracker.check.rules import audit_report_rules, audit_rules
from pms_tracker.check.rules.audit_rules import AuditMove, AuditState
from pms_tracker.check.tables.audit_report_tables import AuditReport, SignedReport
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.kernel.errors import Stale
from pms_tracker.mail import outbox
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.trail import trail

SIGNATURE = "signature"
# Once the lead has signed, the report is what was signed.
FROZEN = (AuditState.REPORTED, AuditState.APPROVED, AuditState.CLOSED)


@dataclass(frozen=True)
class Written:
    """What the auditors write; strong points and distribution may be left empty."""

    opinion: str
    conclusion: str
    strong_points: str = ""
    distribution: str = ""


@dataclass(frozen=True)
class Paper:
    """A stamped original (紙): who stamped it and when; `scanned` with its scan."""

    person_id: int
    on: date
    scanned: bool = True


def of(audit_id: int) -> AuditReport | None:
    """What was written so far, if anything."""
    return session.get(AuditReport, audit_id)


def signed(audit_id: int) -> list[SignedReport]:
    """Every report as it was signed, those that came back included, newest first."""
    return list(
        session.scalars(
            select(SignedReport)
            .where(SignedReport.audit_id == audit_id)
            .order_by(SignedReport.number.desc())
        )
    )


def save(audit: Audit, written: Written, *, version: int, by: Viewer) -> AuditReport:
    """Keep what was written as a draft, which only those who audit see.

    Raises NotAllowed outside the team, RuleBroken where the report is signed, Stale where a
    colleague wrote in it meanwhile.
    """
    around = surroundings.of(audit)
    audit_rules.check_auditor(by.person_id, around.team_ids)
    return _write(around, written, version, by.person_id)


def _write(around: Surroundings, written: Written, version: int, writer_id: int) -> AuditReport:
    audit, report = around.audit, around.report
    audit_rules.check_under_way(audit.state)
    if version != (report.version if report else 0):
        raise Stale("record_changed", reference=audit.reference)
    if report is None:
        report = AuditReport(audit_id=audit.id, writer_ids=[], version=0)
        session.add(report)
    for name, value in asdict(written).items():
        setattr(report, name, value.strip())
    report.writer_ids = sorted({*report.writer_ids, writer_id})
    report.saved_by_id, report.saved_at = writer_id, clock.now()
    report.version += 1
    session.flush()
    return report


def sign(
    audit: Audit,
    written: Written,
    seen: str,
    *,
    version: int,
    by: Viewer,
    paper: Paper | None = None,
) -> SignedReport:
    """Write the report and sign it: all that is printed is frozen under one digest (R17).

    `seen` is the seal of the facts that the lead had before their eyes. Raises Stale with the
    parts that changed since, NotAllowed for anybody but the lead, BadInput without opinion or
    conclusion, RuleBroken while rows have no result or a nonconforming one has no finding.
    """
    firm, around = Firm(clock.today()), surroundings.of(audit)
    audit_rules.check_under_way(audit.state)
    lead_id = _signer(around, firm, by, paper)
    audit_report_rules.check_written(written.opinion, written.conclusion)
    facts = report_content.facts(around, firm)
    audit_report_rules.check_complete(report_content.unanswered(facts))
    audit_report_rules.check_filed(checklist_rows.unfiled(audit).positions)
    changed = report_content.broken_parts(seen, report_content.seal(facts))
    if changed:
        raise Stale("report_changed", changed=changed)
    report = _write(around, written, version, lead_id)
    said = {**facts, audit_report_rules.Part.OPINION.value: report_content.words(report)}
    row = _freeze(audit, said, firm, by, paper)
    around = replace(around, report=report)
    _after_signing(audit, row, by, straight=around.signing(firm).goes_straight)
    ask_next(audit, around.signing(firm))
    return row


def _signer(around: Surroundings, firm: Firm, by: Viewer, paper: Paper | None) -> int:
    """Who signs: the lead; or the lead named on paper, entered by another with its scan."""
    turn = around.signing(firm)
    lead_id = paper.person_id if paper else by.person_id
    audit_report_rules.check_signer(lead_id, turn.takers)
    if paper is not None:
        hands = hands_of(turn, around.audit, ())
        papers.check(lead_id, hands, scanned=paper.scanned, firm=firm, by=by)
        audit_report_rules.check_day(paper.on, around.audit.held_on, clock.today())
    return lead_id


def hands_of(turn: Signing, audit: Audit, signed: Sequence[SignedReport]) -> frozenset[int]:
    """Who had a hand in a report, or heads whom it is about: they type in nobody's signature.

    The lead's comes with the report itself, which those at the top who never audit do not write.
    """
    firm = turn.firm
    hands = {*turn.team, *turn.writers, *firm.heads_of(audit.unit_id)}
    hands |= {each.signed_by_id for each in signed[:1]}
    return frozenset(hands | teams.never_audit(firm) if audit.state not in FROZEN else hands)


def _freeze(
    audit: Audit, said: report_content.Content, firm: Firm, by: Viewer, paper: Paper | None
) -> SignedReport:
    signed_by_id = paper.person_id if paper else by.person_id
    signed_on = paper.on if paper else clock.today()
    earlier = signed(audit.id)
    number = earlier[0].number + 1 if earlier else 1
    head, head_digest = trail.head()
    name = firm.members[signed_by_id].name
    content = {
        **said,
        SIGNATURE: {
            "number": number,
            "name": name,
            "on": signed_on.isoformat(),
            "trail": head,
            "trail_digest": head_digest,
        },
    }
    row = SignedReport(
        audit_id=audit.id,
        number=number,
        content=content,
        digest=approvals.digest(content),
        signers={SIGNATURE: names_of(firm, signed_by_id, by if paper else None)},
        signed_by_id=signed_by_id,
        signed_on=signed_on,
        recorded_at=clock.now(),
        entered_by_id=by.person_id if paper else None,
    )
    session.add(row)
    session.flush()
    if paper is not None:
        about = Subject(audit.reference, audit_report_rules.SIGNATURE, number, row.digest)
        typed_in = Verdict(Decision.APPROVED, signed_by_id, signed_on, entered_by_id=by.person_id)
        approvals.decide(about, typed_in)
    return row


def names_of(
    firm: Firm, person_id: int, entered_by: Viewer | None, for_id: int | None = None
) -> dict[str, str]:
    """The names of a signature as they are today: nobody's later name changes what they signed."""
    told = {"name": firm.members[person_id].name}
    if for_id is not None:
        told["for"] = firm.members[for_id].name
    if entered_by is not None:
        told["entered_by"] = entered_by.name
    return told


def _after_signing(audit: Audit, row: SignedReport, by: Viewer, *, straight: bool) -> None:
    told = told_of(row)
    if row.entered_by_id is not None:
        told["decided_by"] = (None, row.signers[SIGNATURE]["name"])
    made = AuditMove.REPORT_STRAIGHT if straight else AuditMove.REPORT
    audits.move(audit, made, by, told, signature_due_on=next_due_on())


def told_of(row: SignedReport) -> dict[str, trail.Change]:
    """What the trail says of any signature: which report it is about, and its digest."""
    return {"report_number": (None, row.number), "report_digest": (None, row.digest)}


def next_due_on() -> date:
    """When the signature that is asked for today is due."""
    return audit_report_rules.TO_DECIDE.due_on(clock.today(), business_calendar())


def ask_next(audit: Audit, turn: Signing) -> None:
    """Tell whoever is asked first that the report waits for them."""
    letter = (
        report_letters.report_asked(audit)
        if audit.state is AuditState.REPORTED
        else report_letters.report_to_receive(audit)
    )
    post(letter, turn.firm, turn.asked[:1])


def post(letter: outbox.Letter, firm: Firm, person_ids: Sequence[int]) -> None:
    """Post a letter to each of these people once."""
    for person_id in dict.fromkeys(person_ids):
        outbox.post(letter, firm.recipient(person_id))
