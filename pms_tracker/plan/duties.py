"""What plan wants somebody to do: review each policy in its cycle, hand in drafts, decide."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import exists, literal, or_, select
from sqlalchemy.orm import lazyload

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.people.firm import Firm
from pms_tracker.people.models import RoleGrant
from pms_tracker.people.people import lasts
from pms_tracker.plan import postponements, versions
from pms_tracker.plan.models import Policy, PolicyReview, PolicyVersion
from pms_tracker.plan.rules import ReviewState, VersionState

REVIEW = "review_policy"
SUBMIT = "submit_policy"
DECIDE = "decide_policy"
POSTPONE = "decide_postponement"


def due(
    until: date, person_id: int | None = None, reference: Reference | None = None
) -> Iterator[Duty]:
    """What is to be done until a day: reviews first, then open versions and postponements."""
    if reference is None or reference.kind is Kind.POLICY:
        yield from _reviews(until, person_id, reference)
    for duty in _turns(until, reference):
        if person_id is None or duty.person_id == person_id:
            yield duty


def _reviews(until: date, person_id: int | None, reference: Reference | None) -> Iterator[Duty]:
    """Policy reviews, for the privacy manager, else the representative."""
    today = clock.today()
    managed = exists(
        select(literal(1)).where(RoleGrant.role == Role.PRIVACY_MANAGER, lasts(RoleGrant, today))
    )
    statement = (
        select(Policy.number, Policy.title, Policy.next_review_on, RoleGrant.person_id)
        .join(RoleGrant, lasts(RoleGrant, today))
        .where(
            Policy.next_review_on <= until,
            or_(
                RoleGrant.role == Role.PRIVACY_MANAGER,
                (RoleGrant.role == Role.REPRESENTATIVE) & ~managed,
            ),
        )
        .order_by(Policy.next_review_on, Policy.number)
    )
    if person_id is not None:
        statement = statement.where(RoleGrant.person_id == person_id)
    if reference is not None:
        statement = statement.where(Policy.number == reference.number)
    for row in session.execute(statement):
        name = format_reference(Kind.POLICY, None, row.number)
        yield Duty(REVIEW, name, row.person_id, row.next_review_on, title=row.title)


def _turns(until: date, reference: Reference | None) -> Iterator[Duty]:
    """Steps whose taker follows from rules: few at any time, so the firm is read only for them."""
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
    firm = Firm(clock.today())
    for policy, version, review in found:
        steps = (
            _version_step(policy, version, firm),
            _postponement(policy, review, firm),
        )
        for duty in steps:
            if duty and duty.due_on <= until and (reference is None or _is(duty, reference)):
                yield duty


def _is(duty: Duty, reference: Reference) -> bool:
    return duty.reference == str(reference)


def _version_step(policy: Policy, version: PolicyVersion | None, firm: Firm) -> Duty | None:
    if version is None:
        return None
    if version.state is VersionState.DRAFT:
        kind, taker = SUBMIT, versions.drafter(version, firm)
    else:
        kind, taker = DECIDE, _first(firm, versions.approvers(version, firm).person_ids)
    if taker is None or version.due_on is None:
        return None
    return Duty(kind, policy.reference, taker, version.due_on, title=policy.title)


def _postponement(policy: Policy, review: PolicyReview | None, firm: Firm) -> Duty | None:
    if review is None:
        return None
    taker = _first(firm, postponements.approvers(review, firm).person_ids)
    if taker is None:
        return None
    day = postponements.decide_by(review)
    return Duty(POSTPONE, review.reference, taker, day, title=policy.title)


def _first(firm: Firm, person_ids: tuple[int, ...]) -> int | None:
    """Who is asked among those who may: the first who can sign in."""
    return next(iter(firm.who_sign_in(person_ids)), None)
