"""Audits: planned for a unit against chosen clauses, carried out by others, closed when done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true

from pms_tracker import clock
from pms_tracker.check import rules
from pms_tracker.check.models import Audit, AuditTeamMember, ChecklistItem
from pms_tracker.check.rules import AUDIT, AuditMove, AuditState
from pms_tracker.database import CAP, NEWEST, PAGE, Order, Rows, Sorts, equal, session, within
from pms_tracker.kernel.days import Days, refuse_future
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken
from pms_tracker.kernel.independence import Candidate, eligible_auditors
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.kernel.search_text import holds
from pms_tracker.kernel.versions import check_version
from pms_tracker.people import people
from pms_tracker.people.firm import Firm
from pms_tracker.people.models import Membership, Unit
from pms_tracker.people.people import Viewer
from pms_tracker.people.standing import lasts
from pms_tracker.plan import requirements
from pms_tracker.trail import trail
from pms_tracker.trail.numbers import next_number

SORTS: Sorts = {"number": Audit.id, "planned": Audit.planned_on, "unit": Audit.unit_id}


@dataclass(frozen=True)
class Plan:
    """What an audit manager decides about one audit; the first of the team leads it."""

    unit_id: int
    theme: str
    planned_on: date
    requirement_ids: list[int]
    team_ids: list[int]
    exception_reason: str = ""


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Audits a person may know of: all for the top roles, else their own and their units'."""
    if viewer.sees_all:
        return true()
    on_team = exists().where(
        AuditTeamMember.audit_id == Audit.id, AuditTeamMember.person_id == viewer.person_id
    )
    return or_(on_team, Audit.unit_id.in_(headed_units(viewer)))


def headed_units(viewer: Viewer) -> Select[int]:
    """The units a person heads today, as a subquery."""
    return select(Membership.unit_id).where(
        Membership.person_id == viewer.person_id,
        Membership.is_head,
        lasts(Membership, clock.today()),
    )


def plan(wanted: Plan, *, by: Viewer) -> Audit:
    """Plan an audit.

    Raises BadInput without a requirement, NotFound for a person, unit or clause there is none of,
    RuleBroken where somebody of the team is not independent of the unit on the planned day
    (R2, R3); its values name the person and who would be eligible.
    """
    if not wanted.requirement_ids:
        raise BadInput("requirement_needed")
    people.unit(wanted.unit_id)
    team = _judge_team(wanted.team_ids, wanted.unit_id, wanted.planned_on, wanted.exception_reason)
    clauses = requirements.chosen(wanted.requirement_ids)
    year = people.fiscal_year_of(clock.today())
    audit = Audit(
        fiscal_year=year,
        number=next_number(Kind.AUDIT, year),
        unit_id=wanted.unit_id,
        theme=wanted.theme,
        planned_on=wanted.planned_on,
        state=AUDIT.start,
        exception_reason=wanted.exception_reason.strip(),
        planned_by_id=by.person_id,
        recorded_at=clock.now(),
    )
    session.add(audit)
    session.flush()
    session.add_all(_team_rows(audit, team))
    session.add_all(
        ChecklistItem(audit_id=audit.id, requirement_id=clause.id, position=position)
        for position, clause in enumerate(clauses, start=1)
    )
    session.flush()
    changes = {"planned_on": (None, audit.planned_on), "theme": (None, audit.theme)}
    trail.note(audit.reference, "planned", by=by.actor, changes=changes)
    return audit


def _judge_team(
    team_ids: Sequence[int], unit_id: int, on: date, exception_reason: str
) -> list[Candidate]:
    known = Firm(on).candidates
    by_id = {candidate.person_id: candidate for candidate in known}
    missing = [each for each in team_ids if each not in by_id]
    if missing:
        raise NotFound("no_such_person", number=missing[0])
    team = [by_id[each] for each in dict.fromkeys(team_ids)]
    # Only somebody of the own unit makes it matter whether the firm has other units.
    own = any(unit_id in each.unit_ids for each in team)
    unit_count = len(people.units(on)) if own else 2
    try:
        rules.check_team(team, unit_id, unit_count, exception_reason)
    except RuleBroken as broken:
        eligible = eligible_auditors(known, unit_id, unit_count)
        raise RuleBroken(broken.key, **_named(broken, eligible)) from broken
    return team


def _named(broken: RuleBroken, eligible: Sequence[int]) -> dict[str, object]:
    barred = broken.values.get("person_id")
    names = people.names([*eligible, barred if isinstance(barred, int) else None])
    would_do = [names[each] for each in eligible]
    return {"name": names.get(barred, "") if isinstance(barred, int) else "", "eligible": would_do}


def _team_rows(audit: Audit, team: list[Candidate]) -> list[AuditTeamMember]:
    unit_names = {unit.id: unit.name for unit in people.units()}
    return [
        AuditTeamMember(
            audit_id=audit.id,
            person_id=candidate.person_id,
            position=position,
            units_then="、".join(sorted(unit_names[each] for each in candidate.unit_ids))[:500],
        )
        for position, candidate in enumerate(team)
    ]


