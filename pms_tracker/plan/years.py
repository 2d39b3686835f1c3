"""Plans of the year (年度): approved, then locked; what was done, beside what was planned."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, select, true

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approvals import Decided, Subject
from pms_tracker.approvals.models import Approval
from pms_tracker.database import Rows, session
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.kernel.versions import check_version
from pms_tracker.people import people
from pms_tracker.people.firm import Firm
from pms_tracker.people.people import Viewer
from pms_tracker.people.permissions import Permission
from pms_tracker.plan import decisions, year_letters
from pms_tracker.plan.decisions import Waiting
from pms_tracker.plan.year_models import AnnualDuty, AnnualPlan
from pms_tracker.plan.year_rules import PLAN, AnnualKind, PlanMove, PlanState, Row, Year
from pms_tracker.trail import trail

STEP = "plan"
FIELDS = ("kind", "title", "planned_on", "owner_id", "approver_id", "because_of")
# A draft is made of lessons from cases, so until it is handed in it is for those who see cases.
_SHOWN = (PlanState.SUBMITTED, PlanState.APPROVED)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Plans a person may know of: all for those who keep them, others not while it is drafted."""
    return true() if viewer.may(Permission.KEEP_YEAR) else AnnualPlan.state.in_(_SHOWN)


def by_reference(reference: Reference, *, seen_by: Viewer, for_update: bool = False) -> AnnualPlan:
    """Raises NotFound where there is no such plan or the person may not know of it."""
    statement = select(AnnualPlan).where(
        AnnualPlan.fiscal_year == reference.fiscal_year, visible_to(seen_by)
    )
    if for_update:
        statement = statement.with_for_update()
    alone = reference.kind is Kind.ANNUAL_PLAN and reference.number == 1
    found = session.scalar(statement) if alone else None
    if found is None:
        raise NotFound("no_such_record", reference=str(reference))
    return found


def listed(viewer: Viewer, today: date) -> Rows:
    """Every plan, the newest first, with how many of its duties are done and how many late."""
    stays = AnnualDuty.dropped.is_(False)
    late = and_(stays, AnnualDuty.done_on.is_(None), AnnualDuty.planned_on < today)
    counts = {"total": stays, "done": and_(stays, AnnualDuty.done_on.is_not(None)), "late": late}
    statement = (
        select(AnnualPlan.fiscal_year, AnnualPlan.state, AnnualPlan.approved_on)
        .add_columns(*(func.count(case((which, 1))).label(n) for n, which in counts.items()))
        .outerjoin(AnnualDuty, AnnualDuty.plan_id == AnnualPlan.id)
        .where(visible_to(viewer))
        .group_by(AnnualPlan.id, AnnualPlan.fiscal_year, AnnualPlan.state, AnnualPlan.approved_on)
        .order_by(AnnualPlan.fiscal_year.desc())
    )
    return session.execute(statement).all()


def open_years() -> list[int]:
    """The years that may be planned and are not yet: the running one and the next."""
    running = people.fiscal_year_of(clock.today())
    wanted = (running, running + 1)
    planned = select(AnnualPlan.fiscal_year).where(AnnualPlan.fiscal_year.in_(wanted))
    return sorted(set(wanted) - set(session.scalars(planned)))


def duties_of(plan: AnnualPlan) -> list[AnnualDuty]:
    """The duties of a plan in order of their planned day, dropped ones too."""
    return list(
        session.scalars(
            select(AnnualDuty)
            .where(AnnualDuty.plan_id == plan.id)
            .order_by(AnnualDuty.planned_on, AnnualDuty.position)
        )
    )


def still_to_do(kind: AnnualKind) -> Select[int]:
    """Ids of the duties of a kind in approved plans that were neither done nor dropped."""
    return (
        select(AnnualDuty.id)
        .join(AnnualPlan, AnnualPlan.id == AnnualDuty.plan_id)
        .where(
            AnnualPlan.state == PlanState.APPROVED,
            AnnualDuty.kind == kind,
            AnnualDuty.dropped.is_(False),
            AnnualDuty.done_on.is_(None),
        )
    )


def year_of(plan: AnnualPlan) -> Year:
    return Year.of(plan.fiscal_year, people.the_company().fiscal_start_month)


def row_of(duty: AnnualDuty) -> Row:
    """A duty as it is planned."""
    return Row(**{name: getattr(duty, name) for name in FIELDS}, duty_id=duty.id)


def move_on(
    plan: AnnualPlan, made: PlanMove, by: Viewer, changes: dict[str, trail.Change], *, on: date
) -> None:
    """Make a move of the table on a day and note it; refused where no such row is."""
    after = PLAN.after(plan.state, made)
    noted: dict[str, trail.Change] = {"state": (plan.state, after), **changes}
    plan.state = after
    plan.approved_on = on if after is PlanState.APPROVED else None
    plan.version += 1
    session.flush()
    trail.note(plan.reference, made, by=by.actor, changes=noted)


def subject(plan: AnnualPlan, duties: Sequence[AnnualDuty]) -> Subject:
    """What an approval of the plan as it stands would be bound to."""
    rows = [{name: getattr(each, name) for name in FIELDS} for each in duties]
    digest = approvals.digest({"plan": plan.reference, "duties": rows})
    return Subject(plan.reference, STEP, plan.submissions, digest)


def waiting(plan: AnnualPlan, duties: Sequence[AnnualDuty], firm: Firm) -> Waiting:
    """What of a submitted plan waits for whose decision."""
    step = decisions.approvers(firm, plan.writer_ids)
    return Waiting(subject(plan, duties), plan.submitted_on, step)


def decide(plan: AnnualPlan, decided: Decided, *, version: int, by: Viewer) -> Approval:
    """Approve the plan, which locks it, or send it back.

    Raises Stale where it is not the plan that was seen, NotAllowed for whoever wrote it (R9),
    RuleBroken without the reason that a refusal or an exception needs.
    """
    check_version(plan, version)
    move = PlanMove.APPROVE if decided.approves else PlanMove.SEND_BACK
    PLAN.after(plan.state, move)
    firm = Firm(clock.today())
    row = decisions.sign(waiting(plan, duties_of(plan), firm), decided, firm, by=by)
    move_on(plan, move, by, decisions.told(row, firm), on=row.decided_on)
    letter = (year_letters.approved if decided.approves else year_letters.sent_back)(plan)
    decisions.post(letter, plan.writer_ids, firm)
    return row


def duty_at(plan: AnnualPlan, position: int) -> AnnualDuty:
    """Raises NotFound for a position that the plan has not."""
    place = and_(AnnualDuty.plan_id == plan.id, AnnualDuty.position == position)
    found = session.scalar(select(AnnualDuty).where(place))
    if found is None:
        raise NotFound("no_such_duty", position=position)
    return found
