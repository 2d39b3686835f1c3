"""Plans of the year (年度): approved, then locked; what was done, beside what was planned."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.sign_offs import Waiting
from pms_tracker.database import Rows, session
from pms_tracker.kernel.errors import NotFound, check_version
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import decisions, yearly
from pms_tracker.plan.rules.year_rules import AnnualKind, Done, PlanState, Row
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.plan.years import year_letters

STEP = "plan"
FIELDS = ("kind", "title", "planned_on", "owner_id", "approver_id", "because_of")


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Plans a person may know of: a draft is made of lessons from cases, so it is for those who
    keep plans, who see cases."""
    return yearly.visible_to(AnnualPlan, viewer, writes=Permission.KEEP_YEAR)


def sees(plan: AnnualPlan, viewer: Viewer) -> bool:
    """Whether a person may know of a plan; whoever sent one back may not any more."""
    return yearly.sees(plan, viewer, writes=Permission.KEEP_YEAR)


def by_reference(reference: Reference, *, seen_by: Viewer, for_update: bool = False) -> AnnualPlan:
    """Raises NotFound where there is no such plan or the person may not know of it."""
    seen = visible_to(seen_by)
    return yearly.by_reference(AnnualPlan, reference, seen, for_update=for_update)


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
    return yearly.open_years(AnnualPlan)


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


def row_of(duty: AnnualDuty) -> Row:
    """A duty as it is planned."""
    planned = {name: getattr(duty, name) for name in FIELDS}
    return Row(**planned, duty_id=duty.id, done=done_before(duty))


def done_before(duty: AnnualDuty) -> Done | None:
    """What came of a duty before there was a plan: nobody reported it since."""
    if duty.done_on is None or duty.reported_on is not None:
        return None
    return Done(duty.result, duty.done_on)


def subject(plan: AnnualPlan, duties: Sequence[AnnualDuty]) -> approvals.Subject:
    """What an approval of the plan as it stands would be bound to."""
    digest = approvals.digest(content(plan, map(row_of, duties)))
    return approvals.Subject(plan.reference, STEP, plan.submissions, digest)


def content(plan: AnnualPlan, rows: Iterable[Row]) -> dict[str, object]:
    """What an approval of a plan of these rows is bound to."""
    return {"plan": plan.reference, "duties": [_told(each) for each in rows]}


def _told(row: Row) -> dict[str, object]:
    planned: dict[str, object] = {name: getattr(row, name) for name in FIELDS}
    return planned | (vars(row.done) if row.done else {})


def waiting(plan: AnnualPlan, duties: Sequence[AnnualDuty], firm: Firm) -> Waiting:
    """What of a submitted plan waits for whose decision."""
    step = decisions.approvers(firm, plan.writer_ids)
    return Waiting(subject(plan, duties), plan.submitted_on, step)


def decide(plan: AnnualPlan, decided: approvals.Decided, *, version: int, by: Viewer) -> Approval:
    """Approve the plan, which locks it, or send it back.

    Raises Stale where it is not the plan that was seen, NotAllowed for whoever wrote it (R9),
    RuleBroken without the reason that a refusal or an exception needs.
    """
    check_version(plan, version)
    firm = Firm(clock.today())
    row = yearly.sign(plan, waiting(plan, duties_of(plan), firm), decided, firm, by=by)
    letter = (year_letters.approved if decided.approves else year_letters.sent_back)(plan)
    decisions.post(letter, plan.writer_ids, firm)
    return row


def sent_back(plans: Sequence[AnnualPlan]) -> Iterator[tuple[AnnualPlan, date]]:
    """The plans that were sent back and not handed in again since, with the day of that."""
    drafted = {
        (plan.reference, STEP, plan.submissions): plan
        for plan in plans
        if plan.state is PlanState.DRAFT and plan.submissions
    }
    for each in approvals.sent_back([plan.reference for plan in drafted.values()]):
        plan = drafted.get((each.reference, each.step, each.submission))
        if plan is not None:
            yield plan, each.decided_on


def duty_at(plan: AnnualPlan, position: int) -> AnnualDuty:
    """Raises NotFound for a position that the plan has not."""
    place = and_(AnnualDuty.plan_id == plan.id, AnnualDuty.position == position)
    found = session.scalar(select(AnnualDuty).where(place))
    if found is None:
        raise NotFound("no_such_duty", position=position)
    return found
