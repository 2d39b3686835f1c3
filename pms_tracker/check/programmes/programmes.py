"""Audit programmes (監査プログラム): approved by the representative, then each row is an audit."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.approvals import Decided, Subject
from pms_tracker.approvals.sign_offs import Waiting
from pms_tracker.check.audits import audits
from pms_tracker.check.audits.audit_plans import Details
from pms_tracker.check.preparing import question_templates
from pms_tracker.check.programmes import programme_conclusions, programme_letters
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.programme_rules import Row
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.check.tables.programme_tables import Programme, ProgrammeRow
from pms_tracker.database import Rows, session
from pms_tracker.kernel.errors import check_version
from pms_tracker.kernel.independence import Tie
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import decisions, yearly
from pms_tracker.plan.policies import requirements

STEP = "programme"
FIELDS = ("kind", "unit_id", "planned_on", "theme")
LATER_TEXTS = ("gap_reason", "scope", "method")


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Programmes a person may know of: a draft weighs risks and names people, so it is for those
    who write programmes."""
    return yearly.visible_to(Programme, viewer, writes=Permission.PLAN_AUDITS)


def sees(programme: Programme, viewer: Viewer) -> bool:
    """Whether a person may know of a programme; whoever sent one back may not any more."""
    return yearly.sees(programme, viewer, writes=Permission.PLAN_AUDITS)


def by_reference(reference: Reference, *, seen_by: Viewer, for_update: bool = False) -> Programme:
    """Raises NotFound where there is no such programme or the person may not know of it."""
    seen = visible_to(seen_by)
    return yearly.by_reference(Programme, reference, seen, for_update=for_update)


def of_year(year: int) -> Programme | None:
    """The programme of a fiscal year, whoever asks."""
    return session.scalar(select(Programme).where(Programme.fiscal_year == year))


def of(audit: Audit) -> Programme | None:
    """The programme an audit is of; None for an extra one."""
    found = audit.programme_id
    return session.get_one(Programme, found) if found is not None else None


def audits_of(programme_id: int, viewer: Viewer) -> Rows:
    """The audits of a programme that a person may know of: id, reference, state and days."""
    columns = (Audit.id, Audit.fiscal_year, Audit.number, Audit.state)
    planned = select(*columns, Audit.planned_on, Audit.held_on).where(
        Audit.programme_id == programme_id, audits.visible_to(viewer)
    )
    return session.execute(planned).all()


def listed(viewer: Viewer) -> Rows:
    """Every programme, the newest first, with how many audits it plans."""
    statement = (
        select(Programme.fiscal_year, Programme.state, Programme.approved_on)
        .add_columns(func.count(ProgrammeRow.id).label("total"))
        .outerjoin(ProgrammeRow, ProgrammeRow.programme_id == Programme.id)
        .where(visible_to(viewer))
        .group_by(Programme.id)
        .order_by(Programme.fiscal_year.desc())
    )
    return session.execute(statement).all()


def open_years() -> list[int]:
    """The years that may have a programme and have none: the running one and the next."""
    return yearly.open_years(Programme)


def rows_of(programme: Programme) -> list[ProgrammeRow]:
    """The audits of a programme in order of their planned day."""
    return list(
        session.scalars(
            select(ProgrammeRow)
            .where(ProgrammeRow.programme_id == programme.id)
            .order_by(ProgrammeRow.planned_on, ProgrammeRow.position)
        )
    )


def row_of(row: ProgrammeRow) -> Row:
    """An audit as it is planned."""
    values = {name: getattr(row, name) for name in FIELDS}
    return Row(**values, team_ids=tuple(row.team_ids), row_id=row.id)


def subject(programme: Programme, rows: Sequence[ProgrammeRow]) -> Subject:
    """What an approval of the programme as it stands would be bound to."""
    told = [{name: getattr(each, name) for name in (*FIELDS, "team_ids")} for each in rows]
    content = {
        "programme": programme.reference,
        "purpose": programme.purpose,
        "risks": programme.risks,
        "exception_reason": programme.exception_reason,
        "audits": told,
    }
    # What an approval of earlier could not hold leaves its digest as it was.
    content |= {name: said for name in LATER_TEXTS if (said := getattr(programme, name))}
    digest = approvals.digest(content)
    return Subject(programme.reference, STEP, programme.submissions, digest)


def waiting(programme: Programme, rows: Sequence[ProgrammeRow], firm: Firm) -> Waiting:
    """What of a submitted programme waits for whose decision."""
    step = decisions.approvers(firm, programme.writer_ids)
    return Waiting(subject(programme, rows), programme.submitted_on, step)


def held_against(kind: AuditKind, in_force: Rows) -> Rows:
    """What of the requirements in force an audit of a kind is held against: the practice against
    the company's own rules, these against the sets; against all where there is none of those."""
    of_sets = kind is AuditKind.CONFORMITY
    own = [each for each in in_force if (each.requirement_set_id is not None) is of_sets]
    return requirements.asking(own or in_force)


def decide(
    programme: Programme, decided: Decided, *, ties: Collection[Tie], version: int, by: Viewer
) -> Approval:
    """Approve the programme, which locks it and plans its audits, or send it back.

    `act.programme_teams.decide` knows the ties. Raises Stale where it is not the one that was
    seen, NotAllowed for whoever wrote it (R9), RuleBroken without the reason that a refusal or an
    exception needs, or where somebody of a team is not independent any more (R2, R3).
    """
    check_version(programme, version)
    firm, rows = Firm(clock.today()), rows_of(programme)
    signed = yearly.sign(programme, waiting(programme, rows, firm), decided, firm, by=by)
    if decided.approves:
        _plan_audits(programme, rows, ties, by)
        programme_conclusions.settle(programme.fiscal_year)
    letter = programme_letters.approved if decided.approves else programme_letters.sent_back
    decisions.post(letter(programme), programme.writer_ids, firm)
    return signed


def _plan_audits(
    programme: Programme, rows: Sequence[ProgrammeRow], ties: Collection[Tie], by: Viewer
) -> None:
    in_force = requirements.in_force(most=None)
    against = {kind: [each.id for each in held_against(kind, in_force)] for kind in AuditKind}
    alone = len(people.units(clock.today())) == 1
    for row in rows:
        wanted = audits.Plan(
            unit_id=row.unit_id,
            theme=row.theme,
            planned_on=row.planned_on,
            requirement_ids=against[row.kind],
            team_ids=row.team_ids,
            exception_reason=programme.exception_reason if alone else "",
            kind=row.kind,
            programme_id=programme.id,
            details=Details(programme.purpose, programme.scope, programme.method),
        )
        audit = audits.plan(wanted, ties=ties, by=by)
        # It was planned by whoever wrote the programme; the trail says who made it so.
        audit.planned_by_id = programme.writer_ids[0]
        row.audit_id = audit.id
        question_templates.prepare(audit)
    session.flush()
