"""What plan wants somebody to do: review each policy in its cycle, and read what was made known."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import literal, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.people.models import RoleGrant
from pms_tracker.people.standing import manages
from pms_tracker.plan import acknowledgement_duties
from pms_tracker.plan.models import Policy

REVIEW = "review_policy"


def due(
    until: date, person_id: int | None = None, reference: Reference | None = None
) -> Iterator[Duty]:
    """Policy reviews due until a day, for the privacy manager, else the representative; and what
    was made known and is still to be read."""
    yield from _reviews(until, person_id, reference)
    yield from acknowledgement_duties.due(until, person_id, reference)


def seen(until: date) -> Iterator[Duty]:
    """The same for a calendar: what everybody is to read is in it once and not for each reader."""
    yield from _reviews(until, None, None)
    yield from acknowledgement_duties.seen(until)


def _reviews(until: date, person_id: int | None, reference: Reference | None) -> Iterator[Duty]:
    statement = (
        select(Policy.number, Policy.title, Policy.next_review_on, RoleGrant.person_id)
        .join(RoleGrant, manages(clock.today()))
        .where(Policy.next_review_on <= until)
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
