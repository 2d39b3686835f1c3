"""Checklists filled in on paper (紙): entered afterwards, in the name of whoever carried it out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.approvals import approval_rules, approvals, paper as papers
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.check.audits import audits, teams
from pms_tracker.check.checklists.checklists import Shelf
from pms_tracker.check.rules import audit_rules, checklist_rules
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.check.tables.checklist_tables import ChecklistSheet
from pms_tracker.database import session
from pms_tracker.evidence import evidence
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.kernel.independence import Tie
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Paper:
    """A checklist on paper: who filled it in, on which day, and its scan."""

    carried_out_by_id: int
    carried_out_on: date
    scan: evidence.Upload | None


def begin(
    audit: Audit, paper: Paper, shelf: Shelf, *, ties: Collection[Tie], by: people.Viewer
) -> ChecklistSheet:
    """Begin to type in a checklist from paper; an audit not begun yet was begun on its day.

    `act.assignments.begin_sheet` knows the ties. Raises NotAllowed for anybody who may not enter
    it or a name outside the team, BadInput without a scan or with one that cannot be taken,
    RuleBroken for a day in the future, an audit that is over, or somebody who was not independent
    of the unit on that day.
    """
    team = audits.team_ids(audit.id)
    scan = _checked(audit, paper, team, by)
    found = teams.standing(teams.setting_of(audit, paper.carried_out_on), ties)
    teams.judge([paper.carried_out_by_id], found)
    if audit.state in audit_rules.BEFORE_THE_DAY:
        named = people.viewer(paper.carried_out_by_id)
        audits.start(audit, on=paper.carried_out_on, ties=ties, by=named, entered_by=by)
    sheet = ChecklistSheet(
        audit_id=audit.id,
        number=_next_number(audit),
        carried_out_by_id=paper.carried_out_by_id,
        carried_out_on=paper.carried_out_on,
        entered_by_id=by.person_id,
        recorded_at=clock.now(),
    )
    session.add(sheet)
    session.flush()
    name, limit = scan_name(audit, sheet), shelf.limit_bytes
    kept = evidence.attach(name, [scan], shelf.folder, limit_bytes=limit, by=by)
    approval_rules.check_scan([each.media_type for each in kept])
    if sheet.carried_out_by_id != by.person_id:
        _in_anothers_name(audit, sheet, kept[0].sha256)
    changes: dict[str, trail.Change] = {
        "digest": (None, kept[0].sha256),
        "sheet": (None, sheet.number),
        "carried_out_by": (None, people.person(sheet.carried_out_by_id).name),
        "carried_out_on": (None, sheet.carried_out_on),
    }
    trail.note(audit.reference, "sheet_begun", by=by.actor, changes=changes)
    return sheet


def _checked(audit: Audit, paper: Paper, team: Sequence[int], by: people.Viewer) -> evidence.Upload:
    """All that may be wrong with a paper before anything is written; gives its scan."""
    checklist_rules.check_sheet(paper.carried_out_by_id, team)
    refuse_future(paper.carried_out_on, clock.today())
    checklist_rules.check_preparing(audit.state)
    if paper.scan is None:
        raise BadInput("sheet_needs_scan")
    if paper.carried_out_by_id != by.person_id:
        firm = Firm(clock.today())
        hands = teams.never_audit(firm)
        papers.check(paper.carried_out_by_id, hands, scanned=True, firm=firm, by=by)
    return paper.scan


def _in_anothers_name(audit: Audit, sheet: ChecklistSheet, digest: str) -> None:
    """Record who is named on a paper that somebody else types in; they hear of it at once."""
    about = approvals.Subject(audit.reference, checklist_rules.sheet_step(sheet.number), 1, digest)
    carried_out = approvals.Verdict(
        Decision.APPROVED,
        decided_by_id=sheet.carried_out_by_id,
        decided_on=sheet.carried_out_on,
        entered_by_id=sheet.entered_by_id,
    )
    approvals.decide(about, carried_out)


def scan_name(audit: Audit, sheet: ChecklistSheet) -> str:
    """What the scan of a paper is kept under: `AU-2026-004/P1`."""
    return f"{audit.reference}/P{sheet.number}"


def erased_scans(audit: Audit, papers: Sequence[ChecklistSheet]) -> set[int]:
    """Numbers of the papers whose scan was erased; that they were entered stays."""
    names = {scan_name(audit, each): each.number for each in papers}
    found = evidence.files_of(list(names))
    return {names[name] for name, files in found.items() for file in files if file.erased_at}


def _next_number(audit: Audit) -> int:
    last = select(func.max(ChecklistSheet.number)).where(ChecklistSheet.audit_id == audit.id)
    return (session.scalar(last) or 0) + 1


def sheet(audit: Audit, number: int) -> ChecklistSheet:
    """A paper of an audit by its number; raises NotFound."""
    found = session.scalar(
        select(ChecklistSheet).where(
            ChecklistSheet.audit_id == audit.id, ChecklistSheet.number == number
        )
    )
    if found is None:
        raise NotFound("no_such_sheet", number=number)
    return found


def digest_of(reference: str, step: str) -> str | None:
    """What a paper typed in is known by: the digest of its scan, also of one that was erased."""
    found = evidence.files(f"{reference}/P{step.rpartition('-')[2]}")
    return found[0].sha256 if found else None


def of_step(audit: Audit, step: str) -> ChecklistSheet:
    """The paper that `checklist_rules.sheet_step` named; raises NotFound."""
    return sheet(audit, int(step.rpartition("-")[2]))
