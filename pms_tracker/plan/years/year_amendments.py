"""Amendments: a locked plan changes only by a reason and a decision, and shows both sides."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.approvals import approvals, sign_offs
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.approvals import Decided, Subject
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound, RuleBroken, check_version
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.deciding import decisions, yearly
from pms_tracker.plan.rules import year_rules
from pms_tracker.plan.tables.year_tables import AnnualAmendment, AnnualDuty, AnnualPlan
from pms_tracker.plan.years import year_letters, year_writing, years
from pms_tracker.trail import trail


def step(amendment: AnnualAmendment) -> str:
    """The name of what is decided: `amendment-2`."""
    return f"amendment-{amendment.number}"


def amendments_of(plan: AnnualPlan) -> list[AnnualAmendment]:
    """Every amendment, the newest first."""
    mine = select(AnnualAmendment).where(AnnualAmendment.plan_id == plan.id)
    return list(session.scalars(mine.order_by(AnnualAmendment.number.desc())))


def open_amendment(plan: AnnualPlan) -> AnnualAmendment | None:
    """The one that waits for its decision, if any."""
    waits = AnnualAmendment.state == year_rules.AmendmentState.SUBMITTED
    return session.scalar(select(AnnualAmendment).where(AnnualAmendment.plan_id == plan.id, waits))


def may_amend(duty: AnnualDuty) -> bool:
    """What was done or dropped stays as it is."""
    return duty.done_on is None and not duty.dropped


def changes_of(amendment: AnnualAmendment) -> list[year_rules.Difference]:
    """What an amendment does, each duty with both sides."""
    pairs: list[Any] = amendment.proposed
    return [year_rules.Difference(_read(each["was"]), _read(each["becomes"])) for each in pairs]


def _kept(row: year_rules.Row | None) -> dict[str, object] | None:
    return {**vars(row), "planned_on": row.planned_on.isoformat()} if row else None


def _read(kept: dict[str, Any] | None) -> year_rules.Row | None:
    if kept is None:
        return None
    planned_on = date.fromisoformat(kept["planned_on"])
    return year_rules.Row(
        **{**kept, "kind": year_rules.AnnualKind(kept["kind"]), "planned_on": planned_on}
    )


def propose(
    plan: AnnualPlan, rows: Sequence[year_rules.Row], reason: str, *, version: int, by: Viewer
) -> AnnualAmendment:
    """Ask that the duties still to be done become `rows`; what is left out is dropped.

    Raises Stale, NotAllowed, RuleBroken where the plan is not approved, another amendment waits,
    the reason is missing or nothing changes, and BadInput as `check_rows` does.
    """
    check_version(plan, version)
    year_writing.check_keeper(by)
    if plan.state is not year_rules.PlanState.APPROVED:
        raise RuleBroken("year_plan_not_approved")
    if open_amendment(plan) is not None:
        raise RuleBroken("amendment_waits")
    firm, every = Firm(clock.today()), years.duties_of(plan)
    known = {each.id: each for each in every if may_amend(each)}
    rows = year_writing.settled(plan, rows, known)
    if rows or len(known) == len(every):
        year_rules.check_rows(rows, yearly.year_of(plan), dict(firm.here()))
    changes = year_rules.differences(map(years.row_of, known.values()), rows)
    year_rules.check_amendment(changes, reason, clock.today())
    made = AnnualAmendment(
        plan_id=plan.id,
        number=_next_number(plan),
        reason=reason.strip(),
        proposed=[{"was": _kept(each.was), "becomes": _kept(each.becomes)} for each in changes],
        proposed_by_id=by.person_id,
        proposed_on=clock.today(),
        state=year_rules.AMENDMENT.start,
    )
    session.add(made)
    plan.version += 1
    session.flush()
    noted = {**_told(changes, firm), "reason": (None, made.reason)}
    trail.note(plan.reference, "amendment_proposed", by=by.actor, changes=noted)
    due_on = decisions.due_on(made.proposed_on)
    letter = year_letters.asked(plan, "decide_amendment", due_on)
    decisions.ask(letter, decisions.approvers(firm, [made.proposed_by_id]), firm)
    return made


def _next_number(plan: AnnualPlan) -> int:
    last = select(func.max(AnnualAmendment.number)).where(AnnualAmendment.plan_id == plan.id)
    return (session.scalar(last) or 0) + 1


def _told(changes: Sequence[year_rules.Difference], firm: Firm) -> dict[str, trail.Change]:
    was = [each.was for each in changes if each.was]
    becomes = [each.becomes for each in changes if each.becomes]
    return {"duties": (year_writing.told(was, firm), year_writing.told(becomes, firm))}


def subject(plan: AnnualPlan, amendment: AnnualAmendment) -> Subject:
    """What an approval of the amendment would be bound to."""
    content = {
        "plan": plan.reference,
        "amendment": amendment.number,
        "reason": amendment.reason,
        "changes": amendment.proposed,
    }
    return Subject(plan.reference, step(amendment), 1, approvals.digest(content))


def waiting(plan: AnnualPlan, amendment: AnnualAmendment, firm: Firm) -> sign_offs.Waiting:
    """What of an amendment waits for whose decision."""
    step = decisions.approvers(firm, [amendment.proposed_by_id])
    return sign_offs.Waiting(subject(plan, amendment), amendment.proposed_on, step)


def decide(
    plan: AnnualPlan, amendment: AnnualAmendment, decided: Decided, *, version: int, by: Viewer
) -> Approval:
    """Approve an amendment, which changes the plan, or send it back; the plan stays locked.

    What was done meanwhile stays as it was done. Raises as `years.decide` does.
    """
    check_version(plan, version)
    move = (
        year_rules.AmendmentMove.APPROVE if decided.approves else year_rules.AmendmentMove.SEND_BACK
    )
    after = year_rules.AMENDMENT.after(amendment.state, move)
    firm, writers = Firm(clock.today()), [amendment.proposed_by_id]
    row = sign_offs.sign(waiting(plan, amendment, firm), decided, firm, by=by)
    changes: dict[str, trail.Change] = {
        "amendment": (None, amendment.number),
        **sign_offs.told(row, firm),
    }
    if decided.approves:
        changes |= _told(_apply(plan, amendment), firm)
    amendment.state = after
    plan.version += 1
    session.flush()
    moved = "amendment_approved" if decided.approves else "amendment_sent_back"
    trail.note(plan.reference, moved, by=by.actor, changes=changes)
    letter = year_letters.approved if decided.approves else year_letters.sent_back
    decisions.post(letter(plan, amendment=True), writers, firm)
    return row


def withdraw(
    plan: AnnualPlan, amendment: AnnualAmendment, reason: str, *, version: int, by: Viewer
) -> None:
    """Take an amendment back before it is decided; it stays readable, and the plan as it is.

    Raises Stale, NotAllowed for anybody but who proposed it, RuleBroken without a reason or once
    it was decided.
    """
    check_version(plan, version)
    after = year_rules.AMENDMENT.after(amendment.state, year_rules.AmendmentMove.WITHDRAW)
    year_rules.check_withdrawal(by.person_id, amendment.proposed_by_id, reason)
    amendment.state, amendment.withdrawal = after, reason.strip()
    plan.version += 1
    session.flush()
    changes: dict[str, trail.Change] = {
        "amendment": (None, amendment.number),
        "withdrawal": (None, amendment.withdrawal),
    }
    trail.note(plan.reference, "amendment_withdrawn", by=by.actor, changes=changes)


def _apply(plan: AnnualPlan, amendment: AnnualAmendment) -> list[year_rules.Difference]:
    """Change the duties as asked; what came of it, without those done meanwhile."""
    every = {each.id: each for each in years.duties_of(plan)}
    made = []
    for each in changes_of(amendment):
        duty = every.get(each.was.duty_id or 0) if each.was else None
        if duty is not None and not may_amend(duty):
            continue
        if duty is not None and each.becomes is None:
            duty.dropped = True
        elif duty is not None and each.becomes is not None:
            year_writing.enter(each.becomes, duty)
        made.append(each)
    new = [each.becomes for each in made if each.was is None and each.becomes]
    year_writing.add_rows(plan, new, after=year_writing.last_position(every))
    return made


def as_approved(plan: AnnualPlan) -> dict[str, object]:
    """The plan as it was approved at first: its rows of today, each approved amendment undone.

    Where a row is not what an amendment made of it, what comes out is not what was approved.
    """
    duties = years.duties_of(plan)
    rows = {each.position: years.row_of(each) for each in duties}
    at = {each.id: each.position for each in duties}
    untouched = {each.id for each in duties if each.reports or each.dropped}
    for amendment in amendments_of(plan):
        if amendment.state is year_rules.AmendmentState.APPROVED:
            _undo(amendment, rows, at, untouched)
    in_order = sorted(rows.items(), key=lambda pair: (pair[1].planned_on, pair[0]))
    return years.content(plan, [row for _position, row in in_order])


def _undo(
    amendment: AnnualAmendment,
    rows: dict[int, year_rules.Row],
    at: dict[int, int],
    untouched: set[int],
) -> None:
    """Put back what one amendment changed; what was done meanwhile it had left as it was."""
    for each in reversed(changes_of(amendment)):
        if each.was is None:
            # Rows that it added were put after all others.
            if rows and each.becomes == _plain(rows[max(rows)]):
                del rows[max(rows)]
            continue
        position = at.get(each.was.duty_id or 0, 0)
        there = rows.get(position)
        if there is None or each.becomes is None:
            continue
        if there == each.becomes:
            rows[position] = each.was
        elif there == each.was and each.was.duty_id not in untouched:
            del rows[position]


def _plain(row: year_rules.Row) -> year_rules.Row:
    """A row as it was asked for, before it had a number of its own."""
    return replace(row, duty_id=None)


def of_number(plan: AnnualPlan, number: int) -> AnnualAmendment:
    """Raises NotFound for a number that the plan has not."""
    place = (AnnualAmendment.plan_id == plan.id, AnnualAmendment.number == number)
    found = session.scalar(select(AnnualAmendment).where(*place))
    if found is None:
        raise NotFound("no_such_amendment", number=number)
    return found
