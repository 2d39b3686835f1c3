"""What plan wants somebody to do: review each policy when its cycle comes round, and the year."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import exists, literal, or_, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.people.models import RoleGrant
from pms_tracker.people.people import lasts
from pms_tracker.plan import year_duties
from pms_tracker.plan.models import Policy

REVIEW = "review_policy"


def due(
    until: date, person_id: int | None = None, reference: Reference | None = None
) -> Iterator[Duty]:
    """Policy reviews due until a day, for the privacy manager, else the representative; the year's
    own duties."""
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
        statement = statement.where(
            Policy.number == reference.number, literal(reference.kind is Kind.POLICY)
        )
    for row in session.execute(statement):
        name = format_reference(Kind.POLICY, None, row.number)
        yield Duty(REVIEW, name, row.person_id, row.next_review_on, title=row.title)
    yield from year_duties.due(until, person_id, reference)
