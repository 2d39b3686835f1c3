"""Audits: planned for a unit against chosen clauses, carried out by others, or called off."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, Integer, Select, bindparam, exists, or_, select, true
from sqlalchemy.orm import joinedload

from pms_tracker import clock
from pms_tracker.check.audits import audit_plans, notices, teams
from pms_tracker.check.rules import audit_rules, programme_rules
from pms_tracker.check.rules.audit_report_rules import OFFICE
from pms_tracker.check.rules.audit_rules import AUDIT, AuditKind, AuditMove, AuditState
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember
from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.database import session
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.errors import BadInput, check_version
from pms_tracker.kernel.independence import Tie
from pms_tracker.kernel.references import Kind
from pms_tracker.people.firm import people
from pms_tracker.people.firm.listings import Numbered
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.standing import lasts
from pms_tracker.people.tables.people_tables import Membership
from pms_tracker.plan.policies import requirements
from pms_tracker.questions import Question, Text, as_text, firsts_of
from pms_tracker.trail import record_numbers, trail


@dataclass(frozen=True)
class Plan:
    """What an audit manager decides about one audit; the first of the team leads it.

    Without requirements it is held against what the unit's last audit was, or the policy in force.
    """

    unit_id: int
    theme: str
    planned_on: date
    requirement_ids: Sequence[int]
    team_ids: Sequence[int]
    exception_reason: str = ""
    kind: AuditKind = AuditKind.OPERATION
    # An audit is of an approved programme, or an extra one (臨時監査) with its trigger and reason.
    programme_id: int | None = None
    extra_because: programme_rules.AuditTrigger | None = None
    extra_reason: str = ""
    details: audit_plans.Details = audit_plans.NONE_YET


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Audits a person may know of: all for the top roles, else their own and their units'."""
    if viewer.sees_all:
        return true()
    on_team = exists().where(
        AuditTeamMember.audit_id == Audit.id, AuditTeamMember.person_id == viewer.person_id
    )
    return or_(on_team, Audit.unit_id.in_(headed_units(viewer)), _stood_in_for(viewer))


def _stood_in_for(viewer: Viewer) -> ColumnElement[bool]:
    """Audits whose report waits for somebody absent, while the viewer is their deputy."""
    lent = frozenset().union(*viewer.stands_in_for.values())
    return Audit.state.in_([state for state, role in OFFICE.items() if role in lent])


def headed_units(viewer: Viewer) -> Select[int]:
    """The units a person heads today, as a subquery."""
    return select(Membership.unit_id).where(
        Membership.person_id == viewer.person_id,
        Membership.is_head,
        lasts(Membership, clock.today()),
    )


def plan(wanted: Plan, *, ties: Collection[Tie], by: Viewer) -> Audit:
    """Plan an audit; `act.assignments.plan` knows the ties.

    Raises BadInput where there is no requirement to hold it against, NotFound for a person, unit
    or clause there is none of, RuleBroken where it is of no programme and has no trigger with a
    reason (R4), or somebody of the team is not independent of the unit on the planned day (R2,
    R3), as `teams.judge` says.
    """
    origin = (wanted.programme_id, wanted.extra_because, wanted.extra_reason)
    programme_rules.check_origin(*origin)
    people.unit(wanted.unit_id)
    clauses = requirements.chosen(_held_against(wanted))
    found = teams.standing(_setting(wanted, [each.id for each in clauses]), ties)
    team = teams.judge(wanted.team_ids, found)
    year = _year_of(wanted)
    audit = Audit(
        fiscal_year=year,
        number=record_numbers.next_number(Kind.AUDIT, year),
        unit_id=wanted.unit_id,
        theme=wanted.theme,
        planned_on=wanted.planned_on,
        state=AUDIT.start,
        exception_reason=wanted.exception_reason.strip(),
        planned_by_id=by.person_id,
        recorded_at=clock.now(),
        kind=wanted.kind,
        programme_id=wanted.programme_id,
        extra_because=wanted.extra_because,
        extra_reason=wanted.extra_reason.strip(),
        **{name: getattr(wanted.details, name) for name in audit_plans.TEXTS},
    )
    session.add(audit)
    session.flush()
    teams.enter(audit, team, found)
    audit_plans.enter_criteria(audit, clauses)
    audit_plans.enter_details(audit, wanted.details, found.firm)
    trail.note(audit.reference, "planned", by=by.actor, changes=_told(audit))
    return audit


def _year_of(wanted: Plan) -> int:
    """The fiscal year an audit belongs to: its programme's, or an extra one's planned day's."""
    if wanted.programme_id is None:
        return people.fiscal_year_of(wanted.planned_on)
    return session.get_one(Programme, wanted.programme_id).fiscal_year


