"""That the sheet of a month was read by somebody who did not fill it in (J.6.1): signed, with its
blanks as they are, and closed by it."""

from typing import Any

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.database import session
from pms_tracker.do.checks import check_runs
from pms_tracker.do.checks.check_runs import Sheet
from pms_tracker.do.rules.operation import check_rules as rules
from pms_tracker.do.tables.operation.operation_check_tables import CheckReading, CheckTemplate
from pms_tracker.kernel.errors import BadInput, RuleBroken, Stale
from pms_tracker.kernel.my_number import holds_my_number
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail

LONGEST = 2000


def readers(template: CheckTemplate, firm: Firm) -> list[int]:
    """Who may read its sheets, whoever is asked first before the others: the one that it names,
    the heads of its unit, whoever runs the PMS."""
    return readers_of(template.reader_id, template.unit_id, firm)


def readers_of(named_id: int | None, unit_id: int, firm: Firm) -> list[int]:
    """The same of what a check says: whom it names, if anybody, and its unit."""
    named = [named_id] if named_id is not None else []
    found = dict.fromkeys([*named, *firm.heads_of(unit_id), *firm.managers()])
    return [each for each in found if each in firm.members]


def digest(sheet: Sheet) -> str:
    """Of all that a sheet says."""
    told: dict[str, Any] = {
        "check": sheet.template.reference,
        "month": sheet.month,
        "figures": sheet.figures,
        "columns": [
            [each.period.first, each.state, each.run.id if each.run else None, each.times]
            for each in sheet.columns
        ],
        "answers": [each.run.answers for each in sheet.columns if each.run],
    }
    return approvals.digest(told)


def may_read(sheet: Sheet, viewer: Viewer, firm: Firm) -> bool:
    """Whether somebody may sign now that they read it."""
    mine = viewer.person_id in readers(sheet.template, firm)
    return sheet.reading is None and sheet.is_over and mine and viewer.person_id not in sheet.doers


def read(sheet: Sheet, comment: str, seen_digest: str, *, by: Viewer) -> CheckReading:
    """Sign that a sheet was read; nothing is entered in it any more.

    Raises RuleBroken before its month is over or where it was read, NotAllowed for whoever filled
    in any of it, Stale where it says something else than what was seen.
    """
    if sheet.reading is not None:
        raise RuleBroken("check_sheet_read")
    if not sheet.is_over or not sheet.columns:
        raise RuleBroken("check_month_open")
    rules.check_reader(by.person_id, sheet.doers, readers(sheet.template, Firm(clock.today())))
    if seen_digest != digest(sheet):
        raise Stale("record_changed", reference=sheet.template.reference)
    if len(comment) > LONGEST:
        raise BadInput("text_too_long", longest=LONGEST)
    if holds_my_number(comment):
        raise BadInput("entry_my_number")
    made = CheckReading(
        template_id=sheet.template.id,
        month=sheet.month,
        figures=sheet.figures,
        digest=seen_digest,
        comment=comment.strip(),
        read_by_id=by.person_id,
        read_on=clock.today(),
        read_at=clock.now(),
    )
    session.add(made)
    session.flush()
    changes: dict[str, trail.Change] = {
        "check_month": (None, f"{sheet.month:%Y-%m}"),
        "check_blank": (None, sheet.figures["blank"]),
        "check_late": (None, sheet.figures["late"]),
        "check_faults": (None, sheet.figures["faults"]),
    }
    trail.note(sheet.template.reference, "check_sheet_read", by=by.actor, changes=changes)
    return made


def sheet_locked(template: CheckTemplate, month: Any) -> Sheet:
    """A sheet whose check is locked: what is entered at the same moment waits."""
    session.refresh(template, with_for_update=True)
    return check_runs.sheet(template, month)
