"""Checklists as tests need them: templates kept, papers with their scan, rows recorded."""

from pathlib import Path

from pms_tracker.act.teams import assignments
from pms_tracker.check.checklists import checklists
from pms_tracker.check.checklists.checklists import Besides, Shelf
from pms_tracker.check.day.paper_sheets import Paper
from pms_tracker.check.preparing import checklist_preparing, question_templates
from pms_tracker.check.preparing.checklist_preparing import Criteria, NewRow
from pms_tracker.check.preparing.question_rows import Question
from pms_tracker.check.rules.audit_rules import AuditKind, Result
from pms_tracker.check.rules.checklist_rules import Origin
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.check.tables.checklist_tables import ChecklistSheet
from pms_tracker.evidence.evidence import Upload
from tests.cast import IDS, TODAY, viewer

SCAN = Upload("checklist.pdf", b"%PDF-1.7 scan")
QUESTIONS = (
    Question(
        "POL-001 1(1)", "法令の一覧は新しいか。", "document", "更新日を見る", "日付の入った一覧"
    ),
    Question("POL-001 1(3)", "鍵はかかっているか。", "on_site"),
)


def shelf(folder: Path) -> Shelf:
    return Shelf(folder, 10_000)


def template(
    questions: tuple[Question, ...] = QUESTIONS, kind: AuditKind = AuditKind.OPERATION
) -> None:
    """A template kept by the audit manager in place of what there is."""
    there = question_templates.template(kind)
    version = there.version if there else 1
    question_templates.keep(kind, questions, version=version, by=viewer("audit_manager"))


def paper(folder: Path, audit: Audit, by: str = "auditor", **changes: object) -> ChecklistSheet:
    """A paper of the auditor's, of today, with its scan."""
    told = {"carried_out_by_id": IDS["auditor"], "carried_out_on": TODAY, "scan": SCAN, **changes}
    wanted = Paper(**told)  # type: ignore[arg-type]
    return assignments.begin_sheet(audit, wanted, shelf(folder), by=viewer(by))


def record(
    audit: Audit,
    position: int = 1,
    result: Result = Result.CONFORMS,
    note: str = "",
    by: str = "auditor",
    version: int | None = None,
    **besides: object,
) -> int:
    """A row as its auditor records it, upon what it says now unless told otherwise."""
    row = checklists.item(audit, position, for_update=True)
    assignments.begin(audit, by=viewer(by))
    return checklists.record(
        audit,
        row,
        result,
        note,
        version=row.version if version is None else version,
        by=viewer(by),
        besides=Besides(**besides),  # type: ignore[arg-type]
    )


def ask(audit: Audit, question: str, **more: str) -> ChecklistItem:
    """An own question about the audit's first criterion."""
    requirement_id = Criteria(audit).ids[0]
    row = NewRow(requirement_id, Origin.OWN, question, **more)
    return checklist_preparing.ask(audit, row, by=viewer("auditor"))


def asked_again(audit: Audit) -> None:
    """Rows about all earlier findings of the unit."""
    found = checklist_preparing.earlier_findings(audit, viewer("auditor"))
    checklist_preparing.add(audit, checklist_preparing.from_findings(found), by=viewer("auditor"))