def _told(audit: Audit) -> dict[str, trail.Change]:
    changes: dict[str, trail.Change] = {
        "planned_on": (None, audit.planned_on),
        "theme": (None, audit.theme),
    }
    if audit.extra_because is not None:
        changes["extra_because"] = (None, audit.extra_because)
        changes["extra_reason"] = (None, audit.extra_reason)
    return changes


def _held_against(wanted: Plan) -> Sequence[int]:
    ids = wanted.requirement_ids or audit_plans.usual_criteria(wanted.unit_id, wanted.kind)
    if not ids:
        raise BadInput("requirement_needed")
    return ids


def _setting(wanted: Plan, criteria: Sequence[int]) -> teams.Setting:
    return teams.Setting(
        wanted.unit_id, wanted.planned_on, wanted.kind, criteria, wanted.exception_reason
    )


# Its unit comes along, since every page says whose audit it is.
_UNIT = joinedload(Audit.unit, innerjoin=True)
by_reference = Numbered(Audit, Kind.AUDIT, visible_to, (_UNIT,)).by_reference


def team_of(audit_id: int) -> list[AuditTeamMember]:
    """The team, its lead first."""
    return list(
        session.scalars(
            select(AuditTeamMember)
            .where(AuditTeamMember.audit_id == audit_id)
            .order_by(AuditTeamMember.position)
        )
    )


def team_ids(audit_id: int) -> list[int]:
    return team(audit_id).answer()


def team(audit_id: int) -> Question[list[int]]:
    """Who is on the team, its lead first, to be read with what else is asked."""
    return Question((_team(),), {"audit_id": audit_id}, firsts_of)


@cache
def _team() -> Text:
    its = AuditTeamMember.audit_id == bindparam("audit_id", type_=Integer)
    return as_text(select(AuditTeamMember.person_id).where(its).order_by(AuditTeamMember.position))


def start(
    audit: Audit, *, on: date, ties: Collection[Tie], by: Viewer, entered_by: Viewer | None = None
) -> None:
    """Begin to carry out the audit on a day (past days: it was done on paper).

    `act.assignments.start` knows the ties. Raises RuleBroken where somebody of the team is not
    independent of the unit on that day, or its programme was not approved by then (R4).
    `entered_by` types it in from paper for `by`.
    """
    before = team_of(audit.id)
    team = [each.person_id for each in before]
    audit_rules.check_auditor(by.person_id, team)
    refuse_future(on, clock.today())
    AUDIT.after(audit.state, AuditMove.START)
    if audit.programme_id is not None:
        of = session.get_one(Programme, audit.programme_id)
        programme_rules.check_held(of.approved_on, on)
    found = teams.standing(teams.setting_of(audit, on), ties)
    teams.enter(audit, teams.judge(team, found), found, before)
    move(audit, AuditMove.START, entered_by or by, held_on=on)


def notify(audit: Audit, *, by: Viewer, version: int) -> None:
    """Send the notice (監査実施通知) to whom the audit asks, the head of the unit and the team.

    Raises RuleBroken once the audit was notified, began or is over.
    """
    check_version(audit, version)
    move(audit, AuditMove.NOTIFY, by)
    notices.tell(audit)


def cancel(audit: Audit, *, reason: str, by: Viewer, version: int) -> None:
    """Call the audit off and tell those who were notified; raises RuleBroken without a reason."""
    check_version(audit, version)
    audit_rules.check_cancellation(reason)
    move(audit, AuditMove.CANCEL, by, closing_note=reason.strip(), signature_due_on=None)
    notices.call_off(audit)


def move(
    audit: Audit,
    made: AuditMove,
    by: Viewer,
    told: Mapping[str, trail.Change] | None = None,
    **fields: object,
) -> None:
    """Make a move of the table and set fields with it; `told` is what the trail says besides."""
    put(audit, AUDIT.after(audit.state, made), made, by, told, **fields)


def put(
    audit: Audit,
    state: AuditState,
    made: str,
    by: Viewer,
    told: Mapping[str, trail.Change] | None = None,
    **fields: object,
) -> None:
    """Put an audit into a state that the table, or a decision that is void, leads to."""
    changes: dict[str, trail.Change] = {"state": (audit.state, state)}
    for name, value in fields.items():
        changes[name] = (getattr(audit, name), value)
    for name, (_before, after) in changes.items():
        setattr(audit, name, after)
    audit.version += 1
    session.flush()
    trail.note(audit.reference, made, by=by.actor, changes={**changes, **(told or {})})
