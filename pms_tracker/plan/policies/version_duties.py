"""Whose turn it is with open versions of policies and with postponements that wait."""

from collections.abc import Callable, Iterator
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import lazyload

from pms_tracker.database import session
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.deciding.decisions import Asked
from pms_tracker.plan.policies import postponements, versions
from pms_tracker.plan.rules.policy_rules import ReviewState, VersionState
from pms_tracker.plan.tables.policy_tables import Policy, PolicyReview, PolicyVersion

SUBMIT = "submit_policy"
DECIDE = "decide_policy"
POSTPONE = "decide_postponement"
KINDS = (Kind.POLICY, Kind.POLICY_REVIEW)


def due(
    of_today: Callable[[], Firm],
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
) -> Iterator[Duty]:
    """Steps whose taker follows from rules: few at any time, so the firm is read only for them."""
    if reference is not None and reference.kind not in KINDS:
        return
    found = session.execute(
        select(Policy, PolicyVersion, PolicyReview)
        .select_from(Policy)
        .outerjoin(
            PolicyVersion,
            (PolicyVersion.policy_id == Policy.id) & PolicyVersion.state.in_(versions.OPEN),
        )
        .outerjoin(
            PolicyReview,
            (PolicyReview.policy_id == Policy.id) & (PolicyReview.state == ReviewState.SUBMITTED),
        )
        .where(or_(PolicyVersion.id.is_not(None), PolicyReview.id.is_not(None)))
        # Its inner join with the person would leave out policies without a review.
        .options(lazyload(PolicyReview.held_by))
        .order_by(Policy.number)
    ).all()
    if not found:
        return
    firm = of_today()
    for policy, version, review in found:
        steps = (
            _version_step(policy, version, firm),
            _postponement(policy, review, firm),
        )
        for duty in steps:
            if duty and duty.due_on <= until and _is_asked(duty, person_id, reference):
                yield duty


def _is_asked(duty: Duty, person_id: int | None, reference: Reference | None) -> bool:
    about = reference is None or duty.reference == str(reference)
    return about and person_id in (None, duty.person_id)


def _version_step(policy: Policy, version: PolicyVersion | None, firm: Firm) -> Duty | None:
    if version is None:
        return None
    if version.state is VersionState.DRAFT:
        drafter = versions.drafter(version, firm)
        kind, taker = SUBMIT, Asked(drafter, None) if drafter is not None else None
    else:
        kind, taker = DECIDE, decisions.asked(versions.approvers(version, firm), firm)
    if taker is None or version.due_on is None:
        return None
    whose = (taker.person_id, version.due_on)
    return Duty(kind, policy.reference, *whose, title=policy.title, for_id=taker.for_id)


def _postponement(policy: Policy, review: PolicyReview | None, firm: Firm) -> Duty | None:
    if review is None:
        return None
    taker = decisions.asked(postponements.approvers(review, firm), firm)
    if taker is None:
        return None
    whose = (taker.person_id, postponements.decide_by(review))
    return Duty(POSTPONE, review.reference, *whose, title=policy.title, for_id=taker.for_id)
