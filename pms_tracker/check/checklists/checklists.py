"""Checklists: rows answered on the day or typed in from paper later, each change taken once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Integer, Select, bindparam, case, func, select

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import kept_rows
from pms_tracker.check.rules import audit_rules, checklist_rules
from pms_tracker.check.rules.audit_rules import Grade, Result
from pms_tracker.check.rules.checklist_rules import Sample
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem, Finding
from pms_tracker.check.tables.checklist_tables import ChecklistChange, ChecklistSheet
from pms_tracker.database import Rows, read, session
from pms_tracker.evidence import evidence
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.tables.policy_tables import Requirement
from pms_tracker.questions import Question, Text, as_text, firsts_of, together
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Besides:
    """What comes with a result: None leaves a field as it was.

    `sheet` is the paper it is typed in from, `uuid` what the browser calls the change.
    """

    asked: str | None = None
    sample: checklist_rules.Sample | None = None
    sheet: ChecklistSheet | None = None
    uuid: str = ""


PLAIN = Besides()


def rows(audit_id: int) -> list[tuple[ChecklistItem, Requirement]]:
    """The checklist in order, each row with the requirement it asks about."""
    found = session.execute(
        select(ChecklistItem, Requirement)
        .join(Requirement, Requirement.id == ChecklistItem.requirement_id)
        .where(ChecklistItem.audit_id == audit_id)
        .order_by(ChecklistItem.place, ChecklistItem.position)
    )
    return [(item, requirement) for item, requirement in found]


def answers(audit_id: int) -> Rows:
    """The checklist in order, as column tuples: what was asked about which clause, and answered."""
    return read(_ANSWERS, {"audit_id": audit_id})


# Built once: the page of every audit asks it.
_ANSWERS = (
    select(ChecklistItem.position, ChecklistItem.result, ChecklistItem.question, ChecklistItem.note)
    .add_columns(Requirement.path, Requirement.text)
    .join(Requirement, Requirement.id == ChecklistItem.requirement_id)
    .where(ChecklistItem.audit_id == bindparam("audit_id", type_=Integer))
    .order_by(ChecklistItem.place, ChecklistItem.position)
)


def findings_by_item(audit_id: int) -> dict[int, list[str]]:
    """References of the findings filed from each row that were not withdrawn."""
    found: dict[int, list[str]] = {}
    for row in session.execute(
        select(Finding.item_id, Finding.fiscal_year, Finding.number)
        .where(Finding.audit_id == audit_id, Finding.state != audit_rules.FindingState.WITHDRAWN)
        .order_by(Finding.id)
    ):
        reference = format_reference(Kind.FINDING, row.fiscal_year, row.number)
        found.setdefault(row.item_id, []).append(reference)
    return found


def item(audit: Audit, position: int, *, for_update: bool = False) -> ChecklistItem:
    """A row by its number in the audit's checklist; raises NotFound."""
    asked = {"audit_id": audit.id, "position": position}
    found: ChecklistItem | None = session.scalar(_item(for_update=for_update), asked)
    if found is None:
        raise NotFound("no_such_row", position=position)
    return found


@cache
def _item(*, for_update: bool) -> Select[ChecklistItem]:
    """Built once: every answer asks it."""
    its = (
        ChecklistItem.audit_id == bindparam("audit_id", type_=Integer),
        ChecklistItem.position == bindparam("position", type_=Integer),
    )
    found = select(ChecklistItem).where(*its)
    return found.with_for_update() if for_update else found


def name_of(audit: Audit, row: ChecklistItem) -> str:
    """What trail and evidence call a row: `AU-2026-004/3`."""
    return f"{audit.reference}/{row.position}"


def record(
    audit: Audit,
    row: ChecklistItem,
    result: Result,
    note: str,
    *,
    version: int,
    by: Viewer,
    besides: Besides = PLAIN,
) -> int:
    """Record the result of one row; gives its new version.

    A change taken before, by its UUID, changes nothing and gives the version that came of it.
    Raises Stale where a colleague answered the row meanwhile, NotAllowed for anybody outside the
    team, RuleBroken where the audit has not begun or is over, or "not applicable" comes without a
    reason, BadInput for a sample larger than what it was taken from.
    """
    taken = _taken(row, besides.uuid, by)
    if taken is not None:
        return taken
    if row.version != version:
        raise Stale("row_changed", position=row.position)
    team, grades = together(audits.team(audit.id), _grades(row)).answer()
    check_open(audit, by, besides.sheet, team=team)
    audit_rules.check_note(result, note)
    if besides.sample is not None:
        checklist_rules.check_sample(besides.sample)
    audit_rules.check_result(result, grades)
    said = kept_rows.stands(row)
    _answer(audit, row, result, note.strip(), by, besides)
    if result is Result.NOT_YET and said["result"] is not Result.NOT_YET:
        kept_rows.keep(row, said, by, version=row.version)
    return row.version


def keep_sample(
    audit: Audit, row: ChecklistItem, sample: Sample, note: str, *, version: int, by: Viewer
) -> None:
    """Keep what a row is to be asked of, and the note that names it; the row's result, and who gave
    it, stay as they are.

    Raises as `record` does, and BadInput for a note longer than a row holds.
    """
    if row.version != version:
        raise Stale("row_changed", position=row.position)
    check_open(audit, by)
    checklist_rules.check_sample(sample)
    if len(note) > checklist_rules.LONGEST_NOTE:
        raise BadInput("note_too_long", longest=checklist_rules.LONGEST_NOTE)
    changes = _set(row, {"note": note, **_beside(Besides(sample=sample))})
    row.version += 1
    session.flush()
    trail.note(name_of(audit, row), "sampled", by=by.actor, changes=changes)


