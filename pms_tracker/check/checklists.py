"""Checklists: one row per requirement, answered on the day or typed in from paper later."""

from collections.abc import Sequence

from sqlalchemy import case, func, select

from pms_tracker import clock
from pms_tracker.check import audits, rules
from pms_tracker.check.models import Audit, ChecklistItem, Finding
from pms_tracker.check.rules import Grade, Result
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound, Stale
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.people import Viewer
from pms_tracker.plan.models import Requirement
from pms_tracker.trail import trail


def rows(audit_id: int) -> list[tuple[ChecklistItem, Requirement]]:
    """The checklist in order, each row with the requirement it asks about."""
    found = session.execute(
        select(ChecklistItem, Requirement)
        .join(Requirement, Requirement.id == ChecklistItem.requirement_id)
        .where(ChecklistItem.audit_id == audit_id)
        .order_by(ChecklistItem.position)
    )
    return [(item, requirement) for item, requirement in found]


def findings_by_item(audit_id: int) -> dict[int, list[str]]:
    """References of the findings filed from each row that were not withdrawn."""
    found: dict[int, list[str]] = {}
    for row in session.execute(
        select(Finding.item_id, Finding.fiscal_year, Finding.number)
        .where(Finding.audit_id == audit_id, Finding.state != rules.FindingState.WITHDRAWN)
        .order_by(Finding.id)
    ):
        reference = format_reference(Kind.FINDING, row.fiscal_year, row.number)
        found.setdefault(row.item_id, []).append(reference)
    return found


def item(audit: Audit, position: int, *, for_update: bool = False) -> ChecklistItem:
    """A row by its place in the audit's checklist; raises NotFound."""
    statement = select(ChecklistItem).where(
        ChecklistItem.audit_id == audit.id, ChecklistItem.position == position
    )
    if for_update:
        statement = statement.with_for_update()
    found = session.scalar(statement)
    if found is None:
        raise NotFound("no_such_row", position=position)
    return found


def record(
    audit: Audit, row: ChecklistItem, result: Result, note: str, *, version: int, by: Viewer
) -> None:
    """Record the result of one row; the first one starts the audit.

    Raises Stale where a colleague answered the row meanwhile, NotAllowed for anybody outside the
    team, RuleBroken where the audit is over or "not applicable" comes without a reason.
    """
    if row.version != version:
        raise Stale("row_changed", position=row.position)
    check_open(audit, by)
    rules.check_note(result, note)
    rules.check_result(result, _grades(row))
    _answer(audit, row, result, note.strip(), by)


def follow_findings(audit: Audit, row: ChecklistItem, by: Viewer) -> None:
    """Give a row the result of its gravest finding."""
    told = rules.result_of_row(_grades(row))
    if told is not None:
        _answer(audit, row, told, row.note, by)


def _grades(row: ChecklistItem) -> list[Grade]:
    standing = Finding.state != rules.FindingState.WITHDRAWN
    statement = select(Finding.grade).where(Finding.item_id == row.id, standing)
    return list(session.scalars(statement))


def _answer(audit: Audit, row: ChecklistItem, result: Result, note: str, by: Viewer) -> None:
    changes = {"result": (row.result, result), "note": (row.note or None, note or None)}
    row.result = result
    row.note = note
    row.answered_by_id = by.person_id
    row.answered_at = clock.now()
    row.version += 1
    session.flush()
    trail.note(f"{audit.reference}/{row.position}", "answered", by=by.actor, changes=changes)


def check_open(audit: Audit, by: Viewer) -> None:
    """Let the team work on an audit that is not over, starting it if need be."""
    team = audits.team_ids(audit.id)
    rules.check_auditor(by.person_id, team)
    if audit.state in rules.BEFORE_THE_DAY:
        audits.start(audit, on=clock.today(), by=by, team=team)
    rules.check_under_way(audit.state)


def progress(audit_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Rows with a result and all rows, by audit, in one statement."""
    answered = func.sum(case((ChecklistItem.result == Result.NOT_YET, 0), else_=1))
    rows = session.execute(
        select(ChecklistItem.audit_id, answered, func.count())
        .where(ChecklistItem.audit_id.in_(audit_ids))
        .group_by(ChecklistItem.audit_id)
    )
    return {audit_id: (done or 0, total) for audit_id, done, total in rows}
