"""What becomes of plan's records when a decision about them is void: they wait again as before."""

from collections.abc import Mapping

from sqlalchemy import exists, select

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.database import session
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.policies import clauses, policies, policy_letters, postponements, versions
from pms_tracker.plan.rules.policy_rules import ReviewState, VersionState
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.plan.tables.policy_tables import Announcement, Policy, PolicyReview, PolicyVersion
from pms_tracker.plan.tables.year_tables import AnnualPlan, Yearly
from pms_tracker.plan.years import year_letters, year_results, years
from pms_tracker.trail import record_numbers, trail

# What the trail calls it where a record waits again, since a decision about it is void.
UNDECIDED = "decision_undone"


def note(reference: str, changes: Mapping[str, trail.Change], by: Viewer) -> None:
    """Note that a record waits again."""
    trail.note(reference, UNDECIDED, by=by.actor, changes=changes)


def version(reference: Reference, row: Approval, by: Viewer) -> bool:
    """A version waits again, unless it was made known or something hangs on its clauses."""
    edition = int(row.step.removeprefix("edition-"))
    found = session.execute(
        select(Policy, PolicyVersion)
        .join(PolicyVersion, PolicyVersion.policy_id == Policy.id)
        .where(Policy.number == reference.number, PolicyVersion.edition == edition)
        .with_for_update()
    ).one()
    policy, draft = found.Policy, found.PolicyVersion
    before = draft.state
    if before is VersionState.APPROVED:
        if not draft.imported and not _withdrawn(draft):
            return False
    elif before is not VersionState.DRAFT or versions.subject(policy, draft).digest != row.digest:
        return False
    draft.state, draft.approved_on = VersionState.SUBMITTED, None
    draft.due_on = decisions.due_on(clock.today())
    draft.version += 1
    session.flush()
    note(policy.reference, {"edition": (None, edition), "state": (before, draft.state)}, by)
    firm = Firm(clock.today())
    asked = policy_letters.version_asked(policy, draft)
    decisions.ask(asked, versions.approvers(draft, firm), firm)
    return True


def _withdrawn(approved: PolicyVersion) -> bool:
    """Take out what the approval brought with it; nothing where it was built on."""
    known = exists().where(Announcement.policy_version_id == approved.id)
    return not session.scalar(select(known)) and clauses.takes_clauses_back(approved)


def postponement(reference: Reference, row: Approval, by: Viewer) -> bool:
    """A postponement waits again; the review's day goes back to where it was."""
    its = record_numbers.named(
        reference, Kind.POLICY_REVIEW, PolicyReview.fiscal_year, PolicyReview.number
    )
    held = select(PolicyReview).where(its).with_for_update(of=PolicyReview)
    review = session.scalars(held).one()
    policy = session.get_one(Policy, review.policy_id, with_for_update=True)
    changes: dict[str, trail.Change] = {"state": (review.state, ReviewState.SUBMITTED)}
    if review.state is ReviewState.CONCLUDED:
        if policy.next_review_on != review.next_review_on:
            return False
        policies.move_review(policy, review.due_on, changes)
    if postponements.waiting(policy.id) is not None:
        return False
    review.state = ReviewState.SUBMITTED
    session.flush()
    note(review.reference, changes, by)
    firm = Firm(clock.today())
    letter = policy_letters.postponement_asked(review, decisions.due_on(clock.today()))
    decisions.ask(letter, postponements.approvers(review, firm), firm)
    return True


def annual_plan(reference: Reference, row: Approval, by: Viewer) -> bool:
    """A plan of a year, or what was confirmed of one of its duties, waits again.

    What an amendment changed stays changed: the plan that others act on is amended once more.
    """
    of_year = select(AnnualPlan).where(AnnualPlan.fiscal_year == reference.fiscal_year)
    plan = session.scalars(of_year.with_for_update()).one()
    firm = Firm(clock.today())
    due_on = decisions.due_on(clock.today())
    if row.step == years.STEP:
        if not goes_back(plan, row, years.subject(plan, years.duties_of(plan)).digest, by):
            return False
        step = years.waiting(plan, years.duties_of(plan), firm).step
        decisions.ask(year_letters.asked(plan, "decide_year_plan", due_on), step, firm)
        return True
    duty = next((e for e in years.duties_of(plan) if year_results.step(e) == row.step), None)
    if duty is None or duty.confirmed_on is None or plan.state is not PlanState.APPROVED:
        return False
    changes: dict[str, trail.Change] = {
        "title": (None, duty.title),
        "confirmed_on": (duty.confirmed_on, None),
    }
    duty.confirmed_on = None
    session.flush()
    note(plan.reference, changes, by)
    letter = year_letters.confirmation_asked(plan, due_on)
    decisions.ask(letter, year_results.of_duty(duty, firm), firm)
    return True


def goes_back(plan: Yearly, row: Approval, digest: str, by: Viewer) -> bool:
    """Whether what a year has one of waits again, as it was decided on."""
    if plan.state is PlanState.SUBMITTED or row.submission != plan.submissions:
        return False
    if digest != row.digest and plan.state is PlanState.DRAFT:
        return False
    before = plan.state
    plan.state, plan.approved_on = PlanState.SUBMITTED, None
    plan.version += 1
    session.flush()
    note(plan.reference, {"state": (before, plan.state)}, by)
    return True