def _taken(row: ChecklistItem, uuid: str, by: Viewer) -> int | None:
    """The version that came of a change taken before; None for a new one, or one without UUID.

    Raises RuleBroken where the UUID is that of somebody else's change, or of another row's.
    """
    there = session.get(ChecklistChange, uuid) if uuid else None
    if there is None:
        return None
    if (there.item_id, there.person_id) != (row.id, by.person_id):
        raise RuleBroken("change_of_another")
    return there.version


def follow_findings(audit: Audit, row: ChecklistItem, by: Viewer) -> None:
    """Give a row the result of its gravest finding."""
    told = audit_rules.result_of_row(_grades(row).answer())
    if told is not None:
        _answer(audit, row, told, row.note, by)


def _grades(row: ChecklistItem) -> Question[list[Grade]]:
    """The grades of the findings of a row that stand."""
    return Question((_graded(),), {"item_id": row.id}, _grades_in)


def _grades_in(said: str) -> list[Grade]:
    return [Grade(each) for each in firsts_of(said)]


@cache
def _graded() -> Text:
    its = Finding.item_id == bindparam("item_id", type_=Integer)
    standing = Finding.state != audit_rules.FindingState.WITHDRAWN
    return as_text(select(Finding.grade).where(its, standing))


def _answer(
    audit: Audit,
    row: ChecklistItem,
    result: Result,
    note: str,
    by: Viewer,
    besides: Besides = PLAIN,
) -> None:
    sheet = besides.sheet
    changes = _set(row, {"result": result, "note": note, **_beside(besides)})
    if sheet is not None:
        changes["sheet"] = (None, sheet.number)
    row.sheet_id = sheet.id if sheet else None
    row.answered_by_id = sheet.carried_out_by_id if sheet else by.person_id
    row.answered_at = clock.now()
    row.version += 1
    _remember(row, besides.uuid, by)
    session.flush()
    trail.note(name_of(audit, row), "answered", by=by.actor, changes=changes)


def _beside(besides: Besides) -> dict[str, object]:
    told: dict[str, object] = {}
    if besides.asked is not None:
        told["asked"] = besides.asked.strip()
    if besides.sample is not None:
        told["population"] = besides.sample.population
        told["sample_size"] = besides.sample.size
        told["sample_how"] = besides.sample.how.strip()
    return told


def _set(row: ChecklistItem, values: Mapping[str, object]) -> dict[str, trail.Change]:
    """Put values into a row; gives what changed, as the trail tells it."""
    changes: dict[str, trail.Change] = {}
    for name, value in values.items():
        before = getattr(row, name)
        changes[name] = (_or_none(before), _or_none(value))
        if before != value:
            setattr(row, name, value)
    return changes


def _or_none(value: object) -> object:
    return None if value == "" else value


def _remember(row: ChecklistItem, uuid: str, by: Viewer) -> None:
    """Keep that a browser's change was taken, so that it is taken once."""
    if uuid:
        session.add(
            ChecklistChange(
                uuid=uuid,
                item_id=row.id,
                person_id=by.person_id,
                at=clock.now(),
                version=row.version,
            )
        )


def check_open(
    audit: Audit,
    by: Viewer,
    sheet: ChecklistSheet | None = None,
    team: Collection[int] | None = None,
) -> None:
    """Let the team work on an audit that is under way; `act.assignments.begin` starts it.

    With the sheet they type in from, whoever may enter paper is let in as well. `team` spares
    reading it.
    """
    team = audits.team_ids(audit.id) if team is None else team
    if sheet is None:
        audit_rules.check_auditor(by.person_id, team)
    else:
        checklist_rules.check_sheet(sheet.carried_out_by_id, team)
        named = {sheet.carried_out_by_id, sheet.entered_by_id}
        checklist_rules.check_typing(by.person_id, named, stands=_stands(audit, sheet))
    audit_rules.check_begun(audit.state)
    audit_rules.check_under_way(audit.state)


def _stands(audit: Audit, sheet: ChecklistSheet) -> bool:
    """Whether a paper still counts; whoever is named on what another typed in may contest it."""
    if sheet.carried_out_by_id == sheet.entered_by_id:
        return True
    step = checklist_rules.sheet_step(sheet.number)
    return approvals.standing(audit.reference, step) is not None


@dataclass(frozen=True)
class Shelf:
    """Where files lie, and how large one may be."""

    folder: Path
    limit_bytes: int


def attach(
    audit: Audit,
    row: ChecklistItem,
    uploads: list[evidence.Upload],
    shelf: Shelf,
    *,
    by: Viewer,
    uuid: str = "",
) -> None:
    """Attach what proves a row; sent again with the same UUID, nothing is attached twice.

    Raises BadInput for a file that cannot be taken, else as `record` does.
    """
    if _taken(row, uuid, by) is not None:
        return
    check_open(audit, by)
    evidence.attach(
        name_of(audit, row), uploads, shelf.folder, limit_bytes=shelf.limit_bytes, by=by
    )
    _remember(row, uuid, by)
    session.flush()


def progress(audit_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Rows with a result and all rows, by audit, in one statement."""
    answered = func.sum(case((ChecklistItem.result == Result.NOT_YET, 0), else_=1))
    rows = session.execute(
        select(ChecklistItem.audit_id, answered, func.count())
        .where(ChecklistItem.audit_id.in_(audit_ids))
        .group_by(ChecklistItem.audit_id)
    )
    return {audit_id: (done or 0, total) for audit_id, done, total in rows}
