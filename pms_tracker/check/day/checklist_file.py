"""A checklist as rows of a file: what was asked, what came out, and what hangs on each row."""

from dataclasses import dataclass

from pms_tracker.check.checklists import checklists
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.evidence import evidence
from pms_tracker.plan.tables.policy_tables import Requirement


@dataclass(frozen=True)
class FileRow:
    """One row of a checklist, with how many files prove it and the findings that stand from it."""

    number: int
    item: ChecklistItem
    requirement: Requirement
    files: int
    findings: tuple[str, ...]


def rows(audit: Audit) -> list[FileRow]:
    """Every row in order, numbered as it stands."""
    found = checklists.rows(audit.id)
    filed = checklists.findings_by_item(audit.id)
    own = [checklists.name_of(audit, item) for item, _requirement in found]
    files = evidence.files_of([*own, *(each for names in filed.values() for each in names)])
    made = []
    for number, ((item, requirement), name) in enumerate(zip(found, own, strict=True), start=1):
        findings = tuple(filed.get(item.id, ()))
        count = sum(file.erased_at is None for each in (name, *findings) for file in files[each])
        made.append(FileRow(number, item, requirement, count, findings))
    return made
