"""How what was approved in plan is digested anew from its rows: versions, postponements, years."""

from collections.abc import Iterator

from sqlalchemy import select

from pms_tracker.approvals import approvals
from pms_tracker.approvals.proof import Frozen, Redigest
from pms_tracker.database import session
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.plan.policies import postponements, versions
from pms_tracker.plan.tables.policy_tables import Policy, PolicyReview, PolicyVersion
from pms_tracker.plan.tables.year_tables import AnnualAmendment, AnnualDuty, AnnualPlan
from pms_tracker.plan.text import policy_text
from pms_tracker.plan.years import year_amendments, year_results, years
from pms_tracker.trail.record_numbers import named


def _version(reference: Reference, step: str, _submission: int) -> str | None:
    row = session.execute(
        select(Policy, PolicyVersion)
        .join(PolicyVersion, PolicyVersion.policy_id == Policy.id)
        .where(Policy.number == reference.number, PolicyVersion.edition == _number_in(step))
    ).one_or_none()
    return versions.subject(*row).digest if row is not None else None


def _postponement(reference: Reference, _step: str, _submission: int) -> str | None:
    its = named(reference, Kind.POLICY_REVIEW, PolicyReview.fiscal_year, PolicyReview.number)
    found = session.scalar(select(PolicyReview).where(its))
    return postponements.subject(found).digest if found is not None else None


def _year(reference: Reference, step: str, _submission: int) -> str | None:
    plan = session.scalar(select(AnnualPlan).where(AnnualPlan.fiscal_year == reference.fiscal_year))
    if plan is None:
        return None
    if step == years.STEP:
        return approvals.digest(year_amendments.as_approved(plan))
    name, number = step.partition("-")[0], _number_in(step)
    if name == "amendment":
        place = (AnnualAmendment.plan_id == plan.id, AnnualAmendment.number == number)
        amendment = session.scalar(select(AnnualAmendment).where(*place))
        return year_amendments.subject(plan, amendment).digest if amendment else None
    of_plan = (AnnualDuty.plan_id == plan.id, AnnualDuty.position == number)
    duty = session.scalar(select(AnnualDuty).where(*of_plan))
    return year_results.subject(plan, duty).digest if duty is not None else None


def _number_in(step: str) -> int:
    return int(step.rpartition("-")[2])


REDIGEST: dict[Kind, Redigest] = {
    Kind.POLICY: _version,
    Kind.POLICY_REVIEW: _postponement,
    Kind.ANNUAL_PLAN: _year,
}


def texts(reference: Reference | None) -> Iterator[Frozen]:
    """The texts of all versions: each with the digest that it is shown with."""
    statement = select(Policy, PolicyVersion).join(
        PolicyVersion, PolicyVersion.policy_id == Policy.id
    )
    if reference is not None:
        is_it = reference.kind is Kind.POLICY
        statement = statement.where(Policy.number == (reference.number if is_it else -1))
    for policy, version in session.execute(statement.order_by(PolicyVersion.id)):
        step = f"text-{version.edition}"
        yield Frozen(policy.reference, step, version.digest, policy_text.digest(version.text))
