"""Assigning auditors: every path that names or keeps a team asks here, where work is known too."""

from datetime import date

from pms_tracker import clock
from pms_tracker.act.teams import works
from pms_tracker.check.audits import audits, teams
from pms_tracker.check.checklists.checklists import Shelf
from pms_tracker.check.day import paper_sheets
from pms_tracker.check.day.paper_sheets import Paper
from pms_tracker.check.preparing import audit_changes
from pms_tracker.check.rules import audit_rules
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.check.tables.checklist_tables import ChecklistSheet
from pms_tracker.kernel.independence import Tie
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer


def ties(unit_id: int, on: date) -> list[Tie]:
    """What ties anybody to the work of a unit that is audited on a day."""
    return works.ties([unit_id], on, on)


def plan(wanted: audits.Plan, *, by: Viewer) -> Audit:
    """Plan an audit; raises as `audits.plan` does."""
    return audits.plan(wanted, ties=ties(wanted.unit_id, wanted.planned_on), by=by)


def start(audit: Audit, *, on: date, by: Viewer) -> None:
    """Begin to carry out an audit on a day; raises as `audits.start` does."""
    audits.start(audit, on=on, ties=ties(audit.unit_id, on), by=by)


def begin(audit: Audit, *, by: Viewer) -> None:
    """Start an audit today with the first thing its team records; nothing where it has begun."""
    if audit.state in audit_rules.BEFORE_THE_DAY:
        start(audit, on=clock.today(), by=by)


def begin_sheet(audit: Audit, paper: Paper, shelf: Shelf, *, by: Viewer) -> ChecklistSheet:
    """Begin to type in a checklist from paper; raises as `sheets.begin` does."""
    found = ties(audit.unit_id, paper.carried_out_on)
    return paper_sheets.begin(audit, paper, shelf, ties=found, by=by)


def amend(audit: Audit, wanted: audit_changes.Amended, *, version: int, by: Viewer) -> None:
    """Change what the plan of an audit says; raises as `audit_changes.amend` does."""
    found = ties(audit.unit_id, audit.planned_on)
    audit_changes.amend(audit, wanted, ties=found, version=version, by=by)


def move_day(audit: Audit, to: date, *, reason: str, version: int, by: Viewer) -> None:
    """Move the planned day of an audit; raises as `audit_changes.move_day` does."""
    found = ties(audit.unit_id, to)
    audit_changes.move_day(audit, to, reason=reason, ties=found, version=version, by=by)


def replace_team(audit: Audit, wanted: audit_changes.Replaced, *, version: int, by: Viewer) -> None:
    """Change who carries an audit out; raises as `audit_changes.replace_team` does."""
    found = ties(audit.unit_id, judged_on(audit))
    audit_changes.replace_team(audit, wanted, ties=found, version=version, by=by)


def standing(audit: Audit, firm: Firm | None = None) -> teams.Standing:
    """The firm as it stands to an audit whose day is still to come: who may be on its team.

    `firm` spares reading it, where it was read for that day.
    """
    on = judged_on(audit)
    return teams.standing(teams.setting_of(audit, on), ties(audit.unit_id, on), firm)


def judged_on(audit: Audit) -> date:
    """The day for which a team is judged that still may change: late audits begin today."""
    return max(audit.planned_on, clock.today())