def by_reference(reference: Reference, *, seen_by: Viewer, for_update: bool = False) -> Audit:
    """Raises NotFound where there is no such audit or the person may not know of it."""
    statement = select(Audit).where(
        Audit.fiscal_year == reference.fiscal_year,
        Audit.number == reference.number,
        visible_to(seen_by),
    )
    if for_update:
        statement = statement.with_for_update()
    found = session.scalar(statement) if reference.kind is Kind.AUDIT else None
    if found is None:
        raise NotFound("no_such_record", reference=str(reference))
    return found


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
    return [member.person_id for member in team_of(audit_id)]


def start(audit: Audit, *, on: date, by: Viewer, team: Sequence[int] | None = None) -> None:
    """Begin to carry out the audit on a day (past days: it was done on paper).

    Raises RuleBroken where somebody of the team is not independent of the unit on that day.
    `team` spares reading it again.
    """
    team = team_ids(audit.id) if team is None else team
    rules.check_auditor(by.person_id, team)
    refuse_future(on, clock.today())
    AUDIT.after(audit.state, AuditMove.START)
    _judge_team(team, audit.unit_id, on, audit.exception_reason)
    _move(audit, AuditMove.START, by, held_on=on)


def close(audit: Audit, *, note: str, by: Viewer, version: int) -> None:
    """End the audit with the team's conclusion; every row must have its result."""
    check_version(audit, version)
    rules.check_auditor(by.person_id, team_ids(audit.id))
    results = session.scalars(
        select(ChecklistItem.result).where(ChecklistItem.audit_id == audit.id)
    ).all()
    AUDIT.after(audit.state, AuditMove.CLOSE)
    rules.check_checklist_done(results)
    _move(audit, AuditMove.CLOSE, by, closing_note=note.strip(), closed_on=clock.today())


def cancel(audit: Audit, *, reason: str, by: Viewer, version: int) -> None:
    """Call the audit off; raises RuleBroken without a reason."""
    check_version(audit, version)
    rules.check_cancellation(reason)
    _move(audit, AuditMove.CANCEL, by, closing_note=reason.strip())


def _move(audit: Audit, move: AuditMove, by: Viewer, **fields: object) -> None:
    changes: dict[str, trail.Change] = {"state": (audit.state, AUDIT.after(audit.state, move))}
    for name, value in fields.items():
        changes[name] = (getattr(audit, name), value)
    for name, (_before, after) in changes.items():
        setattr(audit, name, after)
    audit.version += 1
    session.flush()
    trail.note(audit.reference, move, by=by.actor, changes=changes)


@dataclass(frozen=True)
class Filter:
    """What a list of audits is narrowed to; `themes` come from `themes_with`.

    `due` is when the next step of an audit in hand is due, `planned` its planned day.
    """

    state: AuditState | None = None
    unit_id: int | None = None
    due: Days | None = None
    planned: Days | None = None
    closed: Days | None = None
    themes: tuple[str, ...] | None = None


def due_within(days: Days) -> ColumnElement[bool]:
    """Audits whose next step is due on one of these days: `rules.audit_due_on`, as a condition."""
    begun = days.moved(-rules.DAYS_TO_FINISH)
    return or_(
        and_(Audit.state.in_(rules.BEFORE_THE_DAY), *within((Audit.planned_on, days))),
        and_(Audit.state == AuditState.UNDER_WAY, *within((Audit.held_on, begun))),
    )


def _narrowed(viewer: Viewer, wanted: Filter) -> Select[int]:
    statement = select(Audit.id).where(
        visible_to(viewer),
        *equal((Audit.state, wanted.state), (Audit.unit_id, wanted.unit_id)),
        *within(
            (Audit.planned_on, wanted.planned),
            (Audit.closed_on, wanted.closed),
        ),
    )
    if wanted.due is not None:
        statement = statement.where(due_within(wanted.due))
    if wanted.themes is not None:
        statement = statement.where(Audit.theme.in_(wanted.themes))
    return statement


def themes_with(text: str, viewer: Viewer) -> tuple[str, ...] | None:
    """The themes of audits the person may know of that hold a text; None where it is blank."""
    if not text.strip():
        return None
    # The same themes come round every year: few enough to fold, which no database can do alike.
    known = select(Audit.theme).where(visible_to(viewer)).distinct().limit(CAP)
    return tuple(theme for theme in session.scalars(known) if holds(theme, text))


def listed(viewer: Viewer, wanted: Filter, order: Order = NEWEST, limit: int = PAGE) -> Rows:
    """One page of audits as column tuples, newest first unless told otherwise."""
    ids = order.page(_narrowed(viewer, wanted), SORTS, limit)
    statement = (
        select(
            Audit.id,
            Audit.fiscal_year,
            Audit.number,
            Audit.unit_id,
            Unit.name.label("unit"),
            Audit.theme,
            Audit.state,
            Audit.planned_on,
            Audit.held_on,
        )
        .join(Unit, Unit.id == Audit.unit_id)
        .where(Audit.id.in_(ids))
        .order_by(*order.clauses(SORTS))
    )
    return session.execute(statement).all()


def counted(viewer: Viewer, wanted: Filter) -> int:
    """How many audits there are, counted up to CAP + 1 and no further."""
    ids = _narrowed(viewer, wanted).limit(CAP + 1).subquery()
    return session.scalar(select(func.count()).select_from(ids)) or 0
