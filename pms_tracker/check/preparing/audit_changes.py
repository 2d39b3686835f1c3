"""Changes to the plan of an audit until it starts: its text, its day, its team; all noted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.check.audits import audit_plans, audits, notices, teams
from pms_tracker.check.preparing import checklist_preparing
from pms_tracker.check.preparing.checklist_preparing import NewRow
from pms_tracker.check.rules import audit_plan_rules, audit_rules
from pms_tracker.check.rules.checklist_rules import Origin
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, RuleBroken, check_version
from pms_tracker.kernel.independence import Tie
from pms_tracker.people.firm import people
from pms_tracker.plan.policies import requirements
from pms_tracker.plan.tables.policy_tables import Requirement
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Amended:
    """What a plan is to say from now on; unit, kind, day and team stay."""

    theme: str
    requirement_ids: Sequence[int]
    details: audit_plans.Details


@dataclass(frozen=True)
class Replaced:
    """Who is to carry an audit out instead, its lead first, and why."""

    team_ids: Sequence[int]
    reason: str
    exception_reason: str = ""


def amend(
    audit: Audit, wanted: Amended, *, ties: Collection[Tie], version: int, by: people.Viewer
) -> None:
    """Change what the plan says; those notified are told.

    Raises Stale, RuleBroken once the audit began or where somebody of the team wrote what a
    conformity audit is now held against, BadInput without requirement and as `enter_details` does.
    """
    _check_open(audit, version)
    if not wanted.requirement_ids:
        raise BadInput("requirement_needed")
    clauses = requirements.chosen(wanted.requirement_ids)
    setting = replace(
        teams.setting_of(audit, audit.planned_on), criteria=[each.id for each in clauses]
    )
    found = teams.standing(setting, ties)
    changes: dict[str, trail.Change] = {"theme": (audit.theme, wanted.theme)}
    changes |= _enter_criteria(audit, clauses, by)
    if "criteria" in changes and audit.kind is audit_rules.AuditKind.CONFORMITY:
        _judge_again(audit, found)
    changes |= audit_plans.enter_details(audit, wanted.details, found.firm)
    audit.theme = wanted.theme
    if any(before != after for before, after in changes.values()):
        _note(audit, "plan_changed", changes, by)


def criteria_rows(audit: Audit) -> list[ChecklistItem]:
    """The rows that ask about a criterion and nothing else, in their order."""
    rows = select(ChecklistItem).where(
        ChecklistItem.audit_id == audit.id, ChecklistItem.origin == Origin.CRITERIA
    )
    return list(session.scalars(rows.order_by(ChecklistItem.place, ChecklistItem.position)))


def _enter_criteria(
    audit: Audit, clauses: Sequence[Requirement], by: people.Viewer
) -> dict[str, trail.Change]:
    """Have the checklist ask about these clauses and no others; own questions stay."""
    rows, wanted = criteria_rows(audit), [each.id for each in clauses]
    there = [row.requirement_id for row in rows]
    if set(there) == set(wanted):
        return {}
    for row in rows:
        if row.requirement_id not in wanted:
            checklist_preparing.remove(audit, row, by=by)
    new = [NewRow(each, Origin.CRITERIA) for each in wanted if each not in there]
    if new:
        checklist_preparing.add(audit, new, by=by)
    audit_plans.tell_criteria(audit, clauses)
    return {"criteria": (_paths(there), _paths(wanted))}


def _paths(ids: Sequence[int]) -> str:
    return ", ".join(row.path for row in requirements.told(list(ids)))


def move_day(
    audit: Audit, to: date, *, reason: str, ties: Collection[Tie], version: int, by: people.Viewer
) -> None:
    """Move the planned day for a reason; the old one stays in the trail, those notified are told.

    Raises as `amend` and `audit_plan_rules.check_moved` do, and RuleBroken where somebody of the
    team is not independent on the new day.
    """
    _check_open(audit, version)
    audit_plan_rules.check_moved(audit.planned_on, to, clock.today(), reason)
    found = teams.standing(teams.setting_of(audit, to), ties)
    _judge_again(audit, found)
    changes: dict[str, trail.Change] = {
        "planned_on": (audit.planned_on, to),
        "reason": (None, reason.strip()),
    }
    audit.planned_on = to
    _note(audit, "day_moved", changes, by)


def replace_team(
    audit: Audit, wanted: Replaced, *, ties: Collection[Tie], version: int, by: people.Viewer
) -> None:
    """Have others carry the audit out, for a reason; old and new team stay in the trail.

    Raises as `amend` does, RuleBroken without a reason or where somebody is not independent, and
    BadInput for the team there is.
    """
    _check_open(audit, version)
    if not wanted.reason.strip():
        raise RuleBroken("reason_needed")
    members = audits.team_of(audit.id)
    before = [each.person_id for each in members]
    excuse = wanted.exception_reason.strip()
    after = list(dict.fromkeys(wanted.team_ids))
    if (before, audit.exception_reason) == (after, excuse):
        raise BadInput("team_as_before")
    setting = teams.setting_of(audit, max(audit.planned_on, clock.today()))
    found = teams.standing(replace(setting, exception_reason=excuse), ties)
    teams.enter(audit, teams.judge(after, found), found, members)
    changes: dict[str, trail.Change] = {
        "team": (_names(before), _names(after)),
        "exception_reason": (audit.exception_reason or None, excuse or None),
        "reason": (None, wanted.reason.strip()),
    }
    audit.exception_reason = excuse
    _note(audit, "team_changed", changes, by)


def _judge_again(audit: Audit, found: teams.Standing) -> None:
    members = audits.team_of(audit.id)
    team = teams.judge([each.person_id for each in members], found)
    teams.enter(audit, team, found, members)


def _check_open(audit: Audit, version: int) -> None:
    check_version(audit, version)
    audit_rules.check_before_the_day(audit.state)


def _names(person_ids: Sequence[int]) -> str:
    names = people.names(person_ids)
    return "、".join(names[each] for each in person_ids)


def _note(audit: Audit, made: str, changes: dict[str, trail.Change], by: people.Viewer) -> None:
    audit.version += 1
    session.flush()
    trail.note(audit.reference, made, by=by.actor, changes=changes)
    if audit.state is audit_rules.AuditState.NOTIFIED:
        notices.tell(audit)
