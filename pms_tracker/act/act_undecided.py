"""What becomes of a record when a decision about it is void: it waits again as before."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.act_registers import BY_KIND
from pms_tracker.act.cases import case_letters, cases, turns
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import closing, done_checks, interim
from pms_tracker.act.management import (
    management_reviews,
    review_decisions,
    review_letters,
    review_minutes,
)
from pms_tracker.act.plans import plans
from pms_tracker.act.rules import case_rules, management_rules, route_rules
from pms_tracker.act.tables.case_tables import Case, SetAside
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.approvals import approvals, paper, taking_back
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.check import check_undecided
from pms_tracker.database import session
from pms_tracker.do.by_two import matters
from pms_tracker.do.by_two.matters import Deciding
from pms_tracker.do.disclosure_requests.request_matters import REQUEST_MATTERS
from pms_tracker.do.incidents.incident_decisions import INCIDENT_MATTERS
from pms_tracker.do.reviews import ledger_review_undecided
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.references import Kind, Reference, parse_reference
from pms_tracker.mail.outbox import Letter
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.plan import entry_undecided, plan_undecided
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.plan_undecided import UNDECIDED
from pms_tracker.trail import record_numbers, trail


def takes_back(row: Approval, by: Viewer) -> bool:
    """Whether the record of a void decision waits again; where it was built on, it stays."""
    found = parse_reference(row.reference)
    if found is None:
        return False
    return _OF_KIND[found.kind](found, row, by)


def _case(reference: Reference, row: Approval, by: Viewer) -> bool:
    its = record_numbers.named(reference, Kind.CASE, Case.fiscal_year, Case.number)
    case = session.scalars(select(Case).where(its).with_for_update()).one()
    dossier = Dossier(case)
    if row.step not in _steps_of(case):
        return False
    if row.decision is not Decision.APPROVED:
        return _not_sent_back(dossier, row, by)
    if route_rules.approves_plan(row.step):
        return _plan(dossier, row, by)
    if row.step == route_rules.done_check(case.round):
        return _done_check(dossier, by)
    return _closing(dossier, by)


def _steps_of(case: Case) -> tuple[str, ...]:
    """What is signed of the current round: earlier ones are over."""
    plan = plans.step(case), route_rules.first_approval(case.round)
    return (*plan, route_rules.done_check(case.round), route_rules.closing(case.round))


def _plan(dossier: Dossier, row: Approval, by: Viewer) -> bool:
    """The plan waits again, and nothing that was done of it counts as reported."""
    case, this_round = dossier.case, dossier.current
    if case.state not in case_rules.RESTS_ON_PLAN or row.submission != case.submissions:
        return False
    is_second = row.step == plans.step(case)
    first = dossier.approval(route_rules.first_approval(case.round)) if is_second else None
    if this_round.verdict is not None:
        interim.set_aside(case, this_round, SetAside.DECISION_VOID)
    changes = done_checks.take_back(this_round)
    this_round.approved_at = None
    for step in _steps_of(case):
        if first is None or step != first.step:
            approvals.void(case.reference, step)
    after = case_rules.CaseState.SUBMITTED if first is None else case_rules.CaseState.ENDORSED
    return _waits(dossier, after, by, case_letters.approval_asked, changes)


def _not_sent_back(dossier: Dossier, row: Approval, by: Viewer) -> bool:
    """A plan that was sent back waits as it was handed in; what was cleared is written anew."""
    case = dossier.case
    same = plans.subject(case, dossier.current).digest == row.digest
    if case.state is not case_rules.CaseState.SENT_BACK or not same:
        return False
    endorsed = approvals.reinstate(case.reference, since=row.recorded_at)
    after = case_rules.CaseState.ENDORSED if endorsed else case_rules.CaseState.SUBMITTED
    return _waits(dossier, after, by, case_letters.approval_asked)


def _done_check(dossier: Dossier, by: Viewer) -> bool:
    case = dossier.case
    if case.state not in (case_rules.CaseState.REVIEWING, case_rules.CaseState.CLOSING):
        return False
    if dossier.current.verdict is not None:
        interim.set_aside(case, dossier.current, SetAside.DECISION_VOID)
    approvals.void(case.reference, route_rules.closing(case.round))
    return _waits(dossier, case_rules.CaseState.CONFIRMING, by, case_letters.done_check_asked)


def _closing(dossier: Dossier, by: Viewer) -> bool:
    """The case is open again with its findings; its lesson is laid when it is closed anew."""
    case = dossier.case
    if case.state is not case_rules.CaseState.CLOSED:
        return False
    closing.unteach(case, UNDECIDED, by)
    return _waits(dossier, case_rules.CaseState.CLOSING, by, case_letters.closing_asked)


def _waits(
    dossier: Dossier,
    after: case_rules.CaseState,
    by: Viewer,
    letter: Callable[[Case], Letter],
    changes: dict[str, trail.Change] | None = None,
) -> bool:
    case = dossier.case
    session.flush()
    # What was decided is read anew: some of it is void by now.
    fresh = Dossier(case)
    due_on = turns.step_due_on(case_rules.TO_DECIDE, clock.today())
    cases.put(fresh, after, UNDECIDED, by=by.actor, due_on=due_on, changes=changes)
    turns.tell(fresh, letter(case))
    return True


def _minutes(reference: Reference, row: Approval, by: Viewer) -> bool:
    """Minutes wait for their signature again, unless something came of a decision already."""
    its = record_numbers.named(
        reference, Kind.MANAGEMENT_REVIEW, ManagementReview.fiscal_year, ManagementReview.number
    )
    review = session.scalars(select(ManagementReview).where(its).with_for_update()).one()
    done = any(each.done_on is not None for each in review_decisions.of(review))
    if review.state is not management_rules.ReviewState.SIGNED or done:
        return False
    review.signed_on, review.signers = None, {}
    review.turn_due_on = management_rules.TO_SIGN.due_on(clock.today(), business_calendar())
    management_reviews.put(review, management_rules.ReviewState.SUBMITTED, UNDECIDED, by, {})
    firm = Firm(clock.today())
    asked = review_letters.minutes_asked(review)
    decisions.ask(asked, review_minutes.step(review, firm), firm)
    return True


def _entry_or_matter(its: Deciding, reference: Reference, row: Approval, by: Viewer) -> bool:
    """An entry whose editions are approved, and of which two decide more."""
    if matters.is_matter(row.step):
        return matters.waits_again(its, reference, row, by)
    return entry_undecided.waits_again(its.register, reference, row, by)


_OF_KIND: dict[Kind, Callable[[Reference, Approval, Viewer], bool]] = {
    Kind.POLICY: plan_undecided.version,
    Kind.POLICY_REVIEW: plan_undecided.postponement,
    Kind.ANNUAL_PLAN: plan_undecided.annual_plan,
    Kind.LEDGER_REVIEW: ledger_review_undecided.waits_again,
    Kind.INCIDENT: partial(matters.waits_again, INCIDENT_MATTERS),
    Kind.PROGRAMME: check_undecided.programme,
    Kind.AUDIT: check_undecided.audit,
    Kind.CASE: _case,
    Kind.MANAGEMENT_REVIEW: _minutes,
    **{
        kind: partial(entry_undecided.waits_again, register)
        for kind, register in BY_KIND.items()
        if register.approvers
    },
    Kind.PERSON_REQUEST: partial(_entry_or_matter, REQUEST_MATTERS),
}


def contest(number: int, reason: str, *, by: Viewer) -> bool:
    """Say that a decision entered in one's name was not one's own; whether its record waits again.

    Raises NotFound where there is none in the reader's name, RuleBroken where it is void already
    or without a reason.
    """
    row = paper.in_the_name_of(by.person_id, number, for_update=True)
    paper.contest(row, reason, by=by)
    return takes_back(row, by)


def take_back(number: int, *, by: Viewer) -> Approval:
    """Take back a decision of one's own within minutes; its record waits again.

    Raises NotFound where the reader made none, RuleBroken where it is void already, the minutes
    are over, or something was built on it.
    """
    row = taking_back.own(number, by.person_id)
    taking_back.take_back(row, by=by)
    if not takes_back(row, by):
        raise RuleBroken("built_on_already")
    return row
